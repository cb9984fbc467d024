"""Feedback as SQuAD 2.0: gold for `qa eval`, training data for `qa train reader`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from qa.feedback import MarkedSpan
from qa.feedback_store import FeedbackEntry
from qa.squad import GoldSpan, SquadParagraph, SquadQuestion, squad_document


@dataclass(frozen=True, slots=True)
class _Gold:
    """One question on one context; no spans means that it is not answered there."""

    entry: FeedbackEntry
    place: MarkedSpan
    spans: tuple[MarkedSpan, ...]


def export_squad(entries: Iterable[FeedbackEntry]) -> dict[str, Any]:
    """A SQuAD 2.0 document of what the entries, oldest first, say is right.

    The last word on an answer counts. An entry that says only what is wrong ("wrong_figure"
    without a right span) gives no gold, and neither does "not in the articles" without a passage
    that could have been shown. Questions stand alone: they are the resolved ones. Where two
    replies to one question cite the same paragraphs, spans that overlap are joined, else the
    later entry counts. Entries are told apart by order, not by the clock.
    """
    latest: dict[str, FeedbackEntry] = {}
    for entry in entries:
        latest.pop(entry.answer_id, None)
        latest[entry.answer_id] = entry
    joined: dict[tuple[str, str, str], _Gold] = {}
    for entry in latest.values():
        gold = _gold(entry)
        if gold is not None:
            key = (entry.resolved_question, gold.place.title, gold.place.context)
            joined[key] = _joined(joined.get(key), gold)
    paragraphs: dict[tuple[str, str], list[SquadQuestion]] = {}
    for gold in joined.values():
        placed = gold.place.title, gold.place.context
        paragraphs.setdefault(placed, []).append(_question(gold))
    return squad_document(
        SquadParagraph(title, context, tuple(questions))
        for (title, context), questions in paragraphs.items()
    )


def _gold(entry: FeedbackEntry) -> _Gold | None:
    has_answer = entry.verdict != "not_in_articles"
    if entry.verdict == "right":
        has_answer = entry.status != "not_in_articles"
    if not has_answer:
        return None if entry.citation is None else _Gold(entry, entry.citation, ())
    span = entry.citation if entry.verdict == "right" else entry.right_span
    return None if span is None else _Gold(entry, span, (span,))


def _joined(earlier: _Gold | None, later: _Gold) -> _Gold:
    if earlier is None:
        return later
    same = [span for span in earlier.spans if any(_overlap(span, other) for other in later.spans)]
    return _Gold(later.entry, later.place, tuple(dict.fromkeys((*same, *later.spans))))


def _overlap(one: MarkedSpan, other: MarkedSpan) -> bool:
    """Whether two spans of the same context overlap there, wherever their articles have it."""
    (start, end), (other_start, other_end) = _bounds(one), _bounds(other)
    return start < other_end and other_start < end


def _bounds(span: MarkedSpan) -> tuple[int, int]:
    """Where a span stands in its context."""
    return span.start - span.context_start, span.end - span.context_start


def _question(gold: _Gold) -> SquadQuestion:
    entry = gold.entry
    looks_right = (gold.place,) if entry.verdict == "not_in_articles" else ()
    return SquadQuestion(
        entry.feedback_id, entry.resolved_question, _spans(gold.spans), _spans(looks_right)
    )


def _spans(marked: Sequence[MarkedSpan]) -> tuple[GoldSpan, ...]:
    """The spans by their places in the context."""
    return tuple(GoldSpan(span.quote, *_bounds(span)) for span in marked)
