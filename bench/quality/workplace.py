"""The data, the models and what is kept between runs."""

import hashlib
import subprocess
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from bench import reader_accuracy
from bench.journal import Journal
from bench.kept_index import kept_index
from bench.pooled_reader import PooledReader
from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder
from index.engine_choice import engine_names, processor_flags
from qa.answering import AnswererModels
from qa.assembly import open_encoder, open_models, open_reader_model
from qa.model_files import SHIPPED_FOLLOW_UPS
from qa.squad import SquadParagraph, load_squad
from qa.training.examples import ExampleOptions

HELD_BACK_QUESTIONS = 2_000
ROOT = Path(__file__).parents[2]


class Workplace:
    """The data, the models and what is kept; each part is opened when it is first needed."""

    def __init__(
        self, data: Path, out: Path, reader_folder: Path, limit: int | None = None
    ) -> None:
        self.data = data
        self.out = out
        self.reader_folder = reader_folder
        self._held_back_questions = min(limit or HELD_BACK_QUESTIONS, HELD_BACK_QUESTIONS)

    @cached_property
    def encoder(self) -> Encoder:
        """The product's encoder."""
        return open_encoder()

    @cached_property
    def reader(self) -> PooledReader:
        """The reader as the product runs it, many questions at a time."""
        return reader_accuracy.open_pooled_reader(open_reader_model(self.reader_folder))

    @cached_property
    def models(self) -> AnswererModels:
        """All models of the product, with that reader."""
        return replace(open_models(self.reader_folder, SHIPPED_FOLLOW_UPS), reader=self.reader)

    def squad(self, name: str) -> list[SquadParagraph]:
        """The paragraphs of a file of the data."""
        return load_squad(self.data / name)

    def journal(self, name: str) -> Journal:
        """What a measurement found with this code, engine and weights."""
        return Journal(self.out / "journals" / f"{name}-{self._fingerprint}.jsonl")

    def index(self, name: str, documents: list[Document]) -> ArticleIndex:
        """The kept index of a corpus."""
        return kept_index(self.out / "indexes" / name, documents, self.encoder, ChunkingOptions())

    @cached_property
    def held_back_margin(self) -> float:
        """The margin of the best F1 on held-back training questions."""
        paragraphs = self.squad("train/squad2.json.gz")
        asked = reader_accuracy.asked_alone(paragraphs, ExampleOptions().held_back_share)
        chosen = reader_accuracy.drawn(asked, self._held_back_questions)
        judged = reader_accuracy.judge(chosen, self.reader, self.journal("alone"))
        return reader_accuracy.best_margin(judged)[0]

    @cached_property
    def _fingerprint(self) -> str:
        """Of the code, the engine and the weights: other ones find other things."""
        digest = hashlib.sha256(" ".join(engine_names(processor_flags())).encode())
        for command in (
            ("rev-parse", "HEAD:qa", "HEAD:index"),
            ("diff", "HEAD", "--", "qa", "index"),
        ):
            git = ["git", "-C", str(ROOT), *command]
            digest.update(subprocess.run(git, capture_output=True, check=True).stdout)
        for path in sorted(self.reader_folder.iterdir()):
            digest.update(path.read_bytes())
        return digest.hexdigest()[:16]
