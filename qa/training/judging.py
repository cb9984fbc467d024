"""Questions asked of an index of training articles, each candidate judged by the gold answers."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder
from qa.agreement import RIGHT_F1, normalise_answer, token_f1
from qa.candidate import Candidate
from qa.finding import FinderOptions
from qa.reader import Reader
from qa.squad import SquadParagraph, SquadQuestion, load_squad
from qa.training.asking import BATCH_QUESTIONS, UNFITTED, find_answers
from qa.training.examples import load_held_back

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """The evidence of a question's candidates, best reader score first, and which are right.

    `evidence` has shape (candidates, features) and `right` shape (candidates,), bool; `answers`
    tells which of them give the same answer.
    """

    evidence: NDArray[np.float64]
    right: NDArray[np.bool_]
    answers: tuple[str, ...]
    answerable: bool


@dataclass(frozen=True, slots=True)
class Judge:
    """Asks up to `count` questions of each set, the same ones with the same `seed`.

    A candidate is right when its token F1 with a gold answer is at least 0.6, whichever passage it
    stands in. `report` is told how many of how many questions of a set were asked.
    """

    encoder: Encoder
    reader: Reader
    count: int
    seed: int
    report: Report

    def held_back(self, paths: Sequence[Path]) -> list[JudgedQuestion]:
        """`together` on the held-back articles of each SQuAD-format training file apart.

        Raises:
            SquadFormatError: a file is not of that format.
            OSError: one cannot be read.
        """
        return [judged for path in paths for judged in self.together(load_held_back(path))]

    def unread(self, paths: Sequence[Path]) -> list[JudgedQuestion]:
        """`together` and `alone` on each file whole: no reader was trained on it.

        Raises:
            SquadFormatError: a file is not of that format.
            OSError: one cannot be read.
        """
        judged: list[JudgedQuestion] = []
        for path in paths:
            paragraphs = load_squad(path)
            judged += [*self.together(paragraphs), *self.alone(paragraphs)]
        return judged

    def together(self, paragraphs: Sequence[SquadParagraph]) -> list[JudgedQuestion]:
        """Ask the questions of an index of all the paragraphs, as a user would."""
        drawn = [question for question, _ in self._draw(paragraphs)]
        return self._ask(drawn, paragraphs, self.report)

    def alone(self, paragraphs: Sequence[SquadParagraph]) -> list[JudgedQuestion]:
        """The same questions, each asked of an index of its own article alone.

        That is how a user meets the product who gives it a single article to ask about.
        """
        articles: dict[str, list[SquadParagraph]] = defaultdict(list)
        for paragraph in paragraphs:
            articles[paragraph.title].append(paragraph)
        drawn = self._draw(paragraphs)
        asked: dict[str, list[SquadQuestion]] = defaultdict(list)
        for question, paragraph in drawn:
            asked[paragraph.title].append(question)
        judged: list[JudgedQuestion] = []
        for title, questions in asked.items():
            judged += self._ask(questions, articles[title], _unreported)
            self.report(len(judged), len(drawn))
        return judged

    def _draw(
        self, paragraphs: Sequence[SquadParagraph]
    ) -> list[tuple[SquadQuestion, SquadParagraph]]:
        """Up to `count` of all questions, with their paragraphs."""
        questions = [(q, p) for p in paragraphs for q in p.questions]
        chance = random.Random(self.seed)  # nosec B311  # draws the same again
        return chance.sample(questions, min(self.count, len(questions)))

    def _ask(
        self,
        questions: Sequence[SquadQuestion],
        paragraphs: Sequence[SquadParagraph],
        report: Report,
    ) -> list[JudgedQuestion]:
        """Ask the questions of an index of these paragraphs."""
        judged: list[JudgedQuestion] = []
        found = find_answers(
            questions, paragraphs, self.encoder, self.reader, UNFITTED, FinderOptions()
        )
        for number, (question, entry) in enumerate(found, start=1):
            # Without candidates there is nothing to weigh: it is left whatever the threshold.
            if entry.candidates:
                judged.append(_judged(question, entry.candidates))
            if number % BATCH_QUESTIONS == 0 or number == len(questions):
                report(number, len(questions))
        return judged


def _judged(question: SquadQuestion, candidates: Sequence[Candidate]) -> JudgedQuestion:
    answers = [answer.text for answer in question.answers]
    return JudgedQuestion(
        evidence=np.array([astuple(candidate.evidence) for candidate in candidates]),
        right=np.array(
            [bool(answers) and token_f1(c.text, answers) >= RIGHT_F1 for c in candidates]
        ),
        answers=tuple(normalise_answer(candidate.text) for candidate in candidates),
        answerable=bool(answers),
    )


def _unreported(done: int, count: int) -> None:
    """The questions of one article are too few to tell of."""
