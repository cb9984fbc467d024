"""How well what follow-ups leave out is found, and the thresholds that serve best."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from qa.agreement import RIGHT_F1, token_f1
from qa.follow_up import FollowUpOptions, may_be_complete
from qa.follow_up_text import bare, conversation_text
from qa.pronouns import has_pronoun
from qa.term_selector import Referent, TermSelector
from qa.training.follow_ups import FollowUpExample
from qa.training.referents import stands_for

BATCH = 64


@dataclass(frozen=True, slots=True)
class JudgedReferent:
    """The probability in (0, 1) of what a pronoun most likely stands for, and whether it does."""

    probability: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class JudgedFollowUp:
    """The probability of each word of a conversation, and the words that are missing.

    `missing` holds all content words of the rewrite that the question lacks, whether or not
    the conversation has them. `may_be_complete`: the question names something and lacks nothing by
    its form. `referent` is None where the rewrite does not tell what a pronoun stands for.
    """

    probabilities: dict[str, float]
    missing: frozenset[str]
    has_pronoun: bool
    may_be_complete: bool = False
    referent: JudgedReferent | None = None

    @property
    def likeliest(self) -> float:
        """The probability of the word that is most likely missing; 0 without words."""
        return max(self.probabilities.values(), default=0.0)

    @property
    def is_incomplete(self) -> bool:
        """Whether the conversation has words that are missing."""
        return not self.missing.isdisjoint(self.probabilities)

    def selected(self, threshold: float) -> frozenset[str]:
        """The words that are at least as probable as a threshold."""
        return frozenset(word for word, p in self.probabilities.items() if p >= threshold)


@dataclass(frozen=True, slots=True)
class Selection:
    """Micro-averaged precision and recall in [0, 1] of words selected at a threshold."""

    threshold: float
    precision: float
    recall: float

    @property
    def f2(self) -> float:
        """Their mean in which recall counts twice (van Rijsbergen 1979); 0 where both are.

        A word too few leaves open what is spoken of, one too many is read over: with the best F1
        fewer follow-ups are answered and fewer left that should be (docs/follow-ups.md).
        """
        total = 4 * self.precision + self.recall
        return 5 * self.precision * self.recall / total if total else 0.0


def judge_follow_ups(
    selector: TermSelector,
    examples: Sequence[FollowUpExample],
    report: Callable[[int, int], None],
) -> list[JudgedFollowUp]:
    """Weigh the words of every example's conversation."""
    judged = []
    for first in range(0, len(examples), BATCH):
        part = examples[first : first + BATCH]
        texts = [conversation_text(example.history) for example in part]
        pairs = [(example.question, text) for example, text in zip(part, texts, strict=True)]
        for example, text, chosen in zip(part, texts, selector.select(pairs), strict=True):
            probabilities: dict[str, float] = {}
            for term in chosen.terms:
                word = bare(text[term.start : term.end])
                probabilities[word] = max(term.probability, probabilities.get(word, 0.0))
            referent = _judge_referent(example, text, chosen.referent)
            judged.append(
                JudgedFollowUp(
                    probabilities,
                    example.missing,
                    has_pronoun(example.question),
                    may_be_complete(example.question),
                    referent,
                )
            )
        report(len(judged), len(examples))
    return judged


def selection_at(judged: Sequence[JudgedFollowUp], threshold: float) -> Selection:
    """Words over all examples: how many selected ones are missing, how many missing selected."""
    chosen = [(item.selected(threshold), item.missing) for item in judged]
    right = sum(len(words & missing) for words, missing in chosen)
    selected = sum(len(words) for words, _ in chosen)
    missing_count = sum(len(missing) for _, missing in chosen)
    return Selection(
        threshold,
        right / selected if selected else 1.0,
        right / missing_count if missing_count else 1.0,
    )


def selection_curve(judged: Sequence[JudgedFollowUp]) -> list[Selection]:
    """Selections at thresholds from 0.02 to 0.98."""
    return [selection_at(judged, float(t)) for t in np.arange(0.02, 0.99, 0.02).round(2)]


def fit_options(judged: Sequence[JudgedFollowUp]) -> FollowUpOptions:
    """The thresholds of the best F2, of questions without and with a pronoun apart.

    That of referents is the one from which right ones outnumber wrong ones by most, and that of
    questions that may be complete tells those that are from the others best.

    Raises:
        ValueError: questions of one kind are missing.
    """
    best = []
    for kind in (False, True):
        part = [item for item in judged if item.has_pronoun is kind]
        if not part:
            raise ValueError(
                f"none of {len(judged)} follow-ups is {'with' if kind else 'without'} a pronoun: "
                "give more of them"
            )
        best.append(max(selection_curve(part), key=lambda selection: selection.f2).threshold)
    referents = [item.referent for item in judged if item.referent is not None]
    naming = _naming_threshold([item for item in judged if item.may_be_complete])
    return FollowUpOptions(best[0], best[1], naming, _referent_threshold(referents))


def _naming_threshold(judged: Sequence[JudgedFollowUp]) -> float:
    """From which probability of its likeliest word a question is incomplete: that
    of the best J, the share of incomplete ones taken so less that of complete ones (Youden 1950).

    0 where one of the two kinds is missing.
    """
    incomplete = np.array([item.likeliest for item in judged if item.is_incomplete])
    complete = np.array([item.likeliest for item in judged if not item.is_incomplete])
    if not len(incomplete) or not len(complete):
        return 0.0
    thresholds = np.arange(0.02, 0.99, 0.02).round(2)
    gained = [(incomplete >= t).mean() - (complete >= t).mean() for t in thresholds]
    return float(thresholds[int(np.argmax(gained))])


def _referent_threshold(referents: Sequence[JudgedReferent]) -> float:
    """The probability from which right ones outnumber wrong ones by most; 1 without any."""
    ranked = sorted(referents, key=lambda referent: -referent.probability)
    gained = np.cumsum([1 if referent.is_right else -1 for referent in ranked])
    if not len(gained) or gained.max() < 1:
        return 1.0
    return round(ranked[int(gained.argmax())].probability, 4)


def _judge_referent(
    example: FollowUpExample, text: str, referent: Referent | None
) -> JudgedReferent | None:
    name = stands_for(example.question, example.rewrite)
    if name is None or referent is None:
        return None
    found = text[referent.start : referent.end]
    return JudgedReferent(referent.probability, token_f1(found, [name]) >= RIGHT_F1)
