"""Whether the sentence shown beside "not in the articles" is the one that the question is about.

    python -m bench.left_questions qa/training/asked_news.json qa/training/asked_colloquially.json

Questions that no reader has read are asked of an index of all of their articles. Of those that are
left, the answerable ones are about the sentence with the answer, and the others about that with
what only looks like it, where the file names that. It is looked for by the words that sentence and
question share, by the best candidate that was not given as the answer, and by that candidate where
it is as probable as stated and by words elsewhere (what `qa/nearest.py` does).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from bench.report import command_line, print_result, report_progress
from qa.assembly import open_encoder, open_reader
from qa.claim import ReadSentence
from qa.confidence import Calibration
from qa.coverage import coverage
from qa.finding import FinderOptions, Found
from qa.model_files import SHIPPED_READER
from qa.nearest import CLOSE, LIKELY, NEAR, sentence_by_words, sentence_of_best
from qa.squad import SquadParagraph, SquadQuestion, load_squad
from qa.training.asking import BATCH_QUESTIONS, find_answers

SHARES = (NEAR, 0.5, CLOSE)
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class LeftQuestion:
    """A question that was left, and where what it is about begins in a document."""

    question: SquadQuestion
    document_id: str
    found: Found

    def is_about(self, sentence: ReadSentence | None) -> bool:
        """Whether the answer begins in a sentence, or what only looks like it."""
        if sentence is None or sentence.document.document_id != self.document_id:
            return False
        first, last = sentence.bounds
        wanted = self.question.answers or self.question.plausible
        return any(first <= span.start < last for span in wanted)


@click.command()
@click.argument("files", nargs=-1, required=True, type=EXISTING)
@click.option("--reader", "folder", default=SHIPPED_READER, type=click.Path(path_type=Path))
def main(files: tuple[Path, ...], folder: Path) -> None:
    """Measure which sentence is shown for the questions of FILES that are left."""
    left: Counter[str] = Counter()
    about: dict[str, Counter[str]] = defaultdict(Counter)
    for path in files:
        for asked in _left(load_squad(path), folder):
            kind = "answerable" if asked.question.answers else "unanswerable"
            left[kind] += 1
            about[kind].update(way for way, shown in _shown(asked) if asked.is_about(shown))
    shares = {
        kind: {"left": count, **{way: n / count for way, n in about[kind].items()}}
        for kind, count in left.items()
    }
    print_result(command_line(), shares)


def _left(paragraphs: Sequence[SquadParagraph], folder: Path) -> Iterator[LeftQuestion]:
    """The questions that the product leaves, of which is known what they are about."""
    calibration = Calibration.load(folder)
    asked = [(q, n) for n, p in enumerate(paragraphs) for q in p.questions]
    answered = find_answers(
        [question for question, _ in asked],
        paragraphs,
        open_encoder(),
        open_reader(folder),
        calibration,
        FinderOptions(),
    )
    for done, ((question, number), (_, found)) in enumerate(zip(asked, answered, strict=True), 1):
        known = bool(question.answers or question.plausible)
        best = max((c.probability for c in found.candidates), default=0.0)
        if known and best < calibration.operating_point:
            yield LeftQuestion(question, f"paragraph-{number}", found)
        if done % BATCH_QUESTIONS == 0 or done == len(asked):
            report_progress(done, len(asked))


def _shown(asked: LeftQuestion) -> Iterator[tuple[str, ReadSentence | None]]:
    """The sentence that each way of looking shows."""
    found = asked.found
    question = asked.question.question
    by_words = sentence_by_words(question, found.passages, found.documents)
    share = 0.0 if by_words is None else coverage(question, by_words.text)
    likely = sentence_of_best(found.candidates, LIKELY)
    yield "words", by_words
    yield "best candidate", sentence_of_best(found.candidates, 0.0)
    yield f"best candidate from {LIKELY}, else words", likely or by_words
    for least in SHARES:
        shown = by_words if share >= least else likely or by_words
        yield f"words from {least}, else the row before", shown


if __name__ == "__main__":
    main()
