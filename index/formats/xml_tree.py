"""XML of strangers: no entities, no external files, no document type."""

from xml.etree.ElementTree import Element, ParseError  # nosec B405  # types only

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from index.errors import ContentError


def parse_xml(content: bytes, what: str) -> Element:
    """The root element of an XML file; `what` names it in errors.

    Raises:
        ContentError: it is not well-formed, or declares a document type or entities, which can
            grow without bound and name files of this machine.
    """
    try:
        # Some programs write an empty line first, which the standard forbids.
        root: Element = fromstring(content.lstrip(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise ContentError(
            f"{what} declares a document type or entities: expected plain XML"
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise ContentError(f"{what} is not well-formed XML: {error}") from error
    return root


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def find_texts(root: Element, name: str) -> list[str]:
    """The texts of all elements of that local name, in order, empty ones left out."""
    texts = (element.text or "" for element in root.iter() if local_name(element) == name)
    return [text.strip() for text in texts if text.strip()]


def find_text(root: Element, name: str) -> str | None:
    """The first of them, None if there is none."""
    return next(iter(find_texts(root, name)), None)
