"""What runs the networks fastest: PyTorch, ONNX Runtime and OpenVINO in three number formats.

    python -m bench.engines train/squad2.json.gz --out engines

Each round starts every engine anew, one after another, so that all of them meet the same noise;
the table has medians over the rounds, the JSON the spread, too. The rows "at most AVX2" tell the
engines to leave out newer instructions, which ONNX Runtime cannot be told. F1 is of questions on
the file's held-back articles, cosines and neighbours are of their paragraphs.
"""

import os
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path
from typing import Any

import click
import numpy as np
from packaging.requirements import Requirement
from tokenizers import Tokenizer

from bench.report import spread, write_result
from bench.worker import Worker
from index.encoder import Vectors
from index.tokenisation import load_tokenizer
from index.weights import encoder_folder
from qa.squad import load_squad
from qa.training.examples import split_by_article

REFERENCE = "onnxruntime-float32"
ENGINES = (
    REFERENCE,
    *("onnxruntime-int8-channel", "onnxruntime-int8-tensor", "onnxruntime-int8-static"),
    *("openvino-float32", "openvino-bfloat16", "openvino-int8-static"),
    *("torch-float32", "torch-bfloat16", "torch-int8"),
)
LIMITS = {
    "ONEDNN_MAX_CPU_ISA": "AVX2",
    "ATEN_CPU_CAPABILITY": "avx2",
    "MKL_ENABLE_INSTRUCTIONS": "AVX2",
}
LIMITED = tuple(name for name in ENGINES if not name.startswith("onnxruntime"))
QUESTION = "How many people lived in the city before the war?"
PASSAGES, PASSAGE_TOKENS, EMBEDDED, COMPARED, NEIGHBOURS = 10, 200, 96, 500, 10
HELD_BACK = 0.05


@dataclass(frozen=True, slots=True)
class Setting:
    """An engine with or without the processor's newer instructions."""

    engine: str
    limited: bool

    @property
    def shown(self) -> str:
        """Its name in the table."""
        return f"{self.engine}, at most AVX2" if self.limited else self.engine

    def worker(self, folder: str) -> Worker:
        """Start a process with it; the graphs that it makes go to a folder, which outlives it."""
        limits = LIMITS if self.limited else {}
        command = [sys.executable, "-m", "bench.engine_worker", self.engine]
        return Worker(command, {**os.environ, **limits, "TMPDIR": folder})


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder for engines.json and .md.")
@click.option("--rounds", default=5, show_default=True)
@click.option("--times", default=10, show_default=True, help="Measurements in a round.")
@click.option("--questions", default=1_000, show_default=True, help="For F1; 0 leaves it out.")
@click.option("--engine", "engines", multiple=True, type=click.Choice(ENGINES), default=ENGINES)
@click.option("--limited/--no-limited", default=True, help="Measure at most AVX2, too.")
def main(
    path: Path,
    out: Path | None,
    rounds: int,
    times: int,
    questions: int,
    engines: tuple[str, ...],
    limited: bool,
) -> None:
    """Compare engines on the held-back paragraphs of PATH, a training file."""
    texts = [p.context for p in split_by_article(load_squad(path), HELD_BACK)[1]]
    settings = [Setting(name, False) for name in engines]
    if limited:
        settings += [Setting(name, True) for name in engines if name in LIMITED]
    measured: dict[Setting, list[dict[str, Any]]] = {setting: [] for setting in settings}
    for number in range(rounds):
        for setting in settings:
            print(f"round {number + 1}: {setting.shown}", file=sys.stderr)
            measured[setting].append(_times(setting, texts, times))
    exactness = {setting: _exactness(setting, path, texts, questions) for setting in settings}
    rows = [_row(setting, measured[setting], exactness, settings[0]) for setting in settings]
    write_result(out, "engines", {"rounds": rounds, "engines": rows}, [_shown(r) for r in rows])


def _times(setting: Setting, texts: Sequence[str], times: int) -> dict[str, Any]:
    """One round of one engine, {"failed": ...} where it does not run on this processor."""
    tokenizer = load_tokenizer(encoder_folder())
    passages = _passages(texts, tokenizer, PASSAGES)
    with tempfile.TemporaryDirectory() as folder, setting.worker(folder) as worker:
        try:
            return {
                **worker.ask("load", calibration=_calibration(texts)),
                **worker.ask("latency", question=QUESTION, passages=passages, times=times),
                **worker.ask("throughput", passages=list(texts[:EMBEDDED]), times=times),
            }
        except RuntimeError as error:
            return {"failed": str(error)}


