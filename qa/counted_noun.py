"""How alike two nouns are that figures count: "patients" and "people", "homes" and "households"."""

import re
from dataclasses import dataclass

from qa.coverage import content_stems, named_in, names
from qa.direction import directed_otherwise
from qa.nation import find_nations, nations_in
from qa.text_words import WORD, TextWords

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
_OWNING = re.compile(
    r"\b(?:does|do|did)\s+(?:the\s+)?"
    # Who says what others have is not their owner.
    r"(?P<owner>(?:(?!(?:say|think|claim|believe|expect|estimate|reckon)\b)[\w’'-]+\s+){1,5}?)"
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
        before = len(self._description)
        found = [codes for start, _, codes in find_nations(asked, typed=True) if start < before]
        self._nations = frozenset().union(*found)
        self._owner = content_stems(owner)
        self._known: dict[str, _Names] = {}

    def differ(self, counted: str, text: str) -> bool:
        """Whether a figure of the text counts those of another name: "Belgian troops".

        Both nouns must be described by names, and the text must write that of the asked noun
        with a capital, too: an article that tells the two apart means the one it writes. A country
        is one by all its names. Two names that only a direction tells apart differ, and so does
        the owner's: what the north has is not the south's.
        """
        description = _before_head(counted)
        told, nations = names(description), nations_in(description)
        if self._nations & nations or not (told or nations):
            return False
        known = self._known_of(text)
        if any(directed_otherwise(told, asked) for asked in (self._owner, known.described)):
            return True
        if nations and self._nations:
            return not self._nations.isdisjoint(known.nations)
        # A body such as the UN has members of many countries.
        if nations and any(re.search(rf"\b{stem.upper()}\b", text) for stem in known.described):
            return False
        return bool(known.described) and not known.described & told

    def _known_of(self, text: str) -> "_Names":
        if text not in self._known:
            wanted = bool(content_stems(self._description))
            described = named_in(self._description, [TextWords.of(text)]) if wanted else frozenset()
            nations = nations_in(text) if self._nations else frozenset()
            self._known[text] = _Names(described, nations)
        return self._known[text]


@dataclass(frozen=True, slots=True)
class _Names:
    """Those of an asked noun's names that a text has with a capital, and all its countries."""

    described: frozenset[str]
    nations: frozenset[str]


def owner_in(question: str) -> str:
    """Who has what a question wants counted: "Norway" in "How many ships does Norway have?"."""
    match = _OWNING.search(question)
    return "" if match is None else match["owner"].strip()


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
