"""The person that an answer names."""

from qa.language.chunk import base_end
from qa.language.lexicon import BODIES, FEMALE, FIRMS, MALE, PERSONS
from qa.language.tagger import Tagger
from qa.name import name_alone

_ASKING = frozenset("who who's whom whose what which when where why how".split())
_FOR_PERSON = frozenset({"who", "who's", "whom", "whose"})
_FOR_ONE_OF = frozenset({"which", "what"})


def answered_person(question: str, answer: str | None, tagger: Tagger) -> str | None:
    """The name of a person that an answer consists of.

    None where the question asks for something else, which a town's name answers as well, and where
    the name ends with a word for a body of people: "Labour Party".
    """
    name = name_alone(answer or "")
    if name is None or name.split()[-1].lower() in BODIES | FIRMS:
        return None
    return name if _asks_for_person(question, tagger) else None


def _asks_for_person(question: str, tagger: Tagger) -> bool:
    """Whether a question is for somebody: "who resigned", "which minister resigned"."""
    words = tagger.question_words(question)
    asking = next((n for n, word in enumerate(words) if word.lower in _ASKING), None)
    if asking is None:
        return False
    if words[asking].lower not in _FOR_ONE_OF:
        return words[asking].lower in _FOR_PERSON
    head = words[base_end(words, asking + 1, len(words)) - 1]
    return head.lower in PERSONS | MALE | FEMALE
