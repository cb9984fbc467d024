"""A question that says the opposite of what an article says: "largest" for "smallest"."""

import re
from collections.abc import Sequence

from qa.claim import Contradiction, ReadSentence
from qa.coverage import content_stems, coverage
from qa.nearness import WORD

# Words of one direction, and those of the other.
_DIRECTIONS = (
    ("largest biggest greatest", "smallest tiniest"),
    ("highest tallest", "lowest"),
    ("best", "worst"),
    ("longest", "shortest"),
    ("oldest", "youngest newest"),
    ("earliest", "latest"),
    ("strongest", "weakest"),
    ("fastest quickest", "slowest"),
    ("richest wealthiest", "poorest"),
    ("hottest warmest", "coldest"),
    ("wettest", "driest"),
    ("cheapest", "dearest priciest costliest"),
    ("early ahead", "late behind"),
    ("higher larger bigger", "lower smaller"),
    ("faster quicker", "slower"),
    ("stronger", "weaker"),
    (
        "raise raises raised raising lift lifts lifted",
        "lower lowers lowered cut cuts reduced slashed",
    ),
    (
        "rise rises rose risen rising increase increases increased increasing grow grows grew grown"
        " growing growth climbed jumped soared surged rallied gained up",
        "fall falls fell fallen falling decrease decreases decreased decreasing shrink shrinks"
        " shrank shrunk declined dropped plunged slumped slid slipped tumbled sank down fewer",
    ),
    ("strengthen strengthened", "weaken weakened"),
    ("tighten tightened tightens", "ease eased eases loosen loosened relax relaxed"),
    ("confirm confirms confirmed admit admits admitted", "deny denies denied"),
    ("praise praised praises", "criticise criticised criticize criticized condemned"),
    ("succeed succeeded success", "fail failed fails failure"),
)
# How something was decided, once: "when did they accept it" takes for granted that they did.
_DECISIONS = (
    ("win wins won winning", "lose loses lost losing defeat defeated"),
    (
        "accept accepts accepted accepting approve approves approved agree agrees agreed adopted",
        "refuse refuses refused refusing reject rejects rejected rejecting",
    ),
    ("favour favor support supports supported backs backed", "against oppose opposed opposes"),
    ("buy buys bought buying acquire acquired acquires", "sell sells sold selling"),
    ("acquit acquitted cleared", "convict convicted sentenced jailed imprisoned prison guilty"),
    ("survive survived survives", "die died dies killed"),
    ("ban bans banned forbid forbids prohibit prohibited", "allow allows allowed permit permitted"),
)


def _opposites() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """For each word those of its direction and of the other, of all pairs that it stands in.

    "Lower" is the opposite of "higher" and of "raise".
    """
    found: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for pair in (*_DIRECTIONS, *_DECISIONS):
        for own, other in (pair, pair[::-1]):
            for word in own.split():
                known = found.get(word, (frozenset(), frozenset()))
                found[word] = (known[0].union(own.split()), known[1].union(other.split()))
    return found


OPPOSITES = _opposites()
DECIDED = frozenset(word for pair in _DECISIONS for side in pair for word in side.split())
# Only these take for granted what follows; "when did it rise" may ask of another time.
PRESUPPOSING = re.compile(r"^\W*(?:why|how\s+(?:come|did|does|do|could|can|has|have|was|is)|what\s+"
                          r"(?:made|makes|caused|explains))\b", re.IGNORECASE)  # fmt: skip
