"""The thing or name that a question asks of, and another put in its place."""

import re
from collections.abc import Sequence

from qa.asked_time import in_time
from qa.language.chunk import base_end
from qa.language.lexicon import BODIES, FEMALE, MALE, PERSONS
from qa.language.part_of_speech import NOUNS
from qa.language.word import Word
from qa.name import NAME
from qa.read_question import ReadQuestion

_NAME_WITHIN = re.compile(rf"(?<=\s){NAME}")
_NAME_WITH_ARTICLE = re.compile(rf"(?<=\s)(?:the\s+)?{NAME}")
_OF_NAME = re.compile(r"['’]s\s+[\w-]+")
_THE_NAME = re.compile(r"^the\s+[A-Z]")
# "How long is the Aurora", "the prize for the Harriers": what is asked of ends the question.
_ASKED_OF = re.compile(
    rf"(?:(?<=\sis\s)|(?<=\s(?:are|was|for)\s)|(?<=\swere\s)|(?<=\sof\s))(?:the\s+)?{NAME}$"
)
_OWNS = re.compile(r"['’]s?(?:\s|$)")
_ENDS_OF_NAME = re.compile(rf"(?<=\s)of\s+((?:the\s+)?{NAME})$")
_OTHER_THING = re.compile(r"^(?:the|his|her|its|their)\s+\w", re.IGNORECASE)
_OWNED_THING = re.compile(
    r"^(?P<owner>his|her|its|their)\s+(?P<thing>[\w-]+(?:\s+[\w-]+)?)$", re.IGNORECASE
)
_BE = frozenset({"VBB", "VBD", "VBZ"})
_PERSONS = PERSONS | MALE | FEMALE


def with_owned(part: str, question: ReadQuestion) -> str | None:
    """The question, without its mark, of what belongs to the one asked of: "And its rival?"."""
    owned, names = _OWNED_THING.match(part), _places(_NAME_WITHIN, question)
    if owned is None or not names:
        return None
    text, words = question.text, question.words
    noun = _noun_of_name(question)
    if noun is not None and _may_own(owned["owner"], words[noun]):
        name = text[words[noun + 1].end :].lstrip()
        first = words[_phrase_start(words, noun)].start
        return f"{text[:first]}{_possessive(name)} {owned['thing']}"
    end = names[-1].end()
    other = _OF_NAME.match(text, end - len("'s"))
    if other:
        return f"{text[:end]} {owned['thing']}{text[other.end() :]}"
    return f"{_possessive(text[:end])} {owned['thing']}{text[end:]}"


def with_thing(part: str, question: ReadQuestion) -> str | None:
    """The question, without its mark, of another name or thing.

    A name takes the place of the last name, which is no time's, and a thing that of what the
    question ends with. None where there is no such place.
    """
    if _is_thing(part):
        other = _with_other_of(part, question)
        if other is not None:
            return other
    pattern = _replaced_by(part)
    places = _places(pattern, question) if pattern else []
    if not places:
        return None
    text, (start, end) = question.text, places[-1].span()
    owns = text[start:end].endswith(("'s", "’s")) and not part.endswith("s")
    ending = "'s" if owns else ""
    return f"{text[:start]}{part}{ending}{text[end:]}"


def may_be_owned(part: str, question: ReadQuestion) -> bool:
    """Whether a thing may stand for what a name at the question's end has, or for the name.

    "And the army?" after "what is the size of Belm?".
    """
    if not _is_thing(part):
        return False
    noun = _noun_of_name(question)
    return noun is not None and _with_other_of(part, question) is None


def _with_other_of(part: str, question: ReadQuestion) -> str | None:
    """The question of another office in "the head of Belm", or of "the capital of Teroa"."""
    text, words = question.text, question.words
    noun = _noun_of_name(question)
    if noun is None or _OWNS.search(part):
        return None
    first = _phrase_start(words, noun)
    if _ENDS_OF_NAME.search(part):
        return f"{text[: words[first].start]}{part}"
    head = part.rsplit(maxsplit=1)[-1].lower()
    # "What is the capital of Belm" asks for nothing else of it, but "who" wants a person, and a
    # body may be what the noun is of: "the size of Belm, and the army".
    stated = first > 0 and words[first - 1].tag in _BE and words[0].lower != "who"
    if not ({head, words[noun].lower} <= _PERSONS or (stated and head not in BODIES)):
        return None
    return f"{text[: words[first].start]}{part}{text[words[noun].end :]}"


def _noun_of_name(question: ReadQuestion) -> int | None:
    """The place of "capital" where a question ends with "the capital of Belm"."""
    match, words = _ENDS_OF_NAME.search(question.text), question.words
    if match is None or in_time(question.times, match.start()):
        return None
    noun = next((n for n, word in enumerate(words) if word.start == match.start()), 0) - 1
    if noun < 0 or words[noun].tag not in NOUNS:
        return None
    # "The Bank of Belm" is a name itself.
    named = words[noun].text[0].isupper() and words[noun].lower not in _PERSONS
    return None if named else noun


def _phrase_start(words: Sequence[Word], noun: int) -> int:
    """Where the base noun phrase begins that ends with a noun."""
    return next(first for first in range(noun + 1) if base_end(words, first, noun + 1) > noun)


def _may_own(owner: str, noun: Word) -> bool:
    """Whether "its" is of the name and not of the noun: "the parents of Mara, and their house"."""
    return owner.lower() == "its" or (owner.lower() == "their" and noun.tag != "NN2")


def _possessive(text: str) -> str:
    return f"{text}'" if text.endswith("s") else f"{text}'s"


def _is_thing(part: str) -> bool:
    """Whether a part is a thing or an office, and no name: "the rival", "the Prime Minister"."""
    named = _THE_NAME.match(part) and part.rsplit(maxsplit=1)[-1].lower() not in _PERSONS
    return _OTHER_THING.match(part) is not None and not named


def _replaced_by(part: str) -> re.Pattern[str] | None:
    """What of a question a part without a preposition takes the place of."""
    if _is_thing(part):
        return _ASKED_OF
    if _THE_NAME.match(part):
        return _NAME_WITH_ARTICLE
    return _NAME_WITHIN if part[:1].isupper() else None


def _places(pattern: re.Pattern[str], question: ReadQuestion) -> list[re.Match[str]]:
    return [m for m in pattern.finditer(question.text) if not in_time(question.times, m.start())]
