"""The reader alone on SQuAD-format questions, each with its own paragraph.

    python -m bench.reader_accuracy dev/squad2.json.gz

Prints exact match and F1 when every question is answered, when the reader abstains below a
margin of 0, and at the best margin (as the official script reports), with the area under the
ROC curve of abstention.
"""

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from sklearn.metrics import roc_auc_score

from bench.report import print_result
from index.engine_choice import engine_names, processor_flags
from index.graph_cache import default_graph_cache
from index.tokenisation import load_tokenizer
from index.weights import encoder_folder
from qa.agreement import exact_match, token_f1
from qa.onnx_reader import OnnxReaderModel
from qa.reader import Reader, ReaderInput, ReaderModel, ReaderOptions
from qa.reader_files import SHIPPED_READER
from qa.squad import SquadQuestion, load_squad
from qa.torch_reader import load_torch_reader
from qa.training.examples import split_by_article

BATCH = 64


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
def main(
    path: Path, folder: Path, backend: str, limit: int | None, held_back: float | None
) -> None:
    """Measure the reader on PATH."""
    paragraphs = load_squad(path)
    if held_back is not None:
        paragraphs = split_by_article(paragraphs, held_back)[1]
    questions = [(q, p.context) for p in paragraphs for q in p.questions]
    if limit is not None:
        questions = random.Random(17).sample(questions, min(limit, len(questions)))
    reader = Reader(_model(folder, backend), load_tokenizer(encoder_folder()), ReaderOptions())
    judged = judge(questions, reader)
    print_result(" ".join(sys.argv), {"questions": len(judged), **summary(judged)})


def judge(questions: Sequence[tuple[SquadQuestion, str]], reader: Reader) -> list[Judged]:
    """Read every question's own paragraph."""
    order = sorted(range(len(questions)), key=lambda place: len(questions[place][1]))
    judged = []
    for first in range(0, len(order), BATCH):
        part = [questions[place] for place in order[first : first + BATCH]]
        found = reader.read(
            [ReaderInput(question.question, [context]) for question, context in part]
        )
        for (question, context), spans in zip(part, found, strict=True):
            answers = [answer.text for answer in question.answers]
            text = context[spans[0].start : spans[0].end] if spans else ""
            judged.append(
                Judged(
                    margin=spans[0].score if spans else float("-inf"),
                    exact=exact_match(text, answers),
                    overlap=token_f1(text, answers),
                    silent=float(not answers),
                )
            )
        print(f"{len(judged)} of {len(questions)}", file=sys.stderr, end="\r")
    return judged


def summary(judged: Sequence[Judged]) -> dict[str, object]:
    """Scores in per cent."""
    ordered = sorted(judged, key=lambda item: -item.margin)
    exact = total_exact = sum(item.silent for item in ordered)
    overlap = total_overlap = total_exact
    best_exact, best_overlap, best_margin = exact, overlap, ordered[0].margin
    for item in ordered:
        exact += item.exact - item.silent
        overlap += item.overlap - item.silent
        if item.margin >= 0:
            total_exact, total_overlap = exact, overlap
        best_exact = max(best_exact, exact)
        if overlap > best_overlap:
            best_overlap, best_margin = overlap, item.margin
    count = len(judged) / 100
    answerable = [item for item in judged if not item.silent]
    silent = [item.silent for item in judged]
    return {
        "always_answered": {
            "exact_match": sum(item.exact for item in answerable) / len(answerable) * 100,
            "f1": sum(item.overlap for item in answerable) / len(answerable) * 100,
        },
        "margin_0": {"exact_match": total_exact / count, "f1": total_overlap / count},
        "best_margin": {
            "exact_match": best_exact / count,
            "f1": best_overlap / count,
            "margin": best_margin,
        },
        "abstention_auroc": (
            float(roc_auc_score(silent, [-item.margin for item in judged]))
            if 0 < sum(silent) < len(silent)
            else None
        ),
    }


def _model(folder: Path, backend: str) -> ReaderModel:
    if backend == "torch":
        return load_torch_reader(folder, encoder_folder())
    return OnnxReaderModel.load(folder, default_graph_cache(), engine_names(processor_flags()))


if __name__ == "__main__":
    main()
