"""Settings: which source wins, how each is told, and what is refused."""

import os
import tomllib
from pathlib import Path

import pytest

from index.storage_options import StorageOptions
from qa.assembly import storage_options
from qa.settings import SettingError, Settings, load_settings, parse_assignments, publish

FILE = """
port = 8001
workers = 3
cors_origins = ["https://a.example", "https://b.example"]
log_questions = true
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "server.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_flags_win_over_environment_over_file_over_defaults(file: Path) -> None:
    environment = {"QA_PORT": "8002", "QA_WORKERS": "2", "QA_HOST": ""}
    loaded = load_settings({"port": 8003, "host": None}, environment, file)
    values, origins = loaded.values, loaded.origins
    assert (values.port, values.workers, values.log_questions, values.host) == (
        8003,
        2,
        True,
        "127.0.0.1",
    )
    assert origins["port"] == "flag"
    assert origins["workers"] == "environment QA_WORKERS"
    assert origins["log_questions"] == f"file {file}"
    assert origins["host"] == "default"


def test_the_environment_names_the_file(file: Path) -> None:
    assert load_settings({}, {"QA_CONFIG": str(file)}, None).values.port == 8001


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_can_be_a_variable_and_a_flag(name: str) -> None:
    shown = dict(line.split(" = ") for line in EXAMPLES.strip().splitlines())[name]
    from_environment = load_settings({}, {f"QA_{name.upper()}": shown}, None)
    from_flag = load_settings(parse_assignments([f"{name}={shown}"]), {}, None)
    assert from_environment.values == from_flag.values
    assert getattr(from_flag.values, name) not in (None, Settings.model_fields[name].default)


EXAMPLES = """
host = 0.0.0.0
port = 80
workers = 4
index = /srv/index
encoder = other
cache_dir = /srv/cache
kept_versions = 2
write_wait_seconds = 1.5
keys_file = /srv/keys.json
require_keys = true
trusted_hosts = qa.example.org, *.example.net
trusted_proxies = 10.0.0.1
cors_origins = https://a.example
address_requests_per_minute = 10
key_requests_per_minute = 0
maximum_body_bytes = 5000
body_seconds = 5
answering_threads = 3
queue_seconds = 1
queue_questions = 7
wait_seconds = 3
cached_answers = 0
stop_seconds = 9
log_level = debug
log_format = json
log_questions = true
"""


def test_what_is_shown_is_a_file_with_the_same_settings(file: Path, tmp_path: Path) -> None:
    loaded = load_settings({"index": '/srv/"quoted"\t'}, {}, file)
    shown = "\n".join(loaded.lines())
    again = tmp_path / "shown.toml"
    again.write_text(shown, encoding="utf-8")
    assert load_settings({}, {}, again).values == loaded.values
    assert set(tomllib.loads(shown)) <= set(Settings.model_fields)
    assert len(loaded.lines()) == len(Settings.model_fields)
    assert "# flag: directory or store" in shown


@pytest.mark.parametrize(
    ("environment", "content", "told"),
    [
        ({"QA_PORT": "70000"}, "", "port is '70000' (environment QA_PORT): "),
        ({"QA_LOG_FORMAT": "xml"}, "", "log_format is 'xml'"),
        ({}, "prot = 80", "'prot' (file "),
        ({}, "port = ", "is not TOML"),
        ({}, 'workers = "many"', "workers is 'many' (file "),
    ],
)
def test_what_cannot_be_used_is_named(
    environment: dict[str, str], content: str, told: str, tmp_path: Path
) -> None:
    path = tmp_path / "server.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingError) as error:
        load_settings({}, environment, path)
    assert told in str(error.value)


def test_a_missing_file_and_a_half_flag_are_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"absent\.toml cannot be read"):
        load_settings({}, {}, tmp_path / "absent.toml")
    with pytest.raises(SettingError, match="'port' is no setting"):
        parse_assignments(["port"])


def test_the_index_finds_its_settings_where_it_always_did(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QA_KEPT_VERSIONS", "QA_WRITE_WAIT_SECONDS", "QA_CACHE_DIR", "QA_ENCODER"):
        monkeypatch.setenv(name, "")
    given = {"cache_dir": "/srv/cache", "kept_versions": 7, "write_wait_seconds": 1.5}
    publish(load_settings(given, {}, None))
    assert storage_options() == StorageOptions(7, 1.5)
    assert os.environ["QA_CACHE_DIR"] == "/srv/cache"
    assert os.environ["QA_ENCODER"] == ""
