"""`qa serve` before anything is loaded: addresses, ports and what is said about them."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from qa.loopback import is_loopback
from qa.server.application import STOP_SECONDS
from qa.service.options import SHARED_METRICS_VARIABLE
from qa.settings import Settings
from ui import command
from ui.command import STOP_MARGIN_SECONDS, serve
from ui.guarding import Guarding
from ui.listening import listening_socket


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port of this machine that another socket listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_port_in_use_is_said_and_fails(taken_port: int) -> None:
    result = CliRunner().invoke(serve, ["--port", str(taken_port)])
    assert result.exit_code == 1
    assert f"port {taken_port} on 127.0.0.1 is in use" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--host", "203.0.113.9", "--port", "0"], id="another machine's address"),
        pytest.param(["--host", "not a host", "--port", "0"], id="no address"),
        pytest.param(["--port", "70000"], id="port out of range"),
        pytest.param(["--port", "http"], id="port in words"),
    ],
)
def test_bad_input_exits_with_2(arguments: list[str]) -> None:
    result = CliRunner().invoke(serve, arguments)
    assert result.exit_code == 2
    assert "Error: " in result.stderr


def test_workers_have_longer_to_stop_than_what_they_took(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[int, float]] = []

    def run_workers(count: int, work: object, stop_seconds: float) -> int:
        given.append((count, stop_seconds))
        return 0

    monkeypatch.setattr(command, "run_workers", run_workers)
    monkeypatch.setattr(command, "configure_logs", lambda *_: None)
    # Put back afterwards.
    monkeypatch.setenv(SHARED_METRICS_VARIABLE, "")
    arguments = ["--port", "0", "--workers", "2", "--set", "stop_seconds=600"]
    assert CliRunner().invoke(serve, arguments).exit_code == 0
    assert given == [(2, 600 + STOP_MARGIN_SECONDS)]
    assert STOP_MARGIN_SECONDS > STOP_SECONDS


def test_port_zero_takes_a_free_one() -> None:
    with listening_socket("127.0.0.1", 0) as listener:
        assert listener.getsockname()[1] > 0


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("example.org", False),
    ],
)
def test_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) == expected


def test_settings_are_shown_with_their_origin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "server.toml"
    file.write_text('host = "192.0.2.1"\nlog_format = "json"\n', encoding="utf-8")
    monkeypatch.setenv("QA_WORKERS", "3")
    arguments = ["--config", str(file), "--host", "::1", "--set", "body-seconds=5"]
    result = CliRunner().invoke(serve, [*arguments, "--show-config"])
    assert result.exit_code == 0
    assert 'host = "::1"  # flag: ' in result.stdout
    assert f'log_format = "json"  # file {file}: ' in result.stdout
    assert "workers = 3  # environment QA_WORKERS: " in result.stdout
    assert "body_seconds = 5.0  # flag: " in result.stdout
    assert "port = 7860  # default: " in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [["--set", "port=x"], ["--set", "unknown=1"], ["--set", "port"], ["--config", "absent.toml"]],
)
def test_settings_that_cannot_be_used_exit_with_2(arguments: list[str]) -> None:
    result = CliRunner().invoke(serve, [*arguments, "--show-config"])
    assert result.exit_code == 2
    assert arguments[1].partition("=")[0] in result.stderr


@pytest.mark.parametrize("arguments", [["--host", "0.0.0.0"], ["--set", "require_keys=true"]])
def test_nobody_can_reach_a_server_without_keys(arguments: list[str], tmp_path: Path) -> None:
    keys = ["--set", f"keys_file={tmp_path / 'keys.json'}", "--port", "0"]
    result = CliRunner().invoke(serve, [*arguments, *keys])
    assert result.exit_code == 2
    assert "qa keys add NAME" in result.stderr


@pytest.mark.parametrize(
    ("settings", "needs_keys", "hosts", "per_minute"),
    [
        (Settings(), False, ("localhost",), None),
        (Settings(host="0.0.0.0"), True, ("*",), 600),
        (Settings(require_keys=True), True, ("localhost",), 600),
        (
            Settings(host="::", trusted_hosts="a.example, b.example"),
            True,
            ("a.example", "b.example"),
            600,
        ),
        (Settings(address_requests_per_minute=5), False, ("localhost",), 5),
        (Settings(host="::", address_requests_per_minute=0), True, ("*",), None),
    ],
)
def test_who_may_use_a_server(
    settings: Settings, needs_keys: bool, hosts: tuple[str, ...], per_minute: int | None
) -> None:
    guarding = Guarding.of(settings)
    assert (guarding.keys is not None, guarding.hosts) == (needs_keys, hosts)
    limit = guarding.address_limit
    assert (None if limit is None else limit.per_minute) == per_minute
