"""A Milvus server in a process of its own, asked by several others as a cluster is."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

START_SECONDS = 60
COMMAND_SECONDS = 240
REPORT = "Ferry sinks\n\nThe ferry Aurora sank off Crete on Monday. 33 people died, the mayor said."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an index that is not made yet, on a running server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    code = "import sys; from milvus_lite.cmdline import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "server", "--data-dir", str(folder), "--port", str(port)]
    server = subprocess.Popen(command)
    try:
        wait_for(port, server)
        yield f"milvus://127.0.0.1:{port}/news"
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start")


def qa(*arguments: str, status: int = 0) -> str:
    command = [sys.executable, "-m", "qa", *arguments]
    result = subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=COMMAND_SECONDS
    )
    assert result.returncode == status, result.stderr
    return result.stdout if status == 0 else result.stderr


@pytest.mark.slow
def test_commands_in_other_processes_share_a_store(store: str, tmp_path: Path) -> None:
    article = tmp_path / "ferry.txt"
    article.write_text(REPORT)
    added = json.loads(qa("index", "add", str(article), "--store", store, "--json"))
    [name] = added["added"]
    again = json.loads(qa("index", "add", str(article), "--store", store, "--json"))
    assert again["unchanged"] == [name]
    asked = json.loads(qa("ask", "How many people died?", "--store", store, "--json"))
    assert asked["answer"] == "33"
    [citation, *_] = asked["citations"]
    text = json.loads(qa("index", "show", name, "--store", store, "--json"))["text"]
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert "is sound" in qa("index", "verify", "--store", store)
    info = json.loads(qa("index", "info", "--store", store, "--json"))
    assert (info["store"], info["documents"], info["version"]) == (store, 1, 1)
    assert "version 0" in qa("index", "rollback", "--store", store)
    assert qa("index", "list", "--store", store) == ""
    told = qa("index", "verify", "--repair", "--store", store, status=2)
    assert "--repair mends directories only" in told
