"""Web pages: the article without the page's frame, and its fields.

trafilatura finds the article (A. Barbaresi, "Trafilatura: A Web Scraping Library and
Command-Line Tool for Text Discovery and Extraction", ACL 2021).
"""

from lxml.etree import strip_tags
from lxml.html import HtmlElement
from trafilatura import bare_extraction, load_html
from trafilatura.settings import Document as Page

from index.errors import ContentError
from index.formats.decoding import decode_page, without_declaration
from index.formats.linked_data import (
    LinkedData,
    headline,
    own_article,
    page_headings,
    plain_line,
    publisher,
)
from index.formats.markup import HTML, text_of_tree
from index.formats.page_date import publication_day
from index.formats.parts import Item, Part, ReadingOptions
from index.formats.pointers import drop_pointers
from index.formats.typography import write_out

NO_ARTICLE = "the page holds no article: no running text was found in it"
_HEADINGS = "self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6"
RUNNING_TEXT = f"self::p or self::li or self::td or self::blockquote or self::dd or {_HEADINGS}"
# trafilatura deletes the words of the first, and makes paragraphs of quotations inside a sentence.
_MARKED = "*[self::time or self::label]"
# Other ones hold a line such as "By Ann Reporter, 29 October 2024".
_LONG = "text()[string-length(normalize-space(.)) >= 40]"
MARKED_WORDS = f".//*[{RUNNING_TEXT}]//{_MARKED} | .//div[{_LONG}]/{_MARKED}"
QUOTATIONS = f".//*[{RUNNING_TEXT}]//q"
# It deletes them, and paragraphs that are classed as such: below a quotation stands who said it.
SPEAKERS = ".//blockquote//footer"
# It deletes pictures with all that is in them. What a page draws out of its text stands there, too.
QUOTING = ".//figure[blockquote][not(contains(@class, 'pull'))]"
# Nobody sees the words of one, unless it is the inside of an element; it keeps them.
TEMPLATES = ".//template[not(@shadowrootmode)]"
SITE_NAME = ".//meta[@property='og:site_name' or @name='og:site_name']/@content"


def read_web_page(content: bytes, options: ReadingOptions) -> list[Item]:
    """The page's article; title, author, outlet and date are those that the page states.

    Raises:
        ContentError: its encoding is unknown, or it holds no article.
    """
    markup = without_declaration(decode_page(content, options.charset, options.encoding))
    tree = load_html(markup)
    if tree is None:
        raise ContentError(NO_ARTICLE)
    write_out(tree)
    article = own_article(tree, options.address)
    day = publication_day(tree, article, options.address)
    headings = page_headings(tree)
    stated_outlet = _stated_outlet(tree, article)
    drop_pointers(tree)
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
            outlet=stated_outlet or page.sitename,
            published_at=day,
        )
    ]


def _title(found: str | None, article: LinkedData | None, headings: set[str]) -> str | None:
    """The title that was found where the page shows it, else what its own article is called.

    Else it may be that of another article, or of the newest entry of a live blog.
    """
    return found if article is None or found in headings else headline(article) or found


def _stated_outlet(tree: HtmlElement, article: LinkedData | None) -> str | None:
    """The outlet as the page names itself, else as the article's description does.

    The library takes the longest name of any firm or site on the page, and changes small letters.
    """
    named = filter(None, map(plain_line, tree.xpath(SITE_NAME)))
    return next(named, None) or publisher(article or {})


def _keep_words(tree: HtmlElement) -> None:
    """Make plain words of what stands in running text and would be lost; drop what nobody sees."""
    for quotation in tree.xpath(QUOTATIONS):
        quotation.text = f"“{quotation.text or ''}"
        quotation.tail = f"”{quotation.tail or ''}"
    for template in tree.xpath(TEMPLATES):
        template.drop_tree()
    for figure in tree.xpath(QUOTING):
        for element in [figure, *figure.iterchildren("figcaption")]:
            element.tag = "div" if element is figure else "p"
            element.attrib.clear()
    for footer in tree.xpath(SPEAKERS):
        footer.tag = "p"
        footer.attrib.clear()
    # In short pages these are set apart as words of their own.
    strip_tags(tree, "sub", "sup")
    for element in [*tree.xpath(MARKED_WORDS), *tree.xpath(QUOTATIONS)]:
        element.drop_tag()
