"""Answers from a whole corpus: ours beside lexical or dense search with the same reader.

    python -m bench.quality squad1-open news

Four systems read ten passages of each question, and the reader is the same in all of them. Three
are what one gets without this project: search (dense, BM25, or both by reciprocal rank fusion),
and the span with the best score. "ours" is the product, never silent: the text of its reply, and
behind that its most probable candidates.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from bench.journal import Journal, Row
from bench.open_retrieval import RETRIEVERS
from bench.pooled_reader import PooledReader
from bench.report import report_progress
from eval.metrics import mean
from index.article_index import ArticleIndex
from index.passage import PassageFilter, RetrievedPassage
from index.retrieval import RetrievalOptions, Retriever
from index.snapshot import Snapshot
from qa.agreement import exact_match, normalise_answer, token_f1
from qa.answering import Answerer, AnswererModels
from qa.finding import Finder, FinderOptions
from qa.question import DEFAULT_TOP_K, Question
from qa.reader import ReaderInput

BATCH = 16
FIRST = 5
CUTOFFS = (5, 20)
OURS = "ours"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question of a corpus, its accepted answers and, where they are known, its documents."""

    question_id: str
    question: str
    answers: tuple[str, ...]
    documents: frozenset[str]


class Contest:
    """Asks every system the same questions."""

    def __init__(self, index: ArticleIndex, models: AnswererModels, reader: PooledReader) -> None:
        self._index = index
        self._reader = reader
        self._searches = {name: Retriever(index, how) for name, how in RETRIEVERS.items()}
        own = Retriever(index, RetrievalOptions())
        self._finder = Finder(own, reader, models.calibration, FinderOptions())
        self._answerer = Answerer(index, own, models)

    def answers(self, questions: Sequence[OpenQuestion], journal: Journal) -> list[Row]:
        """Each question's row: the first answers and the ranks of each system."""
        missing = [asked for asked in questions if asked.question_id not in journal]
        for first in range(0, len(missing), BATCH):
            part = missing[first : first + BATCH]
            rows = zip(part, self._ask(part), strict=True)
            journal.add({asked.question_id: row for asked, row in rows})
            self._reader.forget()
            report_progress(first + len(part), len(missing))
        return [journal[asked.question_id] for asked in questions]

    def _ask(self, part: Sequence[OpenQuestion]) -> Iterator[Row]:
        snapshot = self._index.snapshot()
        texts = [asked.question for asked in part]
        systems = {name: self._search(name, part, snapshot) for name in RETRIEVERS}
        ours = self._ours(texts, snapshot)
        for place in range(len(part)):
            row = {name: found[place] for name, found in systems.items()}
            yield {**row, OURS: ours[place]}

    def _search(self, name: str, part: Sequence[OpenQuestion], snapshot: Snapshot) -> list[Row]:
        texts = [asked.question for asked in part]
        deepest = max(CUTOFFS)
        found = self._searches[name].retrieve(snapshot, texts, PassageFilter(), deepest)
        passages = [[entry.passage.text for entry in entries[:DEFAULT_TOP_K]] for entries in found]
        read = self._reader.read(
            [ReaderInput(text, given) for text, given in zip(texts, passages, strict=True)]
        )
        return [
            {
                "answers": _first_distinct(
                    given[span.passage][span.start : span.end] for span in spans
                ),
                "rank_of_document": _rank(
                    e.passage.document_id in asked.documents for e in entries
                ),
                "rank_of_answer": _rank(_holds(e, asked.answers) for e in entries),
            }
            for asked, entries, given, spans in zip(part, found, passages, read, strict=True)
        ]

    def _ours(self, texts: Sequence[str], snapshot: Snapshot) -> list[Row]:
        found = self._finder.find([Question(text) for text in texts], snapshot)
        replies = self._answerer.answer([Question(text, min_confidence=0.0) for text in texts])
        return [
            {
                "answers": _first_distinct(
                    chain(
                        [reply.answer or ""],
                        (answer.text for answer in reply.answers),
                        (candidate.text for candidate in entry.candidates),
                    )
                ),
                "confidence": entry.candidates[0].probability if entry.candidates else 0.0,
            }
            for entry, reply in zip(found, replies, strict=True)
        ]


def system_rows(questions: Sequence[OpenQuestion], rows: Sequence[Row]) -> list[Row]:
    """A line for each system, in per cent of the questions.

    An answer holds an accepted one that stands in it as whole words, after SQuAD's normalisation.
    """
    return [
        {
            "system": name,
            "EM": _percent(exact_match(_top(row[name]), q.answers) for q, row in pairs),
            "F1": _percent(token_f1(_top(row[name]), q.answers) for q, row in pairs),
            "accepted in top answer": _percent(
                holds_accepted(row[name]["answers"][:1], q.answers) for q, row in pairs
            ),
            f"accepted in first {FIRST}": _percent(
                holds_accepted(row[name]["answers"], q.answers) for q, row in pairs
            ),
        }
        for name in (*RETRIEVERS, OURS)
        for pairs in [list(zip(questions, rows, strict=True))]
    ]


def retrieval_rows(questions: Sequence[OpenQuestion], rows: Sequence[Row]) -> list[Row]:
    """Recall of each way to search, in per cent; of the document over questions that name one."""
    pairs = list(zip(questions, rows, strict=True))
    known = [row for asked, row in pairs if asked.documents]
    return [
        {
            "search": name,
            **{
                f"passage with an accepted answer @{cutoff}": _percent(
                    _within(row[name]["rank_of_answer"], cutoff) for row in rows
                )
                for cutoff in CUTOFFS
            },
            **{
                f"its document @{cutoff} (n={len(known)})": _percent(
                    _within(row[name]["rank_of_document"], cutoff) for row in known
                )
                for cutoff in CUTOFFS
            },
        }
        for name in RETRIEVERS
    ]


def abstention(
    questions: Sequence[OpenQuestion], rows: Sequence[Row], operating_point: float
) -> Row:
    """What the product shows by itself, in per cent: how much it answers, and how well."""
    answered = [
        exact_match(_top(row[OURS]), asked.answers)
        for asked, row in zip(questions, rows, strict=True)
        if row[OURS]["confidence"] >= operating_point
    ]
    return {
        "answered_at_the_operating_point": 100 * len(answered) / len(rows),
        "EM_of_those": _percent(answered),
    }


def holds_accepted(texts: Iterable[str], accepted: Sequence[str]) -> bool:
    """Whether one of the texts holds an accepted answer as whole words, normalised as in SQuAD."""
    wanted = [f" {normal} " for answer in accepted if (normal := normalise_answer(answer))]
    return any(answer in f" {normalise_answer(text)} " for text in texts for answer in wanted)


def _first_distinct(texts: Iterable[str]) -> list[str]:
    """The first texts that are not the same answer, "" where there is none."""
    distinct: dict[str, str] = {}
    for text in texts:
        distinct.setdefault(normalise_answer(text), text)
    return list(islice(distinct.values(), FIRST)) or [""]


def _rank(hits: Iterable[bool]) -> int | None:
    return next((rank for rank, hit in enumerate(hits, start=1) if hit), None)


def _within(rank: int | None, cutoff: int) -> bool:
    return rank is not None and rank <= cutoff


def _holds(entry: RetrievedPassage, accepted: Sequence[str]) -> bool:
    return holds_accepted([entry.passage.text], accepted)


def _top(row: Row) -> str:
    return str(row["answers"][0])


def _percent(values: Iterable[float]) -> float | None:
    share = mean(values)
    return None if share is None else 100 * share
