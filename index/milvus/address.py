"""Which index of which Milvus database is meant."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from index.errors import IndexMismatchError

SCHEMES = {"milvus": "http", "milvus+tls": "https"}
LITE = "milvus+lite"
DEFAULT_PORT = 19530
DEFAULT_NAME = "articles"
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
EXAMPLES = "milvus://HOST:19530/NAME, milvus+tls://HOST:19530/NAME or milvus+lite:FOLDER.db"


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """What was given, the address that pymilvus takes, and the name that collections begin with."""

    text: str
    uri: str
    name: str

    def __str__(self) -> str:
        return self.text

    @property
    def is_lite(self) -> bool:
        """Whether it is a database in this process."""
        return self.text.startswith(f"{LITE}:")

    @staticmethod
    def is_one(text: str) -> bool:
        """Whether a text is meant as such an address, and not as a folder's name."""
        return re.match(r"[A-Za-z][A-Za-z0-9.-]*(?:\+[a-z]+:|://)", text) is not None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the address of a store.

        Raises:
            IndexMismatchError: it is not one of a Milvus database, or it holds a password.
        """
        scheme, _, rest = text.partition(":")
        if scheme == LITE:
            path = Path(rest.removeprefix("//"))
            if path.suffix != ".db":
                raise IndexMismatchError(f"{text!r} does not end with '.db': expected {EXAMPLES}")
            return cls(text, str(path), DEFAULT_NAME)
        try:
            parts = urlsplit(text)
            port = parts.port or DEFAULT_PORT
        except ValueError as error:
            raise IndexMismatchError(f"{text!r}: {error}: expected {EXAMPLES}") from error
        if "@" in parts.netloc:
            raise IndexMismatchError(
                "the address of the store holds a password: give it in $QA_STORE_TOKEN instead"
            )
        name = parts.path.strip("/") or DEFAULT_NAME
        known = parts.scheme in SCHEMES and parts.hostname and not parts.query + parts.fragment
        if not known or not NAME.fullmatch(name):
            raise IndexMismatchError(f"{text!r} names no store that is known: expected {EXAMPLES}")
        host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else parts.hostname
        return cls(text, f"{SCHEMES[parts.scheme]}://{host}:{port}", name)
