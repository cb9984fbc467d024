"""Who an article says holds the office that a question gives to somebody else."""

import re
from collections.abc import Iterator, Sequence

from qa.claim import Contradiction, ReadSentence
from qa.coverage import content_words
from qa.name import NAME

OFFICE = (
    r"(?:minister|secretary|director|chief|commissioner|officer|coach|manager|president|governor"
    r"|chairman|chairwoman|spokesman|spokeswoman|commander|ambassador|judge|prosecutor|mayor)"
)
# "Finance Minister Jane Doe", "health minister Jane Doe": the word before says which office it is.
HELD = re.compile(rf"\b(?P<office>(?P<which>[\w-]+)\s+(?i:{OFFICE}))\s+(?P<name>{NAME})")
NAMED_OFFICE = re.compile(rf"\b{OFFICE}\b", re.IGNORECASE)
ANOTHER = re.compile(r"\b(?:former|ex|deputy|vice|acting|then|late)[\s-]+$", re.IGNORECASE)


def other_holder(question: str, sentences: Sequence[ReadSentence]) -> Contradiction | None:
    """Who an article says holds the office that the question gives to somebody else.

    The article must name the person, too, never beside an office, and one holder alone: ministers
    of two countries may hold the same.
    """
    match = next(_holders(question), None)
    if match is None:
        return None
    office, surname = match["office"].lower(), match["name"].split()[-1]
    held: list[tuple[ReadSentence, re.Match[str]]] = []
    naming: set[str] = set()
    for sentence in sentences:
        for other in _holders(sentence.text):
            if other["office"].lower() == office:
                if surname in other["name"].split():
                    return None
                held.append((sentence, other))
        if re.search(rf"\b{re.escape(surname)}\b", sentence.text):
            if NAMED_OFFICE.search(sentence.text):
                return None
            naming.add(sentence.document.document_id)
    if len({other["name"].split()[-1] for _, other in held}) > 1:
        return None
    for sentence, other in held:
        if sentence.document.document_id in naming:
            asserted = f"{match['office']} {match['name']}"
            return sentence.contradicts(asserted, *other.span())
    return None


def _holders(text: str) -> Iterator[re.Match[str]]:
    """Who is said to hold an office of which kind; not who did, and not a deputy."""
    for match in HELD.finditer(text):
        if content_words(match["which"]) and not ANOTHER.search(text, 0, match.start()):
            yield match
