"""Questions that only say what changes in the one before: "And in 2019?"."""

import re

from qa.asked_subject import asked_of_other
from qa.fate import FATE_OF
from qa.language.tagger import Tagger
from qa.name import NAME
from qa.parsing.date_pattern import MONTHS, WEEKDAYS
from qa.quantity import asked_noun, asks_for_number

LEAD = re.compile(
    r"^(?:(?:and|but|so|or|okay|ok)\b[\s,]*)?(?:(?:what|how)\s+about\b\s*|and\b\s*)?", re.IGNORECASE
)
MARKED = re.compile(r"^(?:and|but|so|or|what\s+about|how\s+about)\b", re.IGNORECASE)
PREPOSITION = re.compile(
    r"^(according\s+to|in|at|on|by|for|from|since|during|after|before|until|under|with|among|near"
    r"|between|outside|inside|within|without)\b",
    re.IGNORECASE,
)
_OPENERS = (
    r"(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can"
    r"|could|will|would|should|may|might|must|am|tell|give|name|list|show)"
)
OPENING = re.compile(rf"^{_OPENERS}\b", re.IGNORECASE)
# "And in the afternoon, do more of them stay": the part is a question of its own.
ASKS_BEHIND = re.compile(rf",\s+(?:and\s+|but\s+)?{_OPENERS}\b", re.IGNORECASE)
ASKING = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
NAME_WITHIN = re.compile(rf"(?<=\s){NAME}")
NAME_WITH_ARTICLE = re.compile(rf"(?<=\s)(?:the\s+)?{NAME}")
THE = re.compile(r"^the\s+", re.IGNORECASE)
OF_NAME = re.compile(r"['’]s\s+[\w-]+")
THE_NAME = re.compile(r"^the\s+[A-Z]")
# "How long is the Aurora", "the prize for the Harriers": what is asked of ends the question.
ASKED_OF = re.compile(
    rf"(?:(?<=\sis\s)|(?<=\s(?:are|was|for)\s)|(?<=\swere\s)|(?<=\sof\s))(?:the\s+)?{NAME}$"
)
OTHER_THING = re.compile(r"^(?:the|his|her|its|their)\s+\w", re.IGNORECASE)
OWNED_THING = re.compile(
    r"^(?:his|her|its|their)\s+(?P<thing>[\w-]+(?:\s+[\w-]+)?)$", re.IGNORECASE
)
# "How many died", "how many were hurt": what befell those that are counted.
BEFELL = re.compile(
    r"\b(?:died|perished|drowned|survived"
    r"|(?:are|were|was|is|have|has|had)\s+(?:been\s+|still\s+)?(?P<fate>[a-z]+))\b",
    re.IGNORECASE,
)
PLURAL = re.compile(r"^(?!the\b)(?:[a-z-]+\s+)?[a-z-]+s$")
_TIMES = (
    r"(?:1[89]|20)\d\d|years?|months?|weeks?|days?|seasons?|quarters?|decades?|century|spring|summer"
    rf"|autumn|fall|winter|weekend|yesterday|today|{'|'.join([*WEEKDAYS, *MONTHS[1:]])}"
)
TIME_PHRASE = re.compile(
    rf"\b(?:in|on|since|during|before|after|until|by)\s+(?:[\w’'-]+\s+){{0,5}}?(?:{_TIMES})\b"
    rf"(?:\s+(?:{_TIMES}|\d{{1,2}})\b)*",
    re.IGNORECASE,
)
SOURCE_LEAD = re.compile(r"^according\s+to\s+", re.IGNORECASE)
SOURCE = re.compile(r",?\s+according\s+to\s+.*$", re.IGNORECASE)
OPINION = "think|thinks|say|says|claim|claims|expect|expects|believe|believes|estimate|reckon"
# "And the company's figure?", "What's the minister's estimate?"
FIGURE_OF = re.compile(
    r"^(?:(?:and|but|so|or)\b[\s,]*)?(?:what\s+about\s+|what(?:['’]s|\s+(?:is|was|are|were))\s+)?"
    rf"(?:in\s+|by\s+)?(?!\s*(?:{_OPENERS}|and|but|so|or)\b)(?P<source>[^,?]+?)(?:['’]s|(?<=s)['’])\s+(?:own\s+)?"
    r"(?:figures?|numbers?|count|tally|toll|estimates?|view|version|reckoning|forecast|opinion)\W*$",
    re.IGNORECASE,
)
# "And what does the institute think?"
ASKED_OPINION = re.compile(
    rf"^(?:and|but|so)\b[\s,]*what\s+(?:do|does|did)\s+(?P<source>(?!(?:he|she|they|it|you|we|i)\b)"
    rf"[^,?]+?)\s+(?:{OPINION})\W*$",
    re.IGNORECASE,
)
OPINION_HOLDER = re.compile(rf"\b(do|does|did)\s+([^,?]+?)(?=\s+(?:{OPINION})\b)", re.IGNORECASE)
# "The year before" in the place of "this year".
OWN_TIME = re.compile(r"\b(?:this|last)\s+(?:year|month|week)\b", re.IGNORECASE)
OTHER_TIME = re.compile(
    r"^(?:(?:the|a)\s+(?:year|month|week)\s+(?:before|after|earlier|later)"
    r"|(?:last|this|next|the\s+(?:previous|next|following))\s+(?:year|month|week))$",
    re.IGNORECASE,
)
YEAR_BEFORE = re.compile(r"^the\s+(?:year\s+before|previous\s+year)$", re.IGNORECASE)
YEAR_AFTER = re.compile(r"^the\s+(?:year\s+after|next\s+year|following\s+year)$", re.IGNORECASE)
MAXIMUM_WORDS = 12


