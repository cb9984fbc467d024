"""How far what a reporting clause reports goes on either side of it."""

from collections.abc import Sequence

from index.sentences import Bounds
from qa.language.gapped_clause import gives_other_figure
from qa.language.lexicon import CONTRASTS
from qa.language.reporting_clause import ReportingClause
from qa.language.word import Word

_DASHES = frozenset({"-", "–", "—"})


def parentheses_around(words: Sequence[Word], clause: ReportingClause, sentence: Bounds) -> Bounds:
    """Bounds of the parentheses around a clause, else of the sentence."""
    before = [word for word in words[: clause.first] if word.lower in ("(", ")")]
    if not before or before[-1].lower == ")":
        return sentence
    closing = next((word.start for word in words[clause.last :] if word.lower == ")"), sentence[1])
    return before[-1].end, closing


def joints_of(words: Sequence[Word]) -> list[int]:
    """Where a further main clause may begin: a semicolon, or a comma with "and" or "but"."""
    found = []
    for place, word in enumerate(words):
        joining = word.lower in CONTRASTS or (word.tag == "CJC" and word.lower in ("and", "or"))
        if word.lower == ";" or (
            joining and place > 0 and words[place - 1].lower in _DASHES | {","}
        ):
            found.append(place)
    return found


def _is_barrier(words: Sequence[Word], place: int) -> bool:
    """Whether a joint ends a report: a contrast or a semicolon, unless "that" goes on."""
    if words[place].lower not in CONTRASTS | {";"}:
        return False
    return place + 1 >= len(words) or words[place + 1].lower != "that"


def opens_clause(words: Sequence[Word], joint: int, clause: ReportingClause) -> bool:
    """Whether a joint stands right before a clause."""
    return joint < clause.first and all(
        word.tag in ("AV0", "CJC", "PUN", "PRP") or word.lower in CONTRASTS
        for word in words[joint : clause.first]
    )


def left_edge(
    words: Sequence[Word],
    clause: ReportingClause,
    beside: Sequence[ReportingClause],
    joints: Sequence[int],
    low: int,
) -> int:
    """From where a clause that follows what it reports may report, `low` at the earliest.

    `beside` are the clauses and `joints` the places where main clauses may begin.
    """
    earlier = [other for other in beside if other.last <= clause.first and other is not clause]
    if not earlier:
        return low
    previous = earlier[-1]
    between = [place for place in joints if previous.last <= place < clause.first]
    if between:
        return words[between[0]].start
    return words[previous.last - 1].end if previous.before else low


def right_edge(
    words: Sequence[Word],
    clause: ReportingClause,
    beside: Sequence[ReportingClause],
    joints: Sequence[int],
) -> int | None:
    """Where what a clause reports ends that goes before it, None at the end of the sentence."""
    after = [place for place in joints if place >= clause.content]
    edges = [place for place in after if place > clause.content and _is_barrier(words, place)]
    if clause.before and gives_other_figure(words, clause.last):
        edges.append(clause.last)
    if clause.relative or clause.denies:
        # "Denied that nine had died, only three": what comes next may be what is said instead.
        ending = _DASHES | {","} | (CONTRASTS if clause.denies else frozenset())
        places = range(clause.content, len(words))
        edges += [place for place in places if words[place].lower in ending][:1]
    for other in beside:
        between = [place for place in after if place < other.first]
        if other is clause or other.first < clause.content or not between:
            continue
        if other.before:
            edges.append(between[0] if clause.before else between[-1])
        elif opens_clause(words, between[-1], other):
            edges.append(between[-1])
    return words[min(edges)].start if edges else None
