"""Is a confidence of 0.7 right seven times in ten, and does silence go to the right questions?

    python -m bench.confidence dev/squad2.json.gz --questions 3000

Every question is asked of its own paragraph alone, through the whole pipeline. An answer is right
from a token F1 of 0.6 with a gold answer, as in 'qa train calibration'.
"""

import random
import sys
import tempfile
from pathlib import Path

import click
import numpy as np
from sklearn.metrics import roc_auc_score

from bench.report import print_result
from eval.calibration import brier_score, expected_calibration_error
from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.passage import PassageFilter
from index.retrieval import RetrievalOptions, Retriever
from qa.agreement import token_f1
from qa.assembly import open_encoder, open_models
from qa.finding import Finder
from qa.question import Question
from qa.reader_files import SHIPPED_READER
from qa.squad import load_squad
from qa.training.calibration import RIGHT_F1

BATCH = 16


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--reader", "folder", type=click.Path(path_type=Path), default=SHIPPED_READER)
@click.option("--questions", default=3_000, show_default=True, type=click.IntRange(min=1))
@click.option("--seed", default=17, show_default=True)
def main(path: Path, folder: Path, questions: int, seed: int) -> None:
    """Measure the confidence of answers to the questions of PATH."""
    paragraphs = [p for p in load_squad(path) if p.context.strip()]
    pairs = [(q, n) for n, paragraph in enumerate(paragraphs) for q in paragraph.questions]
    drawn = random.Random(seed).sample(pairs, min(questions, len(pairs)))
    models = open_models(folder)
    confidences, right, answerable = [], [], []
    with tempfile.TemporaryDirectory() as index_folder:
        index = ArticleIndex(Path(index_folder) / "index", open_encoder(), ChunkingOptions())
        index.add(
            [
                Document(str(number), paragraphs[number].title, paragraphs[number].context, "")
                for number in sorted({number for _, number in drawn})
            ]
        )
        retriever = Retriever(index, RetrievalOptions())
        finder = Finder(index, retriever, models.reader, models.calibration)
        for first in range(0, len(drawn), BATCH):
            part = drawn[first : first + BATCH]
            asked = [
                Question(q.question, filter=PassageFilter(document_ids=(str(number),)))
                for q, number in part
            ]
            for (question, _), found in zip(part, finder.find(asked), strict=True):
                answers = [answer.text for answer in question.answers]
                best = found.candidates[0] if found.candidates else None
                confidences.append(best.probability if best else 0.0)
                right.append(
                    best is not None and bool(answers) and token_f1(best.text, answers) >= RIGHT_F1
                )
                answerable.append(bool(answers))
            print(f"{len(right)} of {len(drawn)}", file=sys.stderr, end="\r")
    mixed = 0 < sum(answerable) < len(answerable)
    print_result(
        " ".join(sys.argv),
        {
            "questions": len(right),
            "right_of_answerable": float(np.mean(np.array(right)[np.array(answerable)])),
            "mean_confidence": float(np.mean(confidences)),
            "share_right": float(np.mean(right)),
            "expected_calibration_error": expected_calibration_error(confidences, right),
            "brier_score": brier_score(confidences, right),
            "abstention_auroc": float(roc_auc_score(answerable, confidences)) if mixed else None,
        },
    )


if __name__ == "__main__":
    main()
