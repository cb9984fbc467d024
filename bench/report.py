"""What every benchmark prints: its result with the machine, the versions and the commit."""

import json
import platform
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from bench.resumable import markdown_table
from index.files import write_text_atomically

PACKAGES = (
    *("torch", "onnxruntime", "openvino", "faiss-cpu", "transformers", "sentence-transformers"),
    *("tokenizers", "numpy"),
)


def print_result(command: str, result: dict[str, object]) -> None:
    """Print one JSON object on standard output."""
    print(_with_surroundings(command, result))


def write_result(
    folder: Path | None, name: str, result: dict[str, object], rows: list[dict[str, Any]]
) -> None:
    """Print the result, its rows as a table on standard error; into a folder, too, if given."""
    text, table = _with_surroundings(" ".join(sys.argv), result), markdown_table(rows)
    print(text)
    print(table, file=sys.stderr)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        write_text_atomically(folder / f"{name}.json", text + "\n")
        write_text_atomically(folder / f"{name}.md", f"{_source()}\n\n{table}\n")


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, least and largest of the values of several runs."""
    return {"median": median(values), "least": min(values), "largest": max(values)}


def _source() -> str:
    """Where a table comes from, in a line."""
    return f"`{' '.join(sys.argv)}` at {_commit() or 'no commit'} on {_processor()}"


def _commit() -> str:
    git = ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short", "HEAD"]
    return subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()


def _with_surroundings(command: str, result: dict[str, object]) -> str:
    surroundings = {
        "command": command,
        "commit": _commit() or None,
        "processor": _processor(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }
    return json.dumps({**result, "surroundings": surroundings}, indent=2)


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if not information.exists():
        return platform.processor()
    names = [line for line in information.read_text().splitlines() if line.startswith("model name")]
    return f"{len(names)} x {names[0].partition(':')[2].strip()}" if names else platform.processor()
