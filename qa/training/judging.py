"""Questions asked of an index of training articles, each candidate judged by the gold answers."""

import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder
from index.interface import PassageSnapshot
from index.retrieval import RetrievalOptions, Retriever
from qa.agreement import RIGHT_F1, normalise_answer, token_f1
from qa.confidence import Calibration
from qa.finding import Finder
from qa.question import Question
from qa.reader import Reader
from qa.squad import SquadParagraph, SquadQuestion, load_squad
from qa.training.examples import load_held_back

Report = Callable[[int, int], None]

BATCH_QUESTIONS = 16
# The calibration that ranks by the reader's margin alone.
UNFITTED = Calibration(**{field.name: 0.0 for field in fields(Calibration)} | {"margin": 1.0})


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
        with tempfile.TemporaryDirectory() as folder:
            index = ArticleIndex(Path(folder) / "index", self.encoder, ChunkingOptions())
            index.add(
                [
                    Document(f"paragraph-{number}", paragraph.title, paragraph.context, "held back")
                    for number, paragraph in enumerate(paragraphs)
                    if paragraph.context.strip()
                ]
            )
            finder = Finder(Retriever(index, RetrievalOptions()), self.reader, UNFITTED)
            for first in range(0, len(questions), BATCH_QUESTIONS):
                part = questions[first : first + BATCH_QUESTIONS]
                judged += _judge(part, finder, index.snapshot())
                report(len(judged), len(questions))
        return judged


def _judge(
    questions: Sequence[SquadQuestion], finder: Finder, snapshot: PassageSnapshot
) -> list[JudgedQuestion]:
    found = finder.find([Question(question.question) for question in questions], snapshot)
    judged = []
    for question, entry in zip(questions, found, strict=True):
        if not entry.candidates:
            continue  # nothing to weigh: such a question is left whatever the threshold
        answers = [answer.text for answer in question.answers]
        right = [bool(answers) and token_f1(c.text, answers) >= RIGHT_F1 for c in entry.candidates]
        evidence = np.array([astuple(candidate.evidence) for candidate in entry.candidates])
        given = tuple(normalise_answer(candidate.text) for candidate in entry.candidates)
        judged.append(JudgedQuestion(evidence, np.array(right, dtype=bool), given, bool(answers)))
    return judged


def _unreported(done: int, count: int) -> None:
    """The questions of one article are too few to tell of."""
