"""What a question wants measured, and which figures measure it."""

import pytest

from qa.dimension import asked_dimension, is_of_dimension
from qa.value_parsing import find_values

QUESTIONS = [
    ("How hot was it in Lund?", "temperature"),
    ("How deep was the quake?", "length"),
    ("how far did the lava flow", "length"),
    ("How heavy is the bell?", "weight"),
    ("How fast was the train?", "speed"),
    ("What was the magnitude of the quake?", "magnitude"),
    ("What is the average water temperature?", "temperature"),
    ("Which distance did she run?", "length"),
    ("How strong was the quake?", None),
    ("How large is the lake?", None),
    ("How many people live there?", None),
    ("What did the mayor say about the speed limit?", None),
]


@pytest.mark.parametrize(("question", "dimension"), QUESTIONS)
def test_what_is_to_be_measured(question: str, dimension: str | None) -> None:
    assert asked_dimension(question) == dimension


@pytest.mark.parametrize(
    ("text", "dimension", "fits"),
    [
        ("It was 44.1 degrees Celsius.", "temperature", True),
        ("The fire covered 13,900 hectares.", "temperature", False),
        ("The quake had magnitude 6.3.", "length", False),
        ("It was 14 kilometres deep.", "length", True),
        ("Gusts reached 235.", "speed", True),
        ("It took 3 hours.", "length", True),
        ("The fire covered 13,900 hectares.", None, True),
    ],
)
def test_which_figures_may_measure_it(text: str, dimension: str | None, fits: bool) -> None:
    (found,) = find_values(text)
    assert is_of_dimension(found, dimension) == fits