def continues(question: str) -> bool:
    """Whether the question is only a part that changes the question before it."""
    if ASKED_OPINION.match(question.strip()) or FIGURE_OF.match(question.strip()):
        return True
    rest = _rest(question)
    if not rest or len(rest.split()) > MAXIMUM_WORDS:
        return False
    if OPENING.match(rest) or ASKING.search(rest) or ASKS_BEHIND.search(rest):
        return False
    return bool(MARKED.match(question.strip()) or PREPOSITION.match(rest))


def continue_question(question: str, previous: str, tagger: Tagger) -> str | None:
    """The previous question with the part that the new one changes.

    A part that begins with a preposition takes the place of the part that begins with the same
    one; a time takes that of a time, a source that of a source, a name that of the last name and
    another thing that of what the question ends with, or of what it is asked of. What has no place
    is added. None where the new one asks what somebody thinks, and the previous one asks for no
    figure or opinion that could be theirs.
    """
    rest, stem = _rest(question), previous.strip().rstrip("?").rstrip()
    opinion = ASKED_OPINION.match(question.strip())
    if opinion and not (
        asks_for_number(stem) or SOURCE.search(stem) or OPINION_HOLDER.search(stem)
    ):
        return None
    opinion = opinion or FIGURE_OF.match(question.strip())
    if opinion:
        rest = f"according to {opinion['source']}"
    changed = _other_fate(rest, stem) or _other_counted(rest, stem) or _owned(rest, stem)
    if changed is not None:
        return f"{changed}?"
    if SOURCE.match(f" {rest}") and OPINION_HOLDER.search(stem):
        return f"{_with_source(stem, SOURCE_LEAD.sub('', rest))}?"
    rest = _shifted_year(rest, stem)
    own_time = OWN_TIME.search(stem) if OTHER_TIME.match(rest) else None
    if own_time:
        return f"{stem[: own_time.start()]}{rest}{stem[own_time.end() :]}?"
    times = list(TIME_PHRASE.finditer(stem)) if TIME_PHRASE.match(rest) else []
    if times:
        return f"{stem[: times[-1].start()]}{rest}{stem[times[-1].end() :]}?"
    preposition = PREPOSITION.match(rest)
    if preposition:
        return f"{_replaced(stem, preposition[1], rest)}?"
    pattern = _replaced_by(rest)
    places = list(pattern.finditer(stem)) if pattern else []
    if places:
        start, end = places[-1].span()
        ending = "'s" if stem[start:end].endswith(("'s", "’s")) and not rest.endswith("s") else ""
        return f"{stem[:start]}{rest}{ending}{stem[end:]}?"
    if SOURCE.search(stem):
        return f"{_replaced(stem, 'according to', f'according to {rest}')}?"
    return f"{asked_of_other(rest, stem, tagger) or _added(stem, rest)}?"


def without_added(question: str, resolved: str) -> str:
    """What a continuing question was resolved to, without the part that had no place in it.

    "And the losers?" is asked of the question before that had its place.
    """
    return resolved.removesuffix(f"{_added('', _rest(question))}?")


def _added(stem: str, part: str) -> str:
    return f"{stem}, {part}"


def _replaced_by(part: str) -> re.Pattern[str] | None:
    """What of a question a part without a preposition takes the place of."""
    if YEAR.fullmatch(part):
        return YEAR
    if THE_NAME.match(part):
        return NAME_WITH_ARTICLE
    if OTHER_THING.match(part):
        return ASKED_OF
    return NAME_WITHIN if part[:1].isupper() else None


def _other_fate(part: str, stem: str) -> str | None:
    """The question of how many befell something else: "And injured?"."""
    part = THE.sub("", part)
    if part.lower() not in FATE_OF or not stem.lower().startswith("how many"):
        return None
    for match in BEFELL.finditer(stem):
        if match["fate"] is None or match["fate"].lower() in FATE_OF:
            return f"{stem[: match.start()]}were {part}{stem[match.end() :]}"
    return None


def _other_counted(part: str, stem: str) -> str | None:
    """The question of how many with other things to count: "And deaths?"."""
    counted = asked_noun(stem)
    if not counted or PLURAL.match(part) is None or TIME_PHRASE.search(f"in {part}"):
        return None
    return stem.replace(counted, part, 1)


def _owned(part: str, stem: str) -> str | None:
    """The question of what belongs to the one that was asked of: "And its rival?"."""
    owned, names = OWNED_THING.match(part), list(NAME_WITHIN.finditer(stem))
    if owned is None or not names:
        return None
    end = names[-1].end()
    other = OF_NAME.match(stem, end - len("'s"))
    if other:
        return f"{stem[:end]} {owned['thing']}{stem[other.end() :]}"
    mark = "'" if stem[:end].endswith("s") else "'s"
    return f"{stem[:end]}{mark} {owned['thing']}{stem[end:]}"


def _with_source(stem: str, source: str) -> str:
    """The question of what somebody thinks or says, asked of another source."""
    held = OPINION_HOLDER.search(stem)
    return stem if held is None else f"{stem[: held.start(2)]}{source}{stem[held.end(2) :]}"


def _shifted_year(rest: str, stem: str) -> str:
    """The year that "the year before" means beside the last year of the previous question."""
    years = YEAR.findall(stem)
    step = (YEAR_AFTER.match(rest) is not None) - (YEAR_BEFORE.match(rest) is not None)
    return str(int(years[-1]) + step) if years and step else rest


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