def _exactness(
    setting: Setting, path: Path, texts: Sequence[str], questions: int
) -> dict[str, Any]:
    """Vectors of the encoder and F1 of the reader, which no noise of the machine changes."""
    with tempfile.TemporaryDirectory() as folder, setting.worker(folder) as worker:
        target = Path(folder) / "vectors.npy"
        try:
            worker.ask("load", calibration=_calibration(texts))
            worker.ask("vectors", passages=list(texts[:COMPARED]), target=str(target))
            found: dict[str, Any] = {"vectors": np.load(target)}
            if questions:
                asked = {"path": str(path), "held_back": HELD_BACK, "limit": questions}
                found["accuracy"] = worker.ask("accuracy", **asked)
        except RuntimeError as error:
            return {"failed": str(error)}
    return found


def _calibration(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Questions and passages for int8, apart from those that are compared."""
    return [(QUESTION, text) for text in texts[-24:]]


def _passages(texts: Sequence[str], tokenizer: Tokenizer, count: int) -> list[str]:
    """Passages of exactly PASSAGE_TOKENS tokens, from texts put together."""
    whole = " ".join(texts[: count * 4])
    offsets = tokenizer.encode(whole, add_special_tokens=False).offsets
    starts = range(0, count * PASSAGE_TOKENS, PASSAGE_TOKENS)
    return [whole[offsets[s][0] : offsets[s + PASSAGE_TOKENS - 1][1]] for s in starts]


def _row(
    setting: Setting,
    rounds: Sequence[Mapping[str, Any]],
    exactness: Mapping[Setting, Mapping[str, Any]],
    reference: Setting,
) -> dict[str, Any]:
    row: dict[str, Any] = {"engine": setting.shown, "installed_mb": _installed(setting.engine)}
    found, exact = exactness[setting], exactness[reference]
    failed = [entry["failed"] for entry in (*rounds, found) if "failed" in entry]
    if failed:
        return {**row, "failed": failed[0]}
    row |= {name: spread([entry[name] for entry in rounds]) for name in rounds[0]}
    row |= _closeness(found["vectors"], exact["vectors"])
    if "accuracy" in found:
        row["f1_lost"] = {
            name: exact["accuracy"][name]["f1"] - found["accuracy"][name]["f1"]
            for name in ("always_answered", "best_margin")
        }
    return row


def _closeness(vectors: Vectors, reference: Vectors) -> dict[str, float]:
    """Cosines with the reference, and the share of nearest neighbours that are others."""
    cosines = (vectors * reference).sum(axis=1)
    kept = [
        len(set(some) & set(others)) / NEIGHBOURS
        for some, others in zip(_nearest(vectors), _nearest(reference), strict=True)
    ]
    return {
        "cosine_mean": float(cosines.mean()),
        "cosine_least": float(cosines.min()),
        "neighbours_changed": 1 - statistics.fmean(kept),
    }


def _nearest(vectors: Vectors) -> list[list[int]]:
    similarity = vectors @ vectors.T
    np.fill_diagonal(similarity, -1)
    return [list(row) for row in np.argsort(-similarity, axis=1)[:, :NEIGHBOURS].tolist()]


def _installed(engine: str) -> float:
    """MB on disk of the runtime's package and of what only it needs."""
    names = {"torch": ("torch", "transformers")}.get(engine.partition("-")[0])
    return sum(_size(name) for name in names or _with_requirements(engine.partition("-")[0]))


def _with_requirements(name: str) -> list[str]:
    """A package and its direct requirements, without those that the project needs anyway."""
    ours = {Requirement(text).name.lower() for text in requires("article-qa") or ()}
    direct = {Requirement(text).name.lower() for text in requires(name) or ()}
    return [name, *sorted(direct - ours)]


def _size(name: str) -> float:
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:
        return 0.0
    paths = (Path(str(file.locate())) for file in files)
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1_000_000


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row of the Markdown table: medians."""

    def median(name: str) -> Any:
        return row[name]["median"] if name in row else "–"

    lost = row.get("f1_lost", {})
    return {
        "engine": row["engine"] + (" (does not run)" if "failed" in row else ""),
        "question ms": median("question_ms"),
        "one passage ms": median("one_passage_ms"),
        "ten passages ms": median("ten_passages_ms"),
        "passages/s": median("passages_per_s"),
        "start ms": median("start_ms"),
        "peak MB": median("peak_mb"),
        "installed MB": row["installed_mb"],
        "cosine": f"{row['cosine_mean']:.5f}" if "cosine_mean" in row else "–",
        "neighbours changed": row.get("neighbours_changed", "–"),
        "F1 lost": f"{lost['best_margin']:.2f}" if lost else "–",
    }


if __name__ == "__main__":
    main()
