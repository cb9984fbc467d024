"""Who the subject of a verb is."""

from collections.abc import Sequence

from qa.language.chunk import is_name
from qa.language.following_phrase import phrase_after
from qa.language.lexicon import BE, HAVE, RELATIVE_PRONOUNS, TIMES
from qa.language.noun_phrase import Phrase, nearest_phrase, phrase_before, subject_at
from qa.language.part_of_speech import FINITE, MARKS, SUBORDINATORS
from qa.language.word import Word

_MOST_PARENTHESES = 6
_LOOKBACK = 12
_QUOTING = frozenset("cited citing quoted quoting".split())


def clause_start(words: Sequence[Word], place: int) -> int:
    """The first word after the last mark or joining word before a place."""
    start = place
    while start > 0:
        word = words[start - 1]
        if word.tag in MARKS or word.tag in SUBORDINATORS:
            break
        start -= 1
    return start


def subject_before(words: Sequence[Word], last: int, verb: int) -> Phrase | None:
    """The subject of a verb group that begins at `last` with its verb at `verb`.

    None when the group shares its subject with an earlier one or has none before it.
    """
    before = words[last - 1]
    if before.lower == ",":
        return _parenthesised(words, last - 1)
    start = last if _is_relative_pronoun(before) else clause_start(words, last)
    # "The man who found the wallet said" and "a man who said": the subject is before "who".
    relative = start > 0 and _is_relative_pronoun(words[start - 1])
    if relative and (start == last or words[start].tag in FINITE):
        end = start - 1 - (start > 1 and words[start - 2].lower == ",")
        return nearest_phrase(words, clause_start(words, end), end)
    subject = phrase_before(words, start, last)
    if subject == (start, last) and start > 0 and words[start - 1].lower == ",":
        named = _name_before(words, start - 1)
        subject = subject if named is None else named
    return _whole_list(words, subject, verb)


def is_relative(words: Sequence[Word], last: int) -> bool:
    """Whether a verb group belongs to a relative clause: "who said", "which police put at"."""
    if _is_relative_pronoun(words[last - 1]):
        return True
    start = clause_start(words, last)
    inside = start > 0 and words[start - 1].tag in ("PNQ", "DTQ")
    return inside and words[start].tag not in FINITE


def shared_subject(words: Sequence[Word], joint: int) -> Phrase | None:
    """The subject of the clause that ends at a joint: of "X came" in "X came and said"."""
    start = clause_start(words, joint)
    subject = subject_at(words, start, joint)
    while subject is None and start > 0 and words[start - 1].lower == ",":
        end = start - 1
        if words[start].tag in FINITE:
            return _parenthesised(words, end)
        start = clause_start(words, end)
        subject = subject_at(words, start, end)
    return subject


def quoted_subject(words: Sequence[Word], end: int) -> Phrase | None:
    """ "X" of "X was quoted as", "the paper quoted X as" and "quoting X as", which end at `end`."""
    for number in range(end - 1, max(0, end - _LOOKBACK) - 1, -1):
        if words[number].lower not in _QUOTING:
            continue
        at = number
        while at > 0 and (words[at - 1].tag == "AV0" or words[at - 1].lower in BE | HAVE):
            at -= 1
        if at == number:
            return phrase_after(words, number + 1)
        return phrase_before(words, clause_start(words, at), at)
    return None


def _is_relative_pronoun(word: Word) -> bool:
    return word.lower in RELATIVE_PRONOUNS and word.tag in ("PNQ", "DTQ", "CJT", "DT0")


def _name_before(words: Sequence[Word], comma: int) -> Phrase | None:
    """ "Jane Doe" of "Jane Doe, chief nurse of the city said", where a comma is missing."""
    start = clause_start(words, comma)
    whole = all(is_name(words, place) for place in range(start, comma))
    titled = words[comma + 1].tag in ("NN1", "AJ0") and not is_name(words, comma + 1)
    begins = start == 0 or words[start - 1].lower != ","
    return (start, comma) if whole and titled and begins and comma - start > 1 else None


def _whole_list(words: Sequence[Word], subject: Phrase | None, verb: int) -> Phrase | None:
    """ "Police, firefighters and medics said": the list from its first member."""
    if subject is None or all(word.lower != "and" for word in words[subject[0] : subject[1]]):
        return subject
    # "The flood, police and medics said, killed ten" has no list of three.
    if verb + 1 < len(words) and words[verb + 1].lower == ",":
        return subject
    first = subject[0]
    while first > 1 and words[first - 1].lower == ",":
        start = clause_start(words, first - 1)
        if phrase_before(words, start, first - 1) != (start, first - 1):
            break
        first = start
    return first, subject[1]


def _parenthesised(words: Sequence[Word], comma: int) -> Phrase | None:
    """What a parenthesis before a verb describes: "Jane Doe" of "Jane Doe, the mayor,"."""
    parts = _parts(words, comma)
    for start, stop in reversed(parts[1:]):
        if start == stop or words[start].tag in ("PRP", "AV0", "PNQ", "DTQ", "VVG", "VVN"):
            continue
        phrase = _without_verb(words, _last_clause(words, start, stop), stop)
        if phrase is not None:
            return with_name(words, phrase)
    # "Nine died and Jane Doe, the mayor,"
    joined = _last_joined(words, *parts[1]) if len(parts) > 1 else None
    phrase = None if joined is None else _without_verb(words, joined, parts[1][1])
    return None if phrase is None else with_name(words, phrase)


def _without_verb(words: Sequence[Word], low: int, high: int) -> Phrase | None:
    """The phrase that ends some words, None where they have a verb of their own."""
    if any(word.tag in FINITE for word in words[low:high]):
        return None
    return phrase_before(words, low, high)


def _last_clause(words: Sequence[Word], start: int, stop: int) -> int:
    """Where the last subordinate clause of some words begins, `start` without one."""
    places = range(stop - 1, start, -1)
    return next((at + 1 for at in places if words[at].tag in SUBORDINATORS), start)


def _last_joined(words: Sequence[Word], start: int, stop: int) -> int | None:
    """Where the subject of a clause begins that "and" joins to one with a verb."""
    for place in range(stop - 1, start, -1):
        if words[place].tag == "CJC":
            return place + 1 if any(word.tag in FINITE for word in words[start:place]) else None
    return None


def with_name(words: Sequence[Word], phrase: Phrase) -> Phrase:
    """ "The club's chairman, Ian Wood": a phrase with the name behind it, if one stands alone."""
    first = last = phrase[1] + 1
    while last < len(words) and is_name(words, last) and words[last].lower not in TIMES:
        last += 1
    ends = last >= len(words) or words[last].tag in ("PUN", "PUQ")
    beside = words[phrase[1] - 1].tag in ("NN1", "NN0") and not is_name(words, phrase[1] - 1)
    named = last > first and words[phrase[1]].lower == ","
    return (phrase[0], last) if named and ends and beside else phrase


def _parts(words: Sequence[Word], comma: int) -> list[Phrase]:
    """The words between the commas before a comma, nearest first."""
    parts: list[Phrase] = []
    end = comma
    while len(parts) < _MOST_PARENTHESES:
        start = end
        while start > 0 and words[start - 1].tag not in MARKS:
            start -= 1
        parts.append((start, end))
        if start == 0 or words[start - 1].lower != ",":
            break
        end = start - 1
    return parts
