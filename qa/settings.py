"""Settings of the server: from flags, the environment, a file or their defaults, in that order.

pydantic checks the values. pydantic-settings would read the same sources, but merges them before
anybody can tell which one a value came from.
"""

import json
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from index.storage_options import (
    DEFAULT_STORAGE,
    LONGEST_WRITE_WAIT_SECONDS,
    MOST_KEPT_VERSIONS,
)
from qa.service.options import DEFAULT_SERVICE

PREFIX = "QA_"
CONFIG_VARIABLE = "QA_CONFIG"
DEFAULT_ORIGIN = "default"


class SettingError(ValueError):
    """A setting cannot be used; the message names it, its origin and what would be right."""


def _split(value: object) -> object:
    """The environment and flags give lists as words with commas between them."""
    if isinstance(value, str):
        return [word.strip() for word in value.split(",") if word.strip()]
    return value


Names = Annotated[tuple[str, ...], BeforeValidator(_split)]
PerMinute = Annotated[int, Field(ge=0, le=1_000_000)]


class Settings(BaseModel):
    """Every setting of `qa serve`. None is what the server itself finds out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(7860, ge=0, le=65_535, description="port to listen on; 0 takes a free one")
    workers: int = Field(1, ge=1, le=64, description="processes that answer")
    index: str | None = Field(
        None, description="directory or store of the index; none: the user's own"
    )
    encoder: str | None = Field(None, description="sentence-transformers model for a new index")
    cache_dir: Path | None = Field(None, description="where exported model graphs are kept")
    kept_versions: int = Field(
        DEFAULT_STORAGE.kept_versions,
        ge=1,
        le=MOST_KEPT_VERSIONS,
        description="versions of the index to go back to",
    )
    write_wait_seconds: float = Field(
        DEFAULT_STORAGE.write_wait_seconds,
        ge=0,
        le=LONGEST_WRITE_WAIT_SECONDS,
        description="how long a change waits for another writer",
    )
    keys_file: Path | None = Field(None, description="file of the keys; none: the user's own")
    require_keys: bool = Field(False, description="want a key on loopback, too")
    trusted_hosts: Names | None = Field(
        None,
        description="names of this server, *.example.org or *; none: any where keys are needed, "
        "else only this machine's",
    )
    trusted_proxies: Names = Field(
        (), description="addresses whose X-Forwarded-For says who the client is"
    )
    cors_origins: Names = Field((), description="origins of other pages that may use the endpoint")
    address_requests_per_minute: PerMinute | None = Field(
        None, description="of one address; 0: any number; none: 600 where keys are needed"
    )
    key_requests_per_minute: PerMinute | None = Field(
        None, description="with one key; 0: any number; none: 1,200 where keys are needed"
    )
    maximum_body_bytes: int = Field(
        60_000_000, ge=1_000, le=2_000_000_000, description="of a request, uploads included"
    )
    body_seconds: float = Field(60.0, gt=0, le=3_600, description="to receive a request's body")
    answering_threads: int = Field(
        DEFAULT_SERVICE.answering_threads,
        ge=1,
        le=64,
        description="threads of a process that answer",
    )
    queue_seconds: float = Field(
        DEFAULT_SERVICE.queue_seconds,
        gt=0,
        le=3_600,
        description="work that may wait before the next question is refused",
    )
    queue_questions: int = Field(
        DEFAULT_SERVICE.queue_questions, ge=1, le=100_000, description="questions that may wait"
    )
    wait_seconds: float = Field(
        DEFAULT_SERVICE.wait_seconds,
        gt=0,
        le=3_600,
        description="after which a question is given back unanswered",
    )
    cached_answers: int = Field(
        DEFAULT_SERVICE.cached_answers, ge=0, le=1_000_000, description="kept for who asks again"
    )
    stop_seconds: float = Field(
        5.0, ge=0, le=3_600, description="to finish what was taken when told to stop"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="what is logged"
    )
    log_format: Literal["console", "json"] = Field("console", description="how it is logged")
    log_questions: bool = Field(False, description="log what is asked, too")


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The settings, and for each name where its value came from, in words."""

    values: Settings
    origins: Mapping[str, str]

    def lines(self) -> list[str]:
        """Every setting as TOML with its origin; what is None is commented out."""
        return [
            f"{_assignment(name, getattr(self.values, name))}  # {origin}: {_meaning(name)}"
            for name, origin in self.origins.items()
        ]


def load_settings(
    flags: Mapping[str, object], environment: Mapping[str, str], file: Path | None
) -> LoadedSettings:
    """Settings by name; a flag of None was not given. `file` is TOML, else $QA_CONFIG names it.

    Raises:
        SettingError: a value, a name or the file cannot be used.
    """
    if file is None and environment.get(CONFIG_VARIABLE):
        file = Path(environment[CONFIG_VARIABLE])
    sources = [
        *([] if file is None else [(f"file {file}", _read(file))]),
        *(
            (f"environment {PREFIX}{name.upper()}", {name: environment[PREFIX + name.upper()]})
            for name in Settings.model_fields
            if environment.get(PREFIX + name.upper())
        ),
        ("flag", {name: value for name, value in flags.items() if value is not None}),
    ]
    chosen: dict[str, object] = {}
    origins = dict.fromkeys(Settings.model_fields, DEFAULT_ORIGIN)
    for origin, values in sources:
        for name, value in values.items():
            if name not in origins:
                raise SettingError(f"{name!r} ({origin}) is no setting: {', '.join(origins)}")
            chosen[name], origins[name] = value, origin
    try:
        return LoadedSettings(Settings.model_validate(chosen), origins)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        name = str(fault["loc"][0])
        raise SettingError(
            f"{name} is {chosen[name]!r} ({origins[name]}): {fault['msg']}"
        ) from error


def parse_assignments(written: Sequence[str]) -> dict[str, str]:
    """``NAME=VALUE`` words as a mapping.

    Raises:
        SettingError: one of them has no ``=``.
    """
    pairs = [word.partition("=") for word in written]
    for word, (_, equals, _) in zip(written, pairs, strict=True):
        if not equals:
            raise SettingError(f"{word!r} is no setting: write NAME=VALUE, such as log_format=json")
    return {name.strip().replace("-", "_"): value.strip() for name, _, value in pairs}


def publish(loaded: LoadedSettings) -> None:
    """Set the environment by which the index finds what is not handed to it."""
    for name in ("index", "encoder", "cache_dir", "kept_versions", "write_wait_seconds"):
        value = getattr(loaded.values, name)
        if loaded.origins[name] != DEFAULT_ORIGIN:
            os.environ[f"{PREFIX}{name.upper()}"] = str(value)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingError(f"{file} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise SettingError(f"{file} is not TOML: {error}") from error


def _assignment(name: str, value: object) -> str:
    return f"# {name} is not set" if value is None else f"{name} = {_toml(value)}"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(entry) for entry in value)}]"
    # TOML's basic strings and their escapes are those of JSON.
    return json.dumps(str(value), ensure_ascii=False)


def _meaning(name: str) -> str:
    return Settings.model_fields[name].description or ""
