"""Texts whose lines were broken at a width: the lines of a paragraph become one."""

import re
from collections.abc import Iterator
from itertools import pairwise

LEAST_BREAKS = 3
WIDTHS = range(40, 121)
# Editors leave lines that later changes made shorter.
SHORTEST_FULL_LINE = 0.9
# Of all the breaks inside paragraphs, since addresses and verses are broken on purpose.
LEAST_SHARE = 0.8
SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]]{0,3}$")
# A line that begins so is none of the paragraph before: a list, quotation, table, heading or code.
OWN_LINE = re.compile(r"\s|[-*+•–—>|#]|\d{1,2}[.)]\s|`{3}|~{3}|={3}|:")
NOT_CONTINUED = re.compile(r"[|#>]|`{3}|~{3}|={3}|-{3}")
FENCE = re.compile(r"\s{0,3}(?:`{3}|~{3})")
# In Markdown a break that is meant.
HARD_BREAK = ("  ", "\\")


def join_wrapped_lines(text: str) -> str:
    """The text with a space for each line break that only a width made; else as it is.

    A break is such a one if the next word did not fit any more. The text is taken for wrapped if
    nearly all breaks inside its paragraphs are, and most of them stand inside a sentence.
    """
    lines = text.split("\n")
    breaks = list(_inside_paragraphs(lines))
    width = max((len(lines[place]) for place in breaks if " " in lines[place]), default=0)
    made = [place for place in breaks if _is_full(lines[place], lines[place + 1], width)]
    open_ends = sum(SENTENCE_END.search(lines[place]) is None for place in made)
    if (
        width not in WIDTHS
        or len(made) < max(LEAST_BREAKS, LEAST_SHARE * len(breaks))
        or open_ends * 2 < len(made)
    ):
        return text
    joined = set(made)
    ends = ["\n" if place not in joined else _between(line) for place, line in enumerate(lines)]
    return "".join(line + end for line, end in zip(lines, ends, strict=True))[:-1]


def _inside_paragraphs(lines: list[str]) -> Iterator[int]:
    """The places of lines that another one of the same paragraph follows."""
    in_code = False
    for place, (line, following) in enumerate(pairwise(lines)):
        in_code ^= FENCE.match(line) is not None
        if (
            not in_code
            and line.strip()
            and following.strip()
            and not NOT_CONTINUED.match(line)
            and not OWN_LINE.match(following)
            and not line.endswith(HARD_BREAK)
        ):
            yield place


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line did not fit."""
    word = following.split(maxsplit=1)[0]
    return len(line.rstrip()) + 1 + len(word) > SHORTEST_FULL_LINE * width


def _between(line: str) -> str:
    """What stands between a line and the next: nothing after the hyphen of a compound."""
    return "" if re.search(r"\w-$", line) else " "
