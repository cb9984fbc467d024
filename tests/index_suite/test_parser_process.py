"""The process that reads strangers' files: its limits, its end, and that it goes on afterwards."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from index.errors import ContentError
from index.formats.known import JSON_LINES, TABLE, WEB_PAGE
from index.formats.parts import Part, ReadingOptions
from index.formats.process import ParserLimits, ParserProcess

OPTIONS = ReadingOptions()
LINE = b'{"text": "Some text."}'
PART = Part("Some text.")


@pytest.fixture
def parsers() -> Iterator[ParserProcess]:
    with ParserProcess(ParserLimits()) as opened:
        yield opened


def children() -> set[int]:
    """The processes that this one started and that still run."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and fields[0] != "Z":
            found.add(int(path.parent.name))
    return found


def test_one_process_reads_many_files_and_ends_with_the_context() -> None:
    before = children()
    with ParserProcess(ParserLimits()) as parsers:
        assert children() == before
        assert parsers.read(LINE, JSON_LINES, OPTIONS) == [PART]
        (started,) = children() - before
        assert parsers.read(LINE, JSON_LINES, OPTIONS) == [PART]
        assert children() - before == {started}
    assert children() == before


def test_large_contents_pass_both_ways(parsers: ParserProcess) -> None:
    text = "w\u00f6rd " * 1_000_000
    content = b"text\n" + text.encode() + b"\n"
    assert parsers.read(content, TABLE, OPTIONS) == [Part(text)]


def test_a_file_that_takes_too_long_is_told_and_the_next_one_read() -> None:
    # Much more than can be read in so little time.
    content = (LINE + b"\n") * 50_000
    with ParserProcess(ParserLimits(seconds=0.01)) as parsers:
        for _ in range(2):
            with pytest.raises(ContentError, match=r"takes over 0\.01 seconds: split the file"):
                parsers.read(content, JSON_LINES, OPTIONS)


def test_a_file_that_takes_too_much_memory_is_told_and_the_next_one_read() -> None:
    with ParserProcess(ParserLimits(memory_bytes=600 << 20)) as parsers:
        with pytest.raises(ContentError, match="memory"):
            parsers.read(b"[" + b'{"a": 1},' * 5_000_000 + b"{}]", JSON_LINES, OPTIONS)
        assert parsers.read(LINE, JSON_LINES, OPTIONS) == [PART]


def test_a_reader_that_dies_is_told_and_started_again(parsers: ParserProcess) -> None:
    before = children()
    parsers.read(LINE, JSON_LINES, OPTIONS)
    (started,) = children() - before
    os.kill(started, signal.SIGKILL)
    while started in children():
        time.sleep(0.01)
    assert parsers.read(LINE, JSON_LINES, OPTIONS) == [PART]


def test_deep_markup_ends_in_words_and_not_in_a_crash(parsers: ParserProcess) -> None:
    deep = b"<html>" + b"<div>" * 200_000 + b"Some text in it." + b"</div>" * 200_000
    # Whether it is read or refused is the library's business.
    with suppress(ContentError):
        parsers.read(deep, WEB_PAGE, OPTIONS)
    assert parsers.read(LINE, JSON_LINES, OPTIONS) == [PART]


def test_modules_of_the_current_folder_are_not_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with ParserProcess(ParserLimits()) as parsers:
        assert parsers.read(LINE, JSON_LINES, OPTIONS) == [PART]
