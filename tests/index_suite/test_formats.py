"""Each format with files that common programs make, and with files that are not right."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import docx
import matplotlib as mpl
import pypdf
import pytest
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from index.composing import Failure, Result
from index.document import Document
from index.formats.known import BY_NAME, format_of_name
from index.formats.parts import Link, ReadingOptions
from index.formats.process import ParserLimits, ParserProcess
from index.reading import ArticleReader, Content

Read = Callable[..., list[Result]]
DAY = date(2024, 10, 29)


@pytest.fixture(scope="module")
def parsers() -> Iterator[ParserProcess]:
    with ParserProcess(ParserLimits()) as opened:
        yield opened


@pytest.fixture(scope="module")
def read(parsers: ParserProcess) -> Read:
    """Reads the content of a file of that name; `source` makes it a page that was fetched."""

    def run(
        name: str,
        content: bytes | str,
        source: str | None = None,
        charset: str | None = None,
        format: str | None = None,
        **options: object,
    ) -> list[Result]:
        data = content.encode() if isinstance(content, str) else content
        given = ReadingOptions(**options)  # type: ignore[arg-type]
        reader = ArticleReader(parsers, given, BY_NAME[format] if format else None)
        declared = None if format else format_of_name(name)
        place = source or f"/news/{name}"
        fetched = Content(data, name, place, declared, fetched=bool(source), charset=charset)
        return reader.read(fetched)

    return run


def only(results: list[Result]) -> Document:
    (result,) = results
    assert isinstance(result, Document), result
    return result


def reason(results: list[Result]) -> str:
    (result,) = results
    assert isinstance(result, Failure), result
    return result.reason


PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Bridge opens | The Daily Example</title>
<meta property="og:site_name" content="The Daily Example">
<meta name="author" content="Ann Reporter">
<meta property="article:published_time" content="2024-10-29T23:30:00-05:00">
<meta property="article:modified_time" content="2024-11-03T08:15:00Z"></head><body>
<nav><a href="/">Home</a><a href="/w">World</a></nav><h1>Bridge opens</h1>
<article><p>The bridge over the <b>Naab</b> opened on Tuesday,<br>the town said in the
 <a href="x">morning</a>.</p><p>It cost &euro;12&nbsp;million, according to the mayor &amp; the
 council of re&shy;gional affairs.</p><h2>What comes next</h2>
<ul><li>Two lanes for bicycles and buses</li><li>A second bridge upstream</li></ul>
<blockquote><p>“We don&rsquo;t know when,” the mayor said on Tuesday evening.</p></blockquote>
<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2023</td><td>5 million</td></tr></table>
<script>var hidden = "script";</script></article>
<aside><a href="q">Another story about something else entirely</a></aside>
<footer>© 2025 Daily Example. Subscribe to our newsletter.</footer></body></html>"""
PAGE_TEXT = """The bridge over the Naab opened on Tuesday,
the town said in the morning.

It cost €12 million, according to the mayor & the council of regional affairs.

What comes next

Two lanes for bicycles and buses
A second bridge upstream

“We don’t know when,” the mayor said on Tuesday evening.

Year | Cost
2023 | 5 million"""


def test_a_page_gives_its_article_and_its_fields(read: Read) -> None:
    article = only(read("bridge.html", PAGE))
    assert article.text == PAGE_TEXT
    assert (article.title, article.author) == ("Bridge opens", "Ann Reporter")
    assert (article.outlet, article.published_at) == ("The Daily Example", DAY)
    assert article.source == "/news/bridge.html"


def test_a_date_in_the_text_is_no_day_of_publication(read: Read) -> None:
    page = (
        "<html><body><article><p>On 5 May 2021 the bridge was closed to all.</p></article></html>"
    )
    assert only(read("a.html", page)).published_at is None


OWN = '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Bridge opens",'
OWN_DATED = OWN + '"datePublished": "2024-10-29T08:00:00+0000", "dateModified": "2024-11-03"}'
PUBLISHED = '<meta property="article:published_time" content="2024-10-29T08:00:00Z">'
MODIFIED = '<meta property="article:modified_time" content="2024-11-03T08:15:00Z">'
FILM = '"@type": "VideoObject", "name": "A film", "uploadDate": "2024-09-01"'
FOREIGN_FILM = f'{{"@context": "https://schema.org", {FILM}, "datePublished": "2024-09-01"}}'
RELATED = (
    '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Another",'
    ' "datePublished": "2023-01-05", "url": "https://e.org/other"}'
)
LIST = (
    '{"@context": "https://schema.org", "@type": "ItemList", "itemListElement": [{"item":'
    ' {"@type": "NewsArticle", "headline": "Another", "datePublished": "2023-01-05"}}]}'
)
BLOG = (
    '{"@context": "https://schema.org", "@type": "LiveBlogPosting", "headline": "Bridge opens",'
    ' "datePublished": "2024-10-29T08:00:00Z", "liveBlogUpdate": [{"@type": "BlogPosting",'
    ' "headline": "Cars queue", "datePublished": "2024-10-31T08:00:00Z"}]}'
)
GRAPH = (
    '{"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "datePublished":'
    ' "2020-01-01"}, {"@type": ["Article", "NewsArticle"], "datePublished": "2024-10-29",'
    ' "headline": "Bridge opens"}]}'
)
MAIN = (
    '{"@context": "https://schema.org", "@type": "WebPage", "datePublished": "2020-01-01",'
    ' "mainEntity": {"@type": "NewsArticle", "datePublished": "2024-10-29", "headline":'
    ' "Bridge opens"}}'
)
NESTED = (
    OWN
    + '"image": {"@type": "ImageObject", "datePublished": "2023-01-05"}, '
    + OWN_DATED[len(OWN) :]
)


