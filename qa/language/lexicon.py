"""Closed lists of English words on which it turns who says something."""

DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow".split()
)
MONTHS = frozenset(
    "january february march april may june july august september october november december jan."
    " feb. aug. sept. oct. nov. dec.".split()
)
NUMBERED_TIMES = frozenset("year day week month hour".split())
_SPANS = frozenset(
    "tonight morning afternoon evening night noon midday midnight dawn dusk weekend weeks months"
    " years days hours".split()
)
TIMES = DAYS | MONTHS | NUMBERED_TIMES | _SPANS
# Where and how something is said, which is no part of who says it.
OCCASIONS = frozenset(
    "statement interview interviews email e-mail tweet post letter briefing conference speech"
    " address video call memo filing release message remarks testimony note hearing broadcast"
    " phone telephone text radio television condition".split()
)
# Things said or published: who made them is the source, when the text says so.
PUBLICATIONS = frozenset(
    "analysis assessment census claim claims count data document documents estimate estimates"
    " figures filing findings forecast forecasts information intelligence letter memo news numbers"
    " poll projections records release report reports research results review statement statements"
    " statistics study survey surveys tally warning warnings".split()
)
# What somebody expects or has found so far, as a figure: "raised its forecast".
ESTIMATES = frozenset(
    "calculation count estimate estimates figure figures forecast forecasts guidance number numbers"
    " outlook prediction projection projections tally toll".split()
)
# "By X's count" and the like.
COUNTS = frozenset("count tally estimate estimates reckoning account calculation".split())
# What may be denied, as something said.
CLAIMS = frozenset(
    "accusation accusations allegation allegations assertion assertions charge charges claim claims"
    " report reports rumour rumours rumor rumors speculation statement statements stories story"
    " suggestion suggestions".split()
)
# Nobody in particular, unless a word says whose they are: "local media reports".
VAGUE = frozenset("reports rumours rumors speculation accounts allegations estimates".split())
VAGUE_MODIFIERS = frozenset(
    "some several many early earlier initial unconfirmed other recent latest various few the"
    " conflicting most all".split()
)
ANYBODY = frozenset({"others", "people"})
# "According to" these tells how something is done, not who says so.
MANNERS = frozenset(
    "ability age custom formula height method need needs order plan plans preference principle"
    " principles rank rule rules schedule size taste theory tradition type weight wishes".split()
)
# Tagged as prepositions, but a clause may follow them.
SUBORDINATING_PREPOSITIONS = frozenset("after before since until as than like".split())
# Prepositions that tie what follows to the noun before them.
ATTACHING_PREPOSITIONS = frozenset("for in at from with to on near by inside against".split())
# Prepositions that tell when, where or to whom something was said.
CIRCUMSTANTIAL_PREPOSITIONS = frozenset(
    "in on at during after before to by via through from following".split()
)
MAKERS = frozenset({"by", "from"})
# Who does this to a report has not made it.
READING = frozenset("analysed analyzed cited examined obtained quoted reviewed seen viewed".split())
BE = frozenset("be been being am is are was were 's 're 'm get got".split())
HAVE = frozenset("has have had having 've 'd".split())
# What may be said is not said.
UNREAL = frozenset("could might may should must can cannot".split())
NEGATIONS = frozenset({"not", "n't", "never"})
# "went on to say"
GOING_ON = frozenset("on went goes going continued continues came".split())
RELATIVE_PRONOUNS = frozenset({"who", "which", "that", "whom", "whose"})
CONTRASTS = frozenset("but while whereas although though yet".split())
MALE = frozenset(
    "mr mr. sir king prince father son brother husband man boy spokesman chairman businessman"
    " policeman fireman congressman councilman fisherman uncle grandfather widower lord".split()
)
FEMALE = frozenset(
    "ms ms. mrs mrs. miss queen princess mother daughter sister wife woman girl spokeswoman"
    " chairwoman businesswoman policewoman congresswoman councilwoman actress waitress aunt"
    " grandmother widow lady dame".split()
)
# Persons who tell something, besides those whose noun shows that it is of a man or a woman.
PERSONS = frozenset(
    "academic activist adviser advisor agent aide ally ambassador analyst archbishop attorney"
    " banker biographer bishop boss broker captain chair chief citizen cleric clerk coach colleague"
    " colonel commander commissioner consultant coroner correspondent councillor counsel critic"
    " dealer delegate deputy detective diplomat director doctor driver economist editor"
    " eyewitness electrician employee engineer envoy examiner executive expert farmer forecaster"
    " founder friend general governor guard head historian informant insider inspector"
    " investigator investor journalist judge justice lawyer leader lieutenant local"
    " manager marshal mayor media medic member minister mp nurse observer officer"
    " official opposition organiser organizer owner parent participant passenger people person"
    " physician pilot politician pope premier president priest professor prosecutor publisher rebel"
    " relative reporter representative rescuer researcher resident scholar scientist secretary"
    " senator sergeant sheriff soldier source specialist speaker staffer strategist student surgeon"
    " survivor teacher trader treasurer trooper troops villager victim volunteer whistleblower"
    " witness".split()
)
# Published things that are also why something is done: "citing poor results".
GROUNDS = frozenset("claims condition information numbers records results telephone".split())
# What a firm is called after it was named: "X will close 65 shops, the retailer said".
FIRMS = frozenset(
    "airline automaker bank brewer broadcaster builder carmaker carrier chain club company"
    " developer firm group insurer lender maker manufacturer miner operator producer publisher"
    " retailer shipbuilder startup supplier utility".split()
)
# Bodies of people: "it" or "they", but never "he" or "she".
BODIES = frozenset(
    "academy administration agency airline alliance army assembly association authority bank board"
    " brewer broadcaster bureau cabinet carmaker center centre charity church city club coalition"
    " college commission committee company congress corporation council country couple court crew"
    " department embassy family federation firm force foundation fund government group hospital"
    " house institute institution jury league manufacturer maker military ministry mission monitor"
    " museum network newspaper ngo observatory office operator organisation organization panel"
    " parliament party police press producer regime regiment regulator retailer school senate"
    " service society staff state station supplier team television trust union university watchdog"
    " zoo inc inc. corp corp. co. ltd ltd. plc llc".split()
)
