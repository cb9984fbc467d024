"""Word documents (DOCX): the text of the body with accepted changes, paragraph by paragraph.

Read here and not by python-docx, which leaves out insertions that are still marked as changes
and the text of content controls.
"""

from xml.etree.ElementTree import Element  # nosec B405  # the type only

from index.errors import ContentError
from index.formats.archive import Archive
from index.formats.markup import Markup, text_of_tree
from index.formats.parts import Item, Part, ReadingOptions
from index.formats.typography import raised
from index.formats.xml_tree import find_text, local_name, parse_xml

RELATIONSHIPS = "_rels/.rels"
PROPERTIES = "docProps/core.xml"
USUAL_BODY = "word/document.xml"
# Of a run of text, where they are not switched off: nobody is to read it any more.
LEFT_OUT = ("dstrike", "strike", "vanish")
OFF = ("0", "false", "off")
# Deleted text has elements of its own; where one thing is drawn in two ways, the first counts.
WORD_MARKUP = Markup(
    blocks=frozenset(("body", "p", "tbl")),
    lines=frozenset(("br", "cr", "tr")),
    cells=frozenset(("tc",)),
    skipped=frozenset(("Fallback", "del", "instrText", "moveFrom", "pPr", "rPr", "rt")),
    texts=frozenset(("t",)),
    rows=frozenset(("tr",)),
    replaced=(("noBreakHyphen", "\u2011"), ("tab", " ")),
)


def read_word(content: bytes, options: ReadingOptions) -> list[Item]:
    """The document as one article; title and author come from its properties.

    The date of its properties is that of the file, not of a publication: it is not taken.

    Raises:
        ContentError: it is damaged, encrypted, too large or no Word document.
    """
    archive = Archive.open(content)
    root = parse_xml(archive.read(_body_name(archive)), "the document's text")
    body = next((child for child in root if local_name(child) == "body"), None)
    if body is None:
        raise ContentError("the document has no body: it is damaged")
    _write_out(body)
    title = author = None
    if PROPERTIES in archive:
        properties = parse_xml(archive.read(PROPERTIES), "the list of its properties")
        title, author = find_text(properties, "title"), find_text(properties, "creator")
    return [Part(text_of_tree(body, WORD_MARKUP), title=title, author=author)]


def _body_name(archive: Archive) -> str:
    if RELATIONSHIPS in archive:
        for relation in parse_xml(archive.read(RELATIONSHIPS), "the list of its parts"):
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", "").lstrip("/")
    return USUAL_BODY


def _write_out(body: Element) -> None:
    """Leave out what is struck out or hidden, and raise digits themselves, as in web pages."""
    for run in body.iter():
        if local_name(run) != "r":
            continue
        look = _look(run)
        if any(look.get(name, OFF[0]) not in OFF for name in LEFT_OUT):
            run.tag = "del"
        elif look.get("vertAlign") == "superscript":
            for text in run:
                if local_name(text) == "t":
                    text.text = raised(text.text or "")


def _look(run: Element) -> dict[str, str]:
    """The properties of a run with their values; one without a value is on."""
    return {
        local_name(entry): next((v for k, v in entry.items() if k.endswith("val")), "true")
        for properties in run
        if local_name(properties) == "rPr"
        for entry in properties
    }
