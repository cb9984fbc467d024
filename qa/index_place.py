"""Where an index is: a directory, or a database that spreads over machines."""

import hashlib
import os
from pathlib import Path

from platformdirs import user_data_path

from index.errors import IndexMismatchError
from index.milvus.address import StoreAddress

INDEX_VARIABLE = "QA_INDEX"
TOKEN_VARIABLE = "QA_STORE_TOKEN"  # noqa: S105  # nosec B105  # its name
IndexPlace = Path | StoreAddress


def index_place(text: str) -> IndexPlace:
    """What a text names: `milvus://HOST/NAME` and the like are stores, all else directories.

    Raises:
        IndexMismatchError: it names a store that is not known.
    """
    return StoreAddress.parse(text) if StoreAddress.is_one(text) else Path(text)


def default_index_place() -> IndexPlace:
    """$QA_INDEX when set, else a folder of the user's own data."""
    chosen = os.environ.get(INDEX_VARIABLE)
    return index_place(chosen) if chosen else user_data_path("article-qa") / "index"


def existing_index_place(chosen: IndexPlace | None) -> IndexPlace:
    """The place of an index that is there already; None is the default one.

    Raises:
        IndexMismatchError: there is no such folder.
    """
    place = chosen or default_index_place()
    if isinstance(place, Path) and not place.exists():
        raise IndexMismatchError(f"{place} does not exist: name the directory of an index")
    return place


def kept_beside(place: IndexPlace) -> Path:
    """The directory for what this machine keeps beside the index, such as feedback."""
    if isinstance(place, Path):
        return place
    meant = f"{place.uri}/{place.name}"
    # Letters alone would take db-1 and db.1 for one.
    name = "".join(letter if letter.isalnum() else "-" for letter in meant)
    digest = hashlib.sha256(meant.encode()).hexdigest()[:8]
    return user_data_path("article-qa") / "stores" / f"{name}-{digest}"


def store_token() -> str:
    """What $QA_STORE_TOKEN holds for the store, such as `user:password`; "" for none."""
    return os.environ.get(TOKEN_VARIABLE, "")
