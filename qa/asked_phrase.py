"""The phrase with a preposition that a question asks of, and another put in its place."""

import re
from itertools import pairwise

from index.sentences import Bounds
from qa.asked_source import LEAD, with_added
from qa.asked_time import in_time
from qa.language.tagger import Tagger
from qa.phrase_extent import TEMPORAL, kept_from
from qa.read_question import ReadQuestion

# Before a number "about" and "over" belong to it.
PREPOSITION = re.compile(
    r"^(according\s+to|in|at|on|by|for|from|since|during|after|before|until|under|with|among|near"
    r"|between|outside|inside|within|without|of(?!\s+course\b)|to|against|into"
    r"|(?:about|over)(?!\s+\d))\b",
    re.IGNORECASE,
)
_FURTHER = re.compile(
    r"(?<=\s)(?:in|at|on|by|for|from|with|near|to|against|about|into|under)(?=\s)", re.IGNORECASE
)
_OPPOSITES_OF = {
    "for": ("against",),
    "against": ("for",),
    "with": ("without",),
    "without": ("with",),
    "inside": ("outside",),
    "outside": ("inside",),
    "before": ("after", "since", "during"),
    "after": ("before", "during"),
}
_MOST_PLACES = 8
_NOW = re.compile(r"\b(?:now|currently|today)\b", re.IGNORECASE)
# "And before that?"
_ALONE = re.compile(r"(?:\s+(?:it|that|this|them))?$", re.IGNORECASE)
_NAMED = re.compile(r"\s+(?:the\s+)?(?-i:[A-Z])", re.IGNORECASE)


def cut_phrases(part: str, question: str) -> list[str]:
    """A part cut before each preposition that the question has too: "from Bonn to Lund"."""
    lead = PREPOSITION.match(part)
    if lead is None or LEAD.match(part):
        return [part]
    shared = [m for m in _FURTHER.finditer(part) if re.search(rf"(?i)\b{m[0]}\b", question)]
    prepositions = [lead[0].lower(), *(match[0].lower() for match in shared)]
    if len(set(prepositions)) < len(prepositions):
        return [part]  # "in the war in the east": which is for which is not clear
    cuts = [0, *(match.start() for match in shared), len(part)]
    return [part[start:end].strip() for start, end in pairwise(cuts)]


def with_phrase(part: str, question: ReadQuestion, tagger: Tagger) -> str | None:
    """The question, without its mark, with a part in place of its last one with that preposition.

    A place takes no time's place, though both may begin with "in", and what stands behind the part
    that goes but is not of it stays. A part without a place is added. None where it begins with no
    preposition, is an infinitive that the question lacks, or only a preposition without an opposite
    in it.
    """
    lead = PREPOSITION.match(part)
    if lead is None:
        return None
    preposition = " ".join(lead[1].lower().split())
    if _ALONE.match(part, lead.end()):
        return _with_opposite(part, preposition, question.text)
    infinitive = tagger.question_words(part)[0].tag == "TO0"
    tried = (preposition, *_OPPOSITES_OF.get(preposition, ()))
    found = (_place(other, part, question, infinitive) for other in tried)
    place = next((place for place in found if place is not None), None)
    if place is None and preposition in TEMPORAL:
        place = next(((t.start - 1, t.end) for t in reversed(question.times) if t.start), None)
    if place is None:
        return None if infinitive else with_added(part, question.text)
    text = question.text
    if preposition == "of" and _is_of_other_kind(part, text[slice(*place)]):
        return None
    return f"{text[: place[0]]} {part}{text[place[1] :]}".lstrip()


def _is_of_other_kind(part: str, place: str) -> bool:
    """Whether "of cholera" hangs on another word than "of the flood" that it would replace."""
    words = part.split()
    return len(words) == 2 and words[1].islower() and place.lower().startswith(" of the ")


def _with_opposite(part: str, preposition: str, question: str) -> str | None:
    """The question with "against" for "for", of the same thing.

    Only of a time that it lacks the opposite of "before" and "after" is more to be told.
    """
    opposites = "|".join(_OPPOSITES_OF.get(preposition, ()))
    places = list(re.finditer(rf"(?<=\s)(?:{opposites})\b", question)) if opposites else []
    if places:
        return f"{question[: places[-1].start()]}{preposition}{question[places[-1].end() :]}"
    if preposition not in TEMPORAL:
        return None
    now = _NOW.search(question) if preposition == "before" else None
    if now:
        return f"{question[: now.start()]}{part}{question[now.end() :]}"
    return with_added(part, question)


def _place(preposition: str, part: str, question: ReadQuestion, infinitive: bool) -> Bounds | None:
    """The last phrase with the preposition, with the blank before it; of a name for a name."""
    spelt = preposition.replace(" ", r"\s+")
    pattern = rf"(?:^|(?<!\baccording)(?<!\bdue),?\s+)({spelt})\b"
    found = []
    text, at = question.text, {word.start: n for n, word in enumerate(question.words)}
    for match in list(re.finditer(pattern, text, re.IGNORECASE))[-_MOST_PLACES:]:
        first = at.get(match.start(1))
        if first is None or (question.words[first].tag == "TO0") != infinitive:
            continue
        if preposition not in TEMPORAL and in_time(question.times, match.start(1)):
            continue
        end = kept_from(question, first + len(preposition.split()), preposition, part)
        # "In Malmo, how many died": elsewhere a question that begins so is one for it.
        if match.start() or text.startswith(",", end):
            found.append((match.start(), end, _NAMED.match(text, match.end()) is not None))
    named = _NAMED.match(part, len(preposition)) is not None
    fitting = [place for place in found if named and place[2]] or found
    # "In the war in the east" for "in the crisis in the west".
    several = len(re.findall(rf"(?i)(?<!\S){spelt}(?!\S)", part))
    return (fitting[-several:][0][0], fitting[-1][1]) if fitting else None
