"""What reading the likeliest places again is worth (`qa/second_reading.py`).

    python -m bench.second_reading qa/training/asked_news.json qa/training/asked_talks.json \
        --held-back squad2.json.gz --held-back nq_qed.json.gz --held-back qa/training/news.json

Questions of FILES, which no reader has read, are asked of an index of all of their articles and
of their own article alone, those of held-back articles of an index of all of these. In five parts
of the questions, each tried with what was fitted on the other four, it prints for the first
reading and for both: how often the best candidate of the answerable questions is right, in each
set too; the area under the risk-coverage curve, less is better; and the AUROC of "the articles
answer" by the probability of the best candidate. All in per cent but the AUROC.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
import numpy as np

from bench.report import command_line, print_result, report_progress
from eval.calibration import area_under_risk_coverage, risk_coverage
from eval.metrics import area_under_roc
from qa.assembly import open_encoder, open_reader
from qa.confidence import PIECES, Calibration, Evidence, leader
from qa.model_files import SHIPPED_READER
from qa.squad import load_squad
from qa.training.calibration import fit_calibration
from qa.training.judging import Judge, JudgedQuestion

PARTS = 5
MARGIN, SECOND = PIECES.index("margin"), PIECES.index("second_margin")
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
# Which confidence is answered from plays no part here.
UNUSED_POINT = 0.5


@click.command()
@click.argument("files", nargs=-1, required=True, type=EXISTING)
@click.option("--held-back", multiple=True, type=EXISTING, help="A set that readers have read.")
@click.option("--questions", default=1_000, show_default=True, help="Drawn from each file.")
@click.option("--seed", default=17, show_default=True)
def main(files: tuple[Path, ...], held_back: tuple[Path, ...], questions: int, seed: int) -> None:
    """Compare the first reading with both on questions of FILES."""
    judge = Judge(open_encoder(), open_reader(SHIPPED_READER), questions, seed, report_progress)
    sets = {path.name: judge.held_back([path]) for path in held_back}
    for path in files:
        paragraphs = load_squad(path)
        sets[path.name] = judge.together(paragraphs)
        sets[f"{path.name}, own article"] = judge.alone(paragraphs)
    names = [name for name, judged in sets.items() for _ in judged]
    both = [question for judged in sets.values() for question in judged]
    reread = [np.mean(q.evidence[:, SECOND] != q.evidence[:, MARGIN]) for q in both]
    print_result(
        command_line(),
        {
            "questions": len(both),
            "questions_read_again": float(np.mean(np.array(reread) > 0)),
            "first": measured(names, [_first_alone(question) for question in both], seed),
            "both": measured(names, both, seed),
        },
    )


def measured(
    names: Sequence[str], judged: Sequence[JudgedQuestion], seed: int
) -> dict[str, object]:
    """What the module's text names, of questions of the named sets."""
    parts = np.random.default_rng(seed).integers(0, PARTS, len(judged))
    probabilities, right = np.zeros(len(judged)), np.zeros(len(judged), dtype=bool)
    for part in range(PARTS):
        fitted = fit_calibration(
            [judged[n] for n in np.flatnonzero(parts != part).tolist()], UNUSED_POINT
        )
        for number in np.flatnonzero(parts == part).tolist():
            probabilities[number], right[number] = _best(fitted, judged[number])
    answerable = np.array([question.answerable for question in judged])
    of_set = np.array(names)
    points = risk_coverage(probabilities.tolist(), right.tolist())
    return {
        "best_is_right": 100 * float(right[answerable].mean()),
        "area_under_risk_coverage": 100 * (area_under_risk_coverage(points) or 0.0),
        "auroc_answerable": area_under_roc(probabilities.tolist(), answerable.tolist()),
        "best_is_right_by_set": {
            name: 100 * float(right[answerable & (of_set == name)].mean())
            for name in dict.fromkeys(names)
        },
    }


def _best(fitted: Calibration, question: JudgedQuestion) -> tuple[float, bool]:
    """Probability of the best candidate of a question, and whether it is right."""
    evidence = [Evidence(*row) for row in question.evidence.tolist()]
    best, _ = leader([fitted.score(entry) for entry in evidence], question.answers)
    found = fitted.probabilities(evidence, question.answers, [1.0] * len(evidence))
    return found[best], bool(question.right[best])


def _first_alone(question: JudgedQuestion) -> JudgedQuestion:
    """The question as if nothing had been read again."""
    evidence = question.evidence.copy()
    evidence[:, SECOND] = evidence[:, MARGIN]
    return replace(question, evidence=evidence)


if __name__ == "__main__":
    main()
