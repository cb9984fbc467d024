"""Keys: made, found, revoked; what the file holds, and what it survives."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from killing import THIS_CHECKOUT

from qa.commands.group import main
from qa.key_errors import KeyFileError, KeyNameError
from qa.keys import SCOPES, KeyFile, KeyRing, Scope


@pytest.fixture
def file(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "keys" / "keys.json")


def test_a_key_is_found_by_its_text_only(file: KeyFile) -> None:
    key, text = file.add("app", "write")
    ring = KeyRing(file)
    assert ring.find(text) == key
    for other in ("", text[:-1], f"{text}x", text.upper(), f"{text[:-1]}\ud800", key.sha256, "qa_"):
        assert ring.find(other) is None


def test_the_file_holds_hashes_and_is_the_owner_s(file: KeyFile) -> None:
    _, text = file.add("app", "ask")
    secret = text.split("_", maxsplit=2)[2]
    content = file.path.read_text(encoding="utf-8")
    assert text not in content
    assert secret not in content
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_the_mode_holds_whatever_the_mask_is(file: KeyFile) -> None:
    before = os.umask(0)
    try:
        file.add("app", "ask")
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_holds_the_smaller_ones(scope: Scope, file: KeyFile) -> None:
    key, _ = file.add("app", scope)
    allowed = [other for other in SCOPES if key.allows(other)]
    assert allowed == list(SCOPES[: SCOPES.index(scope) + 1])


def test_a_revoked_key_is_refused_at_once(file: KeyFile) -> None:
    _, gone = file.add("gone", "admin")
    stays, text = file.add("stays", "ask")
    ring = KeyRing(file)
    assert ring.find(gone) is not None
    file.revoke(["gone"])
    assert ring.find(gone) is None
    assert ring.find(text) == stays
    file.path.unlink()
    assert ring.find(text) is None


def test_names_are_checked_and_revoking_is_all_or_none(file: KeyFile) -> None:
    file.add("app", "ask")
    for name in ("app", "", "a\nb", "a" * 65, "\x1b[2J"):
        with pytest.raises(KeyNameError):
            file.add(name, "ask")
    with pytest.raises(KeyNameError, match="nobody"):
        file.revoke(["app", "nobody"])
    assert [key.name for key in file.read()] == ["app"]


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b'{"format_version": 2, "keys": []}',
        b'{"format_version": 1, "keys": [{"key_id": "1"}]}',
    ],
)
def test_a_damaged_file_opens_no_door(content: bytes, file: KeyFile) -> None:
    _, text = file.add("app", "ask")
    ring = KeyRing(file)
    assert ring.find(text) is not None
    file.path.write_bytes(content)
    for _ in range(2):
        with pytest.raises(KeyFileError, match=r"keys\.json"):
            ring.find(text)
    with pytest.raises(KeyFileError):
        file.add("more", "ask")
    assert file.path.read_bytes() == content


ADDING = """
import sys
from pathlib import Path
from qa.keys import KeyFile

for number in range(10):
    KeyFile(Path(sys.argv[1])).add(f"{sys.argv[2]}-{number}", "ask")
"""


def test_two_processes_lose_no_key(file: KeyFile) -> None:
    command = [sys.executable, "-c", ADDING, str(file.path)]
    processes = [
        subprocess.Popen([*command, name], env=THIS_CHECKOUT) for name in ("left", "right")
    ]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    assert len({key.name for key in file.read()}) == 20


def test_the_command_makes_lists_and_revokes(tmp_path: Path) -> None:
    path = ["--keys-file", str(tmp_path / "keys.json")]
    runner = CliRunner()
    made = runner.invoke(main, ["keys", "add", "app", "--scope", "write", *path])
    assert made.exit_code == 0
    text = made.stdout.strip()
    assert KeyRing(KeyFile(tmp_path / "keys.json")).find(text) is not None
    listed = runner.invoke(main, ["keys", "list", "--json", *path])
    (entry,) = json.loads(listed.stdout)
    assert (entry["name"], entry["scope"]) == ("app", "write")
    assert text.rpartition("_")[2] not in listed.stdout
    assert runner.invoke(main, ["keys", "revoke", entry["id"], *path]).exit_code == 0
    assert runner.invoke(main, ["keys", "list", *path]).stdout == ""
    refused = runner.invoke(main, ["keys", "revoke", "app", *path])
    assert refused.exit_code == 2
    assert "'app'" in refused.stderr
