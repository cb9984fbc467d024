"""The reader on real models: batches, long passages, and the exported graph against PyTorch."""

from collections.abc import Sequence

import pytest
from tokenizers import Tokenizer

from index.engine_choice import REFERENCE, engine_names, processor_flags
from index.graph_cache import default_graph_cache
from index.reading import read_sample
from qa.model_files import SHIPPED_READER
from qa.onnx_reader import OnnxReaderModel
from qa.reader import Reader, ReaderInput, ReaderOptions
from qa.span import Span

PRESIDENT = "Who is the president of South Korea?"
ARMY = "How many soldiers are in North Korea's standing army?"
PRESIDENT_PASSAGE = (
    "He gave both figures in a statement on X about his discussion with South Korea's "
    "president, Yoon Suk Yeol."
)
ARMY_PASSAGE = (
    "North Korea can draw on a standing army of 1.2 million soldiers, among the largest anywhere."
)
FILLER = "The weather over the harbour was grey and the ferries ran on time all morning. "
EASY = [
    pytest.param(PRESIDENT, PRESIDENT_PASSAGE, "Yoon Suk Yeol", id="president"),
    pytest.param(ARMY, ARMY_PASSAGE, "1.2 million", id="army"),
    pytest.param(
        "When did the bridge open?", "The bridge opened in 1932.", "1932", id="year of a bridge"
    ),
    pytest.param(
        "Who wrote the report?",
        "The report was written by Maria Lopez.",
        "Maria Lopez",
        id="writer",
    ),
    pytest.param(
        "Where was the treaty signed?",
        "The treaty was signed in Geneva on Friday.",
        "Geneva",
        id="place",
    ),
]


def sample_passages() -> list[str]:
    return [part for document in read_sample() for part in document.text.split("\n\n")]


def sample_cases() -> list[ReaderInput]:
    """Questions beside paragraphs of different numbers and lengths."""
    paragraphs = sample_passages()
    return [
        ReaderInput(PRESIDENT, paragraphs[:9]),
        ReaderInput(ARMY, paragraphs[2:11]),
        ReaderInput("Who is Sabrina Singh?", paragraphs[4:13]),
        ReaderInput("When did Ukraine join NATO?", paragraphs[6:15]),
        ReaderInput("What is Ukraine's military intelligence service called?", paragraphs[8:]),
        ReaderInput("What does NIS stand for?", paragraphs[-1:]),
    ]


def places(spans: Sequence[Span]) -> list[tuple[int, int, int]]:
    return [(span.passage, span.start, span.end) for span in spans]


def best_text(reader: Reader, question: str, passage: str) -> str:
    span = reader.read([ReaderInput(question, [passage])])[0][0]
    return passage[span.start : span.end]


@pytest.mark.parametrize(("question", "passage", "answer"), EASY)
def test_easy_answers_are_found(reader: Reader, question: str, passage: str, answer: str) -> None:
    assert answer in best_text(reader, question, passage)


@pytest.mark.parametrize(("question", "passage", "answer"), EASY)
def test_the_exported_graph_gives_the_same_easy_answers(
    reader: Reader, torch_reader: Reader, question: str, passage: str, answer: str
) -> None:
    assert best_text(reader, question, passage) == best_text(torch_reader, question, passage)
    assert answer in best_text(torch_reader, question, passage)


@pytest.mark.parametrize(
    ("engines", "margin"),
    [
        pytest.param((REFERENCE,), 1e-3, id="float32"),
        # Eight bits of a number: scores are sums of four logits of about 5.
        pytest.param(engine_names(processor_flags()), 0.3, id="this machine's engine"),
    ],
)
def test_the_graph_gives_the_scores_of_pytorch(
    engines: tuple[str, ...], margin: float, torch_reader: Reader, tokenizer: Tokenizer
) -> None:
    cases = [
        ReaderInput(case.question, [text]) for case in sample_cases()[:4] for text in case.passages
    ]
    model = OnnxReaderModel.load(SHIPPED_READER, default_graph_cache(), engines)
    found = [spans[0].score for spans in Reader(model, tokenizer, ReaderOptions()).read(cases)]
    exact = [spans[0].score for spans in torch_reader.read(cases)]
    assert found == pytest.approx(exact, abs=margin)


