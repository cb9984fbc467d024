"""The strings of the page: every one that a script names exists, and none is left over."""

import re
from pathlib import Path

from index.reading import read_sample
from ui import strings
from ui.assets import page_words, settings_script

WEB = Path(__file__).parents[2] / "ui" / "web"
USED_BY_SERVER = {"PAGE_OPENING", "STARTING_TITLE", "STARTING_HINT", "STARTING_PROBLEM"}


def test_scripts_and_strings_fit() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in WEB.glob("*.js"))
    used = set(re.findall(r"WORDS\.([A-Z_]+)", scripts))
    assert used == set(page_words()) - USED_BY_SERVER


def test_examples_are_of_the_sample() -> None:
    stored = {document.document_id for document in read_sample()}
    assert set(strings.EXAMPLES.values()) <= stored


def test_settings_are_plain_json_in_a_module() -> None:
    exported = re.findall(r"^export const (\w+) = [{].*[}];$", settings_script(1_000), re.MULTILINE)
    assert exported == ["WORDS", "SETTINGS"]
