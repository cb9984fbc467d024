"""Nothing in the pipeline knows the shipped reports: no rule names who or what is in them."""

import re
from pathlib import Path

import index
import qa
from index.reading import read_sample

WORD = re.compile(r"[^\W\d_]{3,}")
FIGURE = re.compile(r"\b\d{1,3}(?:,\d{3})+\b|\b\d+\.\d+ (?:million|billion)\b")
# Names of months and days are words of the language, and so is what is written with a capital
# only because it opens a sentence.
CALENDAR = frozenset(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday north south east west""".split()
)


def names_of_the_sample() -> set[str]:
    """Words that the reports write with a capital inside a sentence, and never without."""
    texts = [f"{document.title}\n{document.text}" for document in read_sample()]
    inside = {
        match[0].lower()
        for text in texts
        for match in WORD.finditer(text)
        if match[0][0].isupper() and re.search(r"[\w,] $", text[: match.start()][-2:])
    }
    small = {m[0] for text in texts for m in WORD.finditer(text) if m[0].islower()}
    return inside - small - CALENDAR


def source_files() -> list[Path]:
    return [
        path
        for package in (index, qa)
        for folder in package.__path__
        for path in Path(folder).rglob("*.py")
    ]


def test_no_rule_mentions_a_name_of_the_sample() -> None:
    names = names_of_the_sample()
    assert {"kursk", "zelensky", "pentagon"} <= names
    found = {
        (path.name, word)
        for path in source_files()
        for word in WORD.findall(path.read_text(encoding="utf-8").lower())
        if word in names
    }
    assert not found


def test_no_rule_mentions_a_figure_of_the_sample() -> None:
    figures = {match[0] for document in read_sample() for match in FIGURE.finditer(document.text)}
    assert len(figures) > 2
    found = {
        (path.name, figure)
        for path in source_files()
        for figure in figures
        if figure in path.read_text(encoding="utf-8")
    }
    assert not found
