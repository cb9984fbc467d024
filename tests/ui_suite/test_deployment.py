"""The files of docs/deployment name settings that exist, and docs/threats.md tests that exist."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml

import ui
from qa.settings import PREFIX, Settings, load_settings
from ui.command import STOP_MARGIN_SECONDS, serve

ROOT = Path(ui.__file__).parents[1]
FILES = ROOT / "docs" / "deployment"
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def read(name: str) -> str:
    return (FILES / name).read_text(encoding="utf-8")


def setting(variable: str) -> str:
    """The setting that a variable sets; it must exist."""
    name = variable.removeprefix(PREFIX).lower()
    assert name in Settings.model_fields, variable
    return name


def test_the_file_of_settings_says_what_holds_without_it(tmp_path: Path) -> None:
    """Its lines, without the signs that comment them out."""
    lines = read("article-qa.toml").splitlines()
    shown = [line.removeprefix("# ") for line in lines if " = " in line]
    path = tmp_path / "all.toml"
    path.write_text("\n".join(shown), encoding="utf-8")
    loaded = load_settings({}, {}, path)
    own = {"index", "keys_file", "trusted_hosts", "trusted_proxies"}
    of_servers_with_keys = {"address_requests_per_minute", "key_requests_per_minute"}
    for name in set(tomllib.loads(path.read_text(encoding="utf-8"))) - own - of_servers_with_keys:
        assert getattr(loaded.values, name) == Settings.model_fields[name].default


def test_the_unit_starts_the_command_with_settings_that_exist() -> None:
    unit = read("article-qa.service")
    for variable, value in re.findall(r"^Environment=(\w+)=(.+)$", unit, re.MULTILINE):
        load_settings({setting(variable): value}, {}, None)
    (started,) = re.findall(r"^ExecStart=(.+)$", unit, re.MULTILINE)
    program, command, *arguments = shlex.split(started)
    assert (Path(program).name, command) == ("qa", "serve")
    assert serve.make_context("serve", arguments).params["file"] == Path("/etc/article-qa.toml")


def test_the_container_copies_what_is_there_and_sets_what_exists() -> None:
    steps = read("Containerfile").replace("\\\n", " ")
    for copied in re.findall(r"^COPY (.+)$", steps, re.MULTILINE):
        for source in copied.split()[:-1]:
            assert (ROOT / source).exists(), source
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for package in packages["tool"]["setuptools"]["packages"]:
        assert re.search(rf"^COPY {package.partition('.')[0]} ", steps, re.MULTILINE), package
    (variables,) = re.findall(r"^ENV (.+)$", steps, re.MULTILINE)
    given = dict(pair.split("=") for pair in variables.split())
    values = {setting(variable): value for variable, value in given.items()}
    assert load_settings(values, {}, None).values.host == "0.0.0.0"


def test_the_services_build_from_that_file() -> None:
    content = yaml.safe_load(read("compose.yaml"))
    (service,) = content["services"].values()
    build = service["build"]
    context = (FILES / build["context"]).resolve()
    assert context == ROOT
    assert (context / build["dockerfile"]).samefile(FILES / "Containerfile")
    load_settings(
        {setting(name): value for name, value in service["environment"].items()}, {}, None
    )


def test_whoever_stops_the_server_waits_until_it_has_stopped() -> None:
    """With the default settings; docs/deployment.md tells what goes with others."""
    (unit,) = re.findall(r"^TimeoutStopSec=(\d+)$", read("article-qa.service"), re.MULTILINE)
    services = yaml.safe_load(read("compose.yaml"))["services"]
    grace = services["article-qa"]["stop_grace_period"].removesuffix("s")
    needed = Settings().stop_seconds + STOP_MARGIN_SECONDS
    assert min(int(unit), int(grace)) > needed


THREATS = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("path", "name"), sorted(set(NAMED_TEST.findall(THREATS))))
def test_each_threat_is_held_by_a_test(path: str, name: str) -> None:
    content = (ROOT / path).read_text(encoding="utf-8")
    assert re.search(rf"^def {name}\(", content, re.MULTILINE)


def test_every_line_of_the_threats_names_a_test() -> None:
    lines = [line for line in THREATS.splitlines() if line.startswith("| ")][1:]
    assert len(lines) > 20
    for line in lines:
        assert NAMED_TEST.search(line), line
