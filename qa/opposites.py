"""A question that says the opposite of what an article says: "largest" for "smallest"."""

import re
from collections.abc import Sequence

from qa.claim import Contradiction, ReadSentence
from qa.coverage import coverage
from qa.nearness import WORD

# Words of one direction, and those of the other.
_DIRECTIONS = (
    ("largest biggest greatest", "smallest tiniest"),
    ("highest tallest", "lowest"),
    ("most", "fewest least"),
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
    ("raise raises raised raising lift lifts lifted", "lower lowers lowered cut cuts reduced"),
    (
        "rise rises rose risen rising increase increases increased increasing grow grows grew grown"
        " growing growth climbed jumped soared gained up",
        "fall falls fell fallen falling decrease decreases decreased decreasing shrink shrinks"
        " shrank shrunk declined dropped plunged slumped down fewer",
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
    ("favour favor support supports supported back backs backed", "against oppose opposed opposes"),
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
DENYING = re.compile(r"(?:\b(?:not|never|no|neither|nor)|n['’]t)\s+$", re.IGNORECASE)
REFUSING = re.compile(r"declined\s+to\s+[a-z]")
ALIKE = 0.5
DECISION_ALIKE = 0.75


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
        if match[0].lower() in telling
        and (told := _told_of(question, match, sentences, least)) is not None
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _told_of(
    question: str, asked: re.Match[str], sentences: Sequence[ReadSentence], least: float
) -> tuple[float, Contradiction] | None:
    """What says the opposite of one word, and the share of the question's other words it has."""
    own, other = OPPOSITES[asked[0].lower()]
    rest = f"{question[: asked.start()]}{question[asked.end() :]}"
    if any(coverage(rest, s.text) >= least and _first(s.text, own) for s in sentences):
        return None
    shares = [(sentence.covers(rest), sentence) for sentence in sentences]
    alike = [pair for pair in shares if pair[0] >= least]
    for share, sentence in sorted(alike, key=lambda pair: -pair[0]):
        said = _first(sentence.text, other)
        if said is not None:
            return share, sentence.contradicts(asked[0], *said.span())
    return None


def _first(text: str, words: frozenset[str]) -> re.Match[str] | None:
    """The first of the words, unless it is denied: "she is not early"."""
    return next(
        (
            match
            for match in WORD.finditer(text)
            if match[0].lower() in words
            and not DENYING.search(text, 0, match.start())
            and not REFUSING.match(text, match.start())
        ),
        None,
    )
