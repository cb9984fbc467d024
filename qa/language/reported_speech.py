"""Which words of a sentence are reported, and by which of its reporting clauses."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.sentences import Bounds
from qa.language.quotation import Quotation, quotation_around
from qa.language.report_bounds import (
    joints_of,
    left_edge,
    opens_clause,
    parentheses_around,
    right_edge,
)
from qa.language.reporting_clause import ReportingClause
from qa.language.sentence_clauses import reporting_clauses
from qa.language.word import Word, bounds_of


@dataclass(frozen=True, slots=True)
class Report:
    """A reporting clause with the bounds in the document of what it reports on either side.

    `quotation` holds the clause itself, None outside quotations. A `coordinated` clause is
    joined to an earlier one of the sentence ("..., and Y said"); one that `follows_quotation`
    from the sentence's beginning goes on only in a further quotation.
    """

    clause: ReportingClause
    start: int
    end: int
    left: Bounds
    right: Bounds
    quotation: Quotation | None
    coordinated: bool
    follows_quotation: bool

    @property
    def governs(self) -> bool:
        """Whether the report stands before all that it reports."""
        return self.clause.after and (not self.clause.before or self.clause.relative)

    def reports_left(self, span: Bounds) -> bool:
        """Whether a span is reported before the clause."""
        return not self.clause.quotes_only and _holds(self.left, span)

    def reports_right(self, span: Bounds, quoted: bool) -> bool:
        """Whether a span is reported after the clause; `quoted` says that it is quoted."""
        only_quoted = self.clause.quotes_only or self.follows_quotation
        return (quoted or not only_quoted) and _holds(self.right, span)


@dataclass(frozen=True, slots=True)
class ReportedSentence:
    """A sentence's words and its reports in order."""

    bounds: Bounds
    words: tuple[Word, ...]
    reports: tuple[Report, ...]

    def outside(self) -> list[Report]:
        """The reports that are not part of a quotation."""
        return [report for report in self.reports if report.quotation is None]


def read_sentence(
    bounds: Bounds, words: Sequence[Word], quotations: Sequence[Quotation]
) -> ReportedSentence:
    """Find what is reported in a sentence, given the quotations that it touches, in order."""
    clauses = reporting_clauses(words)
    joints = [
        (place, quotation_around(quotations, words[place].start, words[place].end))
        for place in (joints_of(words) if clauses else [])
    ]
    places = [
        quotation_around(quotations, words[clause.first].start, words[clause.last - 1].end)
        for clause in clauses
    ]
    reports = []
    for clause, quotation in zip(clauses, places, strict=True):
        beside = [c for c, place in zip(clauses, places, strict=True) if place == quotation]
        here = [place for place, around in joints if around == quotation]
        reports.append(_report(words, bounds, clause, quotation, beside, here))
    return ReportedSentence(bounds, tuple(words), tuple(reports))


def innermost(reports: Sequence[Report], span: Bounds, quoted: bool) -> Report | None:
    """The report that a span belongs to most closely; None when no report holds it.

    A clause before what it reports goes before one that follows or interrupts it, and the
    nearest of a kind goes before the others.
    """
    held = [report for report in reports if report.reports_right(span, quoted)]
    others = [report for report in held if not report.governs]
    others += [report for report in reports if report.reports_left(span)]
    governing = [report for report in held if report.governs]
    if governing:
        closest = max(governing, key=lambda report: report.right[0])
        # "X said nine men, Y believes, fled": what interrupts a report is inside it; but in
        # "according to X, Y said, nine men fled" it is Y who tells what X says.
        inside = closest.right[0] + len(", ")
        others = [r for r in others if r.clause.after and r.start > inside]
        others = others or [closest]
    return min(others, key=lambda report: _distance(report, span), default=None)


def _holds(scope: Bounds, span: Bounds) -> bool:
    return scope[0] <= span[0] and span[1] <= scope[1]


def _distance(report: Report, span: Bounds) -> int:
    return report.start - span[1] if span[1] <= report.start else span[0] - report.end


def _report(
    words: Sequence[Word],
    bounds: Bounds,
    clause: ReportingClause,
    quotation: Quotation | None,
    beside: Sequence[ReportingClause],
    joints: Sequence[int],
) -> Report:
    """Set the bounds of what a clause reports.

    `beside` are the clauses and `joints` the places where main clauses may begin that lie in
    the same quotation, or like it outside all.
    """
    start, end = bounds_of(words, clause.first, clause.last)
    low, high = parentheses_around(words, clause, bounds)
    if quotation is not None:
        low, high = max(low, quotation.start), min(high, quotation.end)
    left = (start, start)
    if clause.before:
        reach = min(words[clause.reach].start, start) if clause.reach else low
        left = (max(low, reach, left_edge(words, clause, beside, joints, low)), start)
    right = (high, high)
    if clause.after and clause.content < len(words):
        edge = right_edge(words, clause, beside, joints)
        right = (words[clause.content].start, high if edge is None else min(high, edge))
    return Report(
        clause,
        start,
        end,
        left,
        right,
        quotation,
        coordinated=any(opens_clause(words, joint, clause) for joint in joints),
        follows_quotation=clause.before and words[0].tag == words[clause.first - 1].tag == "PUQ",
    )
