"""A process that answers one JSON request after another, so that several are measured in turns."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self


class Worker:
    """A running command that reads a JSON object a line and answers each with one."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=dict(environment),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._process:  # closes its pipes and waits
            self._process.kill()

    def ask(self, action: str, **request: object) -> Mapping[str, Any]:
        """Send one request and wait for its reply.

        Raises:
            RuntimeError: the process ended; its messages are on standard error.
        """
        incoming, outgoing = self._process.stdin, self._process.stdout
        if incoming is None or outgoing is None:
            raise RuntimeError("the process has no pipes")
        try:
            incoming.write(json.dumps({"action": action, **request}) + "\n")
            incoming.flush()
        except BrokenPipeError:
            pass  # what follows tells that it ended
        reply = outgoing.readline()
        if not reply:
            raise RuntimeError(f"{self._process.args!r} ended with {self._process.wait()}")
        answer: Mapping[str, Any] = json.loads(reply)
        return answer


def serve(target: object) -> None:
    """Answer requests on standard input by the methods of `target` that their action names."""
    for line in sys.stdin:
        request = json.loads(line)
        reply = getattr(target, request.pop("action"))(**request)
        print(json.dumps(reply), flush=True)