def linked(*objects: str) -> str:
    return "".join(f'<script type="application/ld+json">{entry}</script>' for entry in objects)


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        pytest.param(MODIFIED + linked(OWN_DATED), "", DAY, id="changed-later"),
        pytest.param(
            '<meta property="og:updated_time" content="2024-11-03">' + linked(OWN_DATED),
            "",
            DAY,
            id="updated-later",
        ),
        pytest.param(linked(FOREIGN_FILM, OWN_DATED), "", DAY, id="film"),
        pytest.param(linked(LIST, OWN_DATED), "", DAY, id="list"),
        pytest.param(linked(RELATED, OWN_DATED), "", DAY, id="another-article"),
        pytest.param(linked(NESTED), "", DAY, id="picture-of-the-article"),
        pytest.param(linked(BLOG), "", DAY, id="live-blog"),
        pytest.param(
            linked(OWN + '"datePublished": "Oct 29, 2024"}'), "", DAY, id="stated-in-words"
        ),
        pytest.param(linked(GRAPH), "", DAY, id="graph"),
        pytest.param(linked(MAIN), "", DAY, id="what-the-page-is-about"),
        pytest.param(
            linked(OWN + '"datePublished": "0001-01-01T00:00:00"}') + PUBLISHED,
            "",
            DAY,
            id="no-day-at-all",
        ),
        pytest.param(PUBLISHED + MODIFIED + linked(LIST), "", DAY, id="meta"),
        pytest.param(linked("{broken") + PUBLISHED, "", DAY, id="broken-json"),
        pytest.param(linked("[" * 99_999) + PUBLISHED, "", DAY, id="deep-json"),
        pytest.param("", '<time datetime="2024-10-29T08:00Z">Tuesday</time>', DAY, id="time"),
        pytest.param("", "<time>10/05/2024</time>", None, id="two-readings"),
        pytest.param("", '<span class="date">10/05/2024</span>', None, id="two-readings-shown"),
        pytest.param('<meta name="date" content="10/05/2024">', "", None, id="two-readings-meta"),
        pytest.param("", '<time datetime="10/05/2024">x</time>', None, id="two-readings-time"),
        pytest.param("", '<span class="date">10-05-24</span>', None, id="two-readings-short"),
        pytest.param("", "<time>10/29/2024</time>", DAY, id="one-reading-american"),
        pytest.param("", "<time>29/10/2024</time>", DAY, id="one-reading"),
        pytest.param('<meta name="date" content="10/29/2024">', "", DAY, id="one-reading-meta"),
        pytest.param(
            PUBLISHED.replace("2024-10-29T08:00:00Z", "10/29/2024 08:00"), "", DAY, id="with-time"
        ),
        pytest.param("", "<time>05.05.2024</time>", date(2024, 5, 5), id="dots"),
        pytest.param("", "<time>05.10.2024</time>", date(2024, 10, 5), id="dots-of-two-readings"),
        pytest.param(
            "", '<time datetime="2024-10-29">10/05/2024</time>', DAY, id="two-readings-beside-one"
        ),
        pytest.param(
            "",
            '<p>\x01 10/05/2024 <a href="/2/3/2024/">a</a></p>',
            None,
            id="control-character",
        ),
        pytest.param(MODIFIED, "", None, id="only-changed"),
        pytest.param(
            "", '<span class="date">Last updated 3 November 2024</span>', None, id="shown-changed"
        ),
        pytest.param(
            "",
            '<p class="date"><span>Updated:</span> <span>3 November 2024</span></p>'
            '<p class="date"><span>Published:</span> <span>29 October 2024</span></p>',
            DAY,
            id="changed-and-published",
        ),
        pytest.param(
            "",
            '<p class="date"><b>Ann</b> Updated 3 November 2024, first published'
            " 29 October 2024</p>",
            DAY,
            id="both-in-a-line",
        ),
        pytest.param(
            "",
            '<div class="date">29 October 2024 (updated 3 November 2024)</div>',
            DAY,
            id="changed-in-brackets",
        ),
        pytest.param(linked(FOREIGN_FILM), "", None, id="only-film"),
        pytest.param(
            "",
            '<aside><h3>Another</h3><time datetime="2023-01-05">5 January 2023</time></aside>',
            None,
            id="related-story",
        ),
        pytest.param(
            "",
            '<section class="comments"><div class="comment"><time datetime="2024-11-02">'
            "2 November 2024</time><p>Nice.</p></div></section>",
            None,
            id="comment",
        ),
        pytest.param(
            '<meta property="og:image" content="https://e.org/2023/01/05/bridge.jpg">',
            "",
            None,
            id="picture",
        ),
        pytest.param(
            "",
            '<p>The trial of the builder opens on <time datetime="2024-11-05">5 November</time>,'
            " a court said on the day before, and goes on until spring.</p>",
            None,
            id="day-of-an-event",
        ),
    ],
)
def test_the_day_is_that_of_the_pages_own_article(
    read: Read, head: str, body: str, expected: date | None
) -> None:
    page = (
        f"<!DOCTYPE html><html><head><title>Bridge opens</title>{head}</head>"
        f'<body class="single comments-open"><h1>Bridge opens</h1>{body}<article>'
        "<p>The bridge over the river was opened to all, the town said in the morning.</p>"
        "<p>It has two lanes for bicycles and buses, and a second one will be built.</p>"
        "</article></body></html>"
    )
    article = only(read("a.html", page))
    assert (article.published_at, article.title) == (expected, "Bridge opens")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            'The trial opens on <time datetime="2024-11-05">Tuesday 5 November</time> and ends on'
            " <time>12 December</time>.",
            "The trial opens on Tuesday 5 November and ends on 12 December.",
        ),
        ("The <label>form</label> is called 12b.", "The form is called 12b."),
        ("The <b>1<sup>st</sup></b> of CO<sub>2</sub>.", "The 1st of CO2."),
        (
            "She called it <q>a <b>good</b> day</q>, he said.",
            "She called it “a good day”, he said.",
        ),
    ],
)
def test_words_inside_a_sentence_are_kept(read: Read, markup: str, text: str) -> None:
    page = f"<html><body><article><p>{markup}</p><p>Another paragraph.</p></article></body></html>"
    assert only(read("a.html", page)).text == f"{text}\n\nAnother paragraph."


def test_days_in_running_text_and_headings_of_any_element_are_kept(read: Read) -> None:
    text = "The trial of the builder of the bridge opens on Tuesday and ends in the week after it."
    marked = text.replace("Tuesday", "<time>Tuesday</time>")
    page = (
        '<html><body><div class="by">By Ann, <time>29 October 2024</time></div><article>'
        f"<h2>What we know on <time>Tuesday</time></h2><div>{marked}</div><div>{marked * 3}</div>"
        "<template><p>Nobody is shown these words.</p></template></article></body></html>"
    )
    assert only(read("a.html", page)).text == f"What we know on Tuesday\n\n{text}\n\n{text * 3}"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("About <del>12</del> 15 people came.", "About 15 people came."),
        ("About <s><b>12</b></s> 15 people came.", "About 15 people came."),
        (
            "Of 20,000<sup><a href='#n1'>1</a></sup> and <a href='b#n2'><sup>[2]</sup></a> 3.",
            "Of 20,000 and 3.",
        ),
        ("Of 20,000<sup>1</sup> people, 10<sup>6</sup>.", "Of 20,000¹ people, 10⁶."),
        ("<a href='#x'>5 km<sup>2</sup></a> of 10<sup><i>-3</i></sup>.", "5 km² of 10⁻³."),
        ("The 1<sup>st</sup> of CO<sub>2</sub>.", "The 1st of CO2."),
    ],
)
def test_what_the_form_of_letters_says_is_written_out(read: Read, markup: str, text: str) -> None:
    page = f"<html><body><article><p>{markup}</p><p>Another paragraph.</p></article></body></html>"
    chapter = CHAPTER.replace("The text of <i>{0}</i>.", markup)
    feed = RSS.replace("<p>All of <b>it</b>.</p>", f"<p>{markup}</p>")
    assert only(read("a.html", page)).text == f"{text}\n\nAnother paragraph."
    book = only(read("a.epub", archive({**BOOK, "OEBPS/text/one.xhtml": chapter.format("one")})))
    assert text in book.text.split("\n\n")
    entry = read("feed.xml", feed)[0]
    assert isinstance(entry, Document)
    assert entry.text == f"{text}\n\nSecond."


