"""The reader alone on SQuAD-format questions, each with its own paragraph.

    python -m bench.reader_accuracy dev/squad2.json.gz --margin 0.5

Prints exact match and F1 when every question is answered, when the reader abstains below the
stated margin, and at the best margin (as the official script reports), with the area under the
ROC curve of abstention. A margin is chosen on the held-back part of a training file:

    python -m bench.reader_accuracy train/squad2.json.gz --held-back 0.05 --limit 2000
"""

import hashlib
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import click
from sklearn.metrics import roc_auc_score

from bench.journal import Journal, Row
from bench.pooled_reader import PooledReader
from bench.report import command_line, print_result, report_progress
from index.tokenisation import load_tokenizer
from index.weights import encoder_folder
from qa.agreement import exact_match, token_f1
from qa.assembly import open_reader_model
from qa.model_files import SHIPPED_READER
from qa.reader import ReaderInput, ReaderModel, ReaderOptions
from qa.squad import SquadParagraph, SquadQuestion, load_squad
from qa.torch_reader import load_torch_reader
from qa.training.examples import split_by_article

BATCH = 256
SEED = 17


@dataclass(frozen=True, slots=True)
class AskedAlone:
    """A question, the only paragraph that is read for it, and its gold answers."""

    question: str
    context: str
    answers: tuple[str, ...]

    @classmethod
    def of(cls, paragraph: SquadParagraph, question: SquadQuestion) -> Self:
        """A question with its own paragraph."""
        answers = tuple(answer.text for answer in question.answers)
        return cls(question.question, paragraph.context, answers)

    @property
    def key(self) -> str:
        """The same for the same question and paragraph, whichever file they stand in."""
        return hashlib.sha256(f"{self.question}\0{self.context}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Judged:
    """The best span's margin over no answer, its scores, and the scores of giving none."""

    margin: float
    exact: float
    overlap: float
    silent: float


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--reader", "folder", default=SHIPPED_READER, type=click.Path(path_type=Path))
@click.option("--backend", type=click.Choice(["onnx", "torch"]), default="onnx")
@click.option("--limit", type=int, help="Questions at most, drawn with seed 17.")
@click.option("--held-back", type=float, help="Only the held-back share of a training file.")
@click.option("--margin", default=0.0, show_default=True, help="Below it the reader abstains.")
def main(
    path: Path,
    folder: Path,
    backend: str,
    limit: int | None,
    held_back: float | None,
    margin: float,
) -> None:
    """Measure the reader on PATH."""
    questions = drawn(asked_alone(load_squad(path), held_back), limit)
    judged = judge(questions, open_pooled_reader(_model(folder, backend)))
    print_result(command_line(), {"questions": len(judged), **summary(judged, margin)})


def open_pooled_reader(model: ReaderModel) -> PooledReader:
    """The product's way of reading, many questions at a time."""
    return PooledReader(model, load_tokenizer(encoder_folder()), ReaderOptions())


def asked_alone(
    paragraphs: Sequence[SquadParagraph], held_back: float | None = None
) -> list[AskedAlone]:
    """Every question of the paragraphs, or of those of the held-back articles."""
    if held_back is not None:
        paragraphs = split_by_article(paragraphs, held_back)[1]
    return [AskedAlone.of(p, q) for p in paragraphs for q in p.questions]


def drawn(items: Sequence[Any], limit: int | None) -> list[Any]:
    """All of the items, or as many as the limit says, drawn with a fixed seed."""
    if limit is None or limit >= len(items):
        return list(items)
    return random.Random(SEED).sample(items, limit)


def judge(
    questions: Sequence[AskedAlone], reader: PooledReader, journal: Journal | None = None
) -> list[Judged]:
    """Read every question's own paragraph, but for those that the journal holds already."""
    known: Mapping[str, Row] = {} if journal is None else journal
    found = {q.key: known[q.key] for q in questions if q.key in known}
    missing = {q.key: q for q in questions if q.key not in found}
    order = sorted(missing.values(), key=lambda asked: len(asked.context))
    for first in range(0, len(order), BATCH):
        part = order[first : first + BATCH]
        rows = _read(part, reader)
        found |= rows
        if journal is not None:
            journal.add(rows)
        report_progress(first + len(part), len(order))
    return [_judged(asked, found[asked.key]) for asked in questions]


def best_margin(judged: Iterable[Judged]) -> tuple[float, float, float]:
    """The margin of the best F1, and the best exact match and F1 at any margin, in per cent."""
    ordered = sorted(judged, key=lambda item: -item.margin)
    exact = overlap = sum(item.silent for item in ordered)
    best_exact, best_overlap, margin = exact, overlap, ordered[0].margin
    for item in ordered:
        exact += item.exact - item.silent
        overlap += item.overlap - item.silent
        best_exact = max(best_exact, exact)
        if overlap > best_overlap:
            best_overlap, margin = overlap, item.margin
    return margin, best_exact / len(ordered) * 100, best_overlap / len(ordered) * 100


def summary(judged: Sequence[Judged], margin: float) -> Row:
    """Scores in per cent."""
    answerable = [item for item in judged if not item.silent]
    silent = [item.silent for item in judged]
    best, best_exact, best_overlap = best_margin(judged)
    return {
        "always_answered": {
            "exact_match": _percent(item.exact for item in answerable),
            "f1": _percent(item.overlap for item in answerable),
        },
        "at_margin": {
            "margin": margin,
            "exact_match": _percent(
                item.exact if item.margin >= margin else item.silent for item in judged
            ),
            "f1": _percent(
                item.overlap if item.margin >= margin else item.silent for item in judged
            ),
        },
        "best_margin": {"margin": best, "exact_match": best_exact, "f1": best_overlap},
        "abstention_auroc": (
            float(roc_auc_score(silent, [-item.margin for item in judged]))
            if 0 < sum(silent) < len(silent)
            else None
        ),
    }


def _read(part: Sequence[AskedAlone], reader: PooledReader) -> dict[str, Row]:
    found = reader.read([ReaderInput(asked.question, [asked.context]) for asked in part])
    reader.forget()
    rows: dict[str, Row] = {}
    for asked, spans in zip(part, found, strict=True):
        text = asked.context[spans[0].start : spans[0].end] if spans else ""
        rows[asked.key] = {"text": text, "margin": spans[0].score if spans else -1e9}
    return rows


def _judged(asked: AskedAlone, row: Row) -> Judged:
    text = str(row["text"])
    return Judged(
        margin=float(row["margin"]),
        exact=exact_match(text, asked.answers),
        overlap=token_f1(text, asked.answers),
        silent=float(not asked.answers),
    )


def _percent(values: Iterable[float]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) * 100 if listed else None


def _model(folder: Path, backend: str) -> ReaderModel:
    if backend == "torch":
        return load_torch_reader(folder, encoder_folder())
    return open_reader_model(folder)


if __name__ == "__main__":
    main()
