"""Web pages: the article without the page's frame, and its fields.

trafilatura finds the article (A. Barbaresi, "Trafilatura: A Web Scraping Library and
Command-Line Tool for Text Discovery and Extraction", ACL 2021).
"""

from datetime import date

from trafilatura import bare_extraction
from trafilatura.settings import Document as Page

from index.errors import ContentError
from index.formats.dates import parse_date
from index.formats.decoding import decode_page, without_declaration
from index.formats.markup import HTML, text_of_tree
from index.formats.parts import Item, Part, ReadingOptions


def read_web_page(content: bytes, options: ReadingOptions) -> list[Item]:
    """The page's article; title, author, outlet and date are those that the page states.

    Raises:
        ContentError: its encoding is unknown, or it holds no article.
    """
    page = bare_extraction(
        without_declaration(decode_page(content, options.charset, options.encoding)),
        url=options.address,
        include_comments=False,
        with_metadata=True,
        # Any date in the text could be taken for the day of publication otherwise.
        date_extraction_params={
            "original_date": True,
            "extensive_search": False,
            "max_date": date.today().isoformat(),
        },
    )
    text = text_of_tree(page.body, HTML) if isinstance(page, Page) else ""
    if not isinstance(page, Page) or not text:
        raise ContentError("the page holds no article: no running text was found in it")
    return [
        Part(
            text=text,
            title=page.title,
            author=page.author,
            outlet=page.sitename,
            published_at=None if page.date is None else parse_date(page.date),
        )
    ]
