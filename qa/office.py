"""Who an article says holds the office that a question gives to somebody else."""

import re
from collections.abc import Sequence

from qa.claim import Contradiction, ReadSentence

OFFICE = (
    r"(?:minister|secretary|director|chief|commissioner|officer|coach|manager|president|governor"
    r"|chairman|chairwoman|spokesman|spokeswoman|commander|ambassador|judge|prosecutor|mayor)"
)
NAME = r"[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){0,2}"
# "Finance Minister Jane Doe": at least one word before the office says which it is.
HELD = re.compile(rf"\b(?P<office>(?:[A-Z][\w-]+\s+){{1,3}}(?i:{OFFICE}))\s+(?P<name>{NAME})")


def other_holder(question: str, sentences: Sequence[ReadSentence]) -> Contradiction | None:
    """What an article says of the named person, where it gives the office to another one.

    The article must name the person, never with the office.
    """
    match = HELD.search(question)
    if match is None:
        return None
    office, surname = match["office"].lower(), match["name"].split()[-1]
    held: set[str] = set()
    named: ReadSentence | None = None
    for sentence in sentences:
        for other in HELD.finditer(sentence.text):
            if other["office"].lower() == office:
                if surname in other["name"].split():
                    return None
                held.add(sentence.document.document_id)
        if named is None and re.search(rf"\b{re.escape(surname)}\b", sentence.text):
            named = sentence
    if named is None or named.document.document_id not in held:
        return None
    place = named.text.index(surname)
    return named.contradicts(f"{match['office']} {match['name']}", place, place + len(surname))
