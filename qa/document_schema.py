"""The JSON bodies of stored documents."""

from datetime import date
from typing import Literal, Self

from index.document import Document
from qa.body import Body, Day


class DocumentSummaryBody(Body):
    """A stored document without its text."""

    document_id: str
    title: str
    source: str
    outlet: str | None
    published_at: date | None
    characters: int
    passages: int


class DocumentBody(Body):
    """A stored document; every offset of an answer refers to `text`."""

    document_id: str
    title: str
    source: str
    outlet: str | None
    published_at: date | None
    text: str

    @classmethod
    def of(cls, document: Document) -> Self:
        """The document as JSON fields."""
        return cls.model_validate(document)


class DocumentInput(Body):
    """An article to store; without a title, its first line or its id is shown.

    Title, source and outlet are stored as single lines; white space alone counts as left out. A
    title or outlet of over 300 characters is cut, a source of over 2,000 is refused.
    """

    text: str
    title: str | None = None
    source: str | None = None
    outlet: str | None = None
    published_at: Day | None = None


class DocumentAddress(Body):
    """An article to fetch from its address and to store."""

    url: str


class DocumentListBody(Body):
    documents: list[DocumentSummaryBody]


class DocumentStoredBody(Body):
    """What storing an article did.

    `warning` says what could not be read of a file or page, without which its article is stored.
    """

    document_id: str
    state: Literal["added", "replaced", "unchanged"]
    # An older server does not send it.
    warning: str | None = None