@pytest.mark.parametrize("count", [pytest.param(2, id="two"), pytest.param(6, id="six")])
def test_a_batch_reads_as_one_by_one(reader: Reader, count: int) -> None:
    cases = sample_cases()[:count]
    together = reader.read(cases)
    alone = [reader.read([case])[0] for case in cases]
    assert [places(spans) for spans in together] == [places(spans) for spans in alone]
    for some, others in zip(together, alone, strict=True):
        assert [s.score for s in some] == pytest.approx([s.score for s in others], abs=1e-4)


def test_a_batch_in_float32_reads_as_one_by_one(torch_reader: Reader) -> None:
    cases = sample_cases()[:3]
    alone = [torch_reader.read([case])[0] for case in cases]
    assert [places(spans) for spans in torch_reader.read(cases)] == [
        places(spans) for spans in alone
    ]


def test_reading_twice_gives_the_same(reader: Reader) -> None:
    assert reader.read(sample_cases()[:2]) == reader.read(sample_cases()[:2])


NOTHING = [
    pytest.param([], [], id="no questions"),
    pytest.param([ReaderInput("Who?", [])], [[]], id="no passages"),
    pytest.param([ReaderInput("Who?", [""])], [[]], id="an empty passage"),
    pytest.param(
        [ReaderInput("Who?", [" \n"]), ReaderInput("Why?", [])],
        [[], []],
        id="white space and nothing",
    ),
]


@pytest.mark.parametrize(("cases", "found"), NOTHING)
def test_nothing_to_read_gives_no_spans(
    reader: Reader, cases: list[ReaderInput], found: list[list[Span]]
) -> None:
    assert reader.read(cases) == found


def test_questions_with_and_without_passages_keep_their_places(reader: Reader) -> None:
    none, spans, none_either = reader.read(
        [
            ReaderInput("Who?", []),
            ReaderInput(PRESIDENT, [FILLER, PRESIDENT_PASSAGE]),
            ReaderInput("Why?", [""]),
        ]
    )
    assert none == none_either == []
    assert spans[0].passage == 1


def test_the_end_of_a_long_passage_is_read(reader: Reader, tokenizer: Tokenizer) -> None:
    passage = FILLER * 40 + PRESIDENT_PASSAGE
    assert len(tokenizer.encode(passage).ids) > 384
    assert "Yoon Suk Yeol" in best_text(reader, PRESIDENT, passage)


def test_the_middle_of_a_long_passage_is_read(reader: Reader) -> None:
    passage = FILLER * 30 + ARMY_PASSAGE + FILLER * 30
    assert "1.2 million" in best_text(reader, ARMY, passage)


def test_spans_are_ordered_distinct_and_inside_their_passage(reader: Reader) -> None:
    for case, spans in zip(sample_cases(), reader.read(sample_cases()), strict=True):
        assert 0 < len(spans) <= 10
        assert [span.score for span in spans] == sorted((s.score for s in spans), reverse=True)
        assert len(set(places(spans))) == len(spans)
        for span in spans:
            assert 0 <= span.start < span.end <= len(case.passages[span.passage])


def test_the_best_span_over_each_marked_place_is_read(reader: Reader) -> None:
    passage = "Police counted 40 cars, 12 buses and 7 trucks on the bridge on Monday."
    marked = [(passage.index(figure), passage.index(figure) + 2) for figure in ("40", "12", "7 ")]
    question = "How many buses were on the bridge?"
    spans = reader.read([ReaderInput(question, [passage], [marked])])[0]
    for start, end in marked:
        covering = [span for span in spans if span.start <= start and end <= span.end + 1]
        alone = [
            span
            for span in covering
            if sum(span.start <= other < span.end for other, _ in marked) == 1
        ]
        assert alone, passage[start:end]
    assert passage[spans[0].start : spans[0].end].startswith("12")
    plain = reader.read([ReaderInput(question, [passage])])[0]
    assert spans[: len(plain)] == plain


def test_the_name_is_that_of_the_description(reader: Reader, torch_reader: Reader) -> None:
    assert reader.name
    assert reader.name == torch_reader.name
