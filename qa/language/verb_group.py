"""A reporting verb with its auxiliaries: "has not said", "went on to say"."""

from collections.abc import Sequence

from qa.language.lexicon import BE, GOING_ON, HAVE, NEGATIONS, OCCASIONS, TIMES, UNREAL
from qa.language.reporting_verb import CLOSE_PARTNERS, COUNTING, PARTNERS, ReportingVerb
from qa.language.word import Word

_LOOKAHEAD = 12


def is_verb(words: Sequence[Word], place: int, verb: ReportingVerb) -> bool:
    """Whether a word that may be a reporting verb is one here, and no noun."""
    word = words[place]
    if verb.base in ("say", "tell"):
        return place == 0 or words[place - 1].tag not in ("AT0", "DPS")
    if word.tag in ("NN0", "NN1", "NN2", "AJ0"):
        return _is_mistaken(words, place, verb)
    if (partner := CLOSE_PARTNERS.get(verb.base)) is not None:
        return place + 1 < len(words) and words[place + 1].lower == partner
    if (partner := PARTNERS.get(verb.base)) is not None:
        following = [word.lower for word in words[place + 1 : place + 1 + _LOOKAHEAD]]
        stop = following.index(",") if "," in following else len(following)
        return partner in following[:stop]
    return word.tag.startswith("VV")


def group_start(words: Sequence[Word], place: int, verb: ReportingVerb) -> int | None:
    """Where the words before a verb's auxiliaries end; None when the group reports nothing.

    Passives ("was said"), negations ("did not say") and what is only possible or wanted
    ("might say", "refused to say") report nothing.
    """
    at, perfect = place, False
    while at > 0:
        before = words[at - 1]
        if before.lower in NEGATIONS:
            if verb.base != "deny":
                return None
        elif before.lower in BE or before.lower in UNREAL:
            return None
        elif before.tag == "TO0":
            return _going_on(words, at - 1)
        elif before.lower in HAVE:
            perfect = True
        elif before.tag not in ("AV0", "VDD", "VDZ", "VDB", "VM0"):
            break
        at -= 1
    return at if perfect or _is_active(words, place, verb) else None


def ends_at(words: Sequence[Word], place: int) -> bool:
    """Whether a clause can end before a place."""
    return place >= len(words) or words[place].tag in ("PUN", "PUQ", "PRP")


def _is_mistaken(words: Sequence[Word], place: int, verb: ReportingVerb) -> bool:
    """Whether the tagger takes a verb for a noun: "the park service estimates 9 bears"."""
    if place < 2:
        return False
    before = words[place - 1].tag
    if before == "PUN" and verb.base in COUNTING and place + 1 < len(words):
        # "The centre, whose pictures were taken at noon, measured 16,400."
        return "past" in verb.forms and words[place + 1].tag == "CRD"
    singular = "present" in verb.forms and before in ("NN1", "NP0")
    if not singular and not ("base" in verb.forms and before == "NN2"):
        return False
    following = words[place + 1 : place + 3]
    if not following or following[0].tag in ("PUN", "CJT"):
        return True
    return singular and any(word.tag in ("CRD", "AT0") for word in following)


def _going_on(words: Sequence[Word], to: int) -> int | None:
    """The end of the words before "went on to" or "continued to"."""
    if to == 0 or words[to - 1].lower not in GOING_ON:
        return None
    return max(0, to - 2 if words[to - 1].lower == "on" else to - 1)


def _is_active(words: Sequence[Word], place: int, verb: ReportingVerb) -> bool:
    """Whether a form without auxiliaries is no participle: "the cases reported in May"."""
    following = words[place + 1].lower if place + 1 < len(words) else ""
    if following == "by":
        # "Said by telephone" and "reported by noon" tell how and when, "said by X" who.
        return place + 2 < len(words) and words[place + 2].lower in OCCASIONS | TIMES
    if words[place].tag != "VVN" or verb.base in ("say", "tell"):
        return True
    return following == "that" or ends_at(words, place + 1)
