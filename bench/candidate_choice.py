"""How the candidates of a question are best compared: fitted on some questions, tried on others.

    python -m bench.candidate_choice squad2.json.gz nq_qed.json.gz --questions 1500

Questions about held-back training articles are asked of an index of all of them, as for
`qa train calibration`. In five parts of the questions, each tried with what was fitted on the
other four, it prints the share of the answerable ones whose best candidate is right: by the
reader's margin alone, by one logistic regression over all candidates of all questions, and by a
conditional logit over the candidates of each question, with how often one is right where another
is not.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from bench.report import command_line, print_result, report_progress
from qa.assembly import open_encoder, open_reader
from qa.model_files import SHIPPED_READER
from qa.training.calibration import MARGIN, logistic
from qa.training.choice import choice_weights
from qa.training.judging import Judge, JudgedQuestion

PARTS = 5
CONDITIONAL = "conditional logit"
Array = NDArray[np.float64]
Fit = Callable[[Sequence[JudgedQuestion]], Array]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--questions", default=1_500, show_default=True, help="Drawn from each file.")
@click.option("--seed", default=17, show_default=True)
def main(files: tuple[Path, ...], questions: int, seed: int) -> None:
    """Compare ways to weigh candidates on the held-back part of FILES."""
    encoder, reader = open_encoder(), open_reader(SHIPPED_READER)
    judged = Judge(encoder, reader, questions, seed, report_progress).held_back(files)
    print_result(command_line(), compare(judged, seed))


def compare(judged: Sequence[JudgedQuestion], seed: int) -> dict[str, object]:
    """What the module's text names: shares in [0, 1], and counts of questions."""
    ways: dict[str, Fit] = {"margin": _margin, "regression": _pooled, CONDITIONAL: _conditional}
    parts = np.random.default_rng(seed).integers(0, PARTS, len(judged))
    right: dict[str, list[bool]] = {name: [] for name in ways}
    for part in range(PARTS):
        fitted_on = [q for q, of in zip(judged, parts, strict=True) if of != part]
        weights = {name: fit(fitted_on) for name, fit in ways.items()}
        for question, of in zip(judged, parts, strict=True):
            if of == part and question.answerable:
                for name, given in weights.items():
                    best = int(np.argmax(question.evidence @ given))
                    right[name].append(bool(question.right[best]))
    best_way = np.array(right[CONDITIONAL])
    result: dict[str, object] = {"answerable": len(best_way)}
    for name, found in right.items():
        result[name] = float(np.mean(found))
        if name != CONDITIONAL:
            result[f"{CONDITIONAL} right, {name} not"] = int((best_way & ~np.array(found)).sum())
            result[f"{name} right, {CONDITIONAL} not"] = int((~best_way & np.array(found)).sum())
    return result


def _margin(_questions: Sequence[JudgedQuestion]) -> Array:
    return MARGIN


def _pooled(questions: Sequence[JudgedQuestion]) -> Array:
    evidence = np.concatenate([question.evidence for question in questions])
    return logistic(evidence, np.concatenate([question.right for question in questions]))[0]


def _conditional(questions: Sequence[JudgedQuestion]) -> Array:
    return choice_weights([q.evidence for q in questions], [q.right for q in questions], MARGIN)


if __name__ == "__main__":
    main()
