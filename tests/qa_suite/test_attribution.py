"""Speakers of spans, against a table of sentences over many matters, and for any text."""

import json
import re
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import sentences_around
from qa.attribution import SpeakerFinder
from qa.language.tagger import Tagger

Case = dict[str, str | int | None]

TABLE = [
    json.loads(line)
    for line in (Path(__file__).parent / "speaker_cases.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def finder() -> SpeakerFinder:
    return SpeakerFinder(Tagger.open())


def found(finder: SpeakerFinder, case: Case) -> str | None:
    text = str(case["text"])
    bounds = finder.find_speaker(text, int(case["start"] or 0), int(case["end"] or 0))
    return None if bounds is None else text[slice(*bounds)]


def precision_and_recall(finder: SpeakerFinder, cases: Sequence[Case]) -> tuple[float, float]:
    """Right speakers by those given, and by those that the texts name."""
    answers = [found(finder, case) for case in cases]
    pairs = list(zip(answers, cases, strict=True))
    right = sum(answer is not None and answer == case["speaker"] for answer, case in pairs)
    given_speakers = sum(answer is not None for answer in answers)
    return right / given_speakers, right / sum(case["speaker"] is not None for case in cases)


def needs_neighbour(case: Case) -> bool:
    """Whether the speaker stands in another sentence than the span."""
    text = str(case["text"])
    low, high = sentences_around(text, int(case["start"] or 0), int(case["end"] or 0))
    return case["speaker"] is not None and str(case["speaker"]) not in text[low:high]


def test_the_table_is_wide_enough() -> None:
    assert len(TABLE) >= 120
    assert sum(case["speaker"] is None for case in TABLE) >= 25
    assert sum(map(needs_neighbour, TABLE)) >= 25
    assert sum(case["part"] == "held_out" for case in TABLE) >= 40


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=str(case["id"])) for case in TABLE if case["part"] == "development"],
)
def test_development_cases(finder: SpeakerFinder, case: Case) -> None:
    assert found(finder, case) == case["speaker"]


def test_held_out_cases_keep_their_measured_floor(finder: SpeakerFinder) -> None:
    # Measured once before any rule was changed for them: 30 of 31 given, 30 of 31 named. Since then
    # what is right changed for three: a name stays with its office, and a forecast is its maker's.
    held_out = [case for case in TABLE if case["part"] == "held_out"]
    precision, recall = precision_and_recall(finder, held_out)
    assert precision >= 0.96
    assert recall >= 0.96


@pytest.mark.parametrize(
    ("verb", "reports"),
    [
        pytest.param("did not say", False, id="negated"),
        pytest.param("was said", False, id="passive"),
        pytest.param("may say", False, id="possible"),
        pytest.param("hopes to announce", False, id="intended"),
        pytest.param("refused to confirm", False, id="refused"),
        pytest.param("pledged to see to it", True, id="promised"),
        pytest.param("has said", True, id="perfect"),
        pytest.param("is saying", True, id="progressive"),
        pytest.param("went on to say", True, id="went-on"),
        pytest.param("did not deny", True, id="denial-denied"),
    ],
)
def test_forms_of_the_verb(finder: SpeakerFinder, verb: str, reports: bool) -> None:
    text = f"The guild {verb} that nine looms were sold."
    place = text.index("nine")
    bounds = finder.find_speaker(text, place, place + 4)
    assert (bounds == (0, 9)) is reports


