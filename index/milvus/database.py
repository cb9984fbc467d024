"""A connection to the collections of one index; failures of the database in words."""

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from grpc import RpcError
from pymilvus import MilvusClient
from pymilvus.exceptions import MilvusException

from index.encoder import Vectors
from index.errors import StoreError
from index.milvus.address import StoreAddress
from index.milvus.collections import DOCUMENTS, FIELDS, KEYS, STATE, schemas
from index.milvus.rows import Row

TIMEOUT_SECONDS = 60.0
# The server of Milvus Lite ends connections that are tried again and again while nobody asks.
IN_THIS_PROCESS = {"grpc.keepalive_permit_without_calls": 0}
# Messages of gRPC hold 64 MB: parts of documents have 64 KB, passages with their vector 10 KB.
READ_AT_ONCE = {DOCUMENTS: 200}
ROWS_AT_ONCE = 1_000
LARGEST_LIMIT = 16_384
Result = TypeVar("Result")


class Database:
    """The collections of the index that an address names. Threads may share it.

    Every failure of the database is a `StoreError`.
    """

    def __init__(self, address: StoreAddress, token: str) -> None:
        # It logs each failure with its stack, and raises it as well.
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
        self.address = address
        self._client: MilvusClient = self._done(
            lambda: MilvusClient(
                uri=address.uri,
                token=token,
                timeout=TIMEOUT_SECONDS,
                grpc_options=IN_THIS_PROCESS if address.is_lite else {},
            )
        )

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    def prepare(self, dimension: int) -> None:
        """Make the collections that are not there yet; the state, which tells, comes last."""
        for kind, (schema, indexes) in schemas(dimension).items():
            if not self.has(kind):
                self._call("create_collection", kind, schema=schema, consistency_level="Strong")
                # Without rows there is nothing to wait for, which takes half a second an index.
                self._call("create_index", kind, index_params=indexes, sync=False)
            self._call("load_collection", kind)

    def has(self, kind: str = STATE) -> bool:
        """Whether a collection is there."""
        return bool(self._call("has_collection", kind))

    def rows(
        self, kind: str, condition: str, fields: Sequence[str], strong: bool = True
    ) -> Iterator[Row]:
        """The rows that meet a condition, a batch in memory at a time.

        `strong` rows are those of the moment; others may lag some seconds behind.
        """
        iterator = self._call(
            "query_iterator",
            kind,
            batch_size=READ_AT_ONCE.get(kind, ROWS_AT_ONCE),
            filter=condition,
            output_fields=list(fields),
            consistency_level=_level(strong),
        )
        try:
            while batch := self._done(iterator.next):
                yield from batch
        finally:
            iterator.close()

    def whole_rows(self, kind: str, condition: str) -> Iterator[Row]:
        """The rows that meet a condition, as they are written."""
        return self.rows(kind, condition, FIELDS[kind])

    def count(self, kind: str, condition: str) -> int:
        """How many rows meet a condition."""
        [row] = self._call(
            "query", kind, filter=condition, output_fields=["count(*)"], consistency_level="Strong"
        )
        return int(row["count(*)"])

    def nearest(
        self,
        kind: str,
        field: str,
        queries: Sequence[Vectors] | Sequence[str],
        condition: str,
        count: int,
        strong: bool,
    ) -> list[list[tuple[int, float]]]:
        """The primary keys and scores of the best rows for each query, best first."""
        found = self._call(
            "search",
            kind,
            data=[query if isinstance(query, str) else query.tolist() for query in queries],
            anns_field=field,
            limit=min(count, LARGEST_LIMIT),
            filter=condition,
            output_fields=[KEYS[kind]],
            consistency_level=_level(strong),
        )
        return [[(int(hit[KEYS[kind]]), float(hit["distance"])) for hit in hits] for hits in found]

    def write(self, kind: str, rows: Sequence[Row]) -> None:
        """Write rows; one of the same primary key is replaced."""
        for first in range(0, len(rows), ROWS_AT_ONCE):
            self._call("upsert", kind, data=list(rows[first : first + ROWS_AT_ONCE]))

    def delete(self, kind: str, condition: str) -> None:
        """Delete the rows that meet a condition."""
        self._call("delete", kind, filter=condition)

    def _call(self, method: str, kind: str, **arguments: object) -> Any:
        name = f"{self.address.name}_{kind}"
        return self._done(
            lambda: getattr(self._client, method)(name, timeout=TIMEOUT_SECONDS, **arguments)
        )

    def _done(self, call: Callable[[], Result]) -> Result:
        try:
            return call()
        except (MilvusException, RpcError, OSError, ValueError) as error:
            reason = str(getattr(error, "message", error) or error).splitlines()
            raise StoreError(
                f"the store {self.address} cannot do this: {reason[0] if reason else error!r}"
            ) from error


def _level(strong: bool) -> str:
    return "Strong" if strong else "Bounded"
