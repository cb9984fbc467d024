"""Which kind of value a question asks for."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question_kind import question_kind

KINDS = [
    ("How many ferries sank?", "count"),
    ("Do you know how many nurses were hired?", "count"),
    ("What is the death toll?", "count"),
    ("How many F-16 jets will the navy send?", "count"),
    ("How many C-130s landed?", "count"),
    ("How many G7 leaders came?", "count"),
    ("How many M1 Abrams tanks were lost?", "count"),
    ("How many second homes are there?", "count"),
    ("How many foot soldiers fell?", "count"),
    ("How many in the village died?", "count"),
    ("What's the population of Chad?", "count"),
    ("How large is the navy's crowd of sailors?", "count"),
    ("What number of seats did they win?", "count"),
    ("How much did the bridge cost?", "money"),
    ("How much money was stolen?", "money"),
    ("How much is the firm worth?", "money"),
    ("How many euros were paid?", "money"),
    ("How large is the budget?", "money"),
    ("How high was the fine?", "money"),
    ("What was the company's annual revenue?", "money"),
    ("What share price did it reach?", "money"),
    ("How expensive was the repair?", "money"),
    ("What percentage of voters backed it?", "percentage"),
    ("What share of the vote did she win?", "percentage"),
    ("How high is inflation?", "percentage"),
    ("What is the unemployment rate in Spain?", "percentage"),
    ("What was the turnout?", "percentage"),
    ("How many percent abstained?", "percentage"),
    ("How far is the camp from the border?", "measure"),
    ("How tall is the tower?", "measure"),
    ("How hot did it get?", "measure"),
    ("How long is the tunnel?", "measure"),
    ("How strong was the earthquake?", "measure"),
    ("How many miles did she run?", "measure"),
    ("How many feet high is the wall?", "measure"),
    ("How many kg did it weigh?", "measure"),
    ("How much rain fell?", "measure"),
    ("How much does the whale weigh?", "measure"),
    ("What was the temperature at noon?", "measure"),
    ("How long did the trial last?", "duration"),
    ("How long was he in prison?", "duration"),
    ("How old is the suspect?", "age"),
    ("At what age did she retire?", "age"),
    ("How many years did he serve?", "duration"),
    ("How much time do they have?", "duration"),
    ("When did the war end?", "date"),
    ("And when was that?", "date"),
    ("When?", "date"),
    ("Since when has she been mayor?", "date"),
    ("What year was he born?", "date"),
    ("On which date was it signed?", "date"),
    ("How much did it change?", "number"),
    ("By how much did sales fall?", "number"),
    ("How large is it?", "number"),
    ("haddock quota next year", "number"),
    ("coffee exports last year", None),
    ("opening year of the bridge", "date"),
    ("Who won?", None),
    ("What happened when he left?", None),
    ("When he left, who took over?", None),
    ("What is the capital of France?", None),
    ("What is the reason for the price rise?", None),
    ("Which army invaded?", None),
    ("What is the price cap?", None),
    ("How did he die?", None),
    ("How large a role did he play?", None),
    ("How much do they trust him?", None),
    ("Why?", None),
    ("", None),
]


@pytest.mark.parametrize(("question", "kind"), KINDS)
def test_question_kind(question: str, kind: str | None) -> None:
    assert question_kind(question) == kind
    assert question_kind(question.upper()) == kind


@given(st.text(max_size=60))
def test_any_text_is_taken(question: str) -> None:
    question_kind(question)


@pytest.mark.parametrize("unit", ["how ", "what is ", "when ", "how many "])
def test_a_long_question_does_not_hang(unit: str) -> None:
    started = time.thread_time()
    question_kind(unit * 20_000)
    assert time.thread_time() - started < 60
