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
from qa.agreement import normalise_answer, token_f1
from qa.confidence import Calibration
from qa.finding import Finder
from qa.question import Question
from qa.reader import Reader
from qa.squad import SquadParagraph, SquadQuestion, load_squad
from qa.training.examples import load_held_back

Report = Callable[[int, int], None]

RIGHT_F1 = 0.6
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


def judge_held_back(
    paths: Sequence[Path],
    count: int,
    encoder: Encoder,
    reader: Reader,
    seed: int,
    report: Report,
) -> list[JudgedQuestion]:
    """`judge_questions` on the held-back articles of each SQuAD-format training file apart.

    Raises:
        SquadFormatError: a file is not of that format.
        OSError: one cannot be read.
    """
    judged: list[JudgedQuestion] = []
    for path in paths:
        judged += judge_questions(load_held_back(path), count, encoder, reader, seed, report)
    return judged


def judge_unread(
    paths: Sequence[Path],
    count: int,
    encoder: Encoder,
    reader: Reader,
    seed: int,
    report: Report,
) -> list[JudgedQuestion]:
    """`judge_questions` and `judge_alone` on each file whole: no reader was trained on it.

    Raises:
        SquadFormatError: a file is not of that format.
        OSError: one cannot be read.
    """
    judged: list[JudgedQuestion] = []
    for path in paths:
        paragraphs = load_squad(path)
        for ask in (judge_questions, judge_alone):
            judged += ask(paragraphs, count, encoder, reader, seed, report)
    return judged


def judge_questions(
    paragraphs: Sequence[SquadParagraph],
    count: int,
    encoder: Encoder,
    reader: Reader,
    seed: int,
    report: Report,
) -> list[JudgedQuestion]:
    """Ask `count` questions of an index of all the paragraphs, as a user would.

    A candidate is right when its token F1 with a gold answer is at least 0.6, whichever
    passage it stands in.
    """
    drawn = [question for question, _ in _draw(paragraphs, count, seed)]
    return _ask(drawn, paragraphs, encoder, reader, report)


def judge_alone(
    paragraphs: Sequence[SquadParagraph],
    count: int,
    encoder: Encoder,
    reader: Reader,
    seed: int,
    report: Report,
) -> list[JudgedQuestion]:
    """The same questions, each asked of an index of its own article alone.

    That is how a user meets the product who gives it a single article to ask about.
    """
    articles: dict[str, list[SquadParagraph]] = defaultdict(list)
    for paragraph in paragraphs:
        articles[paragraph.title].append(paragraph)
    asked: dict[str, list[SquadQuestion]] = defaultdict(list)
    for question, paragraph in _draw(paragraphs, count, seed):
        asked[paragraph.title].append(question)
    judged: list[JudgedQuestion] = []
    for title, questions in asked.items():
        judged += _ask(questions, articles[title], encoder, reader, _unreported)
        report(len(judged), sum(map(len, asked.values())))
    return judged


def _draw(
    paragraphs: Sequence[SquadParagraph], count: int, seed: int
) -> list[tuple[SquadQuestion, SquadParagraph]]:
    """Up to `count` of all questions, the same ones each time, with their paragraphs."""
    questions = [(q, p) for p in paragraphs for q in p.questions]
    chance = random.Random(seed)  # nosec B311  # draws the same again
    return chance.sample(questions, min(count, len(questions)))


def _ask(
    questions: Sequence[SquadQuestion],
    paragraphs: Sequence[SquadParagraph],
    encoder: Encoder,
    reader: Reader,
    report: Report,
) -> list[JudgedQuestion]:
    """Ask the questions of an index of these paragraphs."""
    judged: list[JudgedQuestion] = []
    with tempfile.TemporaryDirectory() as folder:
        index = ArticleIndex(Path(folder) / "index", encoder, ChunkingOptions())
        index.add(
            [
                Document(f"paragraph-{number}", paragraph.title, paragraph.context, "held back")
                for number, paragraph in enumerate(paragraphs)
                if paragraph.context.strip()
            ]
        )
        finder = Finder(Retriever(index, RetrievalOptions()), reader, UNFITTED)
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
