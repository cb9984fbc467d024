"""The service: the same answers as without it, in turns, bounded, cancelled, cached."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace

import pytest
from gated_answerer import GatedAnswerer, town_article
from waiting import WAIT_SECONDS, until

from index.article_index import ArticleIndex
from index.document import Document
from index.passage import PassageFilter
from index.retrieval import RetrievalOptions, Retriever
from qa.answer import Answer
from qa.answering import Answerer, AnswererModels, Searched
from qa.question import Question, Turn
from qa.service.answer_service import AnswerService
from qa.service.errors import ServiceBusyError
from qa.service.metrics import Metrics
from qa.service.options import ServiceOptions

AnswererOf = Callable[[Sequence[Document]], Answerer]

MAYOR = Question("Who is the mayor of Springfield?", top_k=1)
VARIOUS = [
    Question("Who is the president of South Korea?", top_k=2),
    Question("How many troops are in Kursk?", top_k=2, min_confidence=0.0),
    Question("And the Pentagon?", (Turn("How many troops does Kyiv count?", "3,000"),), top_k=1),
    Question("What does NIS stand for?", top_k=1, min_confidence=1.0),
    Question(
        "Who is Lee?",
        top_k=1,
        filter=PassageFilter(document_ids=("kyiv-seoul-agreement",)),
        min_confidence=0.0,
    ),
]


@contextmanager
def opened(answerer: Answerer, **options: float) -> Iterator[AnswerService]:
    service = AnswerService(answerer, ServiceOptions(**options), Metrics())  # type: ignore[arg-type]
    yield service
    if isinstance(answerer, GatedAnswerer):
        answerer.gate.set()
    assert service.close(WAIT_SECONDS)


def value(service: AnswerService, line: str) -> float:
    """The metric that stands before a space and its value."""
    lines = service.metrics.exposition().decode().splitlines()
    (found,) = [entry for entry in lines if entry.startswith(f"{line} ")]
    return float(found.rpartition(" ")[2])


def content(answer: Answer) -> Answer:
    """An answer without what is its own each time: the id and the time it took."""
    return replace(answer, answer_id="", timings=None)  # type: ignore[arg-type]


def test_answers_do_not_depend_on_what_is_asked_with_them(sample_answerer: Answerer) -> None:
    alone = [sample_answerer.answer([question])[0] for question in VARIOUS]
    with opened(sample_answerer, answering_threads=2, batch=4) as service:
        together = service.answer(VARIOUS)
        assert value(service, 'qa_cache_lookups_total{result="miss"}') == len(VARIOUS)
    assert [content(answer) for answer in together] == [content(answer) for answer in alone]
    assert [answer.status for answer in alone].count("answered") >= 2
    assert all(answer.timings.read > 0 for answer in together)


def test_what_waits_is_searched_together(gated: GatedAnswerer) -> None:
    with opened(gated, answering_threads=1, batch=3) as service:
        first = service.submit([MAYOR])
        assert gated.searching.wait(WAIT_SECONDS)
        others = service.submit([Question(f"{MAYOR.text} {n}", top_k=1) for n in range(4)])
        gated.gate.set()
        assert all(ticket.answer.result(WAIT_SECONDS) for ticket in [*first, *others])
    assert [len(batch) for batch in gated.batches] == [1, 3, 1]


def test_workers_share_what_waits(gated: GatedAnswerer) -> None:
    with opened(gated, answering_threads=2, batch=8) as service:
        service.submit([Question(f"{MAYOR.text} {n}", top_k=1) for n in range(6)])
        gated.gate.set()
    assert max(len(batch) for batch in gated.batches) <= 3


def test_the_same_question_at_the_same_time_is_read_once(gated: GatedAnswerer) -> None:
    with opened(gated) as service:
        service.submit([Question("first", top_k=1)])
        assert gated.searching.wait(WAIT_SECONDS)
        tickets = service.submit([MAYOR, MAYOR, MAYOR])
        gated.gate.set()
        answers = [ticket.answer.result(WAIT_SECONDS) for ticket in tickets]
    assert gated.batches[1:] == [[MAYOR.text]]
    assert len({answer.answer_id for answer in answers}) == 3
    assert len({content(answer) for answer in answers}) == 1


def test_what_was_answered_while_it_waited_is_not_read_again(gated: GatedAnswerer) -> None:
    with opened(gated, answering_threads=1, batch=1) as service:
        tickets = service.submit([MAYOR, MAYOR])
        gated.gate.set()
        answers = [ticket.answer.result(WAIT_SECONDS) for ticket in tickets]
    assert gated.batches == [[MAYOR.text]]
    assert len({answer.answer_id for answer in answers}) == 2


def test_the_queue_is_bounded_by_the_work_that_waits(gated: GatedAnswerer) -> None:
    with opened(gated, answering_threads=1, queue_seconds=0.001, cached_answers=0) as service:
        gated.gate.set()
        service.answer([MAYOR])
        until(lambda: value(service, "qa_queue_questions") == 0)
        gated.gate.clear()
        gated.searching.clear()
        taken = service.submit([MAYOR])
        assert gated.searching.wait(WAIT_SECONDS)
        with pytest.raises(ServiceBusyError, match="1 questions wait already") as refused:
            service.submit([MAYOR])
        assert refused.value.retry_seconds >= 1
        assert value(service, "qa_queue_refused_total") == 1
        assert value(service, "qa_queue_questions") == 1
        gated.gate.set()
        assert taken[0].answer.result(WAIT_SECONDS).answer == "Jane Doe"
        until(lambda: value(service, "qa_queue_questions") == 0)
        assert service.answer([MAYOR])[0].answer == "Jane Doe"


def test_the_queue_is_bounded_by_number(gated: GatedAnswerer) -> None:
    with opened(gated, queue_questions=2) as service:
        large = service.submit([Question(f"{MAYOR.text} {n}", top_k=1) for n in range(3)])
        with pytest.raises(ServiceBusyError, match="3 questions wait already"):
            service.submit([Question("who else", top_k=1)])
        gated.gate.set()
        assert all(ticket.answer.result(WAIT_SECONDS) for ticket in large)


def test_a_question_that_nobody_waits_for_is_not_searched(gated: GatedAnswerer) -> None:
    with opened(gated, queue_questions=2) as service:
        service.submit([MAYOR])
        assert gated.searching.wait(WAIT_SECONDS)
        (left,) = service.submit([Question("who left", top_k=1)])
        left.cancel()
        # Its place is free again.
        (stays,) = service.submit([Question("who stays", top_k=1)])
        gated.gate.set()
        stays.answer.result(WAIT_SECONDS)
        assert value(service, "qa_queue_cancelled_total") == 1
    assert ["who left"] not in gated.batches
    assert [batch for batch in gated.batches if "who left" in batch] == []


def test_a_question_that_waited_for_too_long_is_given_back(
    gated: GatedAnswerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(gated, wait_seconds=60) as service:
        (first,) = service.submit([MAYOR])
        assert gated.searching.wait(WAIT_SECONDS)
        (late,) = service.submit([Question("who is late", top_k=1)])
        # Setting the clock changes nothing: only the monotonic one counts.
        monkeypatch.setattr(time, "time", lambda: 4e9)
        assert late.waited() < 60
        later = SimpleNamespace(monotonic=lambda: time.monotonic() + 100)
        monkeypatch.setattr("qa.service.ticket.time", later)
        gated.gate.set()
        assert first.answer.result(WAIT_SECONDS).answer == "Jane Doe"
        with pytest.raises(ServiceBusyError, match="waited"):
            late.answer.result(WAIT_SECONDS)


def test_one_question_that_fails_takes_no_other_with_it(gated: GatedAnswerer) -> None:
    with opened(gated, batch=4) as service:
        service.submit([Question("first", top_k=1)])
        assert gated.searching.wait(WAIT_SECONDS)
        poison, mayor = service.submit([Question("poison", top_k=1), MAYOR])
        gated.gate.set()
        assert mayor.answer.result(WAIT_SECONDS).answer == "Jane Doe"
        with pytest.raises(RuntimeError, match="poisoned"):
            poison.answer.result(WAIT_SECONDS)
        with pytest.raises(RuntimeError, match="poisoned"):
            poison.passages.result(WAIT_SECONDS)
        assert value(service, "qa_failures_total") == 1
        # And the worker goes on.
        assert service.answer([Question("who next", top_k=1)])


def test_closing_finishes_what_was_taken_and_takes_nothing_more(gated: GatedAnswerer) -> None:
    with opened(gated, batch=1) as service:
        tickets = service.submit([MAYOR, Question("who else", top_k=1)])
        assert gated.searching.wait(WAIT_SECONDS)
        assert not service.close(0.01)
        assert service.stopping
        with pytest.raises(ServiceBusyError, match="stopping"):
            service.submit([Question("too late", top_k=1)])
        gated.gate.set()
        assert service.close(WAIT_SECONDS)
        assert all(ticket.answer.done() for ticket in tickets)
        # What is known already is told as long as anybody asks.
        assert service.answer([MAYOR])[0].answer == "Jane Doe"


def test_the_same_answer_comes_from_the_cache(answerer_of: AnswererOf) -> None:
    with opened(answerer_of([town_article("Jane Doe")])) as service:
        (first,), (again,) = service.answer([MAYOR]), service.answer([MAYOR])
        assert content(again) == content(first)
        assert again.answer_id != first.answer_id
        assert (again.timings.retrieve, again.timings.read, again.timings.total) == (0, 0, 0)
        stricter = replace(MAYOR, min_confidence=1.0)
        assert service.answer([stricter])[0].status == "not_in_articles"
        assert value(service, 'qa_cache_lookups_total{result="hit"}') == 1
        assert value(service, "qa_cache_answers") == 2
        assert value(service, 'qa_answers_total{status="answered"}') == 2


def test_another_history_is_another_question(answerer_of: AnswererOf) -> None:
    with opened(answerer_of([town_article("Jane Doe")])) as service:
        for answer in ("Jane Doe", "John Roe", None):
            history = (Turn("Who leads the town?", answer),)
            service.answer([replace(MAYOR, history=history, min_confidence=1.0)])
        assert value(service, "qa_cache_answers") == 3


def test_the_cache_forgets_when_the_index_changes(answerer_of: AnswererOf) -> None:
    answerer = answerer_of([town_article("Jane Doe")])
    with opened(answerer) as service:
        (before,) = service.answer([MAYOR])
        answerer.index.add([town_article("John Roe")])
        (after,) = service.answer([MAYOR])
    assert (before.answer, after.answer) == ("Jane Doe", "John Roe")
    assert after.index_version == before.index_version + 1


def test_the_cache_is_bounded(answerer_of: AnswererOf) -> None:
    with opened(answerer_of([town_article("Jane Doe")]), cached_answers=2) as service:
        for number in range(4):
            service.answer([Question(f"{MAYOR.text} {number}", top_k=1)])
        assert value(service, "qa_cache_answers") == 2


def test_a_document_removed_between_searching_and_reading_is_still_cited(
    empty_index: ArticleIndex, models: AnswererModels
) -> None:
    class RemovingAnswerer(Answerer):
        def read(self, searched: Sequence[Searched]) -> list[Answer]:
            self.index.remove(["town"])
            return super().read(searched)

    empty_index.add([town_article("Jane Doe")])
    answerer = RemovingAnswerer(empty_index, Retriever(empty_index, RetrievalOptions()), models)
    with opened(answerer) as service:
        (answer,) = service.answer([MAYOR])
        assert answer.answer == "Jane Doe"
        assert answer.citations[0].document_id == "town"
        assert answer.index_version + 1 == empty_index.snapshot().manifest.version


def test_questions_of_one_call_are_of_one_version(gated: GatedAnswerer) -> None:
    with opened(gated, batch=1) as service:
        tickets = service.submit([MAYOR, Question("Who is mayor?", top_k=1)])
        assert gated.searching.wait(WAIT_SECONDS)
        gated.index.add([town_article("John Roe")])
        gated.gate.set()
        answers = [ticket.answer.result(WAIT_SECONDS) for ticket in tickets]
    assert {answer.answer for answer in answers} == {"Jane Doe"}
    assert len({answer.index_version for answer in answers}) == 1
