"""Reading of strangers' files in a process of its own, bounded in time and memory."""

import json
import os
import selectors
import subprocess  # nosec B404  # this interpreter only, below
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, cast

from index.errors import ContentError
from index.formats.known import Format
from index.formats.parts import Item, Link, Part, ReadingOptions, Refusal

MAXIMUM_SECONDS = 120.0
MAXIMUM_MEMORY_BYTES = 2 << 30
READ_BYTES = 1 << 20
WORKER = "index.formats.worker"
STOP_SECONDS = 5
PACKAGES = Path(__file__).parents[2]
KINDS: dict[str, type[Part] | type[Link] | type[Refusal]] = {
    kind.__name__: kind for kind in (Part, Link, Refusal)
}


@dataclass(frozen=True, slots=True)
class ParserLimits:
    """What one file may take: seconds on the clock, bytes of address space."""

    seconds: float = MAXIMUM_SECONDS
    memory_bytes: int = MAXIMUM_MEMORY_BYTES


class ParserProcess:
    """Runs the readers of isolated formats. The process starts when it is first needed.

    A context manager, for one thread at a time. After a file that took too much the next one
    gets a new process.
    """

    def __init__(self, limits: ParserLimits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, content: bytes, format: Format, options: ReadingOptions) -> list[Item]:
        """What a file's content holds.

        Raises:
            ContentError: it cannot be read, or not within the limits.
        """
        question = {"format": format.name, "bytes": len(content), "options": asdict(options)}
        try:
            answer = json.loads(self._ask(question, content))
        except (OSError, EOFError, ValueError) as error:
            self.close()
            raise ContentError(self._reason(error)) from error
        except BaseException:
            # Interrupted in between: what the process says next would answer this question.
            self.close()
            raise
        if "refused" in answer:
            raise ContentError(answer["refused"])
        return [_item(kind, fields) for kind, fields in answer["items"]]

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait(STOP_SECONDS)
        for stream in (process.stdin, process.stdout):
            # What it had not taken yet cannot be written any more.
            with suppress(OSError):
                cast("IO[bytes]", stream).close()

    def _ask(self, question: dict[str, Any], content: bytes) -> bytes:
        process = self._running()
        questions, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        questions.write(json.dumps(question).encode() + b"\n")
        questions.write(content)
        questions.flush()
        return _read_line(answers.fileno(), self._limits.seconds)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            paths = [str(PACKAGES), os.environ.get("PYTHONPATH", "")]
            self._process = subprocess.Popen(  # noqa: S603  # nosec B603  # this interpreter, a module of ours
                # -P: modules of the folder where the user happens to be are not imported.
                [sys.executable, "-P", "-m", WORKER, str(self._limits.memory_bytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
            )
        return self._process

    def _reason(self, error: Exception) -> str:
        if isinstance(error, TimeoutError):
            return f"reading it takes over {self._limits.seconds:g} seconds: split the file"
        return (
            "the file is damaged or too large: reading it ended the reader, which has "
            f"{self._limits.memory_bytes:,} bytes of memory"
        )


def _read_line(descriptor: int, seconds: float) -> bytes:
    """One line from a pipe.

    Raises:
        TimeoutError: it did not come in time.
        EOFError: the other end closed the pipe before the end of the line.
    """
    deadline = time.monotonic() + seconds
    parts: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while not (parts and parts[-1].endswith(b"\n")):
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
            part = os.read(descriptor, READ_BYTES)
            if not part:
                raise EOFError
            parts.append(part)
    return b"".join(parts)


def _item(kind: str, fields: dict[str, Any]) -> Item:
    if fields.get("published_at") is not None:
        fields["published_at"] = date.fromisoformat(fields["published_at"])
    return KINDS[kind](**fields)
