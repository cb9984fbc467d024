"""The evidence panel: an answer as safe HTML with the cited passages."""

from collections.abc import Mapping
from datetime import date

from index.document import Document
from index.passage import Passage
from qa.answer import Answer, Citation, DistinctAnswer, Status
from ui import strings
from ui.highlight import Highlight, cited_passage, highlight
from ui.markup import (
    confidence_sentence,
    escape,
    isolated,
    percentage,
    time_element,
    web_address,
)

MAXIMUM_NEAREST = 2
STATUS_WORDS: Mapping[Status, str] = {
    "answered": strings.STATUS_ANSWERED,
    "conflicting": strings.STATUS_CONFLICTING,
    "not_in_articles": strings.STATUS_NOT_IN_ARTICLES,
}


def empty_panel() -> str:
    """The panel before the first answer."""
    return _panel(f'<p class="evidence-empty">{escape(strings.EVIDENCE_EMPTY)}</p>')


def evidence_panel(answer: Answer, documents: Mapping[str, Document]) -> str:
    """The evidence of an answer; `documents` name the nearest passages when there is none."""
    # Without an answer a citation shows what the question took for granted and is not so.
    cards = "".join(_citation_card(answer, citation) for citation in answer.citations)
    if answer.status == "not_in_articles":
        cards += _nearest(answer, documents)
    return _panel(_summary(answer) + _distinct_answers(answer) + cards)


def nearest_passages(answer: Answer) -> tuple[Passage, ...]:
    """The passages that are shown when the articles hold no answer, nearest first."""
    return tuple(retrieved.passage for retrieved in answer.passages[:MAXIMUM_NEAREST])


def _panel(content: str) -> str:
    label = escape(strings.EVIDENCE)
    return (
        f'<section class="evidence" aria-label="{label}">'
        f'<h2 class="section-title">{label}</h2>{content}</section>'
    )


def _summary(answer: Answer) -> str:
    understood = ""
    if answer.resolved_question != answer.question:
        understood = (
            f'<p class="understood">{escape(strings.UNDERSTOOD_AS)}: '
            f"{isolated(answer.resolved_question)}</p>"
        )
    # The bar repeats the number beside it, so that assistive technology can skip it.
    bar = (
        '<span class="confidence-bar" aria-hidden="true">'
        f'<span style="width: {answer.confidence * 100:.0f}%"></span></span>'
    )
    return (
        f'<header class="summary summary-{answer.status}">'
        f'<p class="status">{escape(STATUS_WORDS[answer.status])}</p>'
        f'<p class="asked" dir="auto">{isolated(answer.question)}</p>{understood}'
        f'<p class="confidence">{bar}{escape(confidence_sentence(answer))}</p></header>'
    )


def _distinct_answers(answer: Answer) -> str:
    if len(answer.answers) < 2:
        return ""
    conflicting = answer.status == "conflicting"
    title = strings.ANSWERS_CONFLICTING if conflicting else strings.ANSWERS_ALTERNATIVE
    rows = "".join(_distinct_answer(entry) for entry in answer.answers)
    return f'<h3 class="answers-title">{escape(title)}</h3><ul class="answers">{rows}</ul>'


def _distinct_answer(entry: DistinctAnswer) -> str:
    notes = []
    if entry.value is not None and entry.value.qualifier:
        notes.append(escape(entry.value.qualifier))
    if entry.speaker:
        notes.append(f"{escape(strings.SAID_BY)} {isolated(entry.speaker)}")
    if entry.as_of:
        notes.append(f"{escape(strings.AS_OF)} {time_element(entry.as_of)}")
    notes.append(escape(percentage(entry.score)))
    return (
        f'<li><span class="number">{entry.citation}</span> <span class="answer-line">'
        f"<strong>{isolated(entry.text)}</strong> "
        f'<span class="notes">{" · ".join(notes)}</span></span></li>'
    )


def _citation_card(answer: Answer, citation: Citation) -> str:
    cut = highlight(citation, cited_passage(answer, citation))
    heading = f'<span class="number">{citation.number}</span> {isolated(citation.title)}'
    origin = _origin(citation.outlet, citation.published_at, citation.source)
    return _card(heading, origin, _highlighted(cut))


def _highlighted(cut: Highlight) -> str:
    mark = ""
    if cut.marked:
        label = escape(strings.QUOTED_WORDS)
        mark = f'<mark class="run" title="{label}">{escape(cut.marked)}</mark>'
    lit = f"{_run(cut.lit_before)}{mark}{_run(cut.lit_after)}"
    return f'{_run(cut.before)}<span class="run lit">{lit}</span>{_run(cut.after)}'


def _run(text: str) -> str:
    """A stretch of a passage; a directional override left open in it ends with it."""
    return f'<span class="run">{escape(text)}</span>' if text else ""


def _nearest(answer: Answer, documents: Mapping[str, Document]) -> str:
    passages = nearest_passages(answer)
    if not passages:
        return f'<p class="evidence-empty">{escape(strings.NO_PASSAGE)}</p>'
    title = strings.NEAREST_PASSAGE if len(passages) == 1 else strings.NEAREST_PASSAGES
    cards = "".join(
        _nearest_card(passage, documents.get(passage.document_id)) for passage in passages
    )
    return (
        f'<h3 class="answers-title">{escape(title)}</h3>'
        f'<p class="nearest-note">{escape(strings.NEAREST_NOTE)}</p>{cards}'
    )


def _nearest_card(passage: Passage, document: Document | None) -> str:
    if document is None:
        return _card(isolated(passage.document_id), "", escape(passage.text))
    origin = _origin(document.outlet, document.published_at, document.source)
    return _card(isolated(document.title), origin, escape(passage.text))


def _card(heading: str, origin: str, passage: str) -> str:
    """A card from parts that are safe HTML already."""
    return (
        f'<article class="card"><h3 class="card-title" dir="auto">{heading}</h3>{origin}'
        f'<blockquote class="passage" dir="auto">{passage}</blockquote></article>'
    )


def _origin(outlet: str | None, published_at: date | None, source: str) -> str:
    parts = []
    if outlet:
        parts.append(isolated(outlet))
    parts.append(
        escape(strings.DATE_UNKNOWN) if published_at is None else time_element(published_at)
    )
    address = web_address(source)
    if address:
        parts.append(
            f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer nofollow">'
            f"{escape(strings.SOURCE)}</a>"
        )
    return f'<p class="origin">{" · ".join(parts)}</p>'
