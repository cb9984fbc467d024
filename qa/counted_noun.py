"""How alike two nouns are that figures count: "patients" and "people", "homes" and "households"."""

import re

from qa.coverage import WORD, content_stems, named_in, names

ANYBODY = frozenset("people persons lives souls individuals".split())
# Sources count the same persons under many names.
_PERSONS = frozenset(
    """absentees adults boys casualties children civilians citizens crowd deaths dead fatalities
    girls guests guards hostages households injured inmates inhabitants lawmakers locals males
    families females men migrants nationals participants passengers patients personnel police
    pupils recruits refugees residents respondents staff students survivors troops victims
    wounded women youths""".split()
)
_PERSON = re.compile(r"(?:[a-z]{3,}(?:ers|ors|ees|ists|ians|ants)|[a-z]*(?:men|women|people))$")
_NOT_PERSONS = frozenset(
    """acres boosters computers containers corners covers dinners doors factors floors letters
    lighters meters metres motors numbers offers orders others papers plants posters powers
    quarters restaurants rivers shelters shooters shutters tankers towers trailers waters
    winters answers centers kilometers kilometres litres""".split()
)
# Who is told from people at large by age or sex: people who were hurt need not be children.
_PARTS = frozenset(
    """babies boys children daughters girls infants males females men minors mothers fathers sons
    teenagers toddlers women""".split()
)
PERSONS_ALIKE = 0.5
_DIRECTIONS = frozenset(("nort", "sout", "east", "west"))
_OWNING = re.compile(
    r"\b(?:does|do|did)\s+(?:the\s+)?(?P<owner>[\w’'-]+(?:\s+[\w’'-]+){0,4}?)\s+"
    r"(?:have|own|possess|employ|field|keep)\b",
    re.IGNORECASE,
)


def likeness(one: str, other: str, cosine: float) -> float:
    """How alike two counted nouns are, at least their cosine in [-1, 1].

    1 where they share a word or one is anybody and the other somebody; two nouns for persons
    are never far apart.
    """
    if content_stems(one) & content_stems(other):
        return 1.0
    if not (is_person(one) and is_person(other)):
        return cosine
    if not ANYBODY.isdisjoint((head_of(one), head_of(other))):
        return 1.0
    return max(cosine, PERSONS_ALIKE)


def is_part(asked: str, counted: str) -> bool:
    """Whether an asked noun is of some of those only that a figure counts: children of people."""
    return head_of(asked) in _PARTS and head_of(counted) in ANYBODY


class AskedNames:
    """The names that describe an asked noun, as texts write them: "Dutch" of "Dutch troops".

    `owner` is who is said to have what is counted, "" if nobody is. Each text is looked through
    once.
    """

    def __init__(self, asked: str, owner: str) -> None:
        self._description = _before_head(asked)
        self._owner = content_stems(owner)
        self._described: dict[str, frozenset[str]] = {}

    def differ(self, counted: str, text: str) -> bool:
        """Whether a figure of the text counts those of another name: "Belgian troops".

        Both nouns must be described by names, and the text must write that of the asked noun
        with a capital, too: an article that tells the two apart means the one it writes. Two
        names that only a direction tells apart differ, and so does the owner's: what the north
        has is not the south's.
        """
        told = names(_before_head(counted))
        if not told:
            return False
        described = self._described_in(text)
        if any(_directed_otherwise(told, asked) for asked in (self._owner, described)):
            return True
        return bool(described) and not described & told

    def _described_in(self, text: str) -> frozenset[str]:
        if not content_stems(self._description):
            return frozenset()  # the whole text need not be looked through
        if text not in self._described:
            self._described[text] = named_in(self._description, [text])
        return self._described[text]


def owner_in(question: str) -> str:
    """Who has what a question wants counted: "Norway" in "How many ships does Norway have?"."""
    match = _OWNING.search(question)
    return "" if match is None else match["owner"]


def _directed_otherwise(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the stems of two names are the same but for a direction."""
    sides = [{stem[:4] for stem in name} & _DIRECTIONS for name in (one, other)]
    if not all(sides) or sides[0] & sides[1]:
        return False
    bases = [{stem for stem in name if stem[:4] not in _DIRECTIONS} for name in (one, other)]
    return not bases[0].isdisjoint(bases[1])


def is_person(noun: str) -> bool:
    """Whether a counted noun looks like one for persons."""
    head = head_of(noun)
    if head in _PERSONS or head in ANYBODY:
        return True
    return head not in _NOT_PERSONS and _PERSON.match(head) is not None


def _before_head(noun: str) -> str:
    """What describes the head: "armed border" of "armed border guards in May"."""
    head = head_of(noun)
    return re.split(rf"\b{re.escape(head)}\b", noun, maxsplit=1, flags=re.IGNORECASE)[0]


def head_of(noun: str) -> str:
    """The last word before what is added with a preposition: "patients" of "patients in May"."""
    words = WORD.findall(re.split(r"\s(?:of|in|from|at|with|on)\s", noun.lower())[0])
    return words[-1] if words else ""
