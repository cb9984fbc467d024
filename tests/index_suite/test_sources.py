"""Sources of articles: paths, patterns, standard input, and pages, feeds and sitemaps."""

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index.composing import Failure
from index.document import Document
from index.fetching.fetcher import Fetcher
from index.fetching.policy import FetchPolicy
from index.formats.parts import ReadingOptions
from index.formats.process import ParserLimits, ParserProcess
from index.reading import ArticleReader
from index.sources import SourceReader, SourceReading

POLICY = FetchPolicy(allow_private_hosts=True, pause_seconds=0, seconds=20)
PAGE = "<!DOCTYPE html><title>{0}</title><body><p>The text of {0}.</p></body></html>"
XML = '<?xml version="1.0"?>'


class Site(ThreadingHTTPServer):
    """A server of pages: for each path a media type and bytes, or a text with {site} for it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.pages: dict[str, tuple[str, str | bytes]] = {}
        self.asked: list[str] = []

    def written(self, text: str) -> bytes:
        return text.replace("{site}", self.url).encode()


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.path not in self.server.pages:
            self.send_error(404)
            return
        kind, text = self.server.pages[self.path]
        body = text if isinstance(text, bytes) else self.server.written(text)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Quiet."""


@pytest.fixture
def site() -> Iterator[Site]:
    opened = Site()
    thread = threading.Thread(target=opened.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield opened
    opened.shutdown()
    opened.server_close()
    thread.join()


@pytest.fixture(scope="module")
def parsers() -> Iterator[ParserProcess]:
    with ParserProcess(ParserLimits()) as opened:
        yield opened


class Sources:
    """Reads sources as the command does."""

    def __init__(self, parsers: ParserProcess) -> None:
        self._articles = ArticleReader(parsers, ReadingOptions())

    def readings(self, *names: str, given: bytes = b"") -> list[SourceReading]:
        fetcher = Fetcher(POLICY)
        reader = SourceReader(self._articles, fetcher, lambda most: given[:most])
        return list(reader.read(names))

    def read(self, *names: str, given: bytes = b"") -> tuple[list[Document], list[str]]:
        """The documents, and the failures in words."""
        results = [result for r in self.readings(*names, given=given) for result in r.results]
        return (
            [result for result in results if isinstance(result, Document)],
            [str(result) for result in results if isinstance(result, Failure)],
        )


@pytest.fixture
def sources(parsers: ParserProcess) -> Sources:
    return Sources(parsers)


def write(path: Path, text: str = "Some text.") -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_what_cannot_be_read_does_not_stop_the_others(sources: Sources, tmp_path: Path) -> None:
    good = write(tmp_path / "a.txt")
    names = [str(tmp_path / "gone.txt"), write(tmp_path / "b.pdf", "no"), good]
    documents, failures = sources.read(*names)
    assert [document.source for document in documents] == [good]
    gone, broken = failures
    assert gone == f"{tmp_path}/gone.txt: does not exist: name a file or folder of articles"
    assert broken.startswith(f"{tmp_path}/b.pdf: its name says PDF")


def test_a_link_that_leads_to_itself_does_not_stop_the_others(
    sources: Sources, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "gone.txt")
    good = write(tmp_path / "c.txt")
    documents, (loop, gone) = sources.read(str(tmp_path))
    assert [document.source for document in documents] == [good]
    assert loop.startswith(f"{tmp_path}/a.txt: cannot be read: ")
    assert gone.startswith(f"{tmp_path}/gone.txt: cannot be read: ")


def test_progress_counts_every_source(sources: Sources, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c/d.md"):
        write(tmp_path / "news" / name)
    readings = sources.readings(str(tmp_path / "news"), str(tmp_path / "gone"))
    assert [(reading.done, reading.total) for reading in readings] == [
        (1, 4),
        (2, 4),
        (3, 4),
        (4, 4),
    ]
    assert readings[0].source == str(tmp_path / "news" / "a.txt")


def test_patterns_and_folders_leave_hidden_files_out(sources: Sources, tmp_path: Path) -> None:
    hidden = ("b/.d.html", ".e/f.html", "b/~$g.docx", "b/~$g.html")
    for name in ("a.html", "b/c.html", "b/h.png", *hidden):
        write(tmp_path / name, PAGE.format(name))
    shown = [str(tmp_path / name) for name in ("a.html", "b/c.html")]
    for name in (tmp_path, tmp_path / "**" / "*.html"):
        documents, failures = sources.read(str(name))
        assert ([document.source for document in documents], failures) == (shown, [])
    assert sources.read(str(tmp_path / "*.pdf"))[1] == [
        f"{tmp_path}/*.pdf: matches no file: name a file or folder of articles"
    ]


def test_a_name_with_brackets_is_a_file_first(sources: Sources, tmp_path: Path) -> None:
    name = write(tmp_path / "report [1].txt")
    assert sources.read(name)[0][0].source == name


def test_standard_input_is_read_by_its_content(sources: Sources) -> None:
    (page,), _ = sources.read("-", given=PAGE.format("a page").encode())
    assert (page.title, page.text) == ("a page", "The text of a page.")
    (other,), _ = sources.read("-", given=b"Another text.")
    assert other.document_id != page.document_id
    assert page.source.startswith("standard-input:")
    _, (empty,) = sources.read("-", given=b"")
    assert "the file is empty" in empty


LISTS = [
    pytest.param("<urlset><url><loc>-</loc></url></urlset>", id="sitemap"),
    pytest.param(
        '<rss version="2.0"><channel><title>x</title><item><link>-</link></item></channel></rss>',
        id="feed",
    ),
]


@pytest.mark.parametrize("text", LISTS)
def test_a_file_cannot_name_standard_input(sources: Sources, tmp_path: Path, text: str) -> None:
    name = write(tmp_path / "list.xml", XML + text)
    documents, failures = sources.read(name, given=b"Nobody asked for this.")
    assert documents == []
    assert failures == ["-: only http and https addresses are fetched"]


def test_the_same_article_twice_is_one(sources: Sources, tmp_path: Path) -> None:
    name = write(tmp_path / "a.txt")
    documents, failures = sources.read(name, str(tmp_path))
    assert (len(documents), failures) == (1, [])


def test_two_articles_of_one_id_are_told_apart(sources: Sources, tmp_path: Path) -> None:
    first, second = (
        write(tmp_path / name, f"---\nid: one\n---\n{name}") for name in ("a.md", "b.md")
    )
    documents, (failure,) = sources.read(first, second)
    assert [document.source for document in documents] == [first]
    assert failure == (
        f"{second}: has the id 'one' of another article, from {first}: give each its own"
    )


def test_a_page_is_an_article_with_its_address(sources: Sources, site: Site) -> None:
    site.pages["/news/bridge.html"] = ("text/html; charset=utf-8", PAGE.format("The bridge"))
    (page,), failures = sources.read(f"{site.url}/news/bridge.html#comments")
    assert failures == []
    assert (page.title, page.text) == ("The bridge", "The text of The bridge.")
    assert page.source == f"{site.url}/news/bridge.html"
    assert page.document_id.startswith("bridge-")


RDF = (
    '<?xml version="1.0"?><rdf:RDF xmlns="http://purl.org/rss/1.0/"'
    ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>x</title></channel>'
    "<item><title>Entry</title><link>{site}/1</link><content:encoded>All.</content:encoded></item>"
    "</rdf:RDF>"
)
TYPES = [
    pytest.param("/a.txt", "text/plain", "Title\n\nText.", "Title", id="text"),
    pytest.param("/a.md", "text/plain", "---\ntitle: Front\n---\nText.", "Front", id="markdown"),
    pytest.param("/a.csv", "application/octet-stream", "title,text\nRow,Text.", "Row", id="csv"),
    pytest.param("/a", "text/xml", PAGE.format("Page"), "Page", id="page-as-xml"),
    pytest.param("/a", "binary/octet-stream", PAGE.format("Page"), "Page", id="page-as-binary"),
    pytest.param("/a", "application/rdf+xml", RDF, "Entry", id="feed-as-rdf"),
]


@pytest.mark.parametrize(("path", "kind", "text", "title"), TYPES)
def test_what_a_server_calls_vaguely_is_known_by_address_or_content(
    sources: Sources, site: Site, path: str, kind: str, text: str, title: str
) -> None:
    site.pages[path] = (kind, text)
    (article,), failures = sources.read(site.url + path)
    assert (article.title, failures) == (title, [])


WRONG = [
    pytest.param("application/pdf", PAGE, "its server says PDF, but the content is HTML", id="pdf"),
    pytest.param(
        "text/html", "%PDF-1.7", "its server says HTML, but the content is PDF", id="html"
    ),
    pytest.param("application/json", "{}", "of type 'application/json'", id="json"),
    pytest.param("text/xml", "<note/>", "of an unknown kind", id="xml"),
]


@pytest.mark.parametrize(("kind", "text", "reason"), WRONG)
def test_what_a_server_calls_wrongly_is_refused(
    sources: Sources, site: Site, kind: str, text: str, reason: str
) -> None:
    site.pages["/a"] = (kind, text)
    documents, (failure,) = sources.read(f"{site.url}/a")
    assert documents == []
    assert failure.startswith(f"{site.url}/a: ")
    assert reason in failure


FEED = (
    XML + '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    "<title>Daily</title><link>{site}/</link><description>x</description>"
    "<item><title>Full</title><link>{site}/full</link><content:encoded>All of it.</content:encoded>"
    "</item><item><title>Short</title><link>{site}/short</link><description>Only.</description>"
    "</item><item><title>Gone</title><link>{site}/gone</link></item>"
    "<item><title>Inside</title><link>ftp://e.org/a</link></item></channel></rss>"
)


def test_a_feed_leads_to_the_articles_that_it_only_sums_up(sources: Sources, site: Site) -> None:
    site.pages["/feed"] = ("application/rss+xml", FEED)
    site.pages["/short"] = ("text/html", PAGE.format("the short one"))
    documents, failures = sources.read(f"{site.url}/feed", f"{site.url}/short")
    assert [document.text for document in documents] == [
        "All of it.",
        "The text of the short one.",
    ]
    assert documents[0].source == f"{site.url}/full"
    assert failures == [
        f"{site.url}/gone: its server answers 404 Not Found",
        "ftp://e.org/a: only http and https addresses are fetched",
    ]
    assert "/full" not in site.asked


SITEMAPS = {
    "/index.xml": "<sitemapindex><sitemap><loc>{site}/map.xml</loc></sitemap></sitemapindex>",
    "/map.xml": (
        "<urlset><url><loc>{site}/a</loc></url><url><loc>{site}/b</loc></url>"
        "<url><loc>{site}/map.xml</loc></url><url><loc>http://e.org/</loc></url></urlset>"
    ),
}


def test_a_sitemap_leads_to_its_pages(sources: Sources, site: Site, tmp_path: Path) -> None:
    site.pages = {path: ("text/xml", XML + text) for path, text in SITEMAPS.items()}
    site.pages |= {f"/{name}": ("text/html", PAGE.format(name)) for name in "ab"}
    documents, (foreign,) = sources.read(f"{site.url}/index.xml")
    assert [document.title for document in documents] == ["a", "b"]
    assert "'http://e.org/'" in foreign
    assert "not at the sitemap's own host" in foreign
    assert site.asked.count("/map.xml") == 1
    here = write(tmp_path / "map.xml", SITEMAPS["/index.xml"].replace("{site}", site.url))
    assert len(sources.read(here)[0]) == 2


def test_a_packed_sitemap_leads_to_its_pages(sources: Sources, site: Site) -> None:
    packed = gzip.compress(site.written("<urlset><url><loc>{site}/a</loc></url></urlset>"))
    site.pages["/a"] = ("text/html", PAGE.format("a"))
    for kind in ("application/x-gzip", "application/xml"):
        site.pages["/map.xml.gz"] = (kind, packed)
        (article,), failures = sources.read(f"{site.url}/map.xml.gz")
        assert (article.title, failures) == ("a", [])


def test_a_packed_file_is_what_its_name_says_inside(sources: Sources, site: Site) -> None:
    site.pages["/rows.csv.gz"] = ("application/gzip", gzip.compress(b"title,text\nRow,Text."))
    (article,), failures = sources.read(f"{site.url}/rows.csv.gz")
    assert (article.title, article.text, failures) == ("Row", "Text.", [])


def test_lists_of_lists_are_followed_so_far(sources: Sources, site: Site) -> None:
    for number in range(9):
        text = "<urlset><url><loc>{site}/" + str(number + 1) + "</loc></url></urlset>"
        site.pages[f"/{number}"] = ("text/xml", XML + text)
    documents, (failure,) = sources.read(f"{site.url}/0")
    assert documents == []
    assert failure.startswith(f"{site.url}/3: is a list of addresses below 3 other lists")
    assert "/4" not in site.asked


def test_files_come_before_addresses(
    sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news:2024").mkdir()
    write(tmp_path / "news:2024" / "a.txt", "A text.")
    for name in ("news:2024/*.txt", "news:2024/a.txt", "news:2024", "news:*/**"):
        documents, failures = sources.read(name)
        assert [document.text for document in documents] == ["A text."]
        assert failures == []
    assert sources.read("news:2025/*.txt")[1] == [
        "news:2025/*.txt: only http and https addresses are fetched"
    ]
