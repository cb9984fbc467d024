"""Errors of the index: each message names the thing, what is wrong and what would be right."""

from collections.abc import Iterable


class IndexFailure(Exception):
    """Base of every error that the index raises on purpose."""


class DocumentError(IndexFailure, ValueError):
    """A document cannot be read or stored."""


class ContentError(DocumentError):
    """What a file holds cannot be read. The message leaves out the file: the caller names it."""


class FetchError(DocumentError):
    """An address may not or cannot be fetched."""


class DocumentNotFoundError(IndexFailure, LookupError):
    """No document of these ids is stored."""

    def __init__(self, document_ids: Iterable[str]) -> None:
        names = ", ".join(repr(name) for name in document_ids)
        super().__init__(f"no document {names} is stored: 'qa index list' shows the ids")


class VersionNotFoundError(IndexFailure, LookupError):
    """No version of that number is kept."""


class IndexMismatchError(IndexFailure):
    """The index was made in another way than the one that opens it expects."""


class IndexDamagedError(IndexFailure):
    """A file of the index is missing or does not hold what was written."""


class IndexBusyError(IndexFailure):
    """Another process is writing to the index."""


class IndexWriteError(IndexFailure, OSError):
    """The index cannot be written, such as on a full disk; it is as it was."""


class StoreError(IndexFailure):
    """The database that holds the index cannot be reached, or refused something."""


class ModelFileError(IndexFailure):
    """Model weights are missing or are not the ones that the project was built for."""
