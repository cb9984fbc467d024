"""Bytes to text. An encoding is never guessed: a wrong guess would change what was written."""

import codecs
import re

from index.errors import ContentError
from index.formats.sniffing import BYTE_ORDER_MARKS

PRESCAN_BYTES = 1_024
# Only the declaration and <meta> speak of the page; scripts, links and comments do not.
COMMENT = re.compile(rb"<!--.*?(?:-->|$)", re.DOTALL)
STATING_TAG = re.compile(rb"<(?:\?xml|meta)[\s/][^<>]{0,1000}", re.IGNORECASE)
STATED_ENCODING = re.compile(
    rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE
)
# What pages that state these are in fact written in: larger sets of the same kind (WHATWG Encoding
# Standard).
WEB_NAMES = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}


def decode_text(content: bytes, encoding: str | None) -> str:
    """A text in Unicode, as its byte order mark says or in UTF-8, else in `encoding`.

    Raises:
        ContentError: the bytes are not text in that encoding.
    """
    for mark, marked in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], marked, len(mark))
    if encoding is not None and not _is_plain_unicode(content):
        return _decoded(content, encoding, 0)
    return _decoded(content, "utf-8", 0)


def decode_page(content: bytes, charset: str | None, encoding: str | None) -> str:
    """A web page: as its mark, its server (`charset`) or itself says, else as any text.

    A page with single wrong bytes is read as browsers read it, with U+FFFD in their place.

    Raises:
        ContentError: it states no encoding and is not in UTF-8 or `encoding`.
    """
    if not any(content.startswith(mark) for mark, _ in BYTE_ORDER_MARKS):
        stated = charset or _stated_encoding(content[:PRESCAN_BYTES])
        if stated is not None:
            try:
                name = codecs.lookup(stated).name
                return content.decode(WEB_NAMES.get(name, name), errors="replace")
            except (LookupError, UnicodeError):
                # An encoding that does not exist, or one that is no encoding of text.
                pass
    return decode_text(content, encoding)


def without_declaration(markup: str) -> str:
    """XML without its first line, which states an encoding that a text has no more."""
    declaration, found, rest = markup.partition("?>")
    return rest if found and declaration.lstrip().startswith("<?xml") else markup


def _is_plain_unicode(content: bytes) -> bool:
    """Whether it is UTF-8 without the control bytes that other encodings are made of."""
    if b"\0" in content or b"\x1b" in content:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _stated_encoding(head: bytes) -> str | None:
    """The encoding that the beginning of a page states of the page."""
    tags = STATING_TAG.findall(COMMENT.sub(b"", head))
    found = next(filter(None, map(STATED_ENCODING.search, tags)), None)
    name = None if found is None else found[1].decode("ascii").lower()
    # What could be read as ASCII up to here is not UTF-16, whatever it says.
    return None if name is None or name.startswith("utf-16") else name


def _decoded(content: bytes, encoding: str, skipped: int) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        place = error.start + skipped
        raise ContentError(
            f"not {encoding.upper()} text (byte {place} is 0x{content[error.start]:02x}): save it "
            "as UTF-8, or name its encoding, for instance --encoding cp1252"
        ) from error
    except LookupError as error:
        raise ContentError(f"{encoding!r} is no encoding: expected one such as cp1252") from error
