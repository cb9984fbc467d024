"""How many versions of an index are kept, how long a writer waits, how vectors are stored."""

from dataclasses import dataclass

from index.vector_options import VectorOptions

# What can be set from outside: more is a mistake and no wish.
MOST_KEPT_VERSIONS, LONGEST_WRITE_WAIT_SECONDS = 9_999, 999_999


@dataclass(frozen=True, slots=True)
class StorageOptions:
    """`kept_versions` counts the current one; each takes the space of a whole index.

    A writer waits `write_wait_seconds` for another one to finish. `vectors` says which kind of
    FAISS index a new version gets.
    """

    kept_versions: int = 5
    write_wait_seconds: float = 30.0
    vectors: VectorOptions = VectorOptions()

    def __post_init__(self) -> None:
        if self.kept_versions < 1:
            raise ValueError(f"kept_versions is {self.kept_versions}: it must be at least 1")


DEFAULT_STORAGE = StorageOptions()
