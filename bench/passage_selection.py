"""How many of the passages that were retrieved for a question must be read (`qa/selection.py`).

    python -m bench.passage_selection qa/training/asked_news.json qa/training/asked_web.json \
        --held-back squad2.json.gz --held-back nq_qed.json.gz --held-back qa/training/news.json

Questions of FILES, which no reader has read, are asked of an index of all of their articles, those
of held-back articles of an index of all of these, and all ten passages are read. For each bound it
prints how many passages of a question lie within it, and what is lost without the others: how often
the best answer stays the same; of the answerable questions those of which it is right, and those
that are answered right; of the unanswerable ones those left; and of other answers with at least
half of the probability of a given one those that stay, which are the figures that may conflict.
Once for questions for a value and once for all others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np

from bench.reader_accuracy import drawn
from bench.report import report_progress, write_result
from qa.agreement import RIGHT_F1, normalise_answer, token_f1
from qa.asked_value import AskedValue
from qa.assembly import open_encoder, open_reader
from qa.candidate import Candidate
from qa.confidence import Calibration
from qa.coverage import coverage
from qa.finding import FinderOptions, Found
from qa.model_files import SHIPPED_READER
from qa.place import titled
from qa.selection import EVERY_PASSAGE, SelectionOptions, worth_reading
from qa.squad import SquadParagraph, SquadQuestion, load_squad
from qa.training.asking import BATCH_QUESTIONS, find_answers
from qa.training.examples import load_held_back

WEIGHTS = (0.0, 0.2, 0.4, 0.6)
BOUNDS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
RIVAL = 0.5
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question of which every passage was read, and the calibration's probability to answer from.

    `cosines` and `coverages` are those of its passages.
    """

    question: SquadQuestion
    found: Found
    cosines: list[float]
    coverages: list[float]
    point: float

    def kept(self, options: SelectionOptions) -> set[str]:
        """The passages that are read with those options, by id."""
        wants = AskedValue.of(self.question.question) is not None
        chosen = worth_reading(self.cosines, self.coverages, wants, options)
        return {self.found.passages[number].passage.passage_id for number in chosen}

    def best(self, kept: set[str]) -> Candidate | None:
        """The most probable candidate of these passages."""
        inside = (c for c in self.found.candidates if c.retrieved.passage.passage_id in kept)
        return next(inside, None)

    def is_right(self, candidate: Candidate | None) -> bool:
        """Whether a candidate is an answer of the question."""
        golden = [answer.text for answer in self.question.answers]
        return (
            candidate is not None and bool(golden) and token_f1(candidate.text, golden) >= RIGHT_F1
        )

    def is_given(self, candidate: Candidate | None) -> bool:
        """Whether a candidate is probable enough to be the answer."""
        return candidate is not None and candidate.probability >= self.point


@click.command()
@click.argument("files", nargs=-1, type=EXISTING)
@click.option("--held-back", multiple=True, type=EXISTING, help="A set that readers have read.")
@click.option("--questions", default=500, show_default=True, help="Drawn from each file.")
@click.option("--reader", "folder", default=SHIPPED_READER, type=click.Path(path_type=Path))
def main(
    files: tuple[Path, ...], held_back: tuple[Path, ...], questions: int, folder: Path
) -> None:
    """Measure what reading fewer passages of the questions of FILES loses."""
    sets = [*map(load_squad, files), *map(load_held_back, held_back)]
    read = [entry for paragraphs in sets for entry in _read(paragraphs, questions, folder)]
    kinds = {
        "for a value": [q for q in read if AskedValue.of(q.question.question) is not None],
        "others": [q for q in read if AskedValue.of(q.question.question) is None],
    }
    rows = [
        {"questions": kind, "coverage_weight": weight, "bound": bound, **lost(asked, weight, bound)}
        for kind, asked in kinds.items()
        for weight in WEIGHTS
        for bound in BOUNDS
    ]
    counts: dict[str, object] = {kind: len(asked) for kind, asked in kinds.items()}
    write_result(None, "passage_selection", {"counts": counts, "rows": rows}, rows)


def lost(questions: Sequence[ReadQuestion], weight: float, bound: float) -> dict[str, object]:
    """The measures of the module's text, in per cent but for the number of passages."""
    options = SelectionOptions(weight, bound, bound)
    kept = [question.kept(options) for question in questions]
    before = [question.found.candidates[0] for question in questions]
    after = [question.best(within) for question, within in zip(questions, kept, strict=True)]
    answerable = [bool(question.question.answers) for question in questions]
    rows = list(zip(questions, before, after, answerable, strict=True))
    rivals = [
        candidate.retrieved.passage.passage_id in within
        for question, within in zip(questions, kept, strict=True)
        for candidate in _rivals(question)
    ]
    return {
        "passages": float(np.mean([len(within) for within in kept])),
        "same": _share([_same(one, other) for _, one, other, _ in rows]),
        **_before_and_after(
            "right", [(q.is_right(a), q.is_right(b)) for q, a, b, has in rows if has]
        ),
        **_before_and_after(
            "answered right",
            [
                (q.is_given(a) and q.is_right(a), q.is_given(b) and q.is_right(b))
                for q, a, b, has in rows
                if has
            ],
        ),
        **_before_and_after(
            "left", [(not q.is_given(a), not q.is_given(b)) for q, a, b, has in rows if not has]
        ),
        "rivals kept": _share(rivals),
    }


def _rivals(question: ReadQuestion) -> Iterator[Candidate]:
    """What says something else and is half as probable as the answer, where one is given."""
    best = question.found.candidates[0]
    if question.is_given(best):
        for candidate in question.found.candidates[1:]:
            if candidate.probability >= RIVAL * best.probability and not _same(candidate, best):
                yield candidate


def _same(one: Candidate, other: Candidate | None) -> bool:
    return other is not None and normalise_answer(one.text) == normalise_answer(other.text)


def _before_and_after(name: str, pairs: Sequence[tuple[bool, bool]]) -> dict[str, float | None]:
    return {
        f"{name}, all read": _share([before for before, _ in pairs]),
        name: _share([after for _, after in pairs]),
    }


def _share(truths: Sequence[bool]) -> float | None:
    return 100 * float(np.mean(truths)) if truths else None


def _read(paragraphs: Sequence[SquadParagraph], count: int, folder: Path) -> Iterator[ReadQuestion]:
    """Drawn questions of the paragraphs that have a candidate, every passage read."""
    calibration = Calibration.load(folder)
    asked = drawn([q for paragraph in paragraphs for q in paragraph.questions], count)
    answered = find_answers(
        asked,
        paragraphs,
        open_encoder(),
        open_reader(folder),
        calibration,
        FinderOptions(EVERY_PASSAGE),
    )
    for done, (question, found) in enumerate(answered, start=1):
        if found.candidates:
            passages = [(e.passage, found.documents[e.passage.document_id]) for e in found.passages]
            texts = [titled(document, passage) for passage, document in passages]
            yield ReadQuestion(
                question,
                found,
                [entry.dense for entry in found.passages],
                [coverage(question.question, text) for text in texts],
                calibration.operating_point,
            )
        if done % BATCH_QUESTIONS == 0 or done == len(asked):
            report_progress(done, len(asked))


if __name__ == "__main__":
    main()