def speakers(finder: SpeakerFinder, marked: str) -> list[str | None]:
    """The speakers of the spans in brackets."""
    pieces = re.split(r"[\[\]]", marked)
    text = "".join(pieces)
    starts = [sum(map(len, pieces[:place])) for place in range(1, len(pieces), 2)]
    spans = [(at, at + len(span)) for at, span in zip(starts, pieces[1::2], strict=True)]
    return [
        None if bounds is None else text[slice(*bounds)]
        for bounds in finder.find_speakers(text, spans)
    ]


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        pytest.param(
            "The carmaker said it would cut [35,000] jobs, citing falling sales in Asia.",
            "The carmaker",
            id="sales",
        ),
        pytest.param(
            "Aerofirm said it lost [$6bn], citing the strike by machinists.",
            "Aerofirm",
            id="strike",
        ),
        pytest.param(
            "Citing a lack of evidence, prosecutors said [12] men had been freed.",
            "prosecutors",
            id="reason-first",
        ),
        pytest.param(
            "The firm would shed [12] jobs, citing weak demand, a spokesman said.",
            "a spokesman",
            id="reason-before-the-report",
        ),
        pytest.param(
            "The airline said it would shed [12] jobs, citing poor service.",
            "The airline",
            id="service",
        ),
        pytest.param(
            "Reuters, citing two officials, said [12] men had been freed.",
            "two officials",
            id="officials",
        ),
        pytest.param(
            "The agency said [12] died, citing people familiar with the matter.",
            "people familiar with the matter",
            id="people",
        ),
        pytest.param("The agency said [12] died, citing Interfax.", "Interfax", id="name"),
        pytest.param(
            "The agency said [12] died, citing marine biologists.", "marine biologists", id="ending"
        ),
        pytest.param(
            "The agency said [12] died, citing the emergency services.",
            "the emergency services",
            id="body",
        ),
        pytest.param("The agency said [12] died, citing a report.", "a report", id="publication"),
    ],
)
def test_only_who_can_tell_something_is_cited(
    finder: SpeakerFinder, marked: str, speaker: str
) -> None:
    assert speakers(finder, marked) == [speaker]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param(
            "The economy grew [2%], less than the [3%] forecast by economists.",
            [None, "economists"],
            id="compared-figure",
        ),
        pytest.param(
            "The fund expects growth of [2%], compared with the [3%] forecast by the government.",
            ["The fund", "the government"],
            id="inside-a-report",
        ),
        pytest.param(
            "Growth was [2%], less than was forecast by economists.", [None], id="comparison"
        ),
        pytest.param(
            "Shares fell [5%] after the loss announced by the company.", [None], id="after-a-noun"
        ),
        pytest.param(
            "Shares fell [5%], after a loss of [$3m] was announced by the company.",
            [None, "the company"],
            id="after-a-clause",
        ),
        pytest.param(
            "He was jailed for [12] years for lies told by his lawyer.", [None], id="for-a-noun"
        ),
        pytest.param(
            "[Nine] deaths in the north reported by the ministry are under review.",
            ["the ministry"],
            id="described-with-its-place",
        ),
        pytest.param(
            "The [300] deaths and [20] injuries reported by the ministry are under review.",
            ["the ministry", "the ministry"],
            id="described-pair",
        ),
        pytest.param("A loss of [5%] was announced by the company.", ["the company"], id="passive"),
        pytest.param(
            "The toll rose to [300], a figure confirmed by the ministry.",
            ["the ministry"],
            id="apposition",
        ),
    ],
)
def test_a_participle_reports_only_what_it_describes(
    finder: SpeakerFinder, marked: str, expected: list[str | None]
) -> None:
    assert speakers(finder, marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param(
            "The crowd was [300] according to police and [500] according to organisers.",
            ["police", "organisers"],
            id="according",
        ),
        pytest.param(
            "It was [300] boats according to the port and [500] boats according to the union.",
            ["the port", "the union"],
            id="according-with-nouns",
        ),
        pytest.param(
            "The toll was put at [300] by the ministry and [500] by the opposition.",
            ["the ministry", "the opposition"],
            id="passive",
        ),
        pytest.param(
            "The cost was put at [$3bn] by the ministry and [$5bn] by the opposition.",
            ["the ministry", "the opposition"],
            id="amounts",
        ),
        pytest.param(
            "The [300] deaths reported by the ministry and [20] by the army were in the north.",
            ["the ministry", "the army"],
            id="described",
        ),
        pytest.param(
            "It is [7.2] metres high according to the port and [6.85] by the tape of its rival.",
            ["the port", "the tape of its rival"],
            id="according-and-by",
        ),
        pytest.param(
            "[Five] men were shot by rebels, according to police, and [nine] by the army.",
            ["police", "police"],
            id="no-teller",
        ),
        pytest.param(
            "It was [12] by the state board's reckoning and [15] by that of those who stayed.",
            ["the state board's reckoning", None],
            id="unnamed",
        ),
        pytest.param(
            "Police estimated the crowd at [300], organisers at [500].",
            ["Police", "organisers"],
            id="verb-left-out",
        ),
        pytest.param(
            "The army put its losses at [300], and the rebels at [20].",
            ["The army", "the rebels"],
            id="joined",
        ),
        pytest.param(
            "Police put the crowd at [300], organisers at [500] and the church at [700].",
            ["Police", "organisers", "the church"],
            id="three",
        ),
        pytest.param(
            "Police put the crowd at between 300 and [400], while the mayor at over [500] people.",
            ["Police", "the mayor"],
            id="qualified",
        ),
        pytest.param(
            "The ministry gave the toll as [300], the opposition as [500].",
            ["The ministry", "the opposition"],
            id="as",
        ),
        pytest.param(
            "The organisers spoke of [8,000] people, the police of [5,500].",
            ["The organisers", "the police"],
            id="of",
        ),
        pytest.param(
            "The mayor spoke of [8,000] people, a crowd of [500].",
            ["The mayor", "The mayor"],
            id="of-no-source",
        ),
        pytest.param(
            "Police put the toll at [300], officers at [20] sites found more.",
            ["Police", "Police"],
            id="no-source",
        ),
        pytest.param(
            "Police said the train left at [300], the bus at [500].",
            ["Police", "Police"],
            id="times",
        ),
        pytest.param(
            "The toll was [300], according to police and two officials.",
            ["police and two officials"],
            id="several-sources",
        ),
    ],
)
def test_each_figure_has_its_own_source(
    finder: SpeakerFinder, marked: str, expected: list[str | None]
) -> None:
    assert speakers(finder, marked) == expected