def test_paragraphs_that_are_marked_as_deleted_are_kept(read: Read) -> None:
    feed = RSS.replace("<p>All of <b>it</b>.</p>", "<del><p>An old version.</p></del>")
    entry = read("feed.xml", feed)[0]
    assert isinstance(entry, Document)
    assert entry.text == "An old version.\n\nSecond."


@pytest.mark.parametrize(
    "line",
    [
        "<p>Read more: <a href='/b'>Some 12,000 soldiers have come, the army says</a></p>",
        "<p><b>Related stories</b> | <a href='/b'>Some 12,000 soldiers have come so far</a></p>",
        "<p><a href='/b'>READ ALSO: Some 12,000 soldiers have come, the army says</a></p>",
        "<ul><li>See also <a href='/b'>Some 12,000 soldiers have come, the army says</a></li></ul>",
        "<p>Watch: <a href='/b'>Some 12,000 soldiers have come, the army says here</a></p>",
    ],
)
def test_a_line_that_leads_to_another_article_is_left_out(read: Read, line: str) -> None:
    assert only(read("a.html", PAGE.replace("<h2>", f"{line}<h2>"))).text == PAGE_TEXT


def test_who_stands_below_a_quotation_is_kept(read: Read) -> None:
    footer = '<footer class="blockquote-footer">— Jane Doe, <cite>the mayor</cite></footer>'
    page = PAGE.replace("</p></blockquote>", f"</p>{footer}</blockquote>")
    text = PAGE_TEXT.replace("Tuesday evening.\n", "Tuesday evening.\n\n— Jane Doe, the mayor\n")
    assert only(read("a.html", page)).text == text


def test_a_quotation_with_its_speaker_as_a_caption_is_kept(read: Read) -> None:
    quotation = "<blockquote><p>We shall not wait for it.</p></blockquote>"
    caption = '<figcaption class="caption">Jane Doe, the mayor</figcaption>'
    drawn = f'<figure class="pullquote">{quotation}</figure>'
    picture = '<figure><img src="a.jpg"><figcaption>The bridge at night.</figcaption></figure>'
    page = PAGE.replace("<h2>", f"<figure>{quotation}{caption}</figure>{drawn}{picture}<h2>")
    quoted = "We shall not wait for it.\n\nJane Doe, the mayor\n\nWhat comes next"
    assert only(read("a.html", page)).text == PAGE_TEXT.replace("What comes next", quoted)


@pytest.mark.parametrize(
    "line",
    [
        "He told them to read more: <a href='/b'>one book a week is enough for all</a>, he said.",
        "Read <a href='/b'>the full statement of the mayor on the opening of the bridge</a>.",
        "Related stories had been told to the police by everybody in <a href='/b'>the town</a>.",
        "<a href='/b'>Related costs rose to 12 million euros in the year after the opening</a>.",
    ],
)
def test_a_sentence_with_a_link_stays(read: Read, line: str) -> None:
    page = PAGE.replace("<h2>", f"<p>{line}</p><h2>")
    words = line.replace("<a href='/b'>", "").replace("</a>", "")
    assert words in only(read("a.html", page)).text.split("\n\n")


SITE = '<meta property="og:site_name" content="eNews">'
LONG_NAME = '{"@context": "https://schema.org", "@type": "Organization", "name": "eNews Group"}'
FOREIGN_FILM_OF_A_FIRM = FOREIGN_FILM[:-1] + ', "publisher": {"name": "The Long Film Company"}}'
OWN_PUBLISHED = OWN + '"publisher": {"@type": "Organization", "name": "eNews &amp; more"}}'


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        pytest.param(SITE + linked(LONG_NAME), "eNews", id="named-otherwise-elsewhere"),
        pytest.param(
            linked(OWN_PUBLISHED, FOREIGN_FILM_OF_A_FIRM), "eNews & more", id="another-firm"
        ),
        pytest.param(SITE + linked(OWN_PUBLISHED), "eNews", id="site-and-publisher"),
    ],
)
def test_the_outlet_is_what_the_page_calls_itself(read: Read, head: str, outlet: str) -> None:
    page = f"<html><head>{head}</head><body><article><p>Some text.</p></article></body></html>"
    assert only(read("a.html", page)).outlet == outlet


def test_a_headline_written_as_in_html_is_read_so(read: Read) -> None:
    data = OWN.replace("Bridge opens", "The mayor&#8217;s bridge &amp; more") + '"x": 1}'
    page = f"<html><head>{linked(data)}</head><body><p>Some text.</p></body></html>"
    assert only(read("a.html", page)).title == "The mayor’s bridge & more"


@pytest.mark.parametrize(
    ("declaration", "encoding", "charset"),
    [
        pytest.param('<meta charset="windows-1251">', "cp1251", None, id="meta"),
        pytest.param(
            '<META http-equiv="Content-Type" content="text/html; charset=windows-1251">',
            "cp1251",
            None,
            id="meta-with-type",
        ),
        pytest.param(
            '<script src="/a.js" charset="iso-8859-1"></script><meta charset=utf-8>',
            "utf-8",
            None,
            id="script",
        ),
        pytest.param(
            '<link rel="stylesheet" href="a.css" charset="iso-8859-1">', "utf-8", None, id="link"
        ),
        pytest.param(
            '<!-- <meta charset="iso-8859-1"> --><meta charset="utf-8">',
            "utf-8",
            None,
            id="comment",
        ),
        pytest.param("", "cp1251", "windows-1251", id="server"),
        pytest.param('<meta charset="utf-8">', "cp1251", "windows-1251", id="server-over-meta"),
        pytest.param("", "utf-8", None, id="utf-8"),
        pytest.param("", "utf-8-sig", "cp1251", id="mark-over-server"),
        pytest.param("", "utf-16", None, id="utf-16"),
        pytest.param('<meta charset="no-such">', "utf-8", "undefined", id="no-such-encoding"),
    ],
)
def test_encodings_of_pages(
    read: Read, declaration: str, encoding: str, charset: str | None
) -> None:
    text = "Мост открыли во вторник, сообщил город вечером."
    page = f"<!DOCTYPE html><html><head>{declaration}</head><body><p>{text}</p></body></html>"
    assert only(read("a.html", page.encode(encoding), charset=charset)).text == text


