"""Where an article says something is that a question puts elsewhere."""

import re
from collections.abc import Sequence

from qa.claim import Contradiction, ReadSentence
from qa.coverage import content_stems, coverage, names
from qa.name import NAME
from qa.text_words import STEM_LENGTH

_PREPOSITION = "in|at|near|on|off|outside"
_PLACE = rf"\s+(?:the\s+)?(?P<name>{NAME})"
# "Why did the firm close its plant in Oakham": what is put where.
LOCATED = re.compile(rf"\b(?P<thing>[a-z][\w-]+)\s+(?P<preposition>{_PREPOSITION}){_PLACE}")
PUT = re.compile(rf"\b(?i:{_PREPOSITION}){_PLACE}")
ALIKE = 0.75


def other_location(question: str, sentences: Sequence[ReadSentence]) -> Contradiction | None:
    """The sentence that puts the question's thing at another place, if one does.

    It speaks of three quarters of the question's other content words, and puts the same thing
    with the same word at another name. A sentence that has both the thing and the question's
    place contradicts nothing, nor does one that has the place or whose title has it: the other may
    lie within. The article must put something else at that place.
    """
    for match in LOCATED.finditer(question):
        thing, place = match["thing"][:STEM_LENGTH], names(match["name"])
        rest = f"{question[: match.start('name')]}{question[match.end('name') :]}"
        if not place or any({thing, *place} <= content_stems(s.text) for s in sentences):
            continue
        for sentence in sentences:
            if coverage(rest, sentence.text) < ALIKE:
                continue
            for other in LOCATED.finditer(sentence.text):
                same = other["thing"][:STEM_LENGTH] == thing
                same = same and other["preposition"] == match["preposition"]
                if same and _is_elsewhere(sentence, place):
                    return sentence.contradicts(match["name"], *other.span("name"))
    return None


def _is_elsewhere(sentence: ReadSentence, place: frozenset[str]) -> bool:
    """Whether an article puts something at a place, but not in this sentence nor in its title."""
    document = sentence.document
    if place <= names(sentence.text) or place <= names(document.title):
        return False
    return any(place <= names(match["name"]) for match in PUT.finditer(document.text))
