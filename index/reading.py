"""Articles from files: plain text and Markdown with optional front matter."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import yaml

from index.document import Document, canonical_text, check_document
from index.errors import DocumentError

SUFFIXES = (".txt", ".md", ".markdown")
MAXIMUM_FILE_BYTES = 50_000_000
MAXIMUM_TITLE_LENGTH = 200
MAXIMUM_FRONT_MATTER_LENGTH = 100_000
FENCE = re.compile(r"^-{3,}\s*$", re.MULTILINE)
SAMPLE_FOLDER = Path(__file__).parent / "sample"


def find_files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and the article files below the folders named, in order.

    Raises:
        DocumentError: a path does not exist, or a folder holds no article file.
    """
    for path in paths:
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if _is_article(p))
            if not found:
                raise DocumentError(
                    f"{path} holds no article: expected {', '.join(SUFFIXES)} files"
                )
            yield from found
        elif path.exists():
            yield path
        else:
            raise DocumentError(f"{path} does not exist: name a file or folder of articles")


def read_file(path: Path) -> Document:
    """One article. Its id comes from the front matter, else from the file's name and place.

    Raises:
        DocumentError: not text in a supported format, empty, or too large.
    """
    require_supported(path.name, str(path))
    try:
        size = path.stat().st_size
        if size > MAXIMUM_FILE_BYTES:
            raise DocumentError(
                f"{path}: {size:,} bytes, at most {MAXIMUM_FILE_BYTES:,} are read: split the file"
            )
        content = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {error.strerror}") from error
    return parse_article(path.name, content, str(path.resolve()))


def parse_article(name: str, content: bytes, source: str) -> Document:
    """An article from the bytes of a text or Markdown file called `name`.

    Raises:
        DocumentError: not text in a supported format, or empty.
    """
    suffix = require_supported(name, source)
    text = canonical_text(_decode(content, source))
    metadata: dict[str, object] = {}
    if suffix != ".txt":
        metadata, text = _split_front_matter(text, source)
    stem = name[: -len(suffix)]
    document = Document(
        document_id=str(metadata.get("id") or source_document_id(stem, source)),
        title=str(metadata.get("title") or title_of(text, stem)),
        text=text,
        source=str(metadata.get("source") or source),
        outlet=None if metadata.get("outlet") is None else str(metadata["outlet"]),
        published_at=_published(metadata.get("published_at"), source),
    )
    return check_document(document)


def require_supported(name: str, source: str) -> str:
    """The file name's ending in lower case.

    Raises:
        DocumentError: files of that type are not read.
    """
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise DocumentError(
            f"{source}: files of type {suffix or 'none'!r} are not read: "
            f"expected {', '.join(SUFFIXES)}"
        )
    return suffix


def read_sample() -> list[Document]:
    """The reports that ship with the project."""
    return [read_file(path) for path in find_files([SAMPLE_FOLDER])]


def source_document_id(name: str, source: str) -> str:
    """The name and a hash of where the text came from: the same file keeps its id."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:60] or "article"
    return f"{plain}-{hashlib.sha256(source.encode(errors='replace')).hexdigest()[:8]}"


def title_of(text: str, fallback: str) -> str:
    """The first line when it stands alone as a heading does, else the fallback."""
    first, _, rest = text.strip().partition("\n")
    heading = first.strip().lstrip("#").strip()
    stands_alone = first.startswith("#") or rest.startswith("\n")
    if heading and stands_alone and len(heading) <= MAXIMUM_TITLE_LENGTH and heading[-1] not in ".":
        return heading
    return fallback


def _is_article(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.is_dir()


def _decode(content: bytes, source: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{source}: not UTF-8 text (byte {error.start} is 0x{content[error.start]:02x}): "
            "save it as UTF-8 plain text"
        ) from error


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases, which can grow without bound: articles may come from strangers.

    Written in Python: the loader in C ends the process on deep nesting.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


def _split_front_matter(text: str, source: str) -> tuple[dict[str, object], str]:
    text = text.strip()
    parts = FENCE.split(text, 2)
    if parts[0] or len(parts) < 3:
        return {}, text
    _, header, body = parts
    try:
        if len(header) > MAXIMUM_FRONT_MATTER_LENGTH:
            raise ValueError(f"it is longer than {MAXIMUM_FRONT_MATTER_LENGTH:,} characters")
        loaded = _PlainLoader(header).get_single_data()
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).replace("\n", " ")
        raise DocumentError(f"{source}: the front matter is not YAML: {reason}") from error
    metadata = loaded if isinstance(loaded, dict) else {}
    for name in ("id", "title", "source", "outlet", "published_at"):
        if not isinstance(metadata.get(name), str | int | float | date | None):
            raise DocumentError(f"{source}: {name} in the front matter is not a single value")
    return metadata, canonical_text(body.strip())


def _published(value: object, source: str) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise DocumentError(
            f"{source}: published_at is {value!r}: expected a date such as 2024-10-29"
        ) from error
