"""Questions that only say what changes in the one before: "And in 2019?"."""

import re

LEAD = re.compile(
    r"^(?:(?:and|but|so|or|okay|ok)\b[\s,]*)?(?:(?:what|how)\s+about\b\s*|and\b\s*)?", re.IGNORECASE
)
MARKED = re.compile(r"^(?:and|but|so|or|what\s+about|how\s+about)\b", re.IGNORECASE)
PREPOSITION = re.compile(
    r"^(according\s+to|in|at|on|by|for|from|since|during|after|before|until|under|with|among|near"
    r"|between|outside|inside|within|without)\b",
    re.IGNORECASE,
)
OPENING = re.compile(
    r"^(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can"
    r"|could|will|would|should|may|might|must|am|tell|give|name|list|show)\b",
    re.IGNORECASE,
)
ASKING = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
NAME = re.compile(r"(?<=\s)(?:[A-Z][\w'’.-]*)(?:\s+(?:of\s+)?[A-Z][\w'’.-]*)*")
SOURCE = re.compile(r",?\s+according\s+to\s+.*$", re.IGNORECASE)
MAXIMUM_WORDS = 12


def continues(question: str) -> bool:
    """Whether the question is only a part that changes the question before it."""
    rest = _rest(question)
    if not rest or len(rest.split()) > MAXIMUM_WORDS:
        return False
    if OPENING.match(rest) or ASKING.search(rest):
        return False
    return bool(MARKED.match(question.strip()) or PREPOSITION.match(rest))


def continue_question(question: str, previous: str) -> str:
    """The previous question with the part that the new one changes.

    A part that begins with a preposition takes the place of the part that begins with the same
    one; a year takes that of a year and a name that of the last name. What has no place is added.
    """
    rest, stem = _rest(question), previous.strip().rstrip("?").rstrip()
    preposition = PREPOSITION.match(rest)
    if preposition:
        return f"{_replaced(stem, preposition[1], rest)}?"
    pattern = YEAR if YEAR.fullmatch(rest) else NAME if rest[:1].isupper() else None
    places = list(pattern.finditer(stem)) if pattern else []
    if places:
        start, end = places[-1].span()
        ending = "'s" if stem[start:end].endswith(("'s", "’s")) and not rest.endswith("s") else ""
        return f"{stem[:start]}{rest}{ending}{stem[end:]}?"
    if SOURCE.search(stem):
        return f"{_replaced(stem, 'according to', f'according to {rest}')}?"
    return f"{stem}, {rest}?"


def _rest(question: str) -> str:
    stripped = question.strip()
    return stripped[LEAD.match(stripped).end() :].strip(" ,?") if stripped else ""  # type: ignore[union-attr]


def _replaced(stem: str, preposition: str, part: str) -> str:
    """The question with a part in place of its last one that begins with the preposition.

    A source that is named behind that part stays.
    """
    words = re.escape(preposition).replace(r"\ ", r"\s+")
    places = list(re.finditer(rf",?\s+{words}\b", stem, re.IGNORECASE))
    if not places:
        return f"{stem} {part}"
    source = SOURCE.search(stem, places[-1].end())
    return f"{stem[: places[-1].start()]} {part}{source[0] if source else ''}"
