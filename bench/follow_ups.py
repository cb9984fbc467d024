"""Follow-ups: missing words found, and what resolving them is worth to retrieval.

    python -m bench.follow_ups rewrite/canard_dev.jsonl.gz

Retrieval asks all answers of all conversations for the answer that the conversation itself goes
on with; the question alone, with the whole conversation before it, resolved, and as people
rewrote it.
"""

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from bench.report import print_result
from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.passage import PassageFilter
from index.retrieval import RetrievalOptions, Retriever
from index.tokenisation import load_tokenizer
from index.weights import encoder_folder
from qa.assembly import open_encoder, open_reader_model
from qa.follow_up import FollowUpOptions, FollowUpResolver, TermSelector
from qa.follow_up_text import conversation_text
from qa.question import Question, Turn
from qa.reader_files import SHIPPED_READER
from qa.training.follow_ups import FollowUpExample, load_follow_ups
from qa.training.term_selection import judge_follow_ups, selection_at, selection_curve

PRECISION = 0.6
CUTOFF = 5
BATCH = 64
NOTHING = "CANNOTANSWER"


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--reader", "folder", type=click.Path(path_type=Path), default=SHIPPED_READER)
@click.option("--limit", type=click.IntRange(min=1), help="Only the first questions.")
def main(path: Path, folder: Path, limit: int | None) -> None:
    """Measure term selection and retrieval on the follow-ups of PATH."""
    examples = load_follow_ups(path)[:limit]
    selector = TermSelector(open_reader_model(folder), load_tokenizer(encoder_folder()))
    options = FollowUpOptions.load(folder)
    judged = judge_follow_ups(selector, examples, _report)
    curve = [selection for selection in selection_curve(judged) if selection.precision >= PRECISION]
    print_result(
        " ".join(sys.argv),
        {
            "questions": len(examples),
            "at_precision_0.6": asdict(max(curve, key=lambda s: s.recall)) if curve else None,
            "at_threshold": asdict(selection_at(judged, options.threshold)),
            f"recall_at_{CUTOFF}": _retrieval(examples, FollowUpResolver(selector, options)),
        },
    )


def _retrieval(
    examples: Sequence[FollowUpExample], resolver: FollowUpResolver
) -> dict[str, object]:
    answers, wanted = _answers(examples)
    asked = [example for example in examples if example in wanted]
    with tempfile.TemporaryDirectory() as folder:
        index = ArticleIndex(Path(folder) / "index", open_encoder(), ChunkingOptions())
        index.add([Document(name, "", text, "conversation") for text, name in answers.items()])
        retriever = Retriever(index, RetrievalOptions())
        forms = {
            "question_alone": [example.question for example in asked],
            "whole_history": [
                f"{conversation_text(example.history)} {example.question}" for example in asked
            ],
            "resolved": resolver.resolve([Question(e.question, e.history) for e in asked]),
            "rewritten_by_people": [example.rewrite for example in asked],
        }
        names = [wanted[example] for example in asked]
        recalls = {form: _recall(retriever, texts, names) for form, texts in forms.items()}
    return {"answers": len(answers), "questions": len(asked), **recalls}


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


def _recall(retriever: Retriever, questions: Sequence[str], names: Sequence[str]) -> float:
    hits = 0
    for first in range(0, len(questions), BATCH):
        part = questions[first : first + BATCH]
        found = retriever.retrieve(part, PassageFilter(), CUTOFF)
        for name, entries in zip(names[first : first + BATCH], found, strict=True):
            hits += name in {entry.passage.document_id for entry in entries}
        _report(first + len(part), len(questions))
    return hits / len(questions) if questions else 0.0


def _report(done: int, count: int) -> None:
    print(f"{done} of {count}", file=sys.stderr, end="\r")


if __name__ == "__main__":
    main()
