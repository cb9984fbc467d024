"""Questions for a number, and texts that state one."""

import re

from qa.value_parsing import find_values

ASKS = re.compile(r"\bhow\s+many\b", re.IGNORECASE)
COUNTING = re.compile(r"\b(?:how\s+many(?:\s+(?:more|other))?|numbers?\s+of)\b", re.IGNORECASE)
FORECAST = re.compile(
    r"\b(?:will|going\s+to|expect(?:ed|s)?|forecasts?|predict(?:ed|s)?|plan(?:ned|s)?|budgeted"
    r"|supposed\s+to|meant\s+to|originally|next|could|may|might)\b",
    re.IGNORECASE,
)
# The month, which a capital tells within a sentence, or what stands before or behind it.
MAY = re.compile(
    r"(?<=\s)(?-i:May)\b|\b(?:in|of|on|since|by|until|till|from|early|late|mid|before|after|during"
    r"|\d{1,2}(?:st|nd|rd|th)?)[\s-]may\b|\bmay\s\d",
    re.IGNORECASE,
)
NO_NUMBER = re.compile(r"\W*(?:who|whom|whose|why)\b", re.IGNORECASE)
NUMBER_WORDS = frozenset(
    """zero no none one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty
    ninety hundred hundreds thousand thousands million millions billion billions dozen dozens half
    both several couple single only""".split()
)
LETTERS = re.compile(r"[a-z]+")


def asks_for_number(question: str) -> bool:
    """Whether only a number can answer the question."""
    return ASKS.search(question) is not None


def excludes_number(question: str) -> bool:
    """Whether no bare number can answer: "who", "why" (of 12,000 training answers three do)."""
    return NO_NUMBER.match(question) is not None


def is_number(text: str) -> bool:
    """Whether a text is nothing but one figure."""
    return any((found.start, found.end) == (0, len(text)) for found in find_values(text))


def states_number(text: str) -> bool:
    """Whether a text has a digit or a number in words."""
    if any(character.isdigit() for character in text):
        return True
    return not NUMBER_WORDS.isdisjoint(LETTERS.findall(text.lower()))


def asked_noun(question: str) -> str:
    """What a question wants counted: "cholera cases" in "how many cholera cases are there"."""
    match = COUNTING.search(question)
    if match is None:
        return ""
    # What stands behind a number is read as what it counts.
    told = f"7{question[match.end() :]}"
    counted = next((found.counted for found in find_values(told) if found.start == 0), None)
    return "" if counted is None else told[slice(*counted)]


def asks_for_forecast(question: str) -> bool:
    """Whether the question is for what will or may be."""
    return FORECAST.search(MAY.sub("", question)) is not None
