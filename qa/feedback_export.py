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

    The last word on each citation of an answer counts, or on the answer as a whole (`_is_whole`).
    An entry that says only what is wrong ("wrong_figure" without a right span) gives no gold, and
    neither does "not in the articles" without a passage that could have been shown. Questions
    stand alone: they are the resolved ones. Where two replies to one question cite the same
    paragraphs, spans that overlap are joined, else the later entry counts; so it does where one
    of them says that the articles hold no answer. Entries are told apart by order, not by the
    clock.
    """
    joined: dict[tuple[str, str, str], _Gold] = {}
    has_answer: dict[str, bool] = {}
    for said in _last_words(entries):
        golds = [gold for entry in said if (gold := _gold(entry)) is not None]
        for key, gold in _by_context(golds).items():
            joined[key] = _joined(joined.get(key), gold)
            has_answer[gold.entry.resolved_question] = bool(gold.spans)
    agreed = [
        gold
        for gold in joined.values()
        if bool(gold.spans) == has_answer[gold.entry.resolved_question]
    ]
    paragraphs: dict[tuple[str, str], list[SquadQuestion]] = {}
    for gold in agreed:
        placed = gold.place.title, gold.place.context
        paragraphs.setdefault(placed, []).append(_question(gold))
    return squad_document(
        SquadParagraph(title, context, tuple(questions))
        for (title, context), questions in paragraphs.items()
    )


def _last_words(entries: Iterable[FeedbackEntry]) -> Iterable[list[FeedbackEntry]]:
    """What counts of each answer, the answer that was spoken of last at the end."""
    latest: dict[str, list[FeedbackEntry]] = {}
    for entry in entries:
        before = latest.pop(entry.answer_id, [])
        kept = [old for old in before if not _replaces(entry, old)]
        latest[entry.answer_id] = [*kept, entry]
    return latest.values()


def _replaces(later: FeedbackEntry, earlier: FeedbackEntry) -> bool:
    if _is_whole(later) or _is_whole(earlier):
        return True
    return _place(later) == _place(earlier)


def _is_whole(entry: FeedbackEntry) -> bool:
    """Whether an entry speaks of the whole answer and not of one of its citations."""
    has_none = "not_in_articles" in (entry.verdict, entry.status)
    return has_none or entry.citation is None


def _place(entry: FeedbackEntry) -> tuple[str, int, int] | None:
    span = entry.citation
    return None if span is None else (span.document_id, span.start, span.end)


def _gold(entry: FeedbackEntry) -> _Gold | None:
    has_answer = entry.verdict != "not_in_articles"
    if entry.verdict == "right":
        has_answer = entry.status != "not_in_articles"
    if not has_answer:
        return None if entry.citation is None else _Gold(entry, entry.citation, ())
    span = entry.citation if entry.verdict == "right" else entry.right_span
    return None if span is None else _Gold(entry, span, (span,))


def _by_context(golds: Iterable[_Gold]) -> dict[tuple[str, str, str], _Gold]:
    """The golds of one answer; what stands in the same paragraphs is right together."""
    found: dict[tuple[str, str, str], _Gold] = {}
    for gold in golds:
        key = (gold.entry.resolved_question, gold.place.title, gold.place.context)
        spans = (*found[key].spans, *gold.spans) if key in found else gold.spans
        found[key] = _Gold(gold.entry, gold.place, tuple(dict.fromkeys(spans)))
    return found


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
