"""Results of a long benchmark, kept step by step: a run that is stopped goes on where it was."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index.files import write_text_atomically

Result = dict[str, Any]


class Results:
    """The results of named steps in a JSON file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.steps: dict[str, Result] = json.loads(path.read_text()) if path.exists() else {}

    def step(self, name: str, measure: Callable[[], Result]) -> Result:
        """What a step measured, now or in an earlier run."""
        if name not in self.steps:
            self.steps[name] = measure()
            write_text_atomically(self._path, json.dumps(self.steps, indent=1))
        return self.steps[name]


def markdown_table(rows: list[Result]) -> str:
    """The rows, which have the same keys, as a Markdown table."""
    names = list(rows[0]) if rows else []
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(_shown(row[name]) for name in names) + " |" for row in rows]
    return "\n".join(lines)


def _shown(value: object) -> str:
    return f"{value:,.3g}" if isinstance(value, float) else f"{value}"
