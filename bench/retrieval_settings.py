"""How to cut, to embed and to fuse: recall on training articles, from which defaults are chosen.

    python -m bench.retrieval_settings --data data --out retrieval-settings

Documents are whole articles of SQuAD 2.0's training part, drawn by a hash of their titles, and
paragraphs of QED's; nothing of an evaluation set is read. A passage is right when it holds the gold
answer's own place, so that a passage of another cut is judged alike. Longer passages hold more,
so the last column counts what is right among the first passages of 1,600 tokens together, which
is what reading ten of 160 costs. Embedding takes most of the time and is kept in the folder of
`--out`; fusion is tried on the rankings that are there then, without leaving out near-duplicates.
"""

import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import click

from bench.journal import Row
from bench.kept_index import kept_index
from bench.reader_accuracy import drawn
from bench.report import command_line, markdown_table, print_result, report_progress
from eval.resampling import paired_p_value
from index.article_index import ArticleIndex
from index.canonical import canonical_text
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder
from index.interface import Query, Rankings
from index.passage import Passage, PassageFilter
from index.retrieval import RetrievalOptions, question_words, reciprocal_rank_fusion
from qa.assembly import open_encoder
from qa.squad import SquadParagraph, load_squad
from qa.training.examples import is_held_back

BATCH = 64
DEPTH = 50
BUDGET_TOKENS = 1_600
BUDGET = f"@{BUDGET_TOKENS} tokens"
CUTOFFS = (5, 10, 20)
CUTS = (
    ChunkingOptions(96, 24),
    ChunkingOptions(128, 32),
    ChunkingOptions(160, 0),
    ChunkingOptions(160, 40),
    ChunkingOptions(160, 80),
    ChunkingOptions(240, 60),
)
WEIGHTS = ((1, 0), (2, 1), (1.5, 1), (1, 1), (1, 1.5), (1, 2), (0, 1))
# What reciprocal rank fusion was proposed with (Cormack et al. 2009).
USUAL = RetrievalOptions(rank_constant=60)
RANK_CONSTANTS = (5, 10, 20, 60)


@dataclass(frozen=True, slots=True)
class PlacedQuestion:
    """A question and the place of its answer: ``document.text[start:end]``."""

    question: str
    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents and questions on them."""

    name: str
    documents: list[Document]
    questions: list[PlacedQuestion]


@dataclass(frozen=True, slots=True)
class Measured:
    """A passage and its length in tokens."""

    passage: Passage
    tokens: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What was found for a question: both rankings, and the passages in them by number."""

    wanted: PlacedQuestion
    rankings: Rankings
    passages: dict[int, Measured]


