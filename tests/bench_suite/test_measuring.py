"""What the benchmarks of quality stand on: reading many questions together, going on, counting."""

import json
from pathlib import Path

import pytest
from click import ClickException

from bench.journal import Journal
from bench.news import open_news_index
from bench.open_answers import holds_accepted
from bench.pooled_reader import PooledReader
from bench.reader_accuracy import Judged, best_margin, open_pooled_reader, summary
from bench.resumable import Results
from index.encoder import Encoder
from index.reading import read_sample
from qa.assembly import open_reader_model
from qa.model_files import SHIPPED_READER
from qa.reader import Reader, ReaderInput

QUESTIONS = ("Who is the president of South Korea?", "How many soldiers?", "What is a drone?")


@pytest.fixture(scope="module")
def pooled() -> PooledReader:
    return open_pooled_reader(open_reader_model(SHIPPED_READER))


def test_many_questions_together_give_what_each_gives_alone(
    pooled: PooledReader, reader: Reader
) -> None:
    passages = [document.text[:600] for document in read_sample()]
    # The first passage twice for one question, and places that are wanted whatever their score.
    marked = [[(0, 12), (40, 60)], [], [], [(0, 12)]]
    asked = [
        ReaderInput(QUESTIONS[0], passages),
        ReaderInput(QUESTIONS[1], [*passages, passages[0]], marked),
        ReaderInput(QUESTIONS[2], passages[:1]),
        ReaderInput(QUESTIONS[2], []),
    ]
    for _ in range(2):  # the second time from what is remembered
        for together, alone in zip(pooled.read(asked), reader.read(asked), strict=True):
            found = {(span.passage, span.start, span.end): span.score for span in together}
            wanted = {(span.passage, span.start, span.end): span.score for span in alone}
            # Of equal spans near the end of the list rounding may choose another.
            shared = found.keys() & wanted.keys()
            assert len(shared) >= 0.8 * len(wanted)
            assert [found[place] for place in shared] == pytest.approx(
                [wanted[place] for place in shared], abs=0.1
            )
            assert together[:1] == [] or alone[0].passage == together[0].passage
    pooled.forget()


def test_a_journal_goes_on_after_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "journal.jsonl"
    Journal(path).add({"a": {"text": "one\u2028two"}, "b": {"text": ""}})
    with path.open("a") as lines:
        lines.write('["c", {"te')
    journal = Journal(path)
    assert dict(journal) == {"a": {"text": "one\u2028two"}, "b": {"text": ""}}
    journal.add({"c": {"text": "three"}})
    assert [json.loads(line)[0] for line in path.read_text().splitlines()] == ["a", "b", "c"]
    assert list(Journal(path)) == ["a", "b", "c"]


def test_margins() -> None:
    # Right at 3, wrong at 2 of an unanswerable one, half right at 1, right at -1.
    judged = [
        Judged(margin=3, exact=1, overlap=1, silent=0),
        Judged(margin=2, exact=0, overlap=0, silent=1),
        Judged(margin=1, exact=0, overlap=0.5, silent=0),
        Judged(margin=-1, exact=1, overlap=1, silent=0),
    ]
    # F1 of answering from 3 on: (1 + 1) / 4, from 2: 1 / 4, from 1: 1.5 / 4, from -1: 2.5 / 4.
    assert best_margin(judged) == (-1, 50, 62.5)
    found = summary(judged, margin=2.5)
    assert found["at_margin"] == {"margin": 2.5, "exact_match": 50, "f1": 50}
    assert found["always_answered"] == {
        "exact_match": pytest.approx(200 / 3),
        "f1": pytest.approx(250 / 3),
    }
    # The unanswerable one has a lower margin than one of three answerable ones.
    assert found["abstention_auroc"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("text", "accepted", "holds"),
    [
        ("nearly 60%", ["60%"], True),
        ("the Hong Kong dollar", ["Hong Kong"], True),
        ("160", ["60"], False),
        ("", ["60"], False),
        ("anything", [""], False),
    ],
)
def test_an_accepted_answer_stands_as_whole_words(
    text: str, accepted: list[str], holds: bool
) -> None:
    assert holds_accepted([text], accepted) is holds


def test_results_go_on_with_the_same_settings_only(tmp_path: Path) -> None:
    path = tmp_path / "work" / "results.json"
    Results(path, {"seed": 0, "index": None}).step("a", lambda: {"ms": 1.5})
    again = Results(path, {"seed": 0, "index": None})
    assert again.step("a", lambda: pytest.fail("measured twice")) == {"ms": 1.5}
    with pytest.raises(ClickException, match="with other seed: name another --work"):
        Results(path, {"seed": 1, "index": None})
    # As files were before they said with what they were measured.
    path.write_text('{"a": {"ms": 1.5}}')
    with pytest.raises(ClickException, match=r"with other seed, .*commit, processor"):
        Results(path, {"seed": 0, "index": None})


def test_the_news_index_holds_the_articles_that_are_asked_of(
    tmp_path: Path, encoder: Encoder
) -> None:
    documents = read_sample()
    for wanted in (documents[:1], documents[1:2], documents):
        index = open_news_index(tmp_path / "index", wanted, encoder)
        stored = {summary.document_id for summary in index.summaries()}
        assert stored == {document.document_id for document in wanted}
