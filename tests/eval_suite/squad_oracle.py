"""The published SQuAD scores written a second time, in another way, to check the first.

From the definition in Rajpurkar et al. 2016 and 2018: letters are lowered, ASCII
punctuation dropped, the words a, an and the dropped, white space made single. A word is a
run of letters, digits or underscores. Each token is shared at most as often as it occurs in
both. A question whose gold answers hold no token counts as one without an answer.
"""

import itertools

PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


def tokens(text: str) -> list[str]:
    """The tokens that are compared, by walking over runs of letters and of all else."""
    kept = "".join(character for character in text.lower() if character not in PUNCTUATION)
    runs = ("".join(run) for _, run in itertools.groupby(kept, key=str.isalnum))
    return "".join(" " if run in {"a", "an", "the"} else run for run in runs).split()


def exact(gold: str, prediction: str) -> float:
    """1.0 where the tokens are the same."""
    return 1.0 if tokens(gold) == tokens(prediction) else 0.0


def f1(gold: str, prediction: str) -> float:
    """The harmonic mean of the two shares of common tokens."""
    left, right = tokens(gold), tokens(prediction)
    if not left or not right:
        return 1.0 if left == right else 0.0
    remaining = list(left)
    common = 0
    for token in right:
        if token in remaining:
            remaining.remove(token)
            common += 1
    if common == 0:
        return 0.0
    precision, recall = common / len(right), common / len(left)
    return 2 * precision * recall / (precision + recall)


def best(score: str, prediction: str, answers: list[str]) -> float:
    """The best score over the gold answers that hold a token, or over none ("")."""
    function = {"exact": exact, "f1": f1}[score]
    usable = [answer for answer in answers if tokens(answer)]
    return max(function(answer, prediction) for answer in usable or [""])
