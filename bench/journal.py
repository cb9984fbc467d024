"""What a long measurement has found so far, so that one that was stopped goes on."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from index.files import write_text_atomically

Row = dict[str, Any]


class Journal(Mapping[str, Row]):
    """Rows by key, added to the end of a file of JSON lines."""

    def __init__(self, path: Path) -> None:
        """Read what an earlier run left; a last line that a kill cut short is dropped."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._rows: dict[str, Row] = {}
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        whole, _, torn = text.rpartition("\n")
        for line in whole.splitlines():
            key, row = json.loads(line)
            self._rows[key] = row
        if torn:
            write_text_atomically(path, f"{whole}\n" if whole else "")

    def __getitem__(self, key: str) -> Row:
        return self._rows[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, rows: Mapping[str, Row]) -> None:
        """Add rows and force them to disk."""
        with self._path.open("a", encoding="utf-8") as lines:
            lines.writelines(json.dumps([key, row]) + "\n" for key, row in rows.items())
            lines.flush()
            os.fsync(lines.fileno())
        self._rows.update(rows)