@click.command()
@click.option(
    "--data", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--share", default=0.06, show_default=True, help="Of SQuAD's training articles.")
@click.option("--paragraphs", default=800, show_default=True, help="Of QED's training part.")
@click.option("--questions", default=600, show_default=True, help="Of each of the two, drawn.")
@click.option("--fusion-only", is_flag=True, help="Only the default way to cut.")
def main(
    data: Path, out: Path, share: float, paragraphs: int, questions: int, fusion_only: bool
) -> None:
    """Measure ways to cut, to embed and to fuse."""
    encoder = open_encoder()
    squad, qed = (load_squad(data / "train" / f"{name}.json.gz") for name in ("squad2", "nq_qed"))
    corpora = [
        corpus("squad", [p for p in squad if is_held_back(p.title, share)], questions),
        corpus("qed", drawn(qed, paragraphs), questions),
    ]
    variants = [(cut, titled) for cut in CUTS for titled in (True, False)]
    if fusion_only:
        variants = [(ChunkingOptions(), True)]
    cut_rows: list[Row] = []
    by_default: list[Asked] = []
    for cut, titled in variants:
        asked = [entry for part in corpora for entry in _ask(part, cut, titled, encoder, out)]
        if titled and cut == ChunkingOptions():
            by_default = asked
        name = {"tokens": cut.maximum_tokens, "overlap": cut.overlap_tokens, "title": titled}
        cut_rows.append({**name, **_percents(_hits(asked, RetrievalOptions()))})
    fusion_rows = _fusion_rows(by_default)
    for title, rows in (("Cutting and titles", cut_rows), ("Fusion", fusion_rows)):
        print(f"## {title}\n\n{markdown_table(rows)}", file=sys.stderr)
    counts = {part.name: [len(part.documents), len(part.questions)] for part in corpora}
    print_result(
        command_line(), {"documents_and_questions": counts, "cuts": cut_rows, "fusion": fusion_rows}
    )


def corpus(name: str, paragraphs: Sequence[SquadParagraph], count: int) -> Corpus:
    """The paragraphs, those of one title as one article, and questions drawn from them.

    A paragraph whose text would be stored otherwise is left out: its offsets would not hold.
    """
    kept = [p for p in paragraphs if p.context.strip() and canonical_text(p.context) == p.context]
    documents: list[Document] = []
    questions: list[PlacedQuestion] = []
    titles = groupby(sorted(kept, key=lambda p: p.title), key=lambda p: p.title)
    for number, (title, members) in enumerate(titles):
        text = ""
        for paragraph in members:
            text += "\n\n" if text else ""
            questions += [
                PlacedQuestion(
                    question.question,
                    f"{name}-{number}",
                    len(text) + question.answers[0].start,
                    len(text) + question.answers[0].end,
                )
                for question in paragraph.questions
                if question.answers
            ]
            text += paragraph.context
        documents.append(Document(f"{name}-{number}", title, text, name))
    return Corpus(name, documents, drawn(questions, count))


def _ask(
    part: Corpus, cut: ChunkingOptions, titled: bool, encoder: Encoder, out: Path
) -> Iterator[Asked]:
    documents = part.documents if titled else [replace(d, title="") for d in part.documents]
    folder = out / f"{part.name}-{'titled' if titled else 'bare'}"
    index = kept_index(folder, documents, encoder, cut)
    passages: dict[int, Measured] = {}
    for first in range(0, len(part.questions), BATCH):
        yield from _search(index, part.questions[first : first + BATCH], passages)
        report_progress(first + BATCH, len(part.questions))


def _search(
    index: ArticleIndex, questions: Sequence[PlacedQuestion], passages: dict[int, Measured]
) -> Iterator[Asked]:
    snapshot = index.snapshot()
    vectors = index.encoder.encode_questions([wanted.question for wanted in questions])
    words = RetrievalOptions().maximum_words
    queries = [
        Query(vector, question_words(wanted.question, words))
        for vector, wanted in zip(vectors, questions, strict=True)
    ]
    found = snapshot.search(queries, PassageFilter(), DEPTH)
    numbers = {n for rankings in found for n, _ in (*rankings.dense, *rankings.lexical)}
    fresh = snapshot.passages(numbers - set(passages))
    bounds = index.encoder.token_bounds([entry.passage.text for entry in fresh.values()])
    for (number, entry), tokens in zip(fresh.items(), bounds, strict=True):
        passages[number] = Measured(entry.passage, len(tokens))
    for wanted, rankings in zip(questions, found, strict=True):
        yield Asked(wanted, rankings, passages)


def _hits(asked: Sequence[Asked], options: RetrievalOptions) -> dict[str, list[bool]]:
    """Whether each question's place is found, at each cutoff and within the budget of tokens."""
    hits: dict[str, list[bool]] = {f"@{cutoff}": [] for cutoff in CUTOFFS}
    hits[BUDGET] = []
    for entry in asked:
        fused = reciprocal_rank_fusion(entry.rankings.dense, entry.rankings.lexical, options)
        rank, read = _first_right(entry, [number for number, _ in fused])
        for cutoff in CUTOFFS:
            hits[f"@{cutoff}"].append(rank <= cutoff)
        hits[BUDGET].append(read <= BUDGET_TOKENS)
    return hits


def _first_right(entry: Asked, ranking: Sequence[int]) -> tuple[float, float]:
    """The rank of the first right passage and the tokens up to its end, infinite without one."""
    read = 0
    for rank, number in enumerate(ranking, start=1):
        found = entry.passages[number]
        read += found.tokens
        if _holds(found.passage, entry.wanted):
            return rank, read
    return math.inf, math.inf


def _percents(hits: dict[str, list[bool]]) -> Row:
    return {name: 100 * sum(found) / len(found) for name, found in hits.items()}


def _fusion_rows(asked: Sequence[Asked]) -> list[Row]:
    """Each fusion with the significance of its recall@10 against the usual one's."""
    usual = _hits(asked, USUAL)["@10"]
    rows = []
    for dense, lexical in WEIGHTS:
        for constant in RANK_CONSTANTS:
            hits = _hits(asked, RetrievalOptions(DEPTH, constant, dense, lexical))
            name = {"dense": dense, "lexical": lexical, "rank constant": constant}
            rows.append({**name, **_percents(hits), "p of @10": paired_p_value(usual, hits["@10"])})
    return rows


def _holds(passage: Passage, wanted: PlacedQuestion) -> bool:
    return (
        passage.document_id == wanted.document_id
        and passage.start <= wanted.start
        and wanted.end <= passage.end
    )


if __name__ == "__main__":
    main()
