"""`qa serve` before anything is loaded: addresses, ports and what is said about them."""

import socket
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from ui.command import is_loopback, listening_socket, serve


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
