"""Pronouns of English questions that stand for something said before."""

import re

SUBJECTS = "he she they it him them"
POSSESSIVES = "his their its"
PERSONAL = frozenset("he she him his her".split())
PLURALS = frozenset("they them their".split())
# "her" owns what follows it, unless nothing that can be owned follows.
OWNED = r"(?=\s+(?!(?:to|in|on|at|for|from|by|with|and|or|after|before|when|if|as)\b)\w)"
# "That firm" stands for a firm named before, "that" alone for too much.
POINTED = """firm company bank country city town village region place man woman person official
    team club group party agency organisation organization body union ship plant mine factory"""
POINTED_SEVERAL = """firms companies banks countries cities towns villages regions places men women
    people officials teams clubs groups parties agencies bodies unions ships plants mines
    factories"""
PRONOUN = re.compile(
    rf"\b(?:(?P<possessive>(?:{'|'.join(POSSESSIVES.split())})\b|her\b{OWNED})"
    rf"|(?P<subject>(?:{'|'.join(SUBJECTS.split())}|her)\b"
    rf"|(?P<pointing>that|this)\s+(?:{'|'.join(POINTED.split())})\b"
    rf"|(?P<pointing_several>those|these)\s+(?:{'|'.join(POINTED_SEVERAL.split())})\b))",
    re.IGNORECASE,
)


def has_pronoun(question: str) -> bool:
    """Whether a third-person pronoun, or "that firm", stands in the question."""
    return PRONOUN.search(question) is not None


def asks_of_person(question: str) -> bool:
    """Whether a pronoun of the question stands for a man or a woman."""
    return any(match[0].lower() in PERSONAL for match in PRONOUN.finditer(question))


def asks_of_several(question: str) -> bool:
    """Whether a pronoun of the question stands for more than one."""
    return any(_stands_for_several(match) for match in PRONOUN.finditer(question))


def replace_pronoun(question: str, phrase: str) -> str:
    """The question with one pronoun made explicit: the first that agrees with the phrase.

    Only one is replaced: "what did he say about his plan" needs one name, and the reader
    understands the rest. Without one that agrees, the first is taken.
    """
    matches = list(PRONOUN.finditer(question))
    if not matches:
        return question
    plural = _is_plural(phrase)
    agreeing = (m for m in matches if _stands_for_several(m) == plural)
    match = next(agreeing, matches[0])
    words = phrase
    if match["possessive"]:
        words = f"{phrase}'" if phrase.endswith("s") else f"{phrase}'s"
    return f"{question[: match.start()]}{words}{question[match.end() :]}"


def _stands_for_several(match: re.Match[str]) -> bool:
    return match["pointing_several"] is not None or match[0].lower() in PLURALS


def _is_plural(phrase: str) -> bool:
    """Whether the head of a phrase looks like a plural."""
    head = re.split(r"\s(?:of|in|for|at)\s", phrase)[0].rstrip("?.!,")
    return (head.endswith("s") and not head.endswith(("ss", "us", "'s", "’s"))) or " and " in head
