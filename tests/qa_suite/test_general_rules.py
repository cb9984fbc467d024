"""Nothing in the pipeline knows the shipped reports: no rule names who or what is in them."""

import ast
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
    monday tuesday wednesday thursday friday saturday sunday north south east west mon tue wed thu
    fri sat sun jan feb mar apr jun jul aug sep oct nov dec""".split()
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


def rules(path: Path) -> str:
    """Every text and number in the code of a file; docstrings and comments are not rules."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explained = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    constants = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and id(node) not in explained
    ]
    return "\n".join(str(value) for value in constants if isinstance(value, str | int | float))


def source_files() -> list[Path]:
    """The code of the pipeline, but for the table of the world's currencies.

    The endpoint's documentation shows answers on the sample; nothing reads them.
    """
    return [
        path
        for package in (index, qa)
        for folder in package.__path__
        for path in Path(folder).rglob("*.py")
        if path.name != "currency.py" and path.parts[-2:] != ("server", "examples.py")
    ]


def mentioned(rule: str, names: set[str]) -> set[str]:
    """The names in a rule; short ones, which may be words as well, only with their capital."""
    return {
        word.lower()
        for word in WORD.findall(rule)
        if word.lower() in names and (len(word) > 4 or word[0].isupper())
    }


def test_no_rule_mentions_a_name_of_the_sample() -> None:
    names = names_of_the_sample()
    assert {"kursk", "zelensky", "pentagon"} <= names
    found = {(path.name, name) for path in source_files() for name in mentioned(rules(path), names)}
    assert not found


def test_no_rule_mentions_a_figure_of_the_sample() -> None:
    figures = {match[0] for document in read_sample() for match in FIGURE.finditer(document.text)}
    assert len(figures) > 2
    found = {
        (path.name, figure)
        for path in source_files()
        for figure in figures
        if figure in rules(path)
    }
    assert not found


def test_a_rule_that_names_somebody_would_be_found(tmp_path: Path) -> None:
    path = tmp_path / "rule.py"
    path.write_text('"""On Kursk."""\nPLACE = "kursk"  # Kursk\nNAME = "Kim"\nVERB = "kim"\n')
    assert rules(path).split() == ["kursk", "Kim", "kim"]
    assert mentioned(rules(path), {"kursk", "kim"}) == {"kursk", "kim"}
    assert mentioned("park", {"park"}) == set()
