"""Stops that end no sentence: inside initials, after abbreviations, before a day, zone or speaker.

What the splitter of sentences takes for an end and is none.
"""

import re

from index.quoted_end import QUOTED_END, SPEAKER

# No abbreviation, and nothing that tells that a sentence goes on, is longer.
LOOKED_AT = 80
INITIAL = re.compile(r"(?<![^\W\d_])[A-Z]\.$")
# Of "U.S." the second letter, of "D-N.Y., who" the comma, too.
INITIALS_GO_ON = re.compile(r"[A-Z](?:\.|$)")
# Titles and ranks of which the splitter does not know the abbreviation.
TITLE = re.compile(
    r"\b(?:Abp|Adms|Ald|Amb|Ambs|Asst|Assoc|Atty|Attys|Bdr|Bp|Capts|Cdr|Cllr|Cmdrs|Cols|Cpls|Cpt|"
    r"Cwo|Dep|Dets|Drs|Flt|Fr|Gens|Govs|Insps|Lcpl|Lts|Majs|Mmes|Ms|Mses|Msgt|Mx|Ofc|Profs|Pvts|"
    r"Revs|Sgts|Spc|Spec|Sqn|Ssgt|Supts|Treas|Tsgt)\.$"
)
NAME = re.compile(r"\s[A-Z]")
# None of them is a word, or the figure before it tells that it is a unit.
_UNITS = (
    r"(?:bn|mn|tn|km|cm|mm|kg|lbs?|oz|ft|yds?|hrs?|mins|secs|mph|kph|pts|pct|gals?)"
    r"|\d\s?(?:g|ha|in|m|mi|min|pt|sec|sq)"
)
_STATES = (
    "(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|"
    r"Neb|Nev|N\.[CDHJMY]|Okla|Ont|Ore|Pa|Que|R\.I|S\.[CD]|Tenn|Tex|Va|Vt|W\.\s?Va|Wash|Wis|Wyo)"
)
_SHORT_DAYS = "(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)"
ABBREVIATED = re.compile(
    rf"(?:\b(?:{_STATES}|{_SHORT_DAYS}|approx|est)|(?<![^\W\d_])(?:{_UNITS}))\.$"
)
# No sentence begins so; a parenthesis that is one has a stop of its own.
NO_BEGINNING = re.compile(r"\s(?:[a-z]|[—–-]|\([^().!?]{1,40}\))")
SHORT_DAY = re.compile(rf"\b{_SHORT_DAYS}\.$")
BEFORE_FIGURE = re.compile(r"\b(?:approx|est)\.$", re.IGNORECASE)
FIGURE = re.compile(r"\s\W?\d")
TIME = re.compile(r"\b[ap]\.\s?m\.$", re.IGNORECASE)
_DAYS = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTHS = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.)"
)
_ZONES = (
    "(?:[ECMPAWK]S?T|[ECMPA]DT|AK[SD]T|HST|GMT|UTC|BST|IST|MSK|TRT|JST|KST|HK?T|SGT|[CEW]ES?T|EEST|"
    "[CEW]AT|SAST|A[CEW][SD]T|NZ[SD]T)"
)
# What makes of a capitalised word before "time" the beginning of a sentence ("Some time later").
_NO_PLACE = (
    "(?:A|All|An|Any|At|By|Each|Every|First|From|Full|Half|Her|His|In|Its|Last|Less|Little|Long|"
    "Lost|More|Most|Much|My|Next|No|Of|On|One|Our|Over|Part|Prime|Real|Short|Some|That|The|Their|"
    "This|What|Which|Whose|With|Your)"
)
_PLACES = rf"(?!{_NO_PLACE}\s)(?:[A-Z][\w.’'-]{{0,20}}\s){{1,3}}[Tt]ime"
_AMERICAN = r"(?:Eastern|Central|Mountain|Pacific)(?=[.,;)]|\s(?:and|at|in|on|to)\b|$)"
# After these a day is what a new sentence speaks of ("Sunday was quiet").
_SUBJECT = r"(?![’']s|\s(?:are|had|has|have|is|was|were|will|would)\b)"
OF_TIME = re.compile(
    rf"\s(?:(?:{_DAYS}|{_MONTHS}\s\d{{1,2}})\b{_SUBJECT}|(?:{_ZONES}|{_PLACES})\b{_SUBJECT}|{_AMERICAN})"
)
OF_DAY = re.compile(rf"\s{_MONTHS}\s\d")
JOINTS = (
    (INITIAL, INITIALS_GO_ON),
    (TITLE, NAME),
    (BEFORE_FIGURE, FIGURE),
    (TIME, OF_TIME),
    (SHORT_DAY, OF_DAY),
    (ABBREVIATED, NO_BEGINNING),
    (QUOTED_END, SPEAKER),
)


def goes_on(text: str, end: int, start: int) -> bool:
    """Whether a sentence of the text goes on at `start` although a stop stands before `end`."""
    before, after = text[max(0, end - LOOKED_AT) : end], text[end : start + LOOKED_AT]
    return any(
        stop.search(before) is not None and following.match(after) is not None
        for stop, following in JOINTS
    )
