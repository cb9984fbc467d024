"""Results of a long benchmark, kept step by step: a run that is stopped goes on where it was."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from bench.report import measured_with
from index.files import write_text_atomically

Result = dict[str, Any]


class Results:
    """The results of named steps in a JSON file."""

    def __init__(self, path: Path, settings: Mapping[str, str | int | None]) -> None:
        """Take up what the file holds.

        Raises:
            click.ClickException: that was measured with other settings, at another commit or on
                another machine, so that one table would mix them.
        """
        self._path = path
        self._measured = {**settings, **measured_with()}
        self.steps: dict[str, Result] = {}
        if path.exists():
            kept = json.loads(path.read_text(encoding="utf-8"))
            before = kept.get("measured", {})
            if others := [k for k, value in self._measured.items() if before.get(k) != value]:
                raise click.ClickException(
                    f"{path} holds what was measured with other {', '.join(others)}: name another "
                    "--work, or remove the file to measure anew"
                )
            self.steps = kept["steps"]

    def step(self, name: str, measure: Callable[[], Result]) -> Result:
        """What a step measured, now or in an earlier run."""
        if name not in self.steps:
            self.steps[name] = measure()
            kept = {"measured": self._measured, "steps": self.steps}
            write_text_atomically(self._path, json.dumps(kept, indent=1))
        return self.steps[name]


def markdown_table(rows: list[Result]) -> str:
    """The rows, which have the same keys, as a Markdown table."""
    names = list(rows[0]) if rows else []
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(_shown(row[name]) for name in names) + " |" for row in rows]
    return "\n".join(lines)


def _shown(value: object) -> str:
    return f"{value:,.3g}" if isinstance(value, float) else f"{value}"
