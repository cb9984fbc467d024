"""Dates of news sentences, with and without a day of publication."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.dating import find_dates

PUBLISHED = date(2023, 6, 14)  # a Wednesday


def day(text: str) -> date:
    return date.fromisoformat(text)


def stretch(written: str) -> tuple[date, date]:
    """One day, or two that are joined with "..", both included."""
    first, _, last = written.partition("..")
    return day(first), day(last or first)


CALENDAR = [
    ("It sank on 9 August 2019.", "9 August 2019", "2019-08-09"),
    ("It sank on August 9th, 2019.", "August 9th, 2019", "2019-08-09"),
    ("the 2nd of March 1999", "the 2nd of March 1999", "1999-03-02"),
    ("on Friday, Aug. 9, 2019", "Friday, Aug. 9, 2019", "2019-08-09"),
    ("in August 2019", "August 2019", "2019-08-01..2019-08-31"),
    ("in early August 2019", "early August 2019", "2019-08-01..2019-08-11"),
    ("built in 1911", "1911", "1911-01-01..1911-12-31"),
    ("the 1911 census", "1911", "1911-01-01..1911-12-31"),
    ("in the 1930s", "the 1930s", "1930-01-01..1939-12-31"),
    ("in the '60s", "'60s", "1960-01-01..1969-12-31"),
    ("from 2009 to 2014", "from 2009 to 2014", "2009-01-01..2014-12-31"),
    ("the 2017-18 season", "2017-18", "2017-01-01..2018-12-31"),
    ("3-6 July 2021", "3-6 July 2021", "2021-07-03..2021-07-06"),
    ("July 3–6, 2021", "July 3–6, 2021", "2021-07-03..2021-07-06"),
    ("March to May 2020", "March to May 2020", "2020-03-01..2020-05-31"),
    ("dated 2020-02-29", "2020-02-29", "2020-02-29"),
    ("dated 31/12/2020", "31/12/2020", "2020-12-31"),
    ("dated 12/31/2020", "12/31/2020", "2020-12-31"),
]

RELATIVE = [
    ("He resigned on Monday.", "Monday", "2023-06-12"),
    ("He resigned on Wednesday.", "Wednesday", "2023-06-14"),
    ("He resigned Friday night.", "Friday", "2023-06-09"),
    ("She will resign on Friday.", "Friday", "2023-06-16"),
    ("She said on Friday that she will resign.", "Friday", "2023-06-09"),
    ("On Friday the board will meet.", "Friday", "2023-06-16"),
    ("On Friday the board met.", "Friday", "2023-06-09"),
    ("The deal could be signed on Friday.", "Friday", "2023-06-16"),
    ("An answer is due by Friday.", "Friday", "2023-06-16"),
    ("The firm said it would report results on Feb. 6.", "Feb. 6", "2024-02-06"),
    ("The minister said the law would take effect on January 1.", "January 1", "2024-01-01"),
    ("A spokesman said the trial would begin in March.", "March", "2024-03-01..2024-03-31"),
    ("The bank would cut rates on Feb. 6.", "Feb. 6", "2024-02-06"),
    ("He said he’d resign on Friday.", "Friday", "2023-06-16"),
    ("He said he’d resigned on Friday.", "Friday", "2023-06-09"),
    ("It would have been held on Friday.", "Friday", "2023-06-09"),
    ("They would have until Friday to reply.", "Friday", "2023-06-16"),
    ("Police would not say on Monday how many died.", "Monday", "2023-06-12"),
    ("The shop would not open on Friday.", "Friday", "2023-06-16"),
    ("A would-be buyer fell ill on Friday.", "Friday", "2023-06-09"),
    ("He was forced to cut rates on Friday.", "Friday", "2023-06-09"),
    ("The plan would cost $3bn, a study on Friday found.", "Friday", "2023-06-09"),
    ("It will rise, according to a statement on Friday.", "Friday", "2023-06-09"),
    ("Ministers will meet, according to Reuters, on Friday.", "Friday", "2023-06-16"),
    ("In March he would win the cup.", "March", "2023-03-01..2023-03-31"),
    ("The trial was to begin on Friday.", "Friday", "2023-06-16"),
    ("The trip was to Rome on Friday.", "Friday", "2023-06-09"),
    ("The talks were to have resumed on Friday.", "Friday", "2023-06-09"),
    ("The hearing was adjourned until Friday.", "Friday", "2023-06-16"),
    ("The match was moved to Rome on Friday.", "Friday", "2023-06-09"),
    ("It would be the first rise since September.", "September", "2022-09-01..2022-09-30"),
    ("The bill goes to the Senate on Friday.", "Friday", "2023-06-16"),
    ("The new rules come into force on March 1.", "March 1", "2024-03-01"),
    ("The law takes effect on March 1.", "March 1", "2024-03-01"),
    ("The law took effect on March 1.", "March 1", "2023-03-01"),
    ("The show opens on Friday.", "Friday", "2023-06-16"),
    ("A gunman opens fire on Friday.", "Friday", "2023-06-09"),
    ("He left it open on Friday.", "Friday", "2023-06-09"),
    ("The leaders meet on Friday.", "Friday", "2023-06-16"),
    ("The meet on Friday was rained off.", "Friday", "2023-06-09"),
    ("Voters vote on Friday.", "Friday", "2023-06-16"),
    ("He won 300 votes on Friday.", "Friday", "2023-06-09"),
    ("Housing starts on Friday rose.", "Friday", "2023-06-09"),
    ("On Friday the council votes.", "Friday", "2023-06-16"),
    ("The vote is on Friday.", "Friday", "2023-06-16"),
    ("ROME, Aug 11 (Reuters) - The coalition will fall.", "Aug 11", "2022-08-11"),
    ("the day after tomorrow", "the day after tomorrow", "2023-06-16"),
    ("last Wednesday", "last Wednesday", "2023-06-07"),
    ("next Wednesday", "next Wednesday", "2023-06-21"),
    ("this Monday", "this Monday", "2023-06-12"),
    ("on Tuesday last week", "Tuesday last week", "2023-06-06"),
    ("yesterday", "yesterday", "2023-06-13"),
    ("the day before yesterday", "the day before yesterday", "2023-06-12"),
    ("tomorrow", "tomorrow", "2023-06-15"),
    ("last night", "last night", "2023-06-13"),
    ("this morning", "this morning", "2023-06-14"),
    ("It rained last week.", "last week", "2023-06-05..2023-06-11"),
    ("this month", "this month", "2023-06-01..2023-06-30"),
    ("next year", "next year", "2024-01-01..2024-12-31"),
    ("earlier this month", "Earlier this month", "2023-06-01..2023-06-14"),
    ("late last year", "late last year", "2022-09-01..2022-12-31"),
    ("over the weekend", "the weekend", "2023-06-10..2023-06-11"),
    ("this weekend", "this weekend", "2023-06-17..2023-06-18"),
    ("three days ago", "three days ago", "2023-06-11"),
    ("two weeks ago", "two weeks ago", "2023-05-29..2023-06-04"),
    ("a month ago", "a month ago", "2023-05-01..2023-05-31"),
    ("twenty-five years ago", "twenty-five years ago", "1998-01-01..1998-12-31"),
    ("in two weeks' time", "in two weeks' time", "2023-06-26..2023-07-02"),
    ("over the past three weeks", "the past three weeks", "2023-05-24..2023-06-14"),
    ("in the last 24 hours", "the last 24 hours", "2023-06-13..2023-06-14"),
    ("It fell in March.", "March", "2023-03-01..2023-03-31"),
    ("It fell in November.", "November", "2022-11-01..2022-11-30"),
    ("It will open in November.", "November", "2023-11-01..2023-11-30"),
    ("last October", "last October", "2022-10-01..2022-10-31"),
    ("in late May", "late May", "2023-05-21..2023-05-31"),
    ("He died on 2 February.", "2 February", "2023-02-02"),
    ("He died on Dec. 30.", "Dec. 30", "2022-12-30"),
    ("The vote is set for July 2.", "July 2", "2023-07-02"),
    ("on Thursday, March 4", "Thursday, March 4", "2021-03-04"),
    ("on Feb. 29", "Feb. 29", "2020-02-29"),
    ("He was held on 5 March last year.", "5 March last year", "2022-03-05"),
    ("He was held on Friday, 5 March last year.", "Friday, 5 March last year", "2022-03-05"),
    ("It fell on the 3rd of May this year.", "the 3rd of May this year", "2023-05-03"),
    ("They met on Oct. 3-6 last year.", "Oct. 3-6 last year", "2022-10-03..2022-10-06"),
    ("It sank in June last year.", "June last year", "2022-06-01..2022-06-30"),
    ("It sank in June of last year.", "June of last year", "2022-06-01..2022-06-30"),
    ("It sank in early June last year.", "early June last year", "2022-06-01..2022-06-10"),
    ("From June to August last year", "June to August last year", "2022-06-01..2022-08-31"),
    ("It opened in September the year before last.", "September the year before last",
     "2021-09-01..2021-09-30"),
    ("It opened the year before last.", "the year before last", "2021-01-01..2021-12-31"),
    ("It will open in May next year.", "May next year", "2024-05-01..2024-05-31"),
    ("In March 20 people drowned.", "March", "2023-03-01..2023-03-31"),
]  # fmt: skip

NONE = [
    "the next day",
    "every Tuesday and on Sundays",
    "Black Friday sales",
    "the Sunday Times",
    "Theresa May and April Jones met.",
    "It may rain, and they march on.",
    "dated 5/12/2020",
    "2,019 people and 2000 deer",
    "a few days ago",
    "USA TODAY",
]


@pytest.mark.parametrize(("text", "phrase", "days"), CALENDAR)
@pytest.mark.parametrize("published", [None, PUBLISHED])
def test_dates_with_a_year(text: str, phrase: str, days: str, published: date | None) -> None:
    found = find_dates(text, published)
    assert [(text[one.start : one.end], (one.first, one.last)) for one in found] == [
        (phrase, stretch(days))
    ]


@pytest.mark.parametrize(("text", "phrase", "days"), RELATIVE)
def test_phrases_count_from_publication(text: str, phrase: str, days: str) -> None:
    found = find_dates(text, PUBLISHED)
    assert [(text[one.start : one.end].lower(), (one.first, one.last)) for one in found] == [
        (phrase.lower(), stretch(days))
    ]
    assert find_dates(text, None) == []


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_date_or_has_two_readings_is_left_out(text: str) -> None:
    assert find_dates(text, PUBLISHED) == []


def test_what_last_year_belongs_to_tells_no_year_of_a_month() -> None:
    text = "She won in June last year's final."
    assert [text[one.start : one.end] for one in find_dates(text, PUBLISHED)] == [
        "June",
        "last year",
    ]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("The talks run from Monday to Friday.", "2023-06-12", "2023-06-16"),
        ("The talks will run from Monday to Friday.", "2023-06-19", "2023-06-23"),
        ("From Friday night until Sunday it rained.", "2023-06-09", "2023-06-11"),
        ("Between Saturday and Monday 40 people died.", "2023-06-10", "2023-06-12"),
        ("It was shut from Friday to Friday.", "2023-06-09", "2023-06-16"),
        ("He spoke on Monday and Friday.", "2023-06-12", "2023-06-09"),
        ("The union said on Tuesday it would be held on Sunday.", "2023-06-13", "2023-06-18"),
        ("It was adjourned on Monday until Friday.", "2023-06-12", "2023-06-16"),
    ],
)
def test_a_weekday_beside_another(text: str, first: str, last: str) -> None:
    assert [one.first for one in find_dates(text, PUBLISHED)] == [day(first), day(last)]


@given(st.dates(), st.sampled_from([row[0] for row in RELATIVE]))
def test_any_day_of_publication_is_taken(published: date, text: str) -> None:
    for found in find_dates(text, published):
        assert found.first <= found.last


@given(st.dates(date(1900, 1, 10), date(2100, 1, 1)))
def test_weekdays_are_the_latest_or_the_next(published: date) -> None:
    (latest,) = find_dates("They met on Thursday.", published)
    (coming,) = find_dates("They will meet on Thursday.", published)
    assert timedelta(0) <= published - latest.first < timedelta(7)
    assert timedelta(0) <= coming.first - published < timedelta(7)
    assert latest.first.weekday() == coming.first.weekday() == 3


@given(st.dates(date(1000, 1, 1), date(2199, 12, 31)), st.sampled_from(["%-d %B %Y", "%b %-d, %Y"]))
def test_written_days_are_read_back(wanted: date, form: str) -> None:
    text = f"😀 on {wanted.strftime(form)} it rained"
    (found,) = find_dates(text, None)
    assert (found.first, found.last) == (wanted, wanted)
    assert text[found.start : found.end] == wanted.strftime(form)


PIECES = st.sampled_from(
    """May March Oct. 12 3rd 2024 1990s '90s Monday last next this week month year ago days two
    early late mid - – / , . the of in on by from to between and will said 😀 e\u0301 weekend
    yesterday 2019-20 29 February 31""".split()
)


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=20), st.sampled_from([" ", ""]), st.none() | st.dates())
def test_offsets_are_exact_and_none_overlap(
    pieces: list[str], between: str, published: date | None
) -> None:
    text = between.join(pieces)
    end = 0
    for found in find_dates(text, published):
        assert end <= found.start < found.end <= len(text)
        assert text[found.start : found.end].strip() == text[found.start : found.end]
        assert found.first <= found.last
        end = found.end


PLAIN = [(unit, 1_000_000) for unit in ("1", "word ")]
DENSE = [(unit, 200_000) for unit in ("May 5 ", "last ", "2019-", "twenty-", "Monday ")]


@pytest.mark.parametrize(
    ("unit", "length"), [*PLAIN, *(pytest.param(*row, marks=pytest.mark.slow) for row in DENSE)]
)
def test_hostile_text_takes_linear_time(unit: str, length: int) -> None:
    text = unit * (length // len(unit))
    started = time.thread_time()
    find_dates(text, PUBLISHED)
    assert time.thread_time() - started < 60
