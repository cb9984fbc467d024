"""Readers side by side on held-back training articles: what a choice between them rests on.

    python -m bench.reader_choice squad2.json.gz nq_qed.json.gz --reader A --reader B

Asks questions about held-back articles of an index of all of them, as a user would, and ranks
candidates by the reader's margin alone, since a confidence is fitted to one reader. For each file
and reader it prints the share of answerable questions whose best candidate is right ("top_1") and
that have a right one among the five best ("top_5"), the area under the ROC curve of the margin for
"this is right" and for "the articles answer", and the best share of questions that are answered
right or rightly left at any one margin.
"""

from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np
from sklearn.metrics import roc_auc_score

from bench.report import command_line, print_result, report_progress
from qa.assembly import open_encoder, open_reader
from qa.training.examples import load_held_back
from qa.training.judging import Judge, JudgedQuestion


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--reader", "folders", multiple=True, required=True, type=click.Path(path_type=Path))
@click.option("--questions", default=400, show_default=True, help="Drawn from each file.")
@click.option("--seed", default=23, show_default=True)
def main(files: tuple[Path, ...], folders: tuple[Path, ...], questions: int, seed: int) -> None:
    """Measure every reader on the held-back part of FILES."""
    encoder = open_encoder()
    result: dict[str, object] = {}
    readers = {folder: open_reader(folder) for folder in folders}
    for path in files:
        paragraphs = load_held_back(path)
        for folder, reader in readers.items():
            judged = Judge(encoder, reader, questions, seed, report_progress).together(paragraphs)
            result[f"{path.name}, {folder}"] = summary(judged)
    print_result(command_line(), result)


def summary(judged: Sequence[JudgedQuestion]) -> dict[str, float | None]:
    """What the module's text names, as shares in [0, 1]; None where one kind is missing."""
    margins = [question.evidence[:, 0] for question in judged]
    orders = [np.argsort(-margin) for margin in margins]
    best = np.array([margin[order[0]] for margin, order in zip(margins, orders, strict=True)])
    pairs = list(zip(judged, orders, strict=True))
    right = np.array([question.right[order[0]] for question, order in pairs])
    among = np.array([question.right[order[:5]].any() for question, order in pairs])
    answerable = np.array([question.answerable for question in judged])
    ranked = np.argsort(-best)
    gained = np.concatenate([[0], np.cumsum(right[ranked])])
    left = (~answerable).sum() - np.concatenate([[0], np.cumsum(~answerable[ranked])])
    return {
        "questions": len(judged),
        "top_1": float(right[answerable].mean()),
        "top_5": float(among[answerable].mean()),
        "auroc_right": float(roc_auc_score(right, best)),
        "auroc_answerable": (None if answerable.all() else float(roc_auc_score(answerable, best))),
        "best_accuracy": float((gained + left).max() / len(judged)),
    }


if __name__ == "__main__":
    main()
