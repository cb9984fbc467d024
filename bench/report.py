"""What every benchmark prints: its result with the machine, the versions and the commit."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median

from index.files import write_text_atomically

PACKAGES = (
    *("torch", "onnxruntime", "openvino", "faiss-cpu", "transformers", "sentence-transformers"),
    *("tokenizers", "numpy"),
)


def print_result(command: str, result: dict[str, object]) -> None:
    """Print one JSON object on standard output."""
    print(json.dumps({**result, "surroundings": surroundings(command)}, indent=2))


def surroundings(command: str) -> dict[str, object]:
    """What was run, from which commit, on which machine, with which versions."""
    return {"command": command, **measured_with()}


def measured_with() -> dict[str, object]:
    """The commit, the machine and the versions: other ones measure something else."""
    git = ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()
    return {
        "commit": commit or None,
        "processor": _processor(),
        "cores_used": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def write_result(
    folder: Path | None, name: str, result: dict[str, object], rows: Sequence[dict[str, object]]
) -> None:
    """Print the result as JSON, and its rows as a Markdown table on standard error.

    Where a folder is given, both are written there, too.
    """
    around = surroundings(command_line())
    text = json.dumps({**result, "surroundings": around}, indent=2)
    table = markdown_table(rows)
    print(text)
    print(table, file=sys.stderr)
    if folder is not None:
        source = f"`{around['command']}` at {around['commit']} on {around['processor']}"
        folder.mkdir(parents=True, exist_ok=True)
        write_text_atomically(folder / f"{name}.json", text + "\n")
        write_text_atomically(folder / f"{name}.md", f"{source}\n\n{table}")


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, least and largest of the values of several runs."""
    return {"median": median(values), "least": min(values), "largest": max(values)}


def command_line() -> str:
    """What was typed, without the folders of this machine."""
    module = sys.modules["__main__"].__spec__
    name = module.name.removesuffix(".__main__") if module else Path(sys.argv[0]).name
    return " ".join(("python -m", name, *sys.argv[1:]))


def report_progress(done: int, count: int) -> None:
    """Say on standard error how far a measurement is."""
    print(f"{min(done, count)} of {count}", file=sys.stderr, end="\r")


def markdown_table(rows: Sequence[dict[str, object]]) -> str:
    """Rows with the same keys; numbers with a decimal are shown with two."""
    headings = list(rows[0])
    lines = [
        headings,
        ["---"] * len(headings),
        *([_cell(row[h]) for h in headings] for row in rows),
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if not information.exists():
        return platform.processor()
    names = [line for line in information.read_text().splitlines() if line.startswith("model name")]
    return f"{len(names)} x {names[0].partition(':')[2].strip()}" if names else platform.processor()