def test_western_pages_are_read_as_browsers_read_them(read: Read) -> None:
    page = (
        '<html><head><meta charset="iso-8859-1"></head><body><p>“Naïve” – 12 €.</p></body></html>'
    )
    assert only(read("a.html", page.encode("cp1252"))).text == "“Naïve” – 12 €."


@pytest.mark.parametrize(
    ("stated", "written", "word"),
    [
        ("gb2312", "gb18030", "朱镕基"),
        ("shift_jis", "cp932", "①髙橋"),
        ("euc-kr", "cp949", "똠방각하"),
        ("iso-8859-9", "cp1254", "“Ağrı” €"),
        ("big5", "big5hkscs", "嘅啲嘢"),
    ],
)
def test_pages_are_read_in_the_larger_set_of_the_one_they_state(
    read: Read, stated: str, written: str, word: str
) -> None:
    page = f'<html><head><meta charset="{stated}"></head><body><p>It says {word}.</p></body></html>'
    assert only(read("a.html", page.encode(written))).text == f"It says {word}."


LEFT = "Kyiv said that about 10,000 sol-\ndiers had reached the re-\ngion, an office said."
OWNER = "the owner's word"
SECOND = "A long-term plan was\nmade, too: a long-\nterm one."
RIGHT = "Seoul gave a figure of\n12,000 troops, offi-\ncials said."


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """Three pages of two columns with a running head and page numbers."""
    content = io.BytesIO()
    information = {"Title": "Figures differ", "Author": "Ann Reporter"}
    # Type 42 keeps the characters, ligatures are drawn as their letters.
    with mpl.rc_context({"pdf.fonttype": 42}), PdfPages(content, metadata=information) as pages:
        for number in (1, 2, 3):
            figure = Figure(figsize=(8.27, 11.69))
            figure.text(0.1, 0.95, "The Daily Example")
            figure.text(0.1, 0.7, f"Part {number} of it\n\n{LEFT}\n\n{SECOND}", size=11)
            figure.text(0.55, 0.7, f"{RIGHT}", size=11)
            figure.text(0.5, 0.05, f"- {number} -")
            pages.savefig(figure)
    return content.getvalue()


def test_a_pdf_gives_paragraphs_without_hyphenation(read: Read, pdf: bytes) -> None:
    article = only(read("figures.pdf", pdf))
    parts = [
        f"Part {number} of it\n\n"
        "Kyiv said that about 10,000 soldiers had reached the region, an office said.\n\n"
        "A long-term plan was made, too: a long-term one.\n\n"
        "Seoul gave a figure of 12,000 troops, officials said."
        for number in (1, 2, 3)
    ]
    assert article.text == "The Daily Example\n\n" + "\n\n".join(parts)
    assert (article.title, article.author) == ("Figures differ", "Ann Reporter")
    assert article.published_at is None


