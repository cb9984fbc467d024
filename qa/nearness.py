"""How near two places of a sentence are to each other."""

import re

from index.sentences import Bounds

WORD = re.compile(r"[^\W\d_]+")
# What opens another clause or member: "650 killed, 12 are missing", "two died and 12 were hurt".
MARK = re.compile(
    r"[;:]|,(?!\d)|\b(?:and|but|while|whereas|although|after|before|when)\b", re.IGNORECASE
)
# As many words as a mark parts by.
PARTING = 3


def distance(text: str, one: Bounds, other: Bounds) -> int:
    """The words between two places, and three for each mark that parts them; 0 if they touch."""
    first, last = sorted((one, other))
    between = text[first[1] : last[0]]
    return len(WORD.findall(between)) + PARTING * len(MARK.findall(between))
