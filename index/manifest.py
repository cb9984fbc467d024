"""What an index was made with, so that it is never read as something else."""

import json
from dataclasses import asdict, dataclass
from typing import Self

from index.chunking import ChunkingOptions
from index.encoder import EncoderIdentity
from index.errors import IndexDamagedError, IndexMismatchError

FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """Stored in the same transaction as the data it describes.

    `version` counts the changes; `vectors_sha256` is of the FAISS file of that version.
    """

    format_version: int
    version: int
    encoder: EncoderIdentity
    chunking: ChunkingOptions
    documents: int
    passages: int
    vectors_sha256: str

    def to_json(self) -> str:
        """The manifest as one JSON object."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote.

        Raises:
            IndexMismatchError: it is of another format version.
            IndexDamagedError: it is not a manifest.
        """
        try:
            fields = json.loads(text)
            if fields["format_version"] != FORMAT_VERSION:
                raise IndexMismatchError(
                    f"the index has format version {fields['format_version']}, this program "
                    f"reads {FORMAT_VERSION}: add the articles to a new directory with "
                    "'qa index add'"
                )
            encoder = EncoderIdentity(**fields.pop("encoder"))
            chunking = ChunkingOptions(**fields.pop("chunking"))
            return cls(encoder=encoder, chunking=chunking, **fields)
        except (ValueError, KeyError, TypeError) as error:
            raise IndexDamagedError(
                f"the index's manifest cannot be read ({error!r}): restore the index from a copy, "
                "or build a new one with 'qa index add ARTICLES --index NEW_DIRECTORY'"
            ) from error

    def require(self, encoder: EncoderIdentity, chunking: ChunkingOptions, place: str) -> None:
        """Refuse an index that was made with another encoder or chunking.

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
                "made with, or build a new one: qa index add ARTICLES --index NEW_DIRECTORY"
            )