def locked(pdf: bytes, password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    writer.encrypt(password, OWNER, algorithm="RC4-128")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def test_a_pdf_that_only_forbids_printing_is_read(read: Read, pdf: bytes) -> None:
    assert only(read("a.pdf", locked(pdf, ""))).text == only(read("a.pdf", pdf)).text


def blank_pdf(pages: int = 1) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def test_pdfs_that_cannot_be_read_say_why(read: Read, pdf: bytes) -> None:
    assert "encrypted with a password" in reason(read("a.pdf", locked(pdf, "secret")))
    assert "holds no text, only pictures" in reason(read("a.pdf", blank_pdf()))
    assert "2,001 pages: at most 2,000" in reason(read("a.pdf", blank_pdf(2_001)))
    for length in (9, 100, len(pdf) // 2):
        assert "damaged or cut short" in reason(read("a.pdf", pdf[:length]))
    assert "damaged or cut short" in reason(read("a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40))


@pytest.fixture(scope="module")
def word() -> bytes:
    """A Word document with a table, a picture's caption, a link and marked changes."""
    document = docx.Document()
    document.core_properties.title = "Bridge opens"
    document.core_properties.author = "Ann Reporter"
    document.add_heading("Bridge opens", 0)
    paragraph = document.add_paragraph("The bridge ")
    paragraph.add_run("opened").bold = True
    paragraph.add_run(" on Tuesday.\nIt cost\t12 million.")
    for name, text in (("ins", "Inserted: 5,000. "), ("del", "Deleted: 4,000. ")):
        run = document.add_paragraph().add_run(text)._r
        change = docx.oxml.OxmlElement(f"w:{name}")
        run.getparent().replace(run, change)
        change.append(run)
    table = document.add_table(2, 2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells],
        ["Year", "Cost", "2023", "5"],
        strict=True,
    ):
        cell.text = text
    document.add_paragraph("The end.")
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def test_a_word_document_gives_paragraphs_changes_and_rows(read: Read, word: bytes) -> None:
    article = only(read("bridge.docx", word))
    assert article.text == (
        "Bridge opens\n\nThe bridge opened on Tuesday.\nIt cost 12 million.\n\n"
        "Inserted: 5,000.\n\nYear | Cost\n2023 | 5\n\nThe end."
    )
    assert (article.title, article.author) == ("Bridge opens", "Ann Reporter")
    assert article.published_at is None


def test_what_the_form_of_letters_says_in_a_word_document_is_written_out(read: Read) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Of 20,000")
    for text, look in (
        ("1", "superscript"),
        (" people, the 1", None),
        ("st", "superscript"),
        (" of ", None),
        ("12 ", "strike"),
        ("13 ", "double_strike"),
        ("14 ", "hidden"),
        ("15.", None),
    ):
        run = paragraph.add_run(text)
        run.font.strike = False
        if look is not None:
            setattr(run.font, look, True)
    content = io.BytesIO()
    document.save(content)
    assert only(read("a.docx", content.getvalue())).text == "Of 20,000¹ people, the 1st of 15."


def archive(members: dict[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as file:
        for name, text in members.items():
            file.writestr(name, text)
    return content.getvalue()


BODY = "<w:document xmlns:w='x'><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>"
BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>"
EXTERNAL = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"


def test_word_documents_that_cannot_be_read_say_why(read: Read, word: bytes) -> None:
    assert (
        only(read("a.docx", archive({"word/document.xml": BODY.format("Text.")}))).text == "Text."
    )
    assert "damaged or cut short" in reason(read("a.docx", word[: len(word) // 2]))
    assert "no article" not in reason(read("a.docx", archive({"word/other.xml": "x"})))
    assert "lacks its part" in reason(read("a.docx", archive({"word/other.xml": "x"})))
    for declared in (BOMB, EXTERNAL):
        hostile = archive({"word/document.xml": declared + BODY.format("&a;")})
        assert "document type or entities" in reason(read("a.docx", hostile))
    bomb = archive({"word/document.xml": " " * 60_000_000})
    assert "60,000,000 bytes: expected at most 50,000,000" in reason(read("a.docx", bomb))
    many = archive({f"word/{number}": "" for number in range(10_001)})
    assert "unpacks to 10,001 files" in reason(read("a.docx", many))
    deep = "<a>" * 100_000 + "</a>" * 100_000
    assert read("a.docx", archive({"word/document.xml": deep}))
    assert only(read("a.docx", word)).title == "Bridge opens"


CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/content.opf"/></rootfiles></container>'
)
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
<metadata><dc:title>The week</dc:title><dc:creator>Ann Reporter</dc:creator>
<dc:creator>Bob Editor</dc:creator><dc:publisher>The Daily Example</dc:publisher>
<dc:date>2024-10-29T00:00:00+00:00</dc:date></metadata>
<manifest><item id="two" href="two%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="picture" href="p.svg" media-type="image/svg+xml"/></manifest>
<spine><itemref idref="one"/><itemref idref="two"/><itemref idref="picture"/></spine></package>"""
CHAPTER = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>No</title></head>
<body><h1>{0}</h1><p>The text of <i>{0}</i>.</p></body></html>"""
BOOK = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OEBPS/content.opf": PACKAGE,
    "OEBPS/text/one.xhtml": CHAPTER.format("one"),
    "OEBPS/two b.xhtml": CHAPTER.format("two"),
    "OEBPS/p.svg": "<svg/>",
}


def test_a_book_gives_its_chapters_in_order(read: Read) -> None:
    article = only(read("week.epub", archive(BOOK)))
    assert article.text == "one\n\nThe text of one.\n\ntwo\n\nThe text of two."
    assert (article.title, article.author) == ("The week", "Ann Reporter, Bob Editor")
    assert (article.outlet, article.published_at) == ("The Daily Example", DAY)


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        (
            '<dc:date opf:event="modification">2025-01-05</dc:date><dc:date>2024-10-29</dc:date>',
            DAY,
        ),
        (
            '<dc:date opf:event="creation">2024-01-05</dc:date>'
            '<dc:date opf:event="publication">2024-10-29</dc:date>',
            DAY,
        ),
        ('<dc:date opf:event="modification">2025-01-05</dc:date>', None),
        ("<dc:date>0101-01-01T00:00:00+00:00</dc:date>", None),
        ("<dc:date/>", None),
    ],
)
def test_a_books_day_is_that_of_its_publication(read: Read, dates: str, day: date | None) -> None:
    package = PACKAGE.replace("<dc:date>2024-10-29T00:00:00+00:00</dc:date>", dates).replace(
        "<package ", '<package xmlns:opf="http://www.idpf.org/2007/opf" '
    )
    book = archive({**BOOK, "OEBPS/content.opf": package})
    assert only(read("week.epub", book)).published_at == day


def test_books_that_cannot_be_read_say_why(read: Read) -> None:
    protected = '<encryption><CipherReference URI="OEBPS/two%20b.xhtml"/></encryption>'
    fonts = '<encryption><CipherReference URI="OEBPS/font.otf"/></encryption>'
    assert "protected" in reason(
        read("a.epub", archive({**BOOK, "META-INF/encryption.xml": protected}))
    )
    assert only(read("a.epub", archive({**BOOK, "META-INF/encryption.xml": fonts})))
    missing = {name: text for name, text in BOOK.items() if "one" not in name}
    assert "lacks its part 'OEBPS/text/one.xhtml'" in reason(read("a.epub", archive(missing)))
    climbing = {**BOOK, "OEBPS/content.opf": PACKAGE.replace("text/one", "../../../etc/passwd")}
    assert "lacks its part" in reason(read("a.epub", archive(climbing)))
    hostile = {**BOOK, "META-INF/container.xml": EXTERNAL + CONTAINER}
    assert "document type or entities" in reason(read("a.epub", archive(hostile)))


ROWS = (
    '{"headline": "One", "body": "First text.", "date": "2024-10-29", "url": "https://e.org/1"}\n'
    "\n"
    '{"headline": "Two", "body": "Second text.", "byline": "Ann", "publisher": "Daily"}\n'
)


def test_lines_of_json_are_articles(read: Read) -> None:
    one, two = read("rows.jsonl", ROWS)
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert (one.title, one.text, one.published_at) == ("One", "First text.", DAY)
    assert one.source == "https://e.org/1"
    assert (two.author, two.outlet, two.source) == ("Ann", "Daily", "/news/rows.jsonl#2")
    assert one.document_id != two.document_id


BAD_LINES = [
    pytest.param('{"body": "x"', "is not JSON", id="broken"),
    pytest.param('["body"]', "is a list: expected an object", id="list"),
    pytest.param('{"story_text": "x"}', "none holds the text: found 'story_text'", id="no-text"),
    pytest.param('{"body": ""}', "'body' is empty", id="empty"),
    pytest.param('{"body": null}', "'body' is empty", id="null"),
    pytest.param('{"body": ["x"]}', "'body' is a list: expected a text", id="not-text"),
    pytest.param(
        '{"body": "x", "url": "https://e.org/' + "a" * 2_000 + '"}',
        "the source has 2,014 characters: expected at most 2,000",
        id="long-source",
    ),
    pytest.param('{"body": ' + "[" * 99_999, "is not JSON", id="deep"),
    pytest.param('{"body": "a\\u0000b"}', "NUL character", id="nul"),
    pytest.param('{"body": "\\ud800"}', "lone surrogate", id="surrogate"),
]


@pytest.mark.parametrize(("line", "expected"), BAD_LINES)
def test_a_bad_line_does_not_stop_the_others(read: Read, line: str, expected: str) -> None:
    good = '{"body": "Good."}'
    first, bad, last = read("rows.jsonl", f"{good}\n{line}\n{good}\n")
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(bad, Failure)
    assert expected in bad.reason
    assert "rows.jsonl" in bad.source
    assert "2" in bad.source


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("October 29, 2024", DAY),
        ("Oct. 29, 2024", DAY),
        ("29 October 2024", DAY),
        ("Tue, 29 Oct 2024", DAY),
        ("Tuesday, October 29th, 2024 at 8:30 a.m. EDT", DAY),
        ("29-Oct-2024", DAY),
        ("29 October 2024 at 8pm", DAY),
        ("Oct. 29, 2024, 8 p.m. ET", DAY),
        ("10/29/2024", DAY),
        ("29/10/2024 08:00", DAY),
        ("29.10.2024", DAY),
        ("2024/10/29", DAY),
        ("2024/10/29 08:00", DAY),
        ("2024. 10. 29.", DAY),
        ("2024-2-9", date(2024, 2, 9)),
        ("1730188800", DAY),
        ("", None),
        ("soon", "published_at is 'soon'"),
        ("October 32, 2024", "published_at is 'October 32, 2024'"),
        ("October 2024", "published_at is 'October 2024'"),
        ("10/05/2024", "published_at is '10/05/2024'"),
        ("2024/29/10", "published_at is '2024/29/10'"),
        ("0001-01-01T00:00:00", "published_at is '0001-01-01T00:00:00'"),
        ("Mon, 01 Jan 0001 00:00:00 GMT", "published_at is 'Mon, 01 Jan 0001"),
        ("29 Oct 10000000000 10:00:00 GMT", "published_at is '29 Oct 10000000000"),
        ("29 Oct 99999999999999999999 10:00:00", "published_at is '29 Oct 9999"),
    ],
)
@pytest.mark.parametrize("name", ["rows.jsonl", "rows.csv"])
def test_a_date_that_cannot_be_read_costs_no_article(
    read: Read, name: str, day: str, expected: date | str | None
) -> None:
    row = f'{{"text": "Text.", "date": "{day}"}}\n'
    article, *failures = read(name, row if name == "rows.jsonl" else f'text,date\nText.,"{day}"\n')
    assert isinstance(article, Document)
    assert article.published_at == (expected if isinstance(expected, date) else None)
    if isinstance(expected, str):
        (failure,) = failures
        assert isinstance(failure, Failure)
        assert failure.source == f"/news/{name}#1"
        assert failure.reason.startswith(expected)
        assert failure.reason.endswith("the article is stored without it")
    else:
        assert failures == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ('"authors": ["Ann", "Bob"]', ("Ann, Bob", None, None)),
        ('"author": [{"name": "Ann"}, {"name": "Bob"}]', ("Ann, Bob", None, None)),
        ('"author": {"name": "Ann"}', ("Ann", None, None)),
        ('"author": [], "publisher": true, "date": {"day": 29}', (None, None, None)),
        ('"source": {"id": "daily", "name": "Daily"}', (None, "Daily", None)),
        ('"source": "Daily"', (None, "Daily", None)),
        ('"source": "wire-7", "publisher": "Daily"', (None, "Daily", None)),
        ('"publishedAt": "2024-10-29T08:00:00Z"', (None, None, DAY)),
        ('"publish_date": "2024-10-29 08:00:00 UTC"', (None, None, DAY)),
        ('"datePublished": "2024-10-29"', (None, None, DAY)),
        ('"date_publish": "2024-10-29 08:00:00", "date": "soon"', (None, None, DAY)),
        ('"date": 1730188800', (None, None, DAY)),
        ('"date": 1730188800000.0', (None, None, DAY)),
        ('"date": 20241029', (None, None, DAY)),
        ('"date": 17', (None, None, None)),
        ('"date": NaN', (None, None, None)),
        ('"date": 1e999', (None, None, None)),
        ('"date": true', (None, None, None)),
        (f'"date": 1{"0" * 400}', (None, None, None)),
    ],
)
def test_usual_layouts_of_rows(
    read: Read, fields: str, expected: tuple[str | None, str | None, date | None]
) -> None:
    article = only(read("rows.jsonl", f'{{"body": "Text.", "url": "https://e.org/1", {fields}}}'))
    assert (article.author, article.outlet, article.published_at) == expected
    assert article.source == "https://e.org/1"


