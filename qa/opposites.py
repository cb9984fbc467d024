"""A question that says the opposite of what an article says: "largest" for "smallest"."""

import re
from collections.abc import Sequence

from qa.claim import Contradiction, ReadSentence
from qa.coverage import coverage

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
        " growing climbed jumped soared gained up",
        "fall falls fell fallen falling decrease decreases decreased decreasing shrink shrinks"
        " shrank shrunk declined dropped plunged slumped down",
    ),
)


def _opposites() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """For each word those of its direction and of the other, of all pairs that it stands in.

    "Lower" is the opposite of "higher" and of "raise".
    """
    found: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for pair in _DIRECTIONS:
        for own, other in (pair, pair[::-1]):
            for word in own.split():
                known = found.get(word, (frozenset(), frozenset()))
                found[word] = (known[0].union(own.split()), known[1].union(other.split()))
    return found


OPPOSITES = _opposites()
# Only these take for granted what follows; "when did it rise" may ask of another time.
PRESUPPOSING = re.compile(r"^\W*(?:why|how\s+(?:come|did|does|do|could|can|has|have|was|is)|what\s+"
                          r"(?:made|makes|caused|explains))\b", re.IGNORECASE)  # fmt: skip
WORD = re.compile(r"[^\W\d_]+")
DENYING = re.compile(r"(?:\b(?:not|never|no|neither|nor)|n['’]t)\s+$", re.IGNORECASE)
ALIKE = 0.5


def opposite_told(question: str, sentences: Sequence[ReadSentence]) -> Contradiction | None:
    """The sentence that speaks of what the question does and says the opposite, if one does.

    With the title it must share at least half of the question's other content words; a sentence
    that does so by itself and has the question's own word makes the question right.
    """
    if not PRESUPPOSING.match(question):
        return None
    for match in WORD.finditer(question):
        if match[0].lower() not in OPPOSITES:
            continue
        own, other = OPPOSITES[match[0].lower()]
        rest = f"{question[: match.start()]}{question[match.end() :]}"
        alike = sorted(
            ((sentence.covers(rest), number) for number, sentence in enumerate(sentences)),
            key=lambda pair: (-pair[0], pair[1]),
        )
        if any(
            coverage(rest, sentence.text) >= ALIKE and _first(sentence.text, own)
            for sentence in sentences
        ):
            continue
        for share, number in alike:
            said = _first(sentences[number].text, other) if share >= ALIKE else None
            if said is not None:
                return sentences[number].contradicts(match[0], *said.span())
    return None


def _first(text: str, words: frozenset[str]) -> re.Match[str] | None:
    """The first of the words, unless it is denied: "she is not early"."""
    return next(
        (
            match
            for match in WORD.finditer(text)
            if match[0].lower() in words and not DENYING.search(text, 0, match.start())
        ),
        None,
    )