@pytest.mark.parametrize(
    ("text", "speaker", "denied"),
    [
        pytest.param("The army denied that 300 had died.", "The army", True, id="that"),
        pytest.param("The army denied 300 had died.", "The army", True, id="clause"),
        pytest.param("The army has denied killing 300 men.", "The army", True, id="participle"),
        pytest.param(
            "The army has denied the rebels' claim that it lost 300 men.",
            "The army",
            True,
            id="claim-of-another",
        ),
        pytest.param(
            "The firm denied allegations of 300 breaches.", "The firm", True, id="allegations"
        ),
        pytest.param(
            "The minister said it was not true that 300 had died.",
            "The minister",
            True,
            id="not-true",
        ),
        pytest.param(
            '"It is false that 300 died," the mayor said.', "the mayor", True, id="quoted"
        ),
        pytest.param(
            "The army denied that “300 men” had died.", "The army", True, id="quoted-in-part"
        ),
        pytest.param(
            "The army denied the charge: “We lost 300 men.”", "The army", False, id="quoted-after"
        ),
        pytest.param(
            "The minister said it was not false that 300 had died.",
            "The minister",
            False,
            id="not-false",
        ),
        pytest.param(
            "The army did not deny that 300 had died.", "The army", False, id="not-denied"
        ),
        pytest.param(
            "The army denied the report, adding that 300 had fled.", "The army", False, id="added"
        ),
        pytest.param(
            "The army denied that it had lost but said 300 had fled.",
            "The army",
            False,
            id="said-instead",
        ),
        pytest.param(
            "The army denied that any had died, only 300 fled.", None, False, id="instead"
        ),
        pytest.param("The court denied bail to 300 men.", None, False, id="refused"),
        pytest.param("The firm denied any part in 300 cases.", None, False, id="no-statement"),
    ],
)
def test_who_denies_is_told_from_who_says(
    finder: SpeakerFinder, text: str, speaker: str | None, denied: bool
) -> None:
    place = text.index("300")
    found = finder.find_attribution(text, place, place + 3)
    assert (None if found is None else text[slice(*found.speaker)]) == speaker
    assert (found is not None and found.denied) is denied


def test_many_spans_of_a_text_are_as_single_ones(finder: SpeakerFinder) -> None:
    text = "\n\n".join(str(case["text"]) for case in TABLE[:25])
    spans = [(place, place + 3) for place in range(0, len(text) - 3, 41)]
    singly = [finder.find_speaker(text, *span) for span in spans]
    assert finder.find_speakers(text, spans) == singly
    assert finder.find_speakers(text, []) == []


def test_offsets_count_code_points(finder: SpeakerFinder) -> None:
    text = "😀 𝔉 The warden 👩‍👩‍👧 said. “Nine 🐻 bears,” the 🐻 warden said."
    start = text.index("Nine")
    bounds = finder.find_speaker(text, start, start + 4)
    assert bounds is not None
    assert text[slice(*bounds)].endswith("warden")
    shifted = finder.find_speaker("😀😀 " + text, start + 3, start + 7)
    assert shifted == (bounds[0] + 3, bounds[1] + 3)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (0, 99)])
def test_a_span_outside_the_text_is_refused(finder: SpeakerFinder, start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"{start}-{end} .* 12 characters"):
        finder.find_speaker("Police said.", start, end)


WORDS = st.sampled_from(
    "police said that the Mayor, who told reporters “ ” \" ' ( ) ; : — according to data released"
    " by X 's n't and but while adding he she they it I as quoted saying with of in on Tuesday 7"
    " 3,000 . ? ! \n \n\n 😀 e\u0301 U.S. Dr. estimates claims put at was not to".split(" ")
)


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_any_text_gives_a_mention_or_none(finder: SpeakerFinder, data: st.DataObject) -> None:
    joined = st.lists(WORDS, max_size=60).map(" ".join)
    text = data.draw(joined | st.text(max_size=200))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    bounds = finder.find_speaker(text, start, end)
    if bounds is not None:
        assert 0 <= bounds[0] < bounds[1] <= len(text)
        mention = text[slice(*bounds)]
        assert mention == mention.strip()
        assert "\n" not in mention


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param("he said that ", id="reports"),
        pytest.param("word ", id="words"),
        pytest.param("x", id="one-word"),
        pytest.param('"', id="quotation-marks"),
        pytest.param("“I said ", id="open-quotations"),
        pytest.param("according to data released by ", id="phrases"),
    ],
)
def test_a_hostile_line_takes_no_longer_than_a_paragraph(finder: SpeakerFinder, unit: str) -> None:
    # A machine under load may stop for seconds, so only the work of this process counts.
    text = unit * (1_000_000 // len(unit))
    began = time.thread_time()
    finder.find_speakers(text, [(0, 1), (500_000, 500_003)])
    assert time.thread_time() - began < 10
