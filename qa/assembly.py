"""Put the parts together: which index, which encoder, which reader."""

import os
import re
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.encoder import Encoder
from index.engine_choice import engine_names, processor_flags
from index.errors import IndexMismatchError
from index.graph_cache import default_graph_cache
from index.interface import PassageIndex
from index.milvus.address import StoreAddress
from index.onnx_encoder import OnnxEncoder
from index.reading import read_sample
from index.retrieval import RetrievalOptions, Retriever
from index.storage_options import LONGEST_WRITE_WAIT_SECONDS, MOST_KEPT_VERSIONS, StorageOptions
from index.tokenisation import load_tokenizer
from index.weights import ENCODER_NAME, encoder_folder
from qa.answering import Answerer, AnswererModels
from qa.attribution import SpeakerFinder
from qa.confidence import Calibration
from qa.deferred import Deferred
from qa.follow_up import FollowUpOptions, FollowUpResolver
from qa.graph_model import GraphModel
from qa.head import FOLLOW_UPS
from qa.index_place import IndexPlace, default_index_place, kept_beside, store_token
from qa.language.tagger import Tagger
from qa.model_files import SHIPPED_FOLLOW_UPS, SHIPPED_READER
from qa.onnx_reader import OnnxReaderModel
from qa.reader import Reader, ReaderOptions
from qa.term_selector import TermSelector

if TYPE_CHECKING:
    from index.milvus.milvus_index import MilvusIndex

ENCODER_VARIABLE = "QA_ENCODER"
KEPT_VARIABLE = "QA_KEPT_VERSIONS"
WAIT_VARIABLE = "QA_WRITE_WAIT_SECONDS"


def storage_options() -> StorageOptions:
    """How many versions $QA_KEPT_VERSIONS keeps and how long $QA_WRITE_WAIT_SECONDS waits.

    Raises:
        IndexMismatchError: one of them is not a number that can be used.
    """
    standard = StorageOptions()
    kept = os.environ.get(KEPT_VARIABLE, str(standard.kept_versions))
    wait = os.environ.get(WAIT_VARIABLE, str(standard.write_wait_seconds))
    if not re.fullmatch(r"[1-9]\d{0,9}", kept, re.ASCII) or int(kept) > MOST_KEPT_VERSIONS:
        raise IndexMismatchError(
            f"{KEPT_VARIABLE} is {kept!r}: expected a whole number from 1 to {MOST_KEPT_VERSIONS}"
        )
    seconds = _seconds(wait)
    if seconds is None:
        raise IndexMismatchError(
            f"{WAIT_VARIABLE} is {wait!r}: expected seconds from 0 to "
            f"{LONGEST_WRITE_WAIT_SECONDS}, such as 30"
        )
    return StorageOptions(int(kept), seconds)


def _seconds(text: str) -> float | None:
    """A number of seconds that a change may wait; None for what is none."""
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 0 <= seconds <= LONGEST_WRITE_WAIT_SECONDS else None


def open_encoder() -> Encoder:
    """The packaged encoder, or the sentence-transformers model that $QA_ENCODER names.

    Raises:
        ModelFileError: its weights are missing or not the expected ones.
    """
    name = os.environ.get(ENCODER_VARIABLE, ENCODER_NAME)
    if name == ENCODER_NAME:
        return OnnxEncoder.load(default_graph_cache(), engine_names(processor_flags()))
    # Imported here because it loads PyTorch, which the packaged encoder does without.
    from index.transformer_encoder import SentenceTransformerEncoder  # noqa: PLC0415

    return SentenceTransformerEncoder.load(name)


def open_index(place: IndexPlace | None, encoder: Encoder) -> PassageIndex:
    """The index in a place; None is the default one, which starts with the shipped sample.

    Raises:
        IndexFailure: the place holds an index made otherwise, a damaged one, or something else.
    """
    chosen = place or default_index_place()
    if isinstance(chosen, StoreAddress):
        return open_store(chosen, encoder)
    if place is None and not chosen.exists():
        _create_sample_index(chosen, encoder, ChunkingOptions())
    return ArticleIndex(chosen, encoder, ChunkingOptions(), storage_options())


def open_store(address: StoreAddress, encoder: Encoder) -> "MilvusIndex":
    """The index in a store.

    Raises:
        IndexMismatchError: the packages for it are not installed, or it was made otherwise.
        StoreError: it cannot be reached.
    """
    try:
        # Imported here because few need it: it is an extra of this package.
        from index.milvus.database import Database  # noqa: PLC0415
        from index.milvus.milvus_index import MilvusIndex  # noqa: PLC0415
    except ImportError as error:
        raise IndexMismatchError(
            f"{address} needs {error.name}, which is not installed: pip install "
            "'article-qa[milvus]'"
        ) from error
    database = Database(address, store_token())
    folder = kept_beside(address)
    # Where it cannot be made, what wants to write there says so: questions go on.
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return MilvusIndex(database, encoder, ChunkingOptions(), folder, storage_options())


def open_reader_model(folder: Path) -> OnnxReaderModel:
    """The network of the reader whose files are in a folder.

    Raises:
        ModelFileError: its files are missing or not the ones described.
    """
    return OnnxReaderModel.load(folder, default_graph_cache(), engine_names(processor_flags()))


def open_reader(folder: Path) -> Reader:
    """The reader whose files are in a folder, without what is fitted for it.

    Raises:
        ModelFileError: its files are missing or not the ones described.
    """
    return Reader(open_reader_model(folder), load_tokenizer(encoder_folder()), ReaderOptions())


def open_selector(folder: Path) -> TermSelector:
    """The network for follow-ups whose files are in a folder.

    Raises:
        ModelFileError: its files are missing or not the ones described.
    """
    cache, engines = default_graph_cache(), engine_names(processor_flags())
    model = GraphModel.load(folder, FOLLOW_UPS, cache, engines)
    return TermSelector(model, load_tokenizer(encoder_folder()))


def open_models(reader: Path, follow_ups: Path) -> AnswererModels:
    """The reader and the network for follow-ups in two folders, with all that is fitted for them.

    Raises:
        ModelFileError: a file is missing or not the one described.
    """
    tagger = Tagger.open()
    return AnswererModels(
        reader=open_reader(reader),
        calibration=Calibration.load(reader),
        resolver=FollowUpResolver(
            Deferred(partial(open_selector, follow_ups)), FollowUpOptions.load(follow_ups), tagger
        ),
        speakers=SpeakerFinder(tagger),
    )


def open_answerer(place: IndexPlace | None) -> Answerer:
    """Everything that answers questions from the index in a place; None is the default one.

    Raises:
        IndexFailure: the index or a model cannot be used; the message says what to do.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        # Reading files and compiling graphs leave the interpreter free for each other.
        models = beside.submit(open_models, SHIPPED_READER, SHIPPED_FOLLOW_UPS)
        index = open_index(place, open_encoder())
    return Answerer(index, Retriever(index, RetrievalOptions()), models.result())


def _create_sample_index(folder: Path, encoder: Encoder, chunking: ChunkingOptions) -> None:
    """Build the index aside, then rename it: a default index never lacks half the sample."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        ArticleIndex(aside, encoder, chunking).add(read_sample())
        aside.chmod(0o755)
        aside.rename(folder)
    except OSError:
        # Another process that started at the same moment was first: its index serves.
        if not folder.exists():
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
