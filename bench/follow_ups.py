"""Follow-ups: missing words and referents found, and what resolving them is worth to retrieval.

    python -m bench.follow_ups rewrite/canard_dev.jsonl.gz

Of the pronouns whose meaning the rewrite tells, `referents` counts for how many the most likely
place is right, how many are put into the question, and how many of these are right.

Retrieval asks all answers of all conversations for the answer that the conversation itself goes on
with: by the question alone, with the whole conversation before it, resolved, as the product
searches (resolved, and with the turn before it), and as people rewrote it.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click

from bench.journal import Row
from bench.kept_index import kept_index
from bench.reader_accuracy import drawn
from bench.report import command_line, print_result, report_progress
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder
from index.passage import PassageFilter
from index.retrieval import RetrievalOptions, Retriever
from index.snapshot import Snapshot
from qa.assembly import open_encoder, open_selector
from qa.deferred import Deferred
from qa.follow_up import FollowUpOptions, FollowUpResolver
from qa.follow_up_text import conversation_text, searched_text
from qa.language.tagger import Tagger
from qa.model_files import SHIPPED_FOLLOW_UPS
from qa.question import Question, Turn
from qa.training.follow_ups import FollowUpExample, load_follow_ups
from qa.training.term_selection import (
    JudgedFollowUp,
    judge_follow_ups,
    selection_at,
    selection_curve,
)

PRECISION = 0.6
CUTOFF = 5
# What stands beside the forms of the question in their recall.
COUNTS = ("answers", "questions")
BATCH = 64
NOTHING = "CANNOTANSWER"


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--network", "folder", type=click.Path(path_type=Path), default=SHIPPED_FOLLOW_UPS)
@click.option("--limit", type=click.IntRange(min=1), help="Questions at most, drawn, seed 17.")
def main(path: Path, folder: Path, limit: int | None) -> None:
    """Measure term selection and retrieval on the follow-ups of PATH."""
    with tempfile.TemporaryDirectory() as index_folder:
        result = follow_up_scores(
            load_follow_ups(path), limit, folder, open_encoder(), Path(index_folder)
        )
    print_result(command_line(), result)


def follow_up_scores(
    examples: Sequence[FollowUpExample],
    limit: int | None,
    folder: Path,
    encoder: Encoder,
    index_folder: Path,
) -> Row:
    """Words selected, and recall of retrieval with the question in four forms."""
    selector, options = open_selector(folder), FollowUpOptions.load(folder)
    answers, wanted = _answers(examples)
    chosen = drawn(examples, limit)
    judged = judge_follow_ups(selector, chosen, report_progress)
    curve = [selection for selection in selection_curve(judged) if selection.precision >= PRECISION]
    asked = [example for example in chosen if example in wanted]
    documents = [Document(name, "", text, "conversation") for text, name in answers.items()]
    index = kept_index(index_folder, documents, encoder, ChunkingOptions())
    retriever, snapshot = Retriever(index, RetrievalOptions()), index.snapshot()
    resolver = FollowUpResolver(Deferred(lambda: selector), options, Tagger.open())
    followed = [Question(example.question, example.history) for example in asked]
    resolved = [question.text for question in resolver.resolve(followed)]
    forms = {
        "question_alone": [example.question for example in asked],
        "whole_history": [f"{conversation_text(e.history)} {e.question}" for e in asked],
        "resolved": resolved,
        "as_searched": [
            searched_text(replace(question, text=text))
            for question, text in zip(followed, resolved, strict=True)
        ],
        "rewritten_by_people": [example.rewrite for example in asked],
    }
    names = [wanted[example] for example in asked]
    return {
        "questions": len(chosen),
        f"at_precision_{PRECISION}": asdict(max(curve, key=lambda s: s.recall)) if curve else None,
        "at_threshold": asdict(selection_at(judged, options.threshold)),
        "referents": referent_counts(judged, options.referent_threshold),
        f"recall_at_{CUTOFF}": {
            "answers": len(answers),
            "questions": len(asked),
            **{form: _recall(retriever, snapshot, texts, names) for form, texts in forms.items()},
        },
    }


def referent_counts(judged: Sequence[JudgedFollowUp], threshold: float) -> dict[str, int]:
    """How many pronouns are known, right, put into the question, and both."""
    known = [item.referent for item in judged if item.referent is not None]
    put = [referent for referent in known if referent.probability >= threshold]
    return {
        "known": len(known),
        "right": sum(referent.is_right for referent in known),
        "put": len(put),
        "put_and_right": sum(referent.is_right for referent in put),
    }


def _answers(
    examples: Sequence[FollowUpExample],
) -> tuple[dict[str, str], dict[FollowUpExample, str]]:
    """Every answer's name by its text, and the answer with which each example goes on."""
    answers: dict[str, str] = {}
    given: dict[tuple[str, tuple[Turn, ...], str], str] = {}
    for example in examples:
        for place, turn in enumerate(example.history):
            if turn.answer and turn.answer != NOTHING and place > 0:
                name = answers.setdefault(turn.answer, f"answer-{len(answers)}")
                given[example.dialogue, example.history[:place], turn.question] = name
    wanted = {}
    for example in examples:
        found = given.get((example.dialogue, example.history, example.question))
        if found is not None:
            wanted[example] = found
    return answers, wanted


def _recall(
    retriever: Retriever, snapshot: Snapshot, questions: Sequence[str], names: Sequence[str]
) -> float:
    hits = 0
    for first in range(0, len(questions), BATCH):
        part = questions[first : first + BATCH]
        found = retriever.retrieve(snapshot, part, PassageFilter(), CUTOFF)
        for name, entries in zip(names[first : first + BATCH], found, strict=True):
            hits += name in {entry.passage.document_id for entry in entries}
        report_progress(first + len(part), len(questions))
    return hits / len(questions) if questions else 0.0


if __name__ == "__main__":
    main()
