"""Questions of a question word alone, "Why?", which ask the one before it in another way."""

import re

AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)"
)
# What a question begins with, or a request for an answer.
OPENERS = (
    r"(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can"
    r"|could|will|would|should|may|might|must|am|tell|give|name|list|show)"
)
BARE = re.compile(
    r"^(?:(?:and|but|so|ok|okay)\b[\s,]*)?(?P<word>(?:since\s+|until\s+|by\s+)?when|where|why|how"
    r"|(?:for\s+)?how\s+long|how\s+often)(?:\s+(?:exactly|precisely))?\W*$",
    re.IGNORECASE,
)
# "When does it start" and "does it start" say what is asked of without the first word.
ASKED_OF = re.compile(
    rf"^(?:(?:and|but|so)\b[\s,]*)?(?:(?:when|where|why|how|how\s+long|how\s+often)\s+)?"
    rf"(?P<rest>{AUXILIARY}\b.*)$",
    re.IGNORECASE,
)


def is_bare(question: str) -> bool:
    """Whether the question is a question word alone."""
    return BARE.match(question.strip()) is not None


def ask_anew(question: str, previous: str) -> str | None:
    """The previous question with the word in place of its own.

    None where the previous one asks for a thing ("how many talks"): that would have to be moved.
    """
    bare, asked = BARE.match(question.strip()), ASKED_OF.match(previous.strip())
    if bare is None or asked is None:
        return None
    return f"{bare['word']} {asked['rest'].rstrip('?').rstrip()}?"
