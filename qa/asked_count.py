"""Those that a question counts, and others to count in their place: "And women?"."""

import re

from qa.asked_phrase import PREPOSITION
from qa.asked_time import times_of
from qa.fate import FATE_OF
from qa.quantity import asked_noun

_THE = re.compile(r"^the\s+", re.IGNORECASE)
# "How many died", "how many were hurt": what befell those that are counted.
_BEFELL = re.compile(
    r"\b(?:died|perished|drowned|survived"
    r"|(?:are|were|was|is|have|has|had)\s+(?:been\s+|still\s+)?(?P<fate>[a-z]+))\b",
    re.IGNORECASE,
)
_SEVERAL = (
    r"(?:[A-Za-z-]+\s+)?(?:[a-z-]+s|(?:business|crew|fire|fisher|gun|police|service|towns)?"
    r"(?:men|women|people)|children|police|cattle|sheep|aircraft)"
)
_PLURAL = re.compile(rf"^(?!the\b){_SEVERAL}(?:\s+and\s+{_SEVERAL})?$")
_NAMED_PLURAL = re.compile(r"^[A-Z][a-z]+s$")
# "Poles" may be a place's name by its form; "Cyprus" can only be one.
_MAY_BE_PEOPLE = re.compile(r"^[A-Z][a-z]+[^aiosu\W]s$")
# These can be no place's.
_OF_PEOPLE = re.compile(r"^[A-Z][a-z]*(?:ians|eans|icans|mans|elis|anis)$")


def with_fate(part: str, question: str) -> str | None:
    """The question, without its mark, of how many something else befell: "And injured?"."""
    part = _THE.sub("", part)
    if part.lower() not in FATE_OF or not question.lower().startswith("how many"):
        return None
    for match in _BEFELL.finditer(question):
        if match["fate"] is None or match["fate"].lower() in FATE_OF:
            return f"{question[: match.start()]}were {part}{question[match.end() :]}"
    return None


def with_counted(part: str, question: str) -> str | None:
    """The question, without its mark, of how many others there are: "And deaths?"."""
    if PREPOSITION.match(part):
        return None
    counted, bare = asked_noun(question), _THE.sub("", part)
    named = _NAMED_PLURAL.match(counted) and _OF_PEOPLE.match(bare)
    if not counted or not (named or _PLURAL.match(part)) or times_of(f"in {part}"):
        return None
    return question.replace(counted, bare, 1)


def may_be_counted(part: str, question: str) -> bool:
    """Whether a name may be of those to count as well as of a place: "And Poles?"."""
    return bool(_MAY_BE_PEOPLE.match(part) and _NAMED_PLURAL.match(asked_noun(question)))
