"""What a version of an index holds and was made with, so it is never read as something else."""

import json
from dataclasses import asdict, dataclass
from typing import Self

from index.chunking import ChunkingOptions
from index.encoder import EncoderIdentity
from index.errors import IndexDamagedError, IndexMismatchError

FORMAT_VERSION = 2


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """What a version holds and was made with, whichever store it is in.

    `version` counts the changes, `parent` is the version that was changed into this one, None
    for the first. `created_at` is in UTC (ISO 8601).
    """

    format_version: int
    version: int
    parent: int | None
    created_at: str
    encoder: EncoderIdentity
    chunking: ChunkingOptions
    documents: int
    passages: int

    def require(
        self,
        encoder: EncoderIdentity,
        chunking: ChunkingOptions,
        place: str,
        another: str = "--index NEW_DIRECTORY",
    ) -> None:
        """Refuse an index that was made with another encoder or chunking.

        `another` is the option that names a new one.

        Raises:
            IndexMismatchError: names each difference, with both values, and the mending command.
        """
        wanted = {**asdict(encoder), **asdict(chunking)}
        stored = {**asdict(self.encoder), **asdict(self.chunking)}
        differences = [
            f"{name} is {stored[name]!r} in the index and {wanted[name]!r} now"
            for name in wanted
            if stored[name] != wanted[name]
        ]
        if differences:
            raise IndexMismatchError(
                f"{place} was made otherwise: {'; '.join(differences)}. Use the options it was "
                f"made with, or build a new one: qa index add ARTICLES {another}"
            )


@dataclass(frozen=True, slots=True)
class Manifest(VersionRecord):
    """Describes one version in a folder; it never changes once that version is the current one.

    The checksums are SHA-256 of the version's SQLite and FAISS files; `vector_kind` is the kind
    of the latter as FAISS's index factory names it.
    """

    store_sha256: str
    vectors_sha256: str
    vector_kind: str = "Flat"

    def to_json(self) -> str:
        """The manifest as one JSON object."""
        return json.dumps(asdict(self), sort_keys=True, indent=1)

    @classmethod
    def from_json(cls, text: str, place: str) -> Self:
        """Read what `to_json` wrote; `place` names the file in an error.

        Raises:
            IndexMismatchError: it is of another format version.
            IndexDamagedError: it is not a manifest.
        """
        try:
            fields = json.loads(text)
            require_format(fields["format_version"], place)
            encoder = EncoderIdentity(**fields.pop("encoder"))
            chunking = ChunkingOptions(**fields.pop("chunking"))
            return cls(encoder=encoder, chunking=chunking, **fields)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexDamagedError(
                f"{place} is not the manifest of a version: {error!r}"
            ) from error


def require_format(found: object, place: str, expected: int = FORMAT_VERSION) -> None:
    """Refuse another format than this program's.

    Raises:
        IndexMismatchError: names both and how to build an index of this format.
    """
    if found != expected:
        raise IndexMismatchError(
            f"{place} has format version {found}, this program reads {expected}: add the "
            "articles to a new directory with 'qa index add ARTICLES --index NEW_DIRECTORY'"
        )
