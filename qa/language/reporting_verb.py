"""Verbs that tell what somebody says, and what has to follow each of them."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["open", "clausal", "quoting"]
Form = Literal["base", "present", "past", "participle", "progressive"]

# Whatever follows these is reported: "reported a loss", "said nine were hurt".
_OPEN = (
    "acknowledge accuse affirm allege announce assert believe boast calculate caution confirm"
    " contend declare deny disclose emphasise emphasize estimate expect forecast indicate inform"
    " insist predict project reckon reiterate report reveal say speculate stress suggest tell"
    " testify tweet underline underscore warn"
)
# These also have objects of other kinds ("added a shop"): a clause or a quotation must follow.
_CLAUSAL = (
    "add admit agree announce answer argue assume calculate charge claim comment complain conclude"
    " concede demonstrate determine discover explain fear feel find guarantee hint hold hope imply"
    " joke learn maintain note observe pledge point post promise propose quip recall recommend"
    " recount remark remember repeat reply respond rule share show signal state suspect swear think"
    " threaten vow write read continue ask shout whisper cry muse lament offer stipulate"
)
# These judge rather than report: only the words that they quote are the speaker's.
_QUOTING = (
    "brand call castigate condemn criticise criticize decry denounce describe dismiss dub hail"
    " label liken mock praise reject ridicule slam term blast"
)
# What these change is reported where it is one's own estimate: "raised its forecast to 7".
REVISING = frozenset("correct cut increase lift lower raise reduce revise trim".split())
_IRREGULAR = {
    "say": ("says", "said", "said"),
    "tell": ("tells", "told", "told"),
    "find": ("finds", "found", "found"),
    "show": ("shows", "showed", "shown"),
    "hold": ("holds", "held", "held"),
    "think": ("thinks", "thought", "thought"),
    "feel": ("feels", "felt", "felt"),
    "write": ("writes", "wrote", "written"),
    "swear": ("swears", "swore", "sworn"),
    "read": ("reads", "read", "read"),
    "forecast": ("forecasts", "forecast", "forecast"),
    "put": ("puts", "put", "put"),
    "give": ("gives", "gave", "given"),
    "make": ("makes", "made", "made"),
    "speak": ("speaks", "spoke", "spoken"),
    "cut": ("cuts", "cut", "cut"),
}
_DOUBLING = frozenset({"admit", "quip", "slam", "dub", "put", "cut", "trim"})
# "X put the toll at 7", "X gave the toll as 7": the second word must follow.
PARTNERS = {"put": "at", "give": "as"}
# "X made it 7", "X spoke of 7", "X arrived at 7": it must follow at once.
CLOSE_PARTNERS = {"make": "it", "speak": "of", "arrive": "at"}
# What these find out is reported where it is a figure: "counted 40 cars", "made it 40".
COUNTING = frozenset("count measure record register tally".split()) | frozenset(CLOSE_PARTNERS)
# Verbs that name whom they tell before what they tell.
ADDRESSING = frozenset({"tell", "inform", "remind", "assure", "warn", "caution", "promise"})
# Verbs that may stand before their subject: '"...," said X'.
INVERTIBLE = frozenset(
    "say add write explain continue argue insist recall reply respond answer ask joke note warn"
    " believe tweet remark observe report".split()
)
# Verbs that may name the source of a passive: "was told by X", "as reported by X".
PASSIVE = frozenset(
    "tell report announce confirm estimate put give state disclose allege predict forecast".split()
)


# Verbs that say what the speaker will do: "pledged to cut".
COMMITTING = frozenset("agree offer pledge promise propose threaten vow".split())
# Verbs that have so many other uses that only "that" or a quotation makes them report.
THAT_ONLY = frozenset("charge feel find hold offer point post read rule share show signal".split())
# What figures and studies do: whatever follows is reported.
SHOWING = frozenset({"show", "find", "conclude", "note", "state", "determine"})


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """One form of a verb, such as "told", with its base form "tell"."""

    base: str
    kind: Kind
    forms: frozenset[Form]


def _forms(base: str) -> dict[str, set[Form]]:
    stem = base.removesuffix("e")
    doubled = base + base[-1] if base in _DOUBLING else stem
    if base[-1] == "y" and base[-2] not in "aeiou":
        third, past = base[:-1] + "ies", base[:-1] + "ied"
    else:
        third = base + ("es" if base.endswith(("s", "x", "ch", "sh")) else "s")
        past = doubled + "ed"
    participle = past
    if base in _IRREGULAR:
        third, past, participle = _IRREGULAR[base]
    forms: dict[str, set[Form]] = {}
    named: tuple[tuple[Form, str], ...] = (
        ("base", base),
        ("present", third),
        ("past", past),
        ("participle", participle),
        ("progressive", doubled + "ing"),
    )
    for form, written in named:
        forms.setdefault(written, set()).add(form)
    return forms


def _table() -> dict[str, ReportingVerb]:
    table = {}
    lists: tuple[tuple[Kind, str], ...] = (
        ("quoting", _QUOTING),
        ("clausal", _CLAUSAL),
        ("open", " ".join([_OPEN, *COUNTING, *REVISING, *PARTNERS])),
    )
    for kind, bases in lists:
        for base in bases.split():
            for written, forms in _forms(base).items():
                table[written] = ReportingVerb(base, kind, frozenset(forms))
    return table


REPORTING_VERBS = _table()
