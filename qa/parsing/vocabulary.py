"""Closed classes of English words, which tell where a noun phrase ends."""

import calendar

# Of weekdays and months, in lower case.
CALENDAR_NAMES = frozenset(
    name.lower() for name in (*calendar.day_name, *calendar.month_name) if name
)
FUNCTION_WORDS = frozenset(
    """of in on at by for from to with without into onto over under after before since until till
    during through throughout across against among amongst around about above below between behind
    beyond near off out up down per than towards toward upon via within along alongside amid amidst
    despite like as including except versus worth inside outside besides
    and or but nor yet so because although though while whereas if unless when where who whom whose
    which that what why how whether
    the a an this these those it its he his him she her hers they their theirs them we our us i you
    your my me each every all both either neither any some no such another itself himself herself
    themselves
    is are was were be been being am has have had having do does did will would shall should can
    could may might must cannot
    not also already still now then there here just only even ever never too very again ago later
    earlier away apart together altogether respectively annually daily yesterday today tomorrow
    tonight almost alone aged old long tall high wide deep more less last next instead nearby
    overnight ahead abroad back perhaps however meanwhile yes ’s 's""".split()
)

# Past forms that do not end in "ed".
PAST_FORMS = frozenset(
    """said told came went left fell rose took won lost made held led
    met saw ran began became got gave found kept knew known thought brought bought built sent spent
    stood struck paid put cut hit let shut set sat spoke spoken stole stolen taken took threw thrown
    wore worn wrote written broke broken chose chosen drew drawn drove driven flew flown froze
    frozen grew grown hid hidden heard hurt seen shown shook shot sank slept sold sought swept swore
    taught torn tore understood woke withdrew withdrawn beat beaten bore born bled fled fought felt
    dealt dug bound caught gone done given hung laid lay lost meant quit read rid sang sung stuck
    stung swam swung underwent died""".split()
)

# Other verbs that news texts put after a subject.
VERBS = PAST_FORMS | frozenset(
    """say says die dies remain remains want wants need needs seem seems appear appears follows
    adheres comes goes makes takes gives belongs consists includes contains believes thinks knows
    becomes gets keeps brings begins learns tells uses""".split()
)

# Words in s that are no plurals, and names that end so.
NO_PLURALS = frozenset(
    """this his its as is was has does us yes thus plus less gas bus press business perhaps always
    besides whereas across towards overseas afterwards sometimes versus minus pass mass class glass
    loss cross boss access process success progress congress stress crisis basis analysis emphasis
    status virus campus bonus census focus chaos texas kansas arkansas paris laos athens wales
    honduras cyprus mars los las buenos reuters alps brussels naples james thomas charles dos says
    indoors outdoors upstairs downstairs backwards forwards abs previous famous""".split()
)

IRREGULAR_PLURALS = frozenset(
    """people men women children police aircraft spacecraft hovercraft staff personnel cattle fish
    sheep deer feet teeth geese mice lives crew offspring folk data media criteria bacteria alumni
    fungi nuclei youth dead gentlemen series species headquarters""".split()
)
IRREGULAR_ENDINGS = ("men", "women", "people", "children", "craft", "folk")
NO_IRREGULARS = frozenset("specimen omen regimen abdomen acumen semen yemen turkmen".split())

# Plurals that mostly stand before another noun: "sports cars", "police officers".
MODIFYING_PLURALS = frozenset(
    """sports arms sales weapons rights communications drugs savings operations systems services
    news economics physics logistics goods customs police staff crew media data fish aircraft women
    children youth veterans states nations kings emirates lives people dead armed""".split()
)


def is_plural(lower: str) -> bool:
    """Whether a word in lower case looks like a plural noun."""
    if lower in IRREGULAR_PLURALS:
        return True
    if lower.endswith(IRREGULAR_ENDINGS):
        return lower not in NO_IRREGULARS
    if len(lower) < 4 or not lower.endswith("s") or lower in NO_PLURALS:
        return False
    return not lower.endswith(("ss", "us", "'s", "’s"))


def is_past(lower: str) -> bool:
    """Whether a word in lower case looks like a past form of a verb."""
    return lower in PAST_FORMS or (len(lower) > 4 and lower.endswith("ed"))


# Nouns that are numbered, whatever follows: "phase 3 trials".
NUMBERED = frozenset(
    """article articles section sections chapter paragraph clause resolution route highway
    interstate motorway flight channel phase stage level category type grade gate platform page
    pages room tier no no. nos number version row lane ward precinct verse""".split()
)
NUMBERED_NAMES = frozenset(
    """boeing airbus formula apollo windows iphone playstation xbox rule bill title proposition
    amendment directive terminal act area zone sector district form group unit""".split()
)