@pytest.mark.parametrize("name", ["articleBody", "maintext", "Full text"])
def test_usual_names_of_the_text(read: Read, name: str) -> None:
    assert only(read("rows.jsonl", f'{{"{name}": "Text.", "headline": "One"}}')).text == "Text."


TABLES = [
    pytest.param("title,text\nOne,First.\n", {}, id="commas"),
    pytest.param("Title;Text\r\nOne;First.\r\n", {}, id="semicolons"),
    pytest.param("sep=;\r\nTitle;Text\r\nOne;First.\r\n", {}, id="stated"),
    pytest.param(
        "\ufeffSEP=|\ntitle, x, y|text\nOne|First.\n", {"title": "title, x, y"}, id="bars"
    ),
    pytest.param("\ufefftitle\ttext\nOne\tFirst.\n", {}, id="tabs-and-a-mark"),
    pytest.param(
        '"Head, line",Story\nOne,"First."\n', {"text": "Story", "title": "Head, line"}, id="chosen"
    ),
    pytest.param("\n\nheadline,article text\nOne,First.\n,\n", {}, id="empty-rows"),
]


@pytest.mark.parametrize(("content", "columns"), TABLES)
def test_rows_of_tables_are_articles(read: Read, content: str, columns: dict[str, str]) -> None:
    article = only(read("rows.csv", content, columns=columns))
    assert (article.title, article.text) == ("One", "First.")


@pytest.mark.parametrize(
    ("columns", "source", "outlet"),
    [
        ({}, "https://e.org/1", "Daily"),
        ({"outlet": "paper"}, "https://e.org/1", "Weekly"),
        ({"source": "site"}, "https://f.org/2", None),
        ({"source": "source", "outlet": "paper"}, "Daily", "Weekly"),
    ],
)
def test_chosen_columns_come_before_usual_ones(
    read: Read, columns: dict[str, str], source: str, outlet: str | None
) -> None:
    table = "text,source,url,site,paper\nText.,Daily,https://e.org/1,https://f.org/2,Weekly\n"
    article = only(read("a.csv", table, columns=columns))
    assert (article.source, article.outlet) == (source, outlet)


def test_long_cells_and_lines_in_cells_are_kept(read: Read) -> None:
    text = 'He said "no".\n\n' + "word " * 100_000 + "end."
    cell = '"' + text.replace('"', '""') + '"'
    assert only(read("rows.csv", f"text\n{cell}\n")).text == text


def test_bad_tables_and_rows_say_why(read: Read) -> None:
    assert "none holds the text: found 'a', 'b'" in reason(read("a.csv", "a,b\n1,2\n"))
    missing = reason(read("a.csv", "text\nx\n", columns={"title": "head"}))
    assert "there is no 'head' for title: found 'text'" in missing
    assert "line 2 is not CSV" in reason(read("a.csv", 'text\n"open\n'))
    good, bad = read("a.csv", "text,title\nGood.,One\nx,y,z\n")
    assert isinstance(good, Document)
    assert isinstance(bad, Failure)
    assert (bad.source, bad.reason) == ("/news/a.csv, row 2", "has 3 cells, the header 2")