PRESUPPOSING_DECISION = re.compile(r"^\W*(?:when|where|at\s+what|on\s+which)\b", re.IGNORECASE)
QUESTION_WORDS = re.compile(
    r"^\W*(?:why|how\s+come|how|when|where|at\s+what|on\s+which|what)\b", re.IGNORECASE
)
# "Why didn't it succeed".
DENIED = re.compile(r"(?:\bnot|n['’]t)\b", re.IGNORECASE)
DENYING = re.compile(r"(?:\b(?:not|never|no|neither|nor)|n['’]t)\s+$", re.IGNORECASE)
REFUSING = re.compile(r"declined\s+to\s+[a-z]")
# "Went up", but not "gave up" or "up to 30".
PARTICLES = frozenset({"up", "down"})
MOVING = re.compile(
    r"\b(?:go|goes|going|gone|went|be|is|are|was|were|been)\s+(?:back\s+)?$", re.IGNORECASE
)
PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|get|gets|got|['’]s)\b", re.IGNORECASE)
ALIKE = 0.5
DECISION_ALIKE = 0.75
# Words on either side within which what is said is said of the same thing.
BEFORE, AFTER = 6, 4


def opposite_told(question: str, sentences: Sequence[ReadSentence]) -> Contradiction | None:
    """The sentence that speaks of what the question does and says the opposite, if one does.

    With the title it must share at least half of the question's other content words, and three
    quarters where only a decision is presupposed; a sentence that does so by itself and has the
    question's own word makes the question right.
    """
    if PRESUPPOSING.match(question):
        telling, least = frozenset(OPPOSITES), ALIKE
    elif PRESUPPOSING_DECISION.match(question):
        telling, least = DECIDED, DECISION_ALIKE
    else:
        return None
    found = [
        told
        for match in WORD.finditer(question)
        if _is_said(question, match, telling)
        and (told := _told_of(question, match, sentences, least)) is not None
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _told_of(
    question: str, asked: re.Match[str], sentences: Sequence[ReadSentence], least: float
) -> tuple[float, Contradiction] | None:
    """What says the opposite of one word, and the share of the question's other words it has."""
    if DENIED.search(question[: asked.start()]):
        return None
    own, other = OPPOSITES[asked[0].lower()]
    rest = f"{question[: asked.start()]}{question[asked.end() :]}"
    if any(coverage(rest, s.text) >= least and _said(s.text, own) for s in sentences):
        return None
    shares = [(sentence.covers(rest), sentence) for sentence in sentences]
    alike = [pair for pair in shares if pair[0] >= least]
    for share, sentence in sorted(alike, key=lambda pair: -pair[0]):
        said = next(
            (m for m in _said(sentence.text, other) if _of_the_same(question, asked, sentence, m)),
            None,
        )
        if said is not None:
            return share, sentence.contradicts(asked[0], *said.span())
    return None


def _of_the_same(
    question: str, asked: re.Match[str], sentence: ReadSentence, said: re.Match[str]
) -> bool:
    """Whether both words are said of the same thing.

    What the question's word is said of stands before it, "prices" in "why did prices fall", or
    behind it where nothing does: "the largest harvest". At least half of that must stand near the
    other word on the same side; on any side of a passive, whose subject somebody else acted on.
    """
    before, behind = question[: asked.start()], question[asked.end() :]
    subject = content_stems(QUESTION_WORDS.sub("", before))
    near_before = _last_words(sentence.text[: said.start()], BEFORE)
    near_behind = _first_words(sentence.text[said.end() :], AFTER)
    if not subject:
        return not content_stems(_first_words(behind, 2)).isdisjoint(content_stems(near_behind))
    near = f"{near_before} {near_behind}" if PASSIVE.search(before) else near_before
    return 2 * len(subject & content_stems(near)) >= len(subject)


def _last_words(text: str, count: int) -> str:
    return " ".join(text.split()[-count:])


def _first_words(text: str, count: int) -> str:
    return " ".join(text.split()[:count])


def _said(text: str, words: frozenset[str]) -> list[re.Match[str]]:
    """Where one of the words is said, and not denied: "she is not early"."""
    return [match for match in WORD.finditer(text) if _is_said(text, match, words)]


def _is_said(text: str, match: re.Match[str], words: frozenset[str]) -> bool:
    before = text[: match.start()]
    return (
        match[0].lower() in words
        and not DENYING.search(before)
        and not REFUSING.match(text, match.start())
        and (match[0].lower() not in PARTICLES or MOVING.search(before) is not None)
    )
