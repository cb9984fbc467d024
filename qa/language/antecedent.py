"""Whom a pronoun that reports stands for, or a noun for a firm or a statement."""

from collections.abc import Iterable, Sequence

from index.sentences import Bounds
from qa.language.chunk import is_name
from qa.language.lexicon import BODIES, COUNTS, FEMALE, FIRMS, MALE, OCCASIONS, PUBLICATIONS, TIMES
from qa.language.noun_phrase import Phrase, head_of, is_source, subject_at
from qa.language.reported_speech import Report, ReportedSentence
from qa.language.word import Word, bounds_of

_MASCULINE = frozenset({"he", "him", "himself"})
_PERSONAL = frozenset({"she", "her", "herself"}) | _MASCULINE
_OF_PERSONS = _PERSONAL | {"his", "hers", "who"}
_PLURAL = frozenset({"they", "them"})
_NEUTER = frozenset({"it", "itself"})
_JOINING = frozenset({"and", "&", "of"})
_WITH_ARTICLE = 2
_PUBLISHING = frozenset("in issued released published".split())
_PUBLISHED_REACH = 3
# "The truck maker", with its article.
_LONGEST_FIRM = 4


def is_pronoun(words: Sequence[Word], phrase: Phrase) -> bool:
    """Whether a phrase is nothing but a pronoun."""
    return phrase[1] - phrase[0] == 1 and words[phrase[0]].tag in ("PNP", "PNX", "DT0")


def antecedent(pronoun: str, earlier: Iterable[ReportedSentence]) -> Bounds | None:
    """The one whom the sentences before a pronoun leave it to mean, None in doubt.

    `earlier` are the sentences before it, nearest first. Who reports in a sentence goes before
    others; a sentence with two who fit, or with a further name, decides nothing and ends the
    search.
    """
    for sentence in earlier:
        words = sentence.words
        speakers = [report.clause.speaker for report in sentence.outside()]
        named = [phrase for phrase in speakers if not is_pronoun(words, phrase)]
        fitting = [phrase for phrase in named if fits(pronoun, words, phrase)]
        if fitting:
            heads = {words[phrase[1] - 1].lower for phrase in fitting}
            return bounds_of(words, *fitting[0]) if len(heads) == 1 else None
        if len(named) < len(speakers):
            continue
        subject = _subject(words)
        names = _names(words) if pronoun in _PERSONAL else []
        if subject is not None and fits(pronoun, words, subject):
            others = [name for name in names if not subject[0] <= name[0] < subject[1]]
            return None if others else bounds_of(words, *subject)
        if names:
            return None
    return None


def named_firm(sentence: ReportedSentence, report: Report) -> Bounds | None:
    """The firm that a sentence is about, where it is told as what it is: "X grew, the bank said".

    None where the speaker is no such noun, or the sentence before it begins with no name, or with
    that of a person: "Smith gave up his seat, the club said".
    """
    words, clause = sentence.words, report.clause
    first, last = clause.speaker
    is_noun = words[first].lower == "the" and words[last - 1].lower in FIRMS
    if not (is_noun and clause.before and last - first <= _LONGEST_FIRM):
        return None
    subject = subject_at(words, 0, clause.first)
    if subject is None or any(word.lower in _OF_PERSONS for word in words[: clause.first]):
        return None
    written = all(w.text[0].isupper() or w.lower in _JOINING for w in words[slice(*subject)])
    # A sentence's first word has a capital anyway: "Profits fell, the company said".
    named = written and any(is_name(words, place) for place in range(*subject))
    return bounds_of(words, *subject) if named and is_source(words, subject) else None


def maker(
    words: Sequence[Word], phrase: Phrase, earlier: Iterable[ReportedSentence]
) -> Bounds | None:
    """Who made "the statement" that reports: who spoke "in a statement" before.

    `earlier` are the sentences before it, nearest first. None where the phrase is no such noun,
    where nobody speaks in it, or several do.
    """
    first, last = phrase
    noun = words[last - 1].lower
    if last - first != _WITH_ARTICLE or words[first].lower != "the":
        return None
    if noun not in PUBLICATIONS | OCCASIONS:
        return None
    for sentence in earlier:
        if any(_is_spoken_in(sentence.words, place, noun) for place in range(len(sentence.words))):
            speakers = [report.clause.speaker for report in sentence.outside()]
            if len(speakers) != 1 or is_pronoun(sentence.words, speakers[0]):
                return None
            return bounds_of(sentence.words, *speakers[0])
    return None


def _is_spoken_in(words: Sequence[Word], place: int, noun: str) -> bool:
    """Whether a place ends "in a statement", "issued a joint statement" and the like."""
    before = {word.lower for word in words[max(0, place - _PUBLISHED_REACH) : place]}
    return words[place].lower == noun and not before.isdisjoint(_PUBLISHING)


def fits(pronoun: str, words: Sequence[Word], phrase: Phrase) -> bool:
    """Whether a pronoun may stand for a phrase, by number, gender and kind."""
    place = head_of(words, phrase)
    head = words[place]
    inside = words[phrase[0] : phrase[1]]
    written = {word.lower for word in inside}
    if inside[0].lower in _PERSONAL:
        return False
    plural = "and" in written or (head.tag == "NN2" and not is_name(words, place))
    body = head.lower in BODIES
    if pronoun in _PLURAL:
        # An organisation may be "they" too.
        return head.lower not in PUBLICATIONS and (plural or body or head.text.isupper())
    if plural:
        return False
    if pronoun in _NEUTER:
        return not written & (MALE | FEMALE)
    if pronoun not in _PERSONAL or body or head.lower in PUBLICATIONS | COUNTS:
        return False
    # No person's name has an article: "the Pentagon".
    if inside[0].lower == "the" and is_name(words, place):
        return False
    return not written & (FEMALE if pronoun in _MASCULINE else MALE)


def _subject(words: Sequence[Word]) -> Phrase | None:
    """A sentence's subject, when it is surely somebody; who reports is somebody anyway."""
    subject = subject_at(words, 0, len(words))
    if subject is None or is_pronoun(words, subject) or not is_source(words, subject):
        return None
    person = any(
        is_name(words, place) or words[place].lower in MALE | FEMALE for place in range(*subject)
    )
    return subject if person or words[head_of(words, subject)].lower in BODIES else None


def _names(words: Sequence[Word]) -> list[Phrase]:
    """Runs of names that may be persons: no body, no article, no place after a preposition."""
    found = []
    place = 0
    while place < len(words):
        end = place
        while end < len(words) and is_name(words, end) and words[end].text[0].isupper():
            end += 1
        if end > place and _may_be_person(words, place, end):
            found.append((place, end))
        place = max(end, place + 1)
    return found


def _may_be_person(words: Sequence[Word], first: int, last: int) -> bool:
    if any(word.lower in BODIES | TIMES for word in words[first:last]):
        return False
    before = words[first - 1] if first else None
    if before is None:
        return True
    place = last == first + 1 and before.tag in ("PRP", "PRF")
    return not place and before.lower != "the"
