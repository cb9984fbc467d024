"""A document as an earlier version that is still kept has it."""

from pathlib import Path

from index.catalogue import MANIFEST_NAME, STORE_NAME, version_folder
from index.document import Document
from index.errors import IndexDamagedError
from index.locking import ReadingHold
from index.records import read_document
from index.store import Store


def read_kept_document(folder: Path, version: int, document_id: str) -> Document | None:
    """The document in a version; None when that is gone or damaged, or has no such document.

    Only its articles are opened, without the checksums and vectors that answering needs, so
    the caller compares what it is looking for.
    """
    place = version_folder(folder, version)
    try:
        hold = ReadingHold(place / MANIFEST_NAME)
    except FileNotFoundError:
        return None
    try:
        with Store(place / STORE_NAME).reading() as connection:
            return read_document(connection, document_id)
    except IndexDamagedError:
        return None
    finally:
        del hold
