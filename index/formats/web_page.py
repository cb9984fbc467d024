"""Web pages: the article without the page's frame, and its fields.

trafilatura finds the article (A. Barbaresi, "Trafilatura: A Web Scraping Library and
Command-Line Tool for Text Discovery and Extraction", ACL 2021).
"""

from lxml.html import HtmlElement
from trafilatura import bare_extraction, load_html
from trafilatura.settings import Document as Page

from index.errors import ContentError
from index.formats.decoding import decode_page, without_declaration
from index.formats.linked_data import LinkedData, headline, own_article, page_headings
from index.formats.markup import HTML, text_of_tree
from index.formats.page_date import publication_day
from index.formats.parts import Item, Part, ReadingOptions

NO_ARTICLE = "the page holds no article: no running text was found in it"
RUNNING_TEXT = "self::p or self::li or self::td or self::blockquote or self::dd"
# trafilatura deletes the words of the first, and makes paragraphs of quotations inside a sentence.
MARKED_WORDS = f".//*[{RUNNING_TEXT}]//*[self::time or self::label]"
QUOTATIONS = f".//*[{RUNNING_TEXT}]//q"


def read_web_page(content: bytes, options: ReadingOptions) -> list[Item]:
    """The page's article; title, author, outlet and date are those that the page states.

    Raises:
        ContentError: its encoding is unknown, or it holds no article.
    """
    markup = without_declaration(decode_page(content, options.charset, options.encoding))
    tree = load_html(markup)
    if tree is None:
        raise ContentError(NO_ARTICLE)
    article = own_article(tree, options.address)
    day = publication_day(tree, article, options.address)
    headings = page_headings(tree)
    _keep_words(tree)
    page = bare_extraction(
        tree,
        url=options.address,
        include_comments=False,
        with_metadata=True,
        # The day is found above: this search is only the shortest one.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    text = text_of_tree(page.body, HTML) if isinstance(page, Page) else ""
    if not isinstance(page, Page) or not text:
        raise ContentError(NO_ARTICLE)
    return [
        Part(
            text=text,
            title=_title(page.title, article, headings),
            author=page.author,
            outlet=page.sitename,
            published_at=day,
        )
    ]


def _title(found: str | None, article: LinkedData | None, headings: set[str]) -> str | None:
    """The title that was found where the page shows it, else what its own article is called.

    Else it may be that of another article, or of the newest entry of a live blog.
    """
    return found if article is None or found in headings else headline(article) or found


def _keep_words(tree: HtmlElement) -> None:
    """Make plain words of what stands inside running text and would be lost or set apart."""
    for quotation in tree.xpath(QUOTATIONS):
        quotation.text = f"“{quotation.text or ''}"
        quotation.tail = f"”{quotation.tail or ''}"
    for element in [*tree.xpath(MARKED_WORDS), *tree.xpath(QUOTATIONS)]:
        element.drop_tag()
