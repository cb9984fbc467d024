"""Whether two answers agree: SQuAD's exact match and token F1."""

import re
import string
from collections import Counter
from collections.abc import Sequence

# From which token F1 on two spans are taken as the same.
RIGHT_F1 = 0.6
_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalise_answer(text: str) -> str:
    """Lower case, no ASCII punctuation, no English articles, single spaces.

    The steps run in that order, as in the official script, so "U.S." becomes "us" and
    "A.N." becomes "", while typographic quotes and dashes stay.

    Source: Rajpurkar et al. 2016, "SQuAD: 100,000+ Questions for Machine Comprehension of
    Text", section 6.1, and its evaluation script.
    """
    bare = text.lower().translate(_PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", bare).split())


def exact_match(prediction: str, answers: Sequence[str]) -> float:
    """Whether the prediction is a gold answer: max over answers of [n(p) = n(a)], 0.0 or 1.0.

    n is `normalise_answer`. Gold answers that normalise to nothing are left out; with none
    left, the question is unanswerable and only a prediction that normalises to nothing,
    such as "", scores 1.0.

    Source: Rajpurkar et al. 2016, section 6.1; the no-answer rule is that of Rajpurkar et
    al. 2018, "Know What You Don't Know: Unanswerable Questions for SQuAD".
    """
    predicted = normalise_answer(prediction)
    return float(any(predicted == gold for gold in _normalised_gold(answers)))


def token_f1(prediction: str, answers: Sequence[str]) -> float:
    """Overlap of prediction and gold as bags of tokens: max over answers, in [0, 1].

    F1 = 2PR / (P + R) = 2c / (p + g), where p and g count the normalised tokens of the
    prediction and the gold answer, and c those they share (as multisets). Where either has
    no token, F1 is 1.0 if both have none and 0.0 otherwise; gold answers are chosen as in
    `exact_match`.

    Source: Rajpurkar et al. 2016, section 6.1; Rajpurkar et al. 2018 for no answer.
    """
    predicted = normalise_answer(prediction).split()
    return max(_overlap(predicted, gold.split()) for gold in _normalised_gold(answers))


def _normalised_gold(answers: Sequence[str]) -> list[str]:
    normalised = (normalise_answer(answer) for answer in answers)
    return [answer for answer in normalised if answer] or [""]


def _overlap(predicted: list[str], gold: list[str]) -> float:
    if not predicted or not gold:
        return float(predicted == gold)
    shared = (Counter(predicted) & Counter(gold)).total()
    return 2 * shared / (len(predicted) + len(gold))