RSS = """<?xml version="1.0"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The Daily Example</title><link>https://news.example.org/</link><description>x</description>
<item><title>One &amp;amp; two</title><link>https://news.example.org/one</link>
<pubDate>Tue, 29 Oct 2024 23:30:00 -0500</pubDate><dc:creator>Ann</dc:creator>
<description>Short.</description><content:encoded><![CDATA[<p>All of <b>it</b>.</p>
<script>bad()</script><p>Second.</p>]]></content:encoded></item>
<item><title>Summed up</title><link>/two</link>
<description>Only &lt;i&gt;this&lt;/i&gt;.</description></item>
<item><title>Only a link</title><link>https://news.example.org/three</link></item>
<item><title>Nothing</title></item></channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Atoms</title>
<entry><title type="html">A &lt;i&gt;title&lt;/i&gt;</title><link href="https://e.org/1"/><id>urn:1</id>
<updated>2024-10-30T00:00:00Z</updated><published>2024-10-29T22:00:00Z</published>
<author><name>Bob</name></author><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>Some <b>bold</b> text.</p></div></content>
</entry></feed>"""


def test_entries_of_a_feed_are_articles_or_lead_to_them(read: Read) -> None:
    full, summary, link, empty = read("feed.xml", RSS)
    assert isinstance(full, Document)
    assert (full.title, full.text) == ("One & two", "All of it.\n\nSecond.")
    assert (full.author, full.outlet, full.published_at) == ("Ann", "The Daily Example", DAY)
    assert full.source == "https://news.example.org/one"
    assert isinstance(summary, Document)
    assert (summary.text, summary.source) == ("Only this.", "https://news.example.org/two")
    assert link == Link("https://news.example.org/three")
    assert isinstance(empty, Failure)
    assert empty.reason == "has neither a text nor an address"


@pytest.mark.parametrize(
    ("stated", "day"), [("Tue, 29 Oct 2024", DAY), ("29 Oct 10000000000 23:30:00 -0500", None)]
)
def test_an_entry_with_an_impossible_date_has_none(
    read: Read, stated: str, day: date | None
) -> None:
    feed = RSS.replace("Tue, 29 Oct 2024 23:30:00 -0500", stated)
    full = read("feed.xml", feed)[0]
    assert isinstance(full, Document)
    assert (full.text, full.published_at) == ("All of it.\n\nSecond.", day)


@pytest.mark.parametrize(
    ("source", "outlet"),
    [
        ('<source url="https://e.org/feed">The &amp; Post</source>', "The & Post"),
        ('<source url="https://e.org/feed"/>', "The Daily Example"),
    ],
)
def test_the_outlet_of_an_entry_that_was_taken_over_is_its_source(
    read: Read, source: str, outlet: str
) -> None:
    entry = read("feed.xml", RSS.replace("<pubDate>", f"{source}<pubDate>"))[0]
    assert isinstance(entry, Document)
    assert (entry.outlet, entry.title, entry.published_at) == (outlet, "One & two", DAY)


def test_what_a_feed_adds_to_its_entries_is_left_out(read: Read) -> None:
    added = (
        '<p>The post <a href="/one">One &amp; two</a> appeared first on <a href="/">Daily</a>.</p>'
        '<p><a href="/one">Continue reading</a></p>'
    )
    entry = read("feed.xml", RSS.replace("<p>Second.</p>", f"<p>Second.</p>{added}"))[0]
    assert isinstance(entry, Document)
    assert entry.text == "All of it.\n\nSecond."


CAPTION = '<media:description type="plain">A soldier last week.</media:description>'


@pytest.mark.parametrize(
    ("item", "text", "whole"),
    [
        (f"<description>The attack.</description>{CAPTION}", "The attack.", False),
        (f"{CAPTION}<description>The attack.</description>", "The attack.", False),
        (
            f'<media:content url="a.jpg">{CAPTION}</media:content>'
            "<description>The attack.</description>",
            "The attack.",
            False,
        ),
        (
            "<description>The attack.</description><media:group>"
            f'<media:content url="a.jpg"/>{CAPTION}</media:group>',
            "The attack.",
            False,
        ),
        (
            f"{CAPTION}<description>Short.</description>"
            "<content:encoded>All of it.</content:encoded>",
            "All of it.",
            True,
        ),
        (CAPTION, "A soldier last week.", False),
    ],
)
def test_a_caption_is_not_the_text_of_an_entry(
    read: Read, item: str, text: str, whole: bool
) -> None:
    feed = (
        '<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>A</title>'
        f"<item><link>https://news.example.org/one</link>{item}</item></channel></rss>"
    )
    assert only(read("feed.xml", feed)).text == text
    (fetched,) = read("feed", feed, source="https://news.example.org/feed", format="feed")
    assert isinstance(fetched, Document if whole else Link)


def test_summaries_of_a_fetched_feed_lead_to_the_articles(read: Read) -> None:
    found = read("feed", RSS, source="https://news.example.org/feed", format="feed")
    assert found[1] == Link("https://news.example.org/two")


def test_what_is_fetched_speaks_for_its_own_host_only(read: Read) -> None:
    """Else anybody's feed could put words into another outlet's mouth, and replace its articles."""
    elsewhere = "https://feeds.example.com/all"
    full, summary, link, _ = read("all", RSS, source=elsewhere, format="feed")
    assert full == Link("https://news.example.org/one")
    assert link == Link("https://news.example.org/three")
    assert summary == Link("https://feeds.example.com/two")
    row = '{"text": "Some text.", "url": "https://news.example.org/one"}'
    (article,) = read("rows", row, source=elsewhere, format="jsonl")
    assert isinstance(article, Document)
    assert article.source == f"{elsewhere}#1"
    front = "---\nid: one\ntitle: Said so\nsource: https://news.example.org/one\n---\nText."
    page = only(read("a.md", front, source="https://feeds.example.com/a.md"))
    assert (page.title, page.source) == ("Said so", "https://feeds.example.com/a.md")
    assert page.document_id.startswith("a-")


def test_an_entry_has_the_id_of_its_page(read: Read) -> None:
    entry = read("feed.xml", RSS)[0]
    page = only(read("one", PAGE, source="https://news.example.org/one"))
    assert isinstance(entry, Document)
    assert entry.document_id == page.document_id


def test_atom_gives_the_same_fields(read: Read) -> None:
    article = only(read("feed.atom", ATOM))
    assert (article.title, article.text) == ("A title", "Some bold text.")
    assert (article.author, article.outlet) == ("Bob", "Atoms")
    assert article.published_at == DAY


SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc> https://e.org/a </loc>
<image:image><image:loc>https://e.org/i.png</image:loc></image:image></url>
<url><loc>https://other.org/b</loc></url><url><loc>https://e.org/a</loc></url></urlset>"""


