"""What each table measures."""

from collections.abc import Callable
from dataclasses import dataclass

from bench import confidence, open_answers, open_retrieval, reader_accuracy
from bench.follow_ups import COUNTS, CUTOFF, follow_up_scores
from bench.journal import Row
from bench.news_corpus import news_documents, news_questions
from bench.open_answers import Contest, OpenQuestion, retrieval_rows, system_rows
from bench.quality.workplace import Workplace
from index.document import Document
from qa.agreement import RIGHT_F1
from qa.model_files import SHIPPED_FOLLOW_UPS
from qa.training.asking import paragraph_documents
from qa.training.follow_ups import load_follow_ups

Rows = list[Row]
ABSTENTION = {
    "always_answered": "never (answerable questions only)",
    "at_margin": "below the margin chosen on held-back training questions",
    "best_margin": "below the best margin of this very set",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What a table shows, what it was measured on, and figures beside it."""

    rows: Rows
    facts: Row


@dataclass(frozen=True, slots=True)
class Table:
    """What is measured, how many questions are drawn unless a limit is given, and the time.

    `minutes` are those of two quiet cores with AMX, indexes built already.
    """

    title: str
    measure: Callable[[Workplace, int | None], Measured]
    questions: int | None
    minutes: float


def _alone(path: str) -> Callable[[Workplace, int | None], Measured]:
    """The reader with each question's own paragraph."""

    def measure(place: Workplace, limit: int | None) -> Measured:
        asked = reader_accuracy.drawn(reader_accuracy.asked_alone(place.squad(path)), limit)
        judged = reader_accuracy.judge(asked, place.reader, place.journal("alone"))
        found = reader_accuracy.summary(judged, place.held_back_margin)
        told = dict(ABSTENTION)
        if found["abstention_auroc"] is None:
            del told["best_margin"]  # of answerable questions it is the lowest of all
        rows = [
            {
                "abstains": words,
                "margin": found[key].get("margin"),
                "EM": found[key]["exact_match"],
                "F1": found[key]["f1"],
            }
            for key, words in told.items()
        ]
        return Measured(
            rows, {"questions": len(judged), "abstention_auroc": found["abstention_auroc"]}
        )

    return measure


def _retrieval(place: Workplace, limit: int | None) -> Measured:
    paragraphs = place.squad("dev/squad1.json.gz")
    index = place.index("squad1", paragraph_documents(paragraphs))
    asked = reader_accuracy.drawn(open_retrieval.asked_openly(paragraphs), limit)
    found = open_retrieval.recalls(index, asked)
    rows = [
        {"search": name, **{f"recall {at.replace('_', ' ')}": 100 * v for at, v in scores.items()}}
        for name, scores in found.pop("recall").items()
    ]
    return Measured(rows, found)


def _squad_open(place: Workplace, limit: int | None) -> Measured:
    paragraphs = place.squad("dev/squad1.json.gz")
    asked = [
        OpenQuestion(
            q.question_id,
            q.question,
            tuple(answer.text for answer in q.answers),
            frozenset({f"paragraph-{number}"}),
        )
        for number, paragraph in enumerate(paragraphs)
        for q in paragraph.questions
        if q.answers
    ]
    return _contest(place, "squad1", paragraph_documents(paragraphs), asked, limit)


def _news(place: Workplace, limit: int | None) -> Measured:
    documents = news_documents(place.data / "news" / "articles.jsonl.gz")
    asked = news_questions(place.data / "news" / "questions.jsonl.gz")
    return _contest(place, "news", documents, asked, limit)


def _contest(
    place: Workplace,
    name: str,
    documents: list[Document],
    asked: list[OpenQuestion],
    limit: int | None,
) -> Measured:
    index = place.index(name, documents)
    chosen = reader_accuracy.drawn(asked, limit)
    contest = Contest(index, place.models, place.reader)
    found = contest.answers(chosen, place.journal(f"{name}-open"))
    rows = system_rows(chosen, found)
    facts = {
        "documents": len(documents),
        "passages": index.snapshot().manifest.passages,
        "questions": len(chosen),
        "retrieval": retrieval_rows(chosen, found),
        **open_answers.abstention(chosen, found, place.models.calibration.operating_point),
    }
    return Measured(rows, facts)


def _confidence(place: Workplace, limit: int | None) -> Measured:
    rows = []
    for name in ("nq_qed", "newsqa"):
        paragraphs = place.squad(f"dev/{name}.json.gz")
        stated = confidence.stated_confidences(
            paragraphs,
            limit,
            place.encoder,
            place.reader,
            place.models.calibration,
            place.out / "indexes" / f"confidence-{name}",
        )
        rows.append({"set": name, **confidence.summary(stated)})
    return Measured(rows, {"right": f"token F1 of at least {RIGHT_F1}"})


def _follow_ups(place: Workplace, limit: int | None) -> Measured:
    examples = load_follow_ups(place.data / "rewrite" / "canard_dev.jsonl.gz")
    found = follow_up_scores(
        examples, limit, SHIPPED_FOLLOW_UPS, place.encoder, place.out / "indexes" / "canard"
    )
    recall = found.pop(f"recall_at_{CUTOFF}")
    rows = [
        {"question": form.replace("_", " "), f"recall at {CUTOFF}": 100 * recall.pop(form)}
        for form in [name for name in recall if name not in COUNTS]
    ]
    return Measured(rows, {**found, "retrieval": recall})


TABLES = {
    "squad2": Table("SQuAD 2.0 dev, one passage", _alone("dev/squad2.json.gz"), None, 4.0),
    "squad1": Table("SQuAD 1.1 dev, one passage", _alone("dev/squad1.json.gz"), None, 1.5),
    "newsqa": Table("NewsQA dev part, whole stories", _alone("dev/newsqa.json.gz"), None, 4.5),
    "nq_qed": Table("QED-NQ dev, one passage", _alone("dev/nq_qed.json.gz"), None, 0.5),
    "retrieval": Table("SQuAD 1.1 dev as a corpus: retrieval", _retrieval, 3_000, 1.5),
    "squad1-open": Table("SQuAD 1.1 dev as a corpus: answers", _squad_open, 1_000, 4.0),
    "news": Table("Dated news questions over all articles", _news, None, 2.0),
    "confidence": Table("Confidence of the whole pipeline", _confidence, 700, 2.0),
    "follow-ups": Table("CANARD dev, follow-ups", _follow_ups, 1_500, 2.0),
}
