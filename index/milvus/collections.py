"""The collections of an index in Milvus: documents in parts, passages, and the index's state."""

from pymilvus import CollectionSchema, DataType, Function, FunctionType, MilvusClient
from pymilvus.milvus_client import IndexParams

DOCUMENTS, PASSAGES, STATE = "documents", "passages", "state"
# Milvus holds at most so many bytes of UTF-8 in a field of text.
MAXIMUM_BYTES = 65_535
# Code points of at most four bytes each.
PART_CHARACTERS = MAXIMUM_BYTES // 4
MAXIMUM_ID = 100
HASH_DIGITS = 64
# The version that removes a row which no version has removed yet.
NEVER = 2**62

DOCUMENT_FIELDS = [
    "key",
    "document_id",
    "part",
    "title",
    "text",
    "source",
    "outlet",
    "published_at",
    "content_hash",
    "characters",
    "passages",
    "added",
    "removed",
    "unused",
]
PASSAGE_FIELDS = [
    "number",
    "document_id",
    "start",
    "end",
    "text",
    "terms",
    "text_hash",
    "outlet_hash",
    "day",
    "added",
    "removed",
    "vector",
]
FIELDS = {DOCUMENTS: DOCUMENT_FIELDS, PASSAGES: PASSAGE_FIELDS}
KEYS = {DOCUMENTS: "key", PASSAGES: "number", STATE: "key"}


def schemas(dimension: int) -> dict[str, tuple[CollectionSchema, IndexParams]]:
    """Fields and indexes of each collection."""
    return {
        DOCUMENTS: _documents(),
        PASSAGES: _passages(dimension),
        STATE: _state(),
    }


def _documents() -> tuple[CollectionSchema, IndexParams]:
    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("key", DataType.VARCHAR, max_length=MAXIMUM_ID + 50, is_primary=True)
    schema.add_field("document_id", DataType.VARCHAR, max_length=MAXIMUM_ID)
    for name in ("title", "text", "source", "outlet"):
        schema.add_field(name, DataType.VARCHAR, max_length=MAXIMUM_BYTES)
    schema.add_field("published_at", DataType.VARCHAR, max_length=10)
    schema.add_field("content_hash", DataType.VARCHAR, max_length=HASH_DIGITS)
    for name in ("part", "characters", "passages", "added", "removed"):
        schema.add_field(name, DataType.INT64)
    return _with_unused_vector(schema, ("document_id", "removed"))


def _passages(dimension: int) -> tuple[CollectionSchema, IndexParams]:
    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("number", DataType.INT64, is_primary=True)
    schema.add_field("document_id", DataType.VARCHAR, max_length=MAXIMUM_ID)
    schema.add_field("text", DataType.VARCHAR, max_length=MAXIMUM_BYTES)
    schema.add_field(
        "terms",
        DataType.VARCHAR,
        max_length=MAXIMUM_BYTES,
        enable_analyzer=True,
        analyzer_params={"type": "standard"},
    )
    for name in ("text_hash", "outlet_hash"):
        schema.add_field(name, DataType.VARCHAR, max_length=HASH_DIGITS)
    for name in ("start", "end", "day", "added", "removed"):
        schema.add_field(name, DataType.INT64)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
    schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_function(
        Function(
            name="words_of_terms",
            function_type=FunctionType.BM25,
            input_field_names=["terms"],
            output_field_names=["words"],
        )
    )
    indexes = MilvusClient.prepare_index_params()
    # 8 bits a dimension: a quarter of the memory, as in a folder.
    indexes.add_index(
        "vector",
        index_type="HNSW_SQ",
        metric_type="IP",
        params={"M": 16, "efConstruction": 200, "sq_type": "SQ8"},
    )
    indexes.add_index("words", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params={})
    for name in ("document_id", "text_hash", "removed"):
        indexes.add_index(name, index_type="INVERTED")
    return schema, indexes


def _state() -> tuple[CollectionSchema, IndexParams]:
    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("key", DataType.VARCHAR, max_length=MAXIMUM_ID, is_primary=True)
    schema.add_field("body", DataType.VARCHAR, max_length=MAXIMUM_BYTES)
    return _with_unused_vector(schema, ())


def _with_unused_vector(
    schema: CollectionSchema, indexed: tuple[str, ...]
) -> tuple[CollectionSchema, IndexParams]:
    """Milvus wants a vector in every collection."""
    schema.add_field("unused", DataType.FLOAT_VECTOR, dim=2)
    indexes = MilvusClient.prepare_index_params()
    indexes.add_index("unused", index_type="FLAT", metric_type="IP")
    for name in indexed:
        indexes.add_index(name, index_type="INVERTED")
    return schema, indexes
