"""Empty indexes in each kind of store, for tests that both must pass."""

from collections.abc import Callable
from pathlib import Path

from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.encoder import Encoder
from index.interface import PassageIndex
from index.milvus.address import StoreAddress
from index.milvus.current import MilvusOptions
from index.milvus.database import Database
from index.milvus.milvus_index import MilvusIndex
from index.storage_options import DEFAULT_STORAGE, StorageOptions
from index.verification import verify

# Every change is seen at once, and every search is of the moment.
AT_ONCE = MilvusOptions(look_again_seconds=0, settled_seconds=3_600)
OpenIndex = Callable[..., PassageIndex]


def open_folder(
    place: Path,
    encoder: Encoder,
    chunking: ChunkingOptions,
    storage: StorageOptions = DEFAULT_STORAGE,
) -> ArticleIndex:
    """An index in a directory."""
    return ArticleIndex(place, encoder, chunking, storage)


class MilvusOpener:
    """Opens indexes in one Milvus Lite database, whose collections have the place's name."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "store.db"
        self._opened: dict[Path, Database] = {}

    def __call__(
        self,
        place: Path,
        encoder: Encoder,
        chunking: ChunkingOptions,
        storage: StorageOptions = DEFAULT_STORAGE,
    ) -> MilvusIndex:
        """An index in the database; the same place again is the same index."""
        name = f"t{len(self._opened)}"
        if place not in self._opened:
            address = StoreAddress(f"milvus+lite:{self._path}", str(self._path), name)
            self._opened[place] = Database(address, "")
        return MilvusIndex(self._opened[place], encoder, chunking, place, storage, AT_ONCE)

    def close(self) -> None:
        """End all connections."""
        for database in self._opened.values():
            database.close()


def problems_of(index: PassageIndex) -> tuple[str, ...]:
    """What a look through the index finds wrong."""
    if isinstance(index, MilvusIndex):
        return index.verify().problems
    return verify(index.folder, index.encoder, index.chunking).problems
