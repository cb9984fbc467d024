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

# In "is it true that he resigned" the pronoun stands for what follows.
EXPLETIVE = re.compile(
    r"\b(?:is|was|isn['’]t|wasn['’]t)\s+(?P<it>it)\s+(?:(?:not|really|still|also|even)\s+)*"
    r"(?:true|right|correct|a\s+fact|likely|unlikely|possible|clear|unclear|certain|known|confirmed"
    r"|said|reported|believed|thought|expected|alleged|claimed|rumou?red)\s+(?:that|whether|if)\b",
    re.IGNORECASE,
)
# "Steven Adams" is one, "North Koreans" are several.
TWO_NAMES = re.compile(r"[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)+")


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
    understands the rest. Without one that agrees, the first is taken, and none where that turns on
    whether a name is of one or of several.
    """
    expletives = {match.start("it") for match in EXPLETIVE.finditer(question)}
    matches = [m for m in PRONOUN.finditer(question) if m.start() not in expletives]
    plural = _is_plural(phrase)
    agreeing = [m for m in matches if _stands_for_several(m) == plural]
    differ = 0 < len(agreeing) < len(matches)
    if not matches or (differ and plural and TWO_NAMES.fullmatch(phrase)):
        return question
    return _with_phrase(question, (agreeing or matches)[0], phrase)


def replace_personal(question: str, name: str) -> str:
    """The question with a person's name for its first "he", "her" and the like, if any.

    "It" and "they" stand for somebody or something else.
    """
    personal = (m for m in PRONOUN.finditer(question) if m[0].lower() in PERSONAL)
    match = next(personal, None)
    return question if match is None else _with_phrase(question, match, name)


def _with_phrase(question: str, pronoun: re.Match[str], phrase: str) -> str:
    words = phrase
    if pronoun["possessive"]:
        words = f"{phrase}'" if phrase.endswith("s") else f"{phrase}'s"
    return f"{question[: pronoun.start()]}{words}{question[pronoun.end() :]}"


def _stands_for_several(match: re.Match[str]) -> bool:
    return match["pointing_several"] is not None or match[0].lower() in PLURALS


def _is_plural(phrase: str) -> bool:
    """Whether the head of a phrase looks like a plural."""
    head = re.split(r"\s(?:of|in|for|at)\s", phrase)[0].rstrip("?.!,")
    return (head.endswith("s") and not head.endswith(("ss", "us", "'s", "’s"))) or " and " in head
