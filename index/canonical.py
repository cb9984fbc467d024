"""The one form in which text is stored; every offset of the project counts in it.

`canonical_text` is idempotent. It changes characters, never words:

- Line ends (CR, CR LF, vertical tab, form feed, NEL, U+2028) become ``\\n``; a paragraph
  separator (U+2029) becomes an empty line.
- Invisible characters that split words for a search go: soft hyphens, word joiners, byte order
  marks, and control characters other than tab and line end. NUL stays: `check_document` refuses
  it, since it says that the bytes are not text.
- Latin ligatures (U+FB00 to U+FB06, as PDF files hold them) become their letters.
- Composed characters (Unicode NFC), so that one name has one spelling. Runs of more than
  30 combining marks are left as they are: no language has them, and composing takes quadratic
  time in their length (UAX #15, section 13, "Stream-Safe Text Format").
- No white space at the end.

Everything else is kept, no-break spaces, joiners of emoji and direction marks among it.
Hyphenation at the end of printed lines is undone where lines are joined
(`index/formats/pdf_lines.py`), since only there a line's end is known to be of no meaning.
"""

import re
import unicodedata
from collections.abc import Iterator

MAXIMUM_MARKS = 30
SURROGATE = re.compile("[\ud800-\udfff]")
LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028]")
CONTROLS = [*range(1, 0x20), *range(0x7F, 0xA0)]
REPLACEMENTS: dict[int, str | None] = {
    **{code: None for code in CONTROLS if chr(code) not in "\t\n"},
    **dict.fromkeys((0xAD, 0x2060, 0xFEFF)),
    0x2029: "\n\n",
    **dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)),
}
# str.translate looks every character up, which takes most of the time of reading a text file.
REPLACED = re.compile(f"[{re.escape(''.join(map(chr, REPLACEMENTS)))}]")
# Neither letters nor digits nor ASCII: all combining marks are among them.
POSSIBLE_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{MAXIMUM_MARKS + 1},}}")


def canonical_text(text: str) -> str:
    """The text as it is stored; see above."""
    lines = LINE_ENDS.sub("\n", text)
    return _composed(REPLACED.sub(_replacement, lines)).rstrip()


def canonical_line(text: str) -> str:
    """The same for a title or a name: one line, single spaces."""
    return " ".join(canonical_text(text).split())


def is_unicode(text: str) -> bool:
    """Whether the text holds no lone surrogate, which UTF-8 cannot write."""
    return SURROGATE.search(text) is None


def _replacement(found: re.Match[str]) -> str:
    return REPLACEMENTS[ord(found[0])] or ""


def _composed(text: str) -> str:
    if text.isascii():
        return text
    parts = []
    done = 0
    for start, end in _long_marks(text):
        parts += [unicodedata.normalize("NFC", text[done:start]), text[start:end]]
        done = end
    return "".join([*parts, unicodedata.normalize("NFC", text[done:])])


def _long_marks(text: str) -> Iterator[tuple[int, int]]:
    """Bounds of the runs of combining marks that are too long to compose."""
    for possible in POSSIBLE_MARKS.finditer(text):
        start, end = possible.span()
        for place in range(start, end + 1):
            if place == end or not unicodedata.combining(text[place]):
                if place - start > MAXIMUM_MARKS:
                    yield start, place
                start = place + 1
