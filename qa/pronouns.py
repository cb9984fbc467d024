"""Pronouns of English questions that stand for something said before."""

import re

SUBJECTS = "he she they it him them"
POSSESSIVES = "his their its"
# "her" owns what follows it, unless nothing that can be owned follows.
OWNED = r"(?=\s+(?!(?:to|in|on|at|for|from|by|with|and|or|after|before|when|if|as)\b)\w)"
PRONOUN = re.compile(
    rf"\b(?:(?P<possessive>(?:{'|'.join(POSSESSIVES.split())})\b|her\b{OWNED})"
    rf"|(?P<subject>(?:{'|'.join(SUBJECTS.split())}|her)\b))",
    re.IGNORECASE,
)


def has_pronoun(question: str) -> bool:
    """Whether a third-person pronoun stands in the question."""
    return PRONOUN.search(question) is not None


def replace_pronoun(question: str, phrase: str) -> str:
    """The question with its first pronoun, and repetitions of its kind, made explicit.

    Only the first is replaced: "what did he say about his plan" needs one name, and the
    reader understands the rest.
    """
    match = PRONOUN.search(question)
    if match is None:
        return question
    words = phrase
    if match["possessive"]:
        words = f"{phrase}'" if phrase.endswith("s") else f"{phrase}'s"
    return f"{question[: match.start()]}{words}{question[match.end() :]}"
