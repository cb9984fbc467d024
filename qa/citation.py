"""Candidates and the sentences that led to them as citations."""

from collections.abc import Sequence

from index.document import Document
from index.sentences import Bounds
from qa.answer import Citation
from qa.bridging import Bridge
from qa.candidate import Candidate


def citations_of(candidates: Sequence[Candidate]) -> list[Citation]:
    """One for each candidate, then the sentence that led to the first, if one did."""
    citations = [_citation(number, c) for number, c in enumerate(candidates, start=1)]
    bridge = candidates[0].bridge
    if bridge is not None:
        citations.append(_bridge_citation(len(citations) + 1, bridge))
    return citations


def _citation(number: int, candidate: Candidate) -> Citation:
    span = (candidate.start, candidate.end)
    context = (candidate.context_start, candidate.context_end)
    passage_id = candidate.retrieved.passage.passage_id
    return cite(number, candidate.document, passage_id, span, context)


def _bridge_citation(number: int, bridge: Bridge) -> Citation:
    """The sentence that led to the answer, cited as a whole."""
    sentence = (bridge.start, bridge.end)
    return cite(number, bridge.document, bridge.passage_id, sentence, sentence)


def cite(
    number: int, document: Document, passage_id: str, span: Bounds, context: Bounds
) -> Citation:
    """The citation of a span of a document, in the sentence or sentences `context` around it."""
    return Citation(
        number=number,
        document_id=document.document_id,
        title=document.title,
        source=document.source,
        outlet=document.outlet,
        published_at=document.published_at,
        passage_id=passage_id,
        quote=document.text[slice(*span)],
        start=span[0],
        end=span[1],
        context=document.text[slice(*context)],
        context_start=context[0],
        context_end=context[1],
    )
