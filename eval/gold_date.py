"""The dates that a gold question wants, and whether a reply states one of them."""

from eval.calendar_date import CalendarDate, may_be_number, plain_date, same_date
from eval.gold_question import GoldQuestion
from qa.question_kind import question_kind

_TIME_TYPES = frozenset({"date", "time"})


def wanted_dates(gold: GoldQuestion) -> tuple[CalendarDate, ...]:
    """The dates among the gold's answers; none unless the first is just a date.

    A bare number such as "1500" is a year only where the gold's type or the question asks for a
    time.
    """
    if not gold.is_answerable or (may_be_number(gold.answers[0]) and not _asks_for_time(gold)):
        return ()
    dates = [plain_date(answer) for answer in gold.answers]
    return () if dates[0] is None else tuple(date for date in dates if date is not None)


def date_right(gold: GoldQuestion, prediction: str) -> bool | None:
    """Whether the answer states a date of the gold's; None where it wants none."""
    wanted = wanted_dates(gold)
    if not wanted:
        return None
    shown = plain_date(prediction)
    return shown is not None and any(same_date(shown, date) for date in wanted)


def _asks_for_time(gold: GoldQuestion) -> bool:
    if gold.type is not None and gold.type.casefold() in _TIME_TYPES:
        return True
    # A follow-up such as "And the other one?" asks for what was asked for before it.
    asked = (gold.question, *(turn.question for turn in reversed(gold.history)))
    kinds = (question_kind(question) for question in asked)
    return next((kind for kind in kinds if kind is not None), None) == "date"
