"""EPUB: the chapters in reading order as one article."""

import posixpath
from datetime import date
from urllib.parse import unquote
from xml.etree.ElementTree import Element  # nosec B405  # the type only

from index.errors import ContentError
from index.formats.archive import Archive
from index.formats.dates import parse_date
from index.formats.decoding import decode_page
from index.formats.markup import text_of_page
from index.formats.parts import Item, Part, ReadingOptions
from index.formats.xml_tree import find_text, find_texts, local_name, parse_xml

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
CHAPTER_TYPES = ("application/xhtml+xml", "text/html")


def read_epub(content: bytes, options: ReadingOptions) -> list[Item]:
    """The book as one article; its title, authors, publisher and date are those it states.

    Raises:
        ContentError: it is damaged, protected or too large.
    """
    archive = Archive.open(content)
    package_name = _package_name(archive)
    package = parse_xml(archive.read(package_name), "the list of its chapters")
    names = _chapter_names(package, posixpath.dirname(package_name))
    _require_unprotected(archive, names)
    chapters = [
        text_of_page(decode_page(archive.read(name), None, options.encoding)) for name in names
    ]
    return [
        Part(
            text="\n\n".join(chapter for chapter in chapters if chapter),
            title=find_text(package, "title"),
            author=", ".join(find_texts(package, "creator")) or None,
            outlet=find_text(package, "publisher"),
            published_at=_publication_day(package),
        )
    ]


def _package_name(archive: Archive) -> str:
    container = parse_xml(archive.read(CONTAINER), "the table of its contents")
    for element in container.iter():
        if local_name(element) == "rootfile":
            return element.get("full-path", "")
    raise ContentError("the file is damaged: it does not name its list of chapters")


def _publication_day(package: Element) -> date | None:
    """The first day that is stated without saying of what, or as that of publication.

    EPUB 2 gives days of making and of changes in elements of the same name.
    """
    for element in package.iter():
        events = [value for name, value in element.items() if name.rpartition("}")[2] == "event"]
        if local_name(element) == "date" and events in ([], ["publication"]):
            return parse_date(element.text or "")
    return None


def _chapter_names(package: Element, folder: str) -> list[str]:
    items = {
        element.get("id"): element for element in package.iter() if local_name(element) == "item"
    }
    spine = [element for element in package.iter() if local_name(element) == "itemref"]
    chapters = [
        items[reference.get("idref")]
        for reference in spine
        if reference.get("linear") != "no" and reference.get("idref") in items
    ]
    return [
        posixpath.normpath(posixpath.join(folder, unquote(chapter.get("href", ""))))
        for chapter in chapters
        if chapter.get("media-type") in CHAPTER_TYPES
    ]


def _require_unprotected(archive: Archive, chapters: list[str]) -> None:
    """Fonts may be encrypted, and often are; chapters must not be."""
    if ENCRYPTION not in archive:
        return
    encryption = parse_xml(archive.read(ENCRYPTION), "the list of its encrypted parts")
    encrypted = {unquote(element.get("URI", "")) for element in encryption.iter()}
    if encrypted & set(chapters):
        raise ContentError("the book is protected against copying: expected one without protection")
