"""Feedback as SQuAD 2.0: gold for `qa eval`, training data for `qa train reader`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from qa.feedback import MarkedSpan
from qa.feedback_store import FeedbackEntry

SQUAD_VERSION = "v2.0"


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
    titles: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for gold in joined.values():
        paragraphs = titles.setdefault(gold.place.title, {})
        paragraphs.setdefault(gold.place.context, []).append(_question(gold))
    return {
        "version": SQUAD_VERSION,
        "data": [
            {
                "title": title,
                "paragraphs": [
                    {"context": context, "qas": questions}
                    for context, questions in paragraphs.items()
                ],
            }
            for title, paragraphs in titles.items()
        ],
    }


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
    same = [
        span
        for span in earlier.spans
        if any(span.start < other.end and other.start < span.end for other in later.spans)
    ]
    return _Gold(later.entry, later.place, tuple(dict.fromkeys((*same, *later.spans))))


def _question(gold: _Gold) -> dict[str, Any]:
    entry = gold.entry
    question: dict[str, Any] = {
        "id": entry.feedback_id,
        "question": entry.resolved_question,
        "is_impossible": not gold.spans,
        "answers": _answers(gold.spans),
    }
    # SQuAD's own field for the text that looks like an answer and is none.
    if entry.verdict == "not_in_articles":
        question["plausible_answers"] = _answers((gold.place,))
    return question


def _answers(spans: Sequence[MarkedSpan]) -> list[dict[str, Any]]:
    return [{"text": span.quote, "answer_start": span.start - span.context_start} for span in spans]
