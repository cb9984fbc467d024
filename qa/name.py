"""Names of English texts as a pattern: words with a capital that follow each other."""

import re

# A dot belongs to a word within it and behind an initialism: "St.Gall", "U.S.", not "Gall."
_WORD = r"[A-Z](?:[\w’'-]|\.(?=\w)|(?<=\.[A-Z])\.(?!\w))*"
NAME = rf"{_WORD}(?:\s+(?:of\s+)?{_WORD}){{0,7}}"
POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_ALONE = re.compile(NAME)


def name_alone(text: str) -> str | None:
    """The name that a text consists of: two words and more, such as "Major Jane Doe."."""
    stripped = text.strip().rstrip(".")
    return stripped if _ALONE.fullmatch(stripped) and " " in stripped else None
