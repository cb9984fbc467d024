"""Which kind of value a question asks for."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.asked_value import AskedValue
from qa.question_kind import question_kind
from qa.value_parsing import find_values

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
    ("How long is the tunnel under the lake?", "measure"),
    ("How long are the tunnels?", "measure"),
    ("How long will the tunnel be?", "measure"),
    ("How long is the pipeline expected to be?", "measure"),
    ("How long is the road that links the ports?", "measure"),
    ("How long were people trapped in the tunnel?", "duration"),
    ("How long was the ship stranded?", "duration"),
    ("How long is the road closed?", "duration"),
    ("How long will the road be closed?", "duration"),
    ("How long was the bridge in Lund open to cars?", "duration"),
    ("How long was the boat at sea?", "duration"),
    ("How long was he without a boat?", "duration"),
    ("How long is the railway line?", "number"),
    ("How long was the queue at the border?", "number"),
    ("How long is the boat to the island?", "number"),
    ("How long is it?", "number"),
    ("How much weight did he lose?", "measure"),
    ("How much gas does Chad buy?", "measure"),
    ("How much land did the town lose?", "measure"),
    ("How much does Chad pay for gas?", "money"),
    ("How much did gas cost?", "money"),
    ("How much people pay for water", "money"),
    ("How much prize money did she win?", "money"),
    ("How much profit did it make?", "money"),
    ("How much profit margin does it have?", "number"),
    ("How much interest does the bank pay?", "number"),
    ("How much more did they pay?", "number"),
    ("How much of the money was spent?", "money"),
    ("How much of the land was sold?", "number"),
    ("How much is a barrel of oil?", "number"),
    ("By how much will it raise prices?", "number"),
    ("How much did the price fall?", "number"),
    ("How much have rents gone up?", "number"),
    ("How much money did they raise?", "money"),
    ("How much did they raise for the school?", "money"),
    ("How far have prices fallen?", "number"),
    ("How far did the pound fall?", "number"),
    ("How far behind the winner was she?", "number"),
    ("How deep are the cuts?", "number"),
    ("How deep is the firm in debt?", "money"),
    ("How deep is the Red Sea?", "measure"),
    ("How wide is the gap between the two?", "number"),
    ("How wide is the river?", "measure"),
    ("How high was the damage?", "number"),
    ("How high is the tower?", "measure"),
    ("How fast is the train?", "measure"),
    ("How fast can they build it?", "number"),
    ("How many pounds did the ticket cost?", "money"),
    ("How many pounds did she lose?", "number"),
    ("How many pounds of cocaine were sold?", "measure"),
    ("How many pounds does it weigh?", "measure"),
    ("What is the sum demanded?", "money"),
    ("What was the crowd estimated at?", "count"),
    ("What is the fine for speeding?", "money"),
    ("What does he say the price will be?", "money"),
    ("What did the bank lower its rate to?", "percentage"),
    ("From what did it lower the price?", "money"),
    ("What is the size of the loan that it asked for?", "number"),
    ("What was the toll of 1995?", "count"),
    ("What did the army do?", None),
    ("What can the army do?", None),
    ("What was the army accused of?", None),
    ("What was the crowd asked to do?", None),
    ("What was the staff told?", None),
    ("What is the fine for?", None),
    ("What was the loan used for?", None),
    ("What is the island called?", None),
    ("What is the lake named after?", None),
    ("What did the share price do?", None),
    ("What did they base the figure on?", None),
    ("How much did they care?", None),
    ("Why?", None),
    ("", None),
]


@pytest.mark.parametrize(("question", "kind"), KINDS)
def test_question_kind(question: str, kind: str | None) -> None:
    assert question_kind(question) == kind
    assert question_kind(question.upper()) == kind


@pytest.mark.parametrize(
    ("question", "text", "excluded"),
    [
        ("How long was the ship stranded?", "six days", False),
        ("How long is the boat to the island?", "three hours", False),
        ("How long is the boat to the island?", "40 kilometres", False),
        ("How much weight did he lose?", "30 kilos", False),
        ("How much gas does Chad buy?", "50 billion cubic metres", False),
        ("How much oil does Chad sell?", "118,000 barrels", False),
        ("How much land did the town lose?", "400 square kilometres", False),
        ("How far have prices fallen?", "12 percent", False),
        ("How deep are the cuts?", "40 billion kronor", False),
        ("How deep is the lake?", "40 hectares", True),
        ("How many pounds did the ticket cost?", "£20", False),
        ("How much did the ticket cost?", "20 kilos", True),
        ("How long was the road closed?", "20 kilometres", True),
    ],
)
def test_figures_that_cannot_answer(question: str, text: str, excluded: bool) -> None:
    asked, (found,) = AskedValue.of(question), find_values(text)
    assert asked is not None
    assert asked.excludes(found) == excluded


@given(st.text(max_size=60))
def test_any_text_is_taken(question: str) -> None:
    question_kind(question)


@pytest.mark.parametrize("unit", ["how ", "what is ", "when ", "how many "])
def test_a_long_question_does_not_hang(unit: str) -> None:
    started = time.thread_time()
    question_kind(unit * 20_000)
    assert time.thread_time() - started < 60
