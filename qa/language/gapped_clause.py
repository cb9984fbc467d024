"""Reports that leave out what a report before them said: "put it at 3, organisers at 5"."""

from collections.abc import Sequence

from qa.language.chunk import base_end
from qa.language.following_phrase import phrase_after
from qa.language.informant import is_informant
from qa.language.noun_phrase import phrase_before
from qa.language.part_of_speech import MARKS
from qa.language.reporting_clause import ReportingClause
from qa.language.reporting_verb import REPORTING_VERBS
from qa.language.word import Word

# "Put the toll at 7", "gave the toll as 7", "spoke of 7".
_VERBS = frozenset("calculate estimate forecast give put reckon".split())
_FIGURING = {"at": _VERBS, "as": _VERBS, "of": frozenset({"speak"})}
_JOINING = frozenset(", ; and but while whereas".split())
_SOURCING = frozenset({"according", "by"})
_QUALIFYING = frozenset("about almost around at between least more most over some than to".split())
_JOINED_NUMBERS = frozenset({"and", "or"})


def gapped_clause(
    words: Sequence[Word], place: int, found: Sequence[ReportingClause]
) -> ReportingClause | None:
    """The clause whose preposition is at a place, given the clauses found before it."""
    if not found:
        return None
    written = words[place].lower
    if written == "by":
        return _passive(words, place, found[-1])
    return _active(words, place, found[-1]) if written in _FIGURING else None


def gives_other_figure(words: Sequence[Word], place: int) -> bool:
    """Whether a figure of another source is joined on at a place: "and 5 boats by Y"."""
    if not _is_joined(words, place):
        return False
    end = _figure_end(words, place + 1)
    return place + 1 < end < len(words) and words[end].lower in _SOURCING


def _is_joined(words: Sequence[Word], place: int) -> bool:
    """Whether "and" stands at a place, without the comma that closes a parenthesis."""
    return place < len(words) and words[place].tag == "CJC"


def _passive(words: Sequence[Word], place: int, earlier: ReportingClause) -> ReportingClause | None:
    """ "And 5 by Y" after "was put at 3 by X" or "3 according to X"."""
    first = _joint_end(words, earlier.last)
    # "Three were shot by X, according to Y, and five by Z": Z tells nothing.
    before = words[earlier.speaker[0] - 1].lower
    goes_on = before == "by" or (before == "to" and _is_joined(words, earlier.last))
    if (
        not (earlier.before and goes_on)
        or first == earlier.last
        or _figure_end(words, first) != place
    ):
        return None
    speaker = phrase_after(words, place + 1)
    if speaker is None:
        return None
    last = speaker[1]
    return ReportingClause(
        speaker, place, last, last, True, earlier.after, relative=earlier.relative, reach=first
    )


def _active(words: Sequence[Word], place: int, earlier: ReportingClause) -> ReportingClause | None:
    """ "Y at 5" after "X put it at 3"."""
    # A clause that left out its verb ends with its preposition.
    written, before = words[place].lower, range(earlier.last - 1, place)
    told = next((at for at in before if words[at].lower == written), None)
    if told is None or not (told == earlier.last - 1 or _tells_figure(words, earlier, written)):
        return None
    end = _figure_end(words, told + 1)
    first = _joint_end(words, end)
    if end == told + 1 or first == end or not _is_figure(words, place + 1):
        return None
    # "A committee spoke of 300, a crowd of 20."
    if written == "of" and not is_informant(words, (first, place)):
        return None
    if phrase_before(words, first, place) != (first, place):
        return None
    return ReportingClause((first, place), first, place + 1, place + 1, before=False, after=True)


def _tells_figure(words: Sequence[Word], clause: ReportingClause, preposition: str) -> bool:
    """Whether a clause ends with a verb that takes a figure with a preposition."""
    verb = REPORTING_VERBS.get(words[clause.last - 1].lower)
    return verb is not None and verb.base in _FIGURING[preposition]


def _is_figure(words: Sequence[Word], first: int) -> bool:
    """Whether a number begins at a word, with nothing behind it but a mark or a joining word."""
    end = _figure_end(words, first)
    ends = end >= len(words) or words[end].tag in MARKS or words[end].lower in _JOINING
    return end > first and ends


def _figure_end(words: Sequence[Word], first: int) -> int:
    """Where "about 300 people" or "between 3 and 5" ends, `first` where no number begins there."""
    at = first
    while at < len(words) and _counts(words, at):
        at += 1
    numbered = any(word.tag == "CRD" for word in words[first:at])
    return base_end(words, at, len(words)) if numbered else first


def _counts(words: Sequence[Word], place: int) -> bool:
    """Whether a word belongs to a number."""
    word = words[place]
    if word.lower in _JOINED_NUMBERS:
        return place + 1 < len(words) and words[place + 1].tag == "CRD"
    return word.tag in ("CRD", "AV0", "NN0", "UNC") or word.lower in _QUALIFYING


def _joint_end(words: Sequence[Word], first: int) -> int:
    """The end of a comma and a joining word that begin at a word."""
    at = first
    while at < len(words) and words[at].lower in _JOINING:
        at += 1
    return at
