"""Cut a text into what is dimmed, lit and marked, by the exact offsets of a citation."""

from dataclasses import dataclass

from index.passage import Passage
from qa.answer import Answer, Citation


@dataclass(frozen=True, slots=True)
class Highlight:
    """Five runs that joined are the text; ``marked`` is the quote, ``lit`` its sentence."""

    before: str
    lit_before: str
    marked: str
    lit_after: str
    after: str


def highlight(citation: Citation, passage: Passage | None) -> Highlight:
    """The passage of a citation, cut by offsets; its context where the passage cannot show it.

    Nothing is searched for: words that stand in the passage twice are marked where the
    answer was read. Where no offsets fit, nothing is marked, as a wrong mark misleads.
    """
    if passage is not None:
        found = _cut(passage.text, passage.start, citation)
        if found is not None:
            return found
    found = _cut(citation.context, citation.context_start, citation)
    return found or Highlight("", citation.context, "", "", "")


def cited_passage(answer: Answer, citation: Citation) -> Passage | None:
    """The retrieved passage that a citation names, if the answer still carries it."""
    for retrieved in answer.passages:
        if retrieved.passage.passage_id == citation.passage_id:
            return retrieved.passage
    return None


def _cut(text: str, base: int, citation: Citation) -> Highlight | None:
    """Cut `text`, whose first character stands at offset `base` of the document."""
    start, end = citation.start - base, citation.end - base
    if not 0 <= start < end <= len(text) or text[start:end] != citation.quote:
        return None
    # The sentence may reach over the passage's edge, or not reach around the whole quote.
    lit_start = min(max(citation.context_start - base, 0), start)
    lit_end = max(min(citation.context_end - base, len(text)), end)
    return Highlight(
        text[:lit_start],
        text[lit_start:start],
        text[start:end],
        text[end:lit_end],
        text[lit_end:],
    )
