"""Whose word a question asks for: "according to the union", "what does the union say"."""

import re

from qa.bare_question import OPENERS

LEAD = re.compile(r"^according\s+to\s+", re.IGNORECASE)
SOURCE = re.compile(r",?\s+according\s+to\s+.*$", re.IGNORECASE)
_OPINION = "think|thinks|say|says|claim|claims|expect|expects|believe|believes|estimate|reckon"
# "And the company's figure?", "What's the minister's estimate?"
_FIGURE_OF = re.compile(
    r"^(?:(?:and|but|so|or)\b[\s,]*)?(?:what\s+about\s+|what(?:['’]s|\s+(?:is|was|are|were))\s+)?"
    rf"(?:in\s+|by\s+)?(?!\s*(?:{OPENERS}|and|but|so|or)\b)(?P<source>[^,?]+?)(?:['’]s|(?<=s)['’])\s+(?:own\s+)?"
    r"(?:figures?|numbers?|count|tally|toll|estimates?|view|version|reckoning|forecast|opinion)\W*$",
    re.IGNORECASE,
)
# "And what does the institute think?"
_ASKED_OPINION = re.compile(
    rf"^(?:and|but|so)\b[\s,]*what\s+(?:do|does|did)\s+(?P<source>(?!(?:he|she|they|it|you|we|i)\b)"
    rf"[^,?]+?)\s+(?:{_OPINION})\W*$",
    re.IGNORECASE,
)
_HOLDER = re.compile(rf"\b(do|does|did)\s+([^,?]+?)(?=\s+(?:{_OPINION})\b)", re.IGNORECASE)


def source_part(question: str) -> str | None:
    """The source of a question for its figure or opinion, as a part: "according to the union"."""
    asked = _ASKED_OPINION.match(question) or _FIGURE_OF.match(question)
    return None if asked is None else f"according to {asked['source']}"


def asks_opinion(question: str) -> bool:
    """Whether a question only asks what somebody thinks: "and what does the union say?"."""
    return _ASKED_OPINION.match(question) is not None


def asks_somebody(question: str) -> bool:
    """Whether a question already asks for what a source says or thinks."""
    return SOURCE.search(question) is not None or _HOLDER.search(question) is not None


def with_holder(part: str, question: str) -> str | None:
    """The question of what somebody thinks or says, asked of the source that the part names.

    None where the part names none, or the question asks nobody so.
    """
    held = _HOLDER.search(question) if LEAD.match(part) else None
    if held is None:
        return None
    return f"{question[: held.start(2)]}{LEAD.sub('', part)}{question[held.end(2) :]}"


def with_added(part: str, question: str) -> str:
    """The question, without its mark, with one more part, which stands before a source."""
    source = SOURCE.search(question)
    end = len(question) if source is None else source.start()
    return f"{question[:end]} {part}{question[end:]}"