def test_a_sitemap_gives_addresses_of_its_own_host(read: Read) -> None:
    for before in ("", "\n "):
        links = [Link("https://e.org/a"), Link("https://other.org/b")]
        assert read("map.xml", before + SITEMAP) == links
    own, other = read("map", SITEMAP, source="https://e.org/map", format="sitemap")
    assert own == Link("https://e.org/a")
    assert isinstance(other, Failure)
    assert "'https://other.org/b'" in other.source
    assert "not at the sitemap's own host, e.org" in other.reason


def test_bad_feeds_and_sitemaps_say_why(read: Read) -> None:
    for declared in (BOMB, EXTERNAL):
        feed = declared + '<rss version="2.0"><channel><title>&a;</title></channel></rss>'
        assert "declares entities" in reason(read("a.rss", feed))
        assert "declares entities" in reason(read("a.rss", feed.encode("utf-16")))
        assert "document type or entities" in reason(
            read("a.xml", declared + "<urlset>&a;</urlset>")
        )
    assert "not well-formed" in reason(read("a.xml", "<urlset><url>"))
    assert "holds no article" in reason(read("a.xml", "<urlset></urlset>"))
    many = "<urlset>" + "<url><loc>https://e.org/{}</loc></url>" * 1_001 + "</urlset>"
    numbered = many.format(*range(1_001))
    assert "1,001 addresses: at most 1,000" in reason(read("a.xml", numbered))


MISLABELLED = [
    pytest.param("a.pdf", PAGE.encode(), "its name says PDF, but the content is HTML", id="html"),
    pytest.param("a.html", b"%PDF-1.7\n", "says HTML, but the content is PDF", id="pdf"),
    pytest.param("a.txt", RSS.encode(), "says plain text, but the content is RSS", id="feed"),
    pytest.param("a.epub", archive({"word/document.xml": ""}), "is Word document", id="docx"),
    pytest.param("a.docx", archive(BOOK), "but the content is EPUB", id="epub"),
    pytest.param("a.docx", archive({"x": "y"}), "the content is a ZIP archive", id="zip"),
    pytest.param("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1", "encrypted or of the kind", id="old-word"),
    pytest.param("a.docx", b"plain", "Word document (DOCX), but the content is not", id="no-docx"),
    pytest.param("a.txt", b"{\\rtf1 x}", "the content is an RTF document", id="rtf"),
    pytest.param("a.html", b"\xff\xd8\xff\xe0", "the content is a JPEG image", id="jpeg"),
    pytest.param("a.html", b"Just a text.", "the page holds no article", id="no-markup"),
    pytest.param("a.html", b"<html><body><p></p></body></html>", "no article", id="empty-page"),
    pytest.param("a.xml", b"<note>x</note>", "of an unknown kind", id="other-xml"),
    pytest.param("a.jsonl", b"\xff\xfe\x00", "not UTF-16-LE text", id="json-cut-utf-16"),
    pytest.param("a.html", b"<html><p>caf\xe9", "byte 12 is 0xe9", id="no-stated-encoding"),
]


@pytest.mark.parametrize(("name", "content", "expected"), MISLABELLED)
def test_what_is_not_what_its_name_says_is_refused(
    read: Read, name: str, content: bytes, expected: str
) -> None:
    assert expected in reason(read(name, content))


@pytest.mark.parametrize(
    ("content", "title"),
    [
        pytest.param(PAGE.encode(), "Bridge opens", id="page"),
        pytest.param(b"Heading\n\nSome text.", "Heading", id="text"),
        pytest.param(archive(BOOK), "The week", id="book"),
        pytest.param(b'{"text": "A text.", "title": "A line"}', "A line", id="json"),
        pytest.param(ATOM.encode("utf-16"), "A title", id="feed-in-utf-16"),
    ],
)
def test_a_file_without_an_ending_is_known_by_its_content(
    read: Read, content: bytes, title: str
) -> None:
    assert only(read("article", content)).title == title


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("<!-- generator [v1.2] -->", id="comment"),
        pytest.param("<?generator [v1.2]?>", id="instruction"),
        pytest.param("<!DOCTYPE rss [<!ELEMENT rss ANY>]>", id="document-type"),
        pytest.param("<!DOCTYPE rss><!-- [a] --><!-- > -->", id="document-type-and-comments"),
    ],
)
def test_brackets_before_the_first_element_do_not_hide_it(read: Read, before: str) -> None:
    declaration, _, feed = ATOM.partition("?>")
    assert only(read("article", f"{declaration}?>{before}{feed}")).title == "A title"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        pytest.param("Naïve – 12 €.".encode("utf-8-sig"), None, id="utf-8-with-mark"),
        pytest.param("Naïve – 12 €.".encode("utf-16"), None, id="utf-16-with-mark"),
        pytest.param(b"\xfe\xff" + "Naïve – 12 €.".encode("utf-16-be"), None, id="big-endian"),
        pytest.param("Naïve – 12 €.".encode("utf-32"), None, id="utf-32-with-mark"),
        pytest.param("Naïve – 12 €.".encode("cp1252"), "cp1252", id="cp1252"),
        pytest.param("Naïve – 12 €.".encode("utf-16-le"), "utf-16-le", id="utf-16-no-mark"),
        pytest.param("Naïve – 12 €.".encode(), "cp1252", id="utf-8-among-cp1252"),
    ],
)
def test_encodings_of_texts(read: Read, content: bytes, encoding: str | None) -> None:
    assert only(read("a.txt", content, encoding=encoding)).text == "Naïve – 12 €."


def test_the_format_can_be_given(read: Read) -> None:
    assert only(read("notes.log", "text\nFirst.\n", format="csv")).text == "First."
    given = reason(read("notes.log", "text\n", format="pdf"))
    assert "--format says PDF, but the content is not" in given


def test_fields_are_lines_of_bounded_length(read: Read) -> None:
    row = '{"body": "Text.", "title": "A\\n  title\\u00ad", "author": "' + "x" * 1_000 + '"}'
    article = only(read("a.jsonl", row))
    assert article.title == "A title"
    assert article.author is not None
    assert len(article.author) == 300


def test_every_format_has_its_reader() -> None:
    from index.formats.worker import READERS
    from index.reading import OWN_READERS

    own = {known.name for known in OWN_READERS}
    assert own | set(READERS) == set(BY_NAME)
    assert own.isdisjoint(READERS)


def test_the_sample_needs_no_reader_process(tmp_path: Path) -> None:
    reader = ArticleReader(ParserProcess(ParserLimits(seconds=0)), ReadingOptions())
    (tmp_path / "a.md").write_text("Text.", encoding="utf-8")
    assert only(reader.read_file(tmp_path / "a.md")).text == "Text."
