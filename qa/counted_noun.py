"""How alike two nouns are that figures count: "patients" and "people", "homes" and "households"."""

import re

from qa.coverage import WORD, content_stems, named_in, names

ANYBODY = frozenset("people persons lives souls individuals".split())
# Sources count the same persons under many names.
_PERSONS = frozenset(
    """absentees activists actors adults applicants artists athletes attackers attendees babies
    bakers bankers beneficiaries boys brothers builders buyers bystanders candidates captives
    casualties children citizens civilians cleaners clients climbers colleagues commanders
    commuters competitors conscripts contractors councillors creditors crew crewmen crowd
    customers cyclists daughters dead deaths defectors defendants delegates demonstrators
    deputies deserters detainees diners diplomats directors divers dockers doctors donors
    drivers economists editors employees employers engineers evacuees experts families fans
    farmers fatalities fathers females fighters foreigners girls graduates guards guests gunmen
    hijackers hikers homeowners hostages households hunters infants inhabitants injured inmates
    inspectors instructors interpreters investigators investors islanders jockeys journalists
    judges jurors laborers labourers lawmakers lawyers leaders learners lecturers listeners
    locals looters males managers marchers marines mayors members men mercenaries merchants
    migrants militants miners ministers minors monks mothers motorists mourners musicians
    nationals neighbors neighbours newborns nurses observers offenders officers officials
    onlookers owners parents participants passengers patients pedestrians pensioners performers
    personnel persons pilgrims pilots players poachers police policemen politicians preachers
    prisoners professors protesters protestors pupils raiders readers rebels recipients recruits
    refugees relatives reporters rescuers researchers reservists residents respondents revellers
    riders rioters runners sailors scientists seamen senators servants servicemen shareholders
    shoppers singers sisters smugglers soldiers spectators staff strikers students subscribers
    supporters surgeons survivors suspects swimmers teachers technicians teenagers tenants
    terrorists toddlers tourists traders trainees travelers travellers troops users veterans
    victims viewers villagers visitors volunteers voters wardens witnesses women workers
    worshippers wounded writers youngsters youths""".split()
)
# Other endings of theirs, as in "reporters", are those of helicopters and reactors as well.
_PERSON = re.compile(
    r"[a-z]*(?:men|women|people|folk)$"
    r"|[a-z]{3,}(?:ists|ians|workers|fighters|keepers|holders|seekers|goers|payers|comers)$"
)
_NOT_PERSONS = frozenset("checklists medians playlists shortlists waitlists".split())
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

    1 where they share a word or one is anybody and the other one of the known nouns for persons;
    two nouns that look like persons are never far apart.
    """
    if content_stems(one) & content_stems(other):
        return 1.0
    if not (is_person(one) and is_person(other)):
        return cosine
    heads = {head_of(one), head_of(other)}
    if not ANYBODY.isdisjoint(heads) and heads <= ANYBODY | _PERSONS:
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
