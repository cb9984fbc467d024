"""Is a confidence of 0.7 right seven times in ten, and does silence go to the right questions?

    python -m bench.confidence dev/squad2.json.gz --questions 3000

Every question is asked of its own paragraph alone, through the whole pipeline. An answer is right
from a token F1 of 0.6 with a gold answer, as in 'qa train calibration'.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from sklearn.metrics import roc_auc_score

from bench.kept_index import kept_index
from bench.pooled_reader import PooledReader
from bench.reader_accuracy import drawn, open_pooled_reader
from bench.report import command_line, print_result, report_progress
from eval.calibration import brier_score, expected_calibration_error
from index.chunking import ChunkingOptions
from index.encoder import Encoder
from index.passage import PassageFilter
from index.retrieval import RetrievalOptions, Retriever
from qa.agreement import RIGHT_F1, token_f1
from qa.assembly import open_encoder, open_reader_model
from qa.confidence import Calibration
from qa.finding import Finder, FinderOptions
from qa.model_files import SHIPPED_READER
from qa.question import Question
from qa.squad import SquadParagraph, load_squad
from qa.training.asking import paragraph_documents

BATCH = 16


@dataclass(frozen=True, slots=True)
class StatedConfidence:
    """The probability of the best answer, whether it is right, and whether there is one."""

    confidence: float
    right: bool
    answerable: bool


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--reader", "folder", type=click.Path(path_type=Path), default=SHIPPED_READER)
@click.option("--questions", default=3_000, show_default=True, type=click.IntRange(min=1))
def main(path: Path, folder: Path, questions: int) -> None:
    """Measure the confidence of answers to the questions of PATH."""
    reader, calibration = open_pooled_reader(open_reader_model(folder)), Calibration.load(folder)
    with tempfile.TemporaryDirectory() as index_folder:
        stated = stated_confidences(
            load_squad(path), questions, open_encoder(), reader, calibration, Path(index_folder)
        )
    print_result(command_line(), summary(stated))


def stated_confidences(
    paragraphs: Sequence[SquadParagraph],
    count: int | None,
    encoder: Encoder,
    reader: PooledReader,
    calibration: Calibration,
    index_folder: Path,
) -> list[StatedConfidence]:
    """Ask `count` drawn questions of an index, each of its own paragraph only."""
    pairs = [(q, n) for n, p in enumerate(paragraphs) if p.context.strip() for q in p.questions]
    chosen = sorted(drawn(pairs, count), key=lambda pair: pair[1])
    asked_of = {f"paragraph-{number}" for _, number in chosen}
    documents = [d for d in paragraph_documents(paragraphs) if d.document_id in asked_of]
    index = kept_index(index_folder, documents, encoder, ChunkingOptions())
    finder = Finder(Retriever(index, RetrievalOptions()), reader, calibration, FinderOptions())
    stated: list[StatedConfidence] = []
    for first in range(0, len(chosen), BATCH):
        part = chosen[first : first + BATCH]
        asked = [
            Question(q.question, filter=PassageFilter(document_ids=(f"paragraph-{number}",)))
            for q, number in part
        ]
        found = finder.find(asked, index.snapshot())
        reader.forget()
        for (question, _), entry in zip(part, found, strict=True):
            answers = [answer.text for answer in question.answers]
            best = entry.candidates[0] if entry.candidates else None
            right = best is not None and bool(answers) and token_f1(best.text, answers) >= RIGHT_F1
            confidence = best.probability if best else 0.0
            stated.append(StatedConfidence(confidence, right, bool(answers)))
        report_progress(len(stated), len(chosen))
    return stated


def summary(stated: Sequence[StatedConfidence]) -> dict[str, object]:
    """Shares and errors in [0, 1]."""
    confidences = [entry.confidence for entry in stated]
    right = [entry.right for entry in stated]
    answerable = [entry.answerable for entry in stated]
    mixed = 0 < sum(answerable) < len(answerable)
    return {
        "questions": len(stated),
        "right_of_answerable": float(np.mean([e.right for e in stated if e.answerable])),
        "mean_confidence": float(np.mean(confidences)),
        "share_right": float(np.mean(right)),
        "expected_calibration_error": expected_calibration_error(confidences, right),
        "brier_score": brier_score(confidences, right),
        "abstention_auroc": float(roc_auc_score(answerable, confidences)) if mixed else None,
    }


if __name__ == "__main__":
    main()
