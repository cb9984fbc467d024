"""The document routes over real HTTP, on an index of the test's own."""

import codecs
import functools
import http.client
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from index.article_index import ArticleIndex
from index.catalogue import CATALOGUE_NAME
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder
from index.errors import StoreError
from index.fetching.policy import FetchPolicy
from index.locking import LOCK_NAME, writing_alone
from index.retrieval import RetrievalOptions, Retriever
from index.storage_options import StorageOptions
from qa.answering import Answerer, AnswererModels
from qa.server import documents, intake
from qa.server.application import create_application
from qa.server.body_limits import DEFAULT_BODIES, MAXIMUM_ASKING_BYTES, BodyLimits

ExpectProblem = Callable[[httpx.Response, int], dict[str, Any]]
AnswererOf = Callable[[Sequence[Document]], Answerer]
Serve = Callable[[FastAPI], AbstractContextManager[str]]

DOCUMENTS = "/v1/documents"
MAYOR = {"question": "Who is the mayor of Springfield?", "min_confidence": 0.0}
TEXT = "The mayor of Springfield is Jane Doe."
FULL = {
    "text": TEXT,
    "title": "Springfield",
    "source": "wire:1",
    "outlet": "Herald",
    "published_at": "2024-10-29",
}


def upload(client: httpx.Client, content: bytes, name: str = "town.txt") -> httpx.Response:
    return client.post(DOCUMENTS, files={"file": (name, content)})


def stored_ids(client: httpx.Client) -> list[str]:
    return [entry["document_id"] for entry in client.get(DOCUMENTS).json()["documents"]]


def failing(error: Exception) -> Callable[[], None]:
    """What fails in the place of a method."""

    def fail() -> None:
        raise error

    return fail


def test_an_empty_index_lists_nothing(writable: httpx.Client) -> None:
    assert writable.get(DOCUMENTS).json() == {"documents": []}


def test_a_posted_text_is_stored_and_given_back(writable: httpx.Client) -> None:
    response = writable.post(DOCUMENTS, json=FULL)
    assert response.status_code == 201
    name = response.json()["document_id"]
    assert response.json() == {"document_id": name, "state": "added", "warning": None}
    assert writable.get(f"{DOCUMENTS}/{name}").json() == {"document_id": name, **FULL}


def test_fields_left_out_are_null_or_derived(writable: httpx.Client) -> None:
    name = writable.post(DOCUMENTS, json={"text": TEXT}).json()["document_id"]
    body = writable.get(f"{DOCUMENTS}/{name}").json()
    assert (body["outlet"], body["published_at"]) == (None, None)
    assert body["title"]
    assert body["source"]


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_fields_are_lines_as_those_of_files_are(writable: httpx.Client, method: str) -> None:
    place = DOCUMENTS if method == "POST" else f"{DOCUMENTS}/town"
    fields = {
        "title": "A\n  title\u00ad" + "x" * 1_000,
        "outlet": "y" * 1_000,
        "source": " wire:\t1 ",
    }
    name = writable.request(method, place, json={"text": TEXT, **fields}).json()["document_id"]
    body = writable.get(f"{DOCUMENTS}/{name}").json()
    assert body["title"] == "A title" + "x" * 293
    assert (body["outlet"], body["source"]) == ("y" * 300, "wire: 1")


def test_fields_of_white_space_count_as_left_out(writable: httpx.Client) -> None:
    blank = {"title": " \n", "outlet": "\u00ad", "source": "\t"}
    writable.put(f"{DOCUMENTS}/town", json={"text": f"Mayors\n\n{TEXT}", **blank})
    body = writable.get(f"{DOCUMENTS}/town").json()
    assert (body["title"], body["outlet"], body["source"]) == ("Mayors", None, "api:town")


def test_a_source_is_kept_whole(writable: httpx.Client) -> None:
    """A part of an address would lead elsewhere."""
    source = "https://example.org/" + "a" * 1_980
    writable.put(f"{DOCUMENTS}/town", json={"text": TEXT, "source": source})
    assert writable.get(f"{DOCUMENTS}/town").json()["source"] == source


def test_the_same_text_twice_is_one_document(writable: httpx.Client) -> None:
    first = writable.post(DOCUMENTS, json=FULL)
    again = writable.post(DOCUMENTS, json=FULL)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "state": "unchanged"}
    assert stored_ids(writable) == [first.json()["document_id"]]


def test_a_document_lives_from_put_to_delete(
    writable: httpx.Client, expect_problem: ExpectProblem
) -> None:
    place = f"{DOCUMENTS}/town-1"
    expect_problem(writable.get(place), 404)
    assert writable.put(place, json=FULL).status_code == 201
    unchanged = writable.put(place, json=FULL)
    assert (unchanged.status_code, unchanged.json()["state"]) == (200, "unchanged")
    renewed = writable.put(place, json={**FULL, "text": "Omar Haddad is mayor."})
    assert (renewed.status_code, renewed.json()["state"]) == (200, "replaced")
    assert writable.get(place).json()["text"] == "Omar Haddad is mayor."
    deleted = writable.delete(place)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert "town-1" in expect_problem(writable.get(place), 404)["detail"]
    expect_problem(writable.delete(place), 404)
    assert stored_ids(writable) == []


def test_a_list_tells_all_but_the_text(writable: httpx.Client) -> None:
    writable.put(f"{DOCUMENTS}/b", json={**FULL, "title": "Beta"})
    writable.put(f"{DOCUMENTS}/a", json={**FULL, "title": "Zeta"})
    entries = writable.get(DOCUMENTS).json()["documents"]
    assert [entry["document_id"] for entry in entries] == ["b", "a"]
    known = {key: value for key, value in FULL.items() if key not in ("text", "title")}
    assert entries[0] == {
        "document_id": "b",
        "title": "Beta",
        **known,
        "characters": len(TEXT),
        "passages": 1,
    }


def test_an_added_document_is_answerable_at_once(writable: httpx.Client) -> None:
    assert writable.post("/v1/answer", json=MAYOR).json()["passages"] == []
    name = writable.post(DOCUMENTS, json=FULL).json()["document_id"]
    body = writable.post("/v1/answer", json=MAYOR).json()
    assert "Jane Doe" in body["answer"]
    assert {citation["document_id"] for citation in body["citations"]} == {name}
    writable.delete(f"{DOCUMENTS}/{name}")
    assert writable.post("/v1/answer", json=MAYOR).json()["status"] == "not_in_articles"


def test_each_change_counts_in_the_index_version(writable: httpx.Client) -> None:
    versions = [writable.get("/readyz").json()["index_version"]]
    writable.put(f"{DOCUMENTS}/a", json=FULL)
    versions.append(writable.get("/readyz").json()["index_version"])
    versions.append(writable.post("/v1/answer", json=MAYOR).json()["index_version"])
    assert versions[0] != versions[1] == versions[2]


MAYORS = [f"The mayor of Springfield is {name}." for name in ("Jane Doe", "Omar Haddad", "Li Wei")]


def test_what_others_write_is_answered_at_once_and_never_halfway(
    writable: httpx.Client, writable_home: Path, encoder: Encoder
) -> None:
    """Another writer than the server replaces the article while questions are asked of it."""
    other = ArticleIndex(writable_home / "index", encoder, ChunkingOptions())
    texts: dict[str, str] = {}
    answered: list[dict[str, Any]] = []
    started, done = threading.Event(), threading.Event()

    def ask() -> None:
        while not done.is_set():
            answered.append(writable.post("/v1/answer", json=MAYOR).json())
            started.set()

    def write(change: int) -> str:
        text = MAYORS[change % len(MAYORS)]
        other.add([Document("town", "Town", text, "test")])
        version = str(other.snapshot().manifest.version)
        texts[version] = text
        return version

    write(0)
    asking = threading.Thread(target=ask)
    asking.start()
    try:
        assert started.wait(timeout=60)
        for change in range(1, 8):
            version = write(change)
            # Whoever asks after the change has been made gets it, or what came after it.
            while int(answered[-1]["index_version"]) < int(version):
                assert asking.is_alive()
                time.sleep(0.005)
    finally:
        done.set()
        asking.join(timeout=60)
    assert {body["index_version"] for body in answered} == set(texts)
    for body in answered:
        text = texts[body["index_version"]]
        assert [passage["text"] for passage in body["passages"]] == [text]
        assert body["citations"]
        assert all(text[c["start"] : c["end"]] == c["quote"] for c in body["citations"])


EXACT_TEXTS = [
    pytest.param(f"😀👩‍👩‍👧‍👦 {TEXT}", id="emoji"),
    pytest.param(f"e\u0301\u0323 \u202eשלום\u202c {TEXT}", id="combining and direction"),
    pytest.param(f"One.\r\n\r\nTwo.\r{TEXT}\r\n", id="line ends"),
    pytest.param(f"\ufeff{TEXT}  \n\n", id="byte order mark and white space"),
    pytest.param(f"İİİ \U00020000 {TEXT}", id="letters that change length"),
]


@pytest.mark.parametrize("text", EXACT_TEXTS)
def test_offsets_are_into_the_text_that_is_given_back(writable: httpx.Client, text: str) -> None:
    writable.put(f"{DOCUMENTS}/town", json={"text": text})
    stored = writable.get(f"{DOCUMENTS}/town").json()["text"]
    body = writable.post("/v1/answer", json=MAYOR).json()
    assert any("Jane Doe" in citation["quote"] for citation in body["citations"])
    for citation in body["citations"]:
        assert stored[citation["start"] : citation["end"]] == citation["quote"]
        assert stored[citation["context_start"] : citation["context_end"]] == citation["context"]
    for passage in body["passages"]:
        assert stored[passage["start"] : passage["end"]] == passage["text"]


def test_an_uploaded_text_file_is_stored(writable: httpx.Client) -> None:
    response = upload(writable, TEXT.encode())
    assert response.status_code == 201
    body = writable.get(f"{DOCUMENTS}/{response.json()['document_id']}").json()
    assert (body["text"], body["source"]) == (TEXT, "upload:town.txt")
    assert upload(writable, TEXT.encode()).json()["state"] == "unchanged"


def test_an_uploaded_markdown_file_brings_its_front_matter(writable: httpx.Client) -> None:
    front = "---\nid: town-7\ntitle: A town\noutlet: Herald\npublished_at: 2024-10-29\n---\n"
    assert upload(writable, (front + TEXT).encode(), "x.md").json()["document_id"] == "town-7"
    body = writable.get(f"{DOCUMENTS}/town-7").json()
    assert (body["title"], body["outlet"], body["text"]) == ("A town", "Herald", TEXT)
    assert body["published_at"] == "2024-10-29"


UNREAD_DATES = [
    pytest.param("x.md", f"---\npublished_at: soon\n---\n{TEXT}", id="front matter"),
    pytest.param("x.csv", f"text,date\n{TEXT},soon\n", id="a row"),
    pytest.param("x.jsonl", json.dumps({"text": TEXT, "date": "soon"}), id="a line"),
]


@pytest.mark.parametrize(("name", "content"), UNREAD_DATES)
def test_an_upload_whose_date_cannot_be_read_is_stored_without_it(
    writable: httpx.Client, name: str, content: str
) -> None:
    response = upload(writable, content.encode(), name)
    assert response.status_code == 201, response.text
    stored = response.json()
    assert stored["warning"] == (
        "published_at is 'soon': expected a date such as 2024-10-29; "
        "the article is stored without it"
    )
    body = writable.get(f"{DOCUMENTS}/{stored['document_id']}").json()
    assert (body["text"], body["published_at"]) == (TEXT, None)
    again = upload(writable, content.encode(), name).json()
    assert again == {**stored, "state": "unchanged"}


def test_an_uploaded_page_is_an_article(writable: httpx.Client) -> None:
    head = "<title>A town</title><meta property='article:published_time' content='2024-10-29'>"
    page = f"<!doctype html><html><head>{head}</head><body><p>{TEXT}</p></body></html>"
    name = upload(writable, page.encode(), "town.html").json()["document_id"]
    body = writable.get(f"{DOCUMENTS}/{name}").json()
    assert (body["text"], body["title"]) == (TEXT, "A town")
    assert (body["source"], body["published_at"]) == ("upload:town.html", "2024-10-29")


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Quiet."""


@pytest.fixture
def page_url(tmp_path: Path) -> Iterator[str]:
    """The address of a server of `town.html`."""
    (tmp_path / "www").mkdir()
    page = f"<!doctype html><title>A town</title><p>{TEXT}</p>"
    (tmp_path / "www" / "town.html").write_text(page, encoding="utf-8")
    handler = functools.partial(QuietHandler, directory=str(tmp_path / "www"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_an_article_at_an_address_is_stored(
    answerer_of: AnswererOf, serve: Serve, expect_problem: ExpectProblem, page_url: str
) -> None:
    policy = FetchPolicy(allow_private_hosts=True)
    url = f"{page_url}/town.html"
    with serve(create_application(answerer_of([]), policy)) as site:
        response = httpx.post(f"{site}{DOCUMENTS}", json={"url": url}, timeout=60)
        assert (response.status_code, response.json()["state"]) == (201, "added")
        body = httpx.get(f"{site}{DOCUMENTS}/{response.json()['document_id']}", timeout=60).json()
        assert (body["text"], body["title"], body["source"]) == (TEXT, "A town", url)
        missing = httpx.post(f"{site}{DOCUMENTS}", json={"url": f"{url}x"}, timeout=60)
        assert "404 Not Found" in expect_problem(missing, 422)["detail"]


BAD_ADDRESSES = [
    pytest.param("{page}/town.html", "port", id="port"),
    pytest.param("http://127.0.0.1/", "not public: its address is loopback", id="loopback"),
    pytest.param("http://localhost/", "loopback", id="name of loopback"),
    pytest.param("http://[::ffff:169.254.169.254]/", "link-local", id="metadata"),
    pytest.param("http://u:secret@example.org/", "http://…@example.org/", id="password"),
    pytest.param("file:///etc/passwd", "only http and https", id="file"),
    pytest.param("", "only http and https", id="empty"),
    pytest.param("http://127.0.0.1/\x00", "control characters", id="NUL"),
]


@pytest.mark.parametrize(("url", "reason"), BAD_ADDRESSES)
def test_an_address_that_is_not_public_is_refused(
    writable: httpx.Client, expect_problem: ExpectProblem, page_url: str, url: str, reason: str
) -> None:
    content = json.dumps({"url": url.format(page=page_url)})
    headers = {"content-type": "application/json"}
    response = writable.post(DOCUMENTS, content=content, headers=headers)
    detail = expect_problem(response, 422)["detail"]
    assert reason in detail
    assert "secret" not in detail
    assert stored_ids(writable) == []


@pytest.mark.parametrize("body", [{"url": 7}, {"url": None}, {"url": "http://a/", "text": TEXT}])
def test_a_body_with_an_address_holds_nothing_else(
    writable: httpx.Client, expect_problem: ExpectProblem, body: dict[str, Any]
) -> None:
    assert expect_problem(writable.post(DOCUMENTS, json=body), 422)["errors"]


def test_others_are_answered_while_an_article_is_read(
    answerer_of: AnswererOf, serve: Serve, expect_problem: ExpectProblem
) -> None:
    """A server that never answers holds up its own request and no other."""
    policy = FetchPolicy(allow_private_hosts=True, seconds=60)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with (
            serve(create_application(answerer_of([]), policy)) as site,
            ThreadPoolExecutor() as pool,
        ):
            posted = pool.submit(
                httpx.post, f"{site}{DOCUMENTS}", json={"url": address}, timeout=120
            )
            asking, _ = silent.accept()
            assert httpx.get(f"{site}{DOCUMENTS}", timeout=60).status_code == 200
            assert not posted.done()
            asking.close()
            silent.close()
            assert address in expect_problem(posted.result(), 422)["detail"]


def test_too_many_readers_at_once_are_sent_away_for_a_while(
    answerer_of: AnswererOf,
    serve: Serve,
    expect_problem: ExpectProblem,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(intake, "AT_ONCE", 0)
    monkeypatch.setattr(intake, "WAIT_SECONDS", 0.01)
    with serve(create_application(answerer_of([]))) as site:
        response = httpx.post(
            f"{site}{DOCUMENTS}", files={"file": ("a.txt", TEXT.encode())}, timeout=60
        )
        assert "try again later" in expect_problem(response, 503)["detail"]
        assert int(response.headers["retry-after"]) > 0


@pytest.mark.parametrize(("method", "place"), [("POST", DOCUMENTS), ("PUT", f"{DOCUMENTS}/town")])
@pytest.mark.parametrize("step", ["read_body", "canonical_text"])
def test_others_are_answered_while_an_article_in_json_is_looked_through(
    method: str,
    place: str,
    step: str,
    answerer_of: AnswererOf,
    serve: Serve,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looking, gate = threading.Event(), threading.Event()
    look = getattr(documents, step)

    def gated(*given: Any) -> Any:
        looking.set()
        assert gate.wait(60)
        return look(*given)

    monkeypatch.setattr(documents, step, gated)
    with serve(create_application(answerer_of([]))) as site, ThreadPoolExecutor(1) as pool:
        try:
            stored = pool.submit(
                httpx.request, method, f"{site}{place}", json={"text": TEXT}, timeout=60
            )
            assert looking.wait(60)
            # Answered in the event loop itself.
            assert httpx.get(f"{site}/healthz", timeout=20).status_code == 200
        finally:
            gate.set()
        assert stored.result().status_code == 201


HOSTILE_NAMES = [
    pytest.param("../../etc/passwd.txt", id="up the tree"),
    pytest.param("/etc/passwd.txt", id="absolute"),
    pytest.param("..\\..\\windows\\system32\\x.txt", id="backslashes"),
    pytest.param("C:\\secret\\plan.md", id="drive"),
    pytest.param("....//....//x.txt", id="doubled dots"),
    pytest.param("%2e%2e%2fpasswd.txt", id="escaped dots"),
    pytest.param("<script>alert(1)</script>.txt", id="markup"),
    pytest.param("'; DROP TABLE documents; --.txt", id="SQL"),
    pytest.param("😀\u202etxt.exe.txt", id="direction marks"),
    pytest.param(".txt.txt", id="hidden"),
    pytest.param("a" * 300 + ".txt", id="long"),
    pytest.param("a\nb\0c.txt", id="control characters"),
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_hostile_file_name_names_no_place(
    writable: httpx.Client, writable_home: Path, name: str
) -> None:
    response = upload(writable, TEXT.encode(), name)
    assert response.status_code in (201, 422), response.text
    if response.status_code == 201:
        document_id = response.json()["document_id"]
        assert not set("/\\<>'\n\0") & set(document_id)
        body = writable.get(f"{DOCUMENTS}/{document_id}").json()
        assert body["text"] == TEXT
        assert not {"/", "\\"} & set(body["source"].removeprefix("upload:"))
        assert writable.delete(f"{DOCUMENTS}/{document_id}").status_code == 204
    assert [path.name for path in writable_home.iterdir()] == ["index"]
    names = {path.name for path in (writable_home / "index").iterdir()}
    assert names == {CATALOGUE_NAME, "versions", "writer.lock"}


UNREADABLE_NAMES = [
    pytest.param("\x1b[2Jtown\u2028hall.txt", "[2Jtown hall", "[2Jtown hall.txt", id="steers"),
    pytest.param("a" * 400 + ".txt", "a" * 300, "a" * 400 + ".txt", id="long"),
    pytest.param("\u00ad\x7f", "article", "article.txt", id="invisible"),
    pytest.param("folder/", "article", "article.txt", id="a folder"),
]


@pytest.mark.parametrize(("name", "title", "source"), UNREADABLE_NAMES)
def test_a_file_name_becomes_a_line_of_text(
    writable: httpx.Client, name: str, title: str, source: str
) -> None:
    document_id = upload(writable, TEXT.encode(), name).json()["document_id"]
    body = writable.get(f"{DOCUMENTS}/{document_id}").json()
    assert (body["title"], body["source"]) == (title, f"upload:{source}")


def test_a_file_name_that_is_no_name_is_refused(
    writable: httpx.Client, expect_problem: ExpectProblem
) -> None:
    response = upload(writable, TEXT.encode(), "a" * 2_000 + ".txt")
    assert "2,004 characters" in expect_problem(response, 422)["detail"]


BAD_UPLOADS = [
    pytest.param("x.txt", b"", "empty", id="empty"),
    pytest.param("x.txt", b" \n\t ", "empty", id="white space"),
    pytest.param("x.txt", b"\xff\xfe\x00binary", "UTF-8", id="binary"),
    pytest.param("x.txt", b"abc\x00def", "NUL", id="NUL"),
    pytest.param("x.xls", b"text", "'.xls'", id="another type"),
    pytest.param("x.pdf", b"%PDF-1.7", "damaged or cut short", id="broken PDF"),
    pytest.param("x.pdf", b"<html>", "its name says PDF, but the content is HTML", id="no PDF"),
    pytest.param("x.csv", b"text\nOne.\nTwo.\n", "holds 2 articles", id="two articles"),
    pytest.param(
        "x.csv",
        b"text,date\nOne.,soon\nTwo.,soon\n",
        "holds 2 articles",
        id="two articles without their dates",
    ),
    pytest.param("x.xml", b"<urlset><url><loc>http://a/</loc></url></urlset>", "1", id="sitemap"),
    pytest.param("x.md", b"---\n: [\n---\ntext", "YAML", id="broken front matter"),
    pytest.param("x.md", b"---\nid: ../up\n---\ntext", "id", id="hostile id"),
    pytest.param(
        "x.md", b"---\na: !!float 1" + b":59" * 400 + b".5\n---\ntext", "number", id="number"
    ),
    pytest.param("x.md", b'---\ntitle: "\\ud800"\n---\ntext', "", id="title no Unicode"),
    pytest.param("x.md", b'---\noutlet: "\\ud800"\n---\ntext', "", id="outlet no Unicode"),
    pytest.param("x.md", b"---\ntitle: [a, b]\n---\ntext", "title", id="title is a list"),
]


@pytest.mark.parametrize(("name", "content", "named"), BAD_UPLOADS)
def test_a_bad_upload_is_refused_in_words(
    writable: httpx.Client, expect_problem: ExpectProblem, name: str, content: bytes, named: str
) -> None:
    assert named in expect_problem(upload(writable, content, name), 422)["detail"]
    assert stored_ids(writable) == []


def test_a_form_without_the_file_is_refused(
    writable: httpx.Client, expect_problem: ExpectProblem
) -> None:
    other = writable.post(DOCUMENTS, files={"other": ("a.txt", b"text")})
    assert "'file'" in expect_problem(other, 422)["detail"]
    plain = writable.post(DOCUMENTS, files={"other": (None, b"text")})
    assert "'file'" in expect_problem(plain, 422)["detail"]


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=x"], ids=["no", "wrong"]
)
def test_a_broken_form_is_refused(
    writable: httpx.Client, expect_problem: ExpectProblem, kind: str
) -> None:
    response = writable.post(DOCUMENTS, content=b"--y\r\n", headers={"content-type": kind})
    assert response.status_code in (400, 422)
    expect_problem(response, response.status_code)


def test_two_files_at_once_are_refused(
    writable: httpx.Client, expect_problem: ExpectProblem
) -> None:
    files = [("file", ("a.txt", b"one")), ("file", ("b.txt", b"two"))]
    response = writable.post(DOCUMENTS, files=files)
    assert response.status_code in (400, 422)
    expect_problem(response, response.status_code)
    assert stored_ids(writable) == []


BAD_DOCUMENTS = [
    pytest.param({}, "text", id="no text"),
    pytest.param({"text": ""}, "empty", id="empty text"),
    pytest.param({"text": " \n"}, "empty", id="white space"),
    pytest.param({"text": 5}, "text", id="number for text"),
    pytest.param({"text": "a\0b"}, "NUL", id="NUL"),
    pytest.param({"text": "a", "title": "b\0"}, "NUL", id="NUL in the title"),
    pytest.param({"text": "a", "source": "b" * 2_001}, "2,001 characters", id="long source"),
    pytest.param({"text": "a", "headline": "b"}, "headline", id="unknown field"),
    pytest.param({"text": "a", "published_at": "soon"}, "published_at", id="date in words"),
    pytest.param({"text": "a", "published_at": "1730160000"}, "is no day", id="date in seconds"),
    pytest.param({"text": "a", "outlet": ["b"]}, "outlet", id="list for outlet"),
    pytest.param({"url": "https://example.org"}, "", id="an address"),
    pytest.param([], "", id="a list"),
]


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize(("body", "named"), BAD_DOCUMENTS)
def test_a_bad_document_is_refused_by_name(
    writable: httpx.Client, expect_problem: ExpectProblem, method: str, body: object, named: str
) -> None:
    place = DOCUMENTS if method == "POST" else f"{DOCUMENTS}/town"
    assert named in expect_problem(writable.request(method, place, json=body), 422)["detail"]
    assert stored_ids(writable) == []


NOT_UNICODE = [
    pytest.param(rb'{"text": "a\ud800"}', id="text"),
    pytest.param(rb'{"text": "a", "title": "\udc00"}', id="title"),
    pytest.param(rb'{"text": "a", "outlet": "\ud800"}', id="outlet"),
    pytest.param(rb'{"text": "a", "source": "\ud800"}', id="source"),
]


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize("content", NOT_UNICODE)
def test_a_lone_surrogate_is_refused(
    writable: httpx.Client, expect_problem: ExpectProblem, method: str, content: bytes
) -> None:
    place = DOCUMENTS if method == "POST" else f"{DOCUMENTS}/town"
    headers = {"content-type": "application/json"}
    expect_problem(writable.request(method, place, content=content, headers=headers), 422)


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize("content", [TEXT.encode(), b'{"text": "B\xfcrgermeister"}', b""], ids=repr)
def test_what_is_no_json_is_told_what_was_expected(
    writable: httpx.Client, expect_problem: ExpectProblem, method: str, content: bytes
) -> None:
    place = DOCUMENTS if method == "POST" else f"{DOCUMENTS}/town"
    response = writable.request(method, place, content=content)
    assert "expected a JSON object in UTF-8" in expect_problem(response, 422)["detail"]


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_byte_order_mark_is_no_part_of_json(writable: httpx.Client, method: str) -> None:
    """Programs on Windows write it."""
    place = DOCUMENTS if method == "POST" else f"{DOCUMENTS}/town"
    content = codecs.BOM_UTF8 + json.dumps(FULL).encode()
    headers = {"content-type": "application/json"}
    response = writable.request(method, place, content=content, headers=headers)
    assert response.status_code == 201, response.text


BAD_IDS = ["a b", "😀", "-a", "a" * 101, "a:b", "..", "%00", "a%0ab"]


@pytest.mark.parametrize("name", BAD_IDS, ids=lambda name: name[:8].encode("unicode_escape"))
def test_a_bad_id_is_refused(
    writable: httpx.Client, expect_problem: ExpectProblem, name: str
) -> None:
    place = httpx.URL(f"http://x{DOCUMENTS}/").raw_path + name.replace(" ", "%20").encode()
    response = writable.put(place.decode(), json=FULL)
    assert response.status_code in (404, 405, 422)
    expect_problem(response, response.status_code)
    assert stored_ids(writable) == []


@pytest.fixture(scope="module")
def bounded(sample_answerer: Answerer, serve: Serve) -> Iterator[httpx.Client]:
    """A client of a server that takes small bodies."""
    application = create_application(sample_answerer, bodies=BodyLimits(10_000, 60.0))
    with serve(application) as url, httpx.Client(base_url=url, timeout=60) as client:
        yield client


@pytest.fixture
def hasty(sample_answerer: Answerer, serve: Serve) -> Iterator[httpx.URL]:
    """The address of a server that takes bodies which come soon."""
    with serve(create_application(sample_answerer, bodies=BodyLimits(10_000, 0.3))) as url:
        yield httpx.URL(url)


@pytest.mark.parametrize(
    ("place", "most"),
    [
        (DOCUMENTS, DEFAULT_BODIES.maximum_bytes),
        (f"{DOCUMENTS}/town", DEFAULT_BODIES.maximum_bytes),
        ("/v1/answer", MAXIMUM_ASKING_BYTES),
        ("/v1/answer/batch", MAXIMUM_ASKING_BYTES),
        ("/v1/answer/stream", MAXIMUM_ASKING_BYTES),
        ("/v1/suggestions", MAXIMUM_ASKING_BYTES),
        ("/v1/feedback", MAXIMUM_ASKING_BYTES),
    ],
)
def test_a_body_that_is_stated_too_large_is_refused_unread(
    writable: httpx.Client, place: str, most: int
) -> None:
    address = writable.base_url
    connection = http.client.HTTPConnection(address.host, address.port, timeout=60)
    try:
        connection.putrequest("PUT" if place.endswith("town") else "POST", place)
        connection.putheader("Content-Type", "application/json")
        connection.putheader("Content-Length", str(most + 1))
        connection.endheaders()
        response = connection.getresponse()
        assert response.status == 413
        assert response.headers["content-type"] == "application/problem+json"
        assert response.headers["x-request-id"]
        assert f"at most {most:,} are read here".encode() in response.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("method", "place"),
    [("POST", DOCUMENTS), ("PUT", f"{DOCUMENTS}/town"), ("POST", "/v1/answer")],
)
def test_a_body_of_unstated_length_is_bounded_too(
    bounded: httpx.Client, expect_problem: ExpectProblem, method: str, place: str
) -> None:
    parts = (b'{"text": "' if part == 0 else b"a" * 1_000 for part in range(200))
    headers = {"content-type": "application/json"}
    expect_problem(bounded.request(method, place, content=parts, headers=headers), 413)


def test_an_upload_of_unstated_length_is_bounded_too(
    bounded: httpx.Client, expect_problem: ExpectProblem
) -> None:
    begin = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    parts = (begin if part == 0 else b"a" * 1_000 for part in range(200))
    headers = {"content-type": "multipart/form-data; boundary=x"}
    expect_problem(bounded.post(DOCUMENTS, content=parts, headers=headers), 413)


def test_a_body_that_trickles_in_is_given_up(hasty: httpx.URL) -> None:
    connection = http.client.HTTPConnection(hasty.host, hasty.port, timeout=60)
    try:
        connection.putrequest("POST", DOCUMENTS)
        connection.putheader("Content-Type", "application/json")
        connection.putheader("Content-Length", "100")
        connection.endheaders(b'{"text": ')
        response = connection.getresponse()
        assert response.status == 408
        assert response.headers["content-type"] == "application/problem+json"
    finally:
        connection.close()


def test_a_damaged_index_is_told_without_paths(
    answerer_of: AnswererOf, serve: Serve, expect_problem: ExpectProblem, tmp_path: Path
) -> None:
    answerer = answerer_of([])
    with serve(create_application(answerer)) as url:
        answerer.index.snapshot().store.path.write_bytes(b"not a store" * 1_000)
        for path, status in ((DOCUMENTS, 500), ("/readyz", 503)):
            response = httpx.get(f"{url}{path}", timeout=60)
            assert str(tmp_path) not in expect_problem(response, status)["detail"]
            assert ("retry-after" in response.headers) == (status == 503)


CHANGES = [
    pytest.param("PUT", f"{DOCUMENTS}/town", {"text": MAYORS[1]}, id="put"),
    pytest.param("POST", DOCUMENTS, {"text": MAYORS[1]}, id="post"),
    pytest.param("DELETE", f"{DOCUMENTS}/town", None, id="delete"),
]


@pytest.mark.parametrize(("method", "place", "body"), CHANGES)
def test_an_index_that_others_write_is_told_without_who_they_are(
    method: str,
    place: str,
    body: dict[str, str] | None,
    encoder: Encoder,
    models: AnswererModels,
    serve: Serve,
    expect_problem: ExpectProblem,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    storage = StorageOptions(write_wait_seconds=0.05)
    index = ArticleIndex(tmp_path / "index", encoder, ChunkingOptions(), storage)
    index.add([Document("town", "Town", TEXT, "test")])
    answerer = Answerer(index, Retriever(index, RetrievalOptions()), models)
    with serve(create_application(answerer)) as url, writing_alone(index.folder, 1):
        response = httpx.request(method, f"{url}{place}", json=body, timeout=60)
    told = expect_problem(response, 503)["detail"]
    assert "another process is writing" in told
    assert str(os.getpid()) not in told
    assert int(response.headers["retry-after"]) > 0
    assert f"process {os.getpid()} (" in caplog.text
    assert index.document("town").text == TEXT


@pytest.mark.parametrize(("method", "place", "body"), CHANGES)
def test_an_index_that_cannot_be_written_is_told_without_paths(
    method: str,
    place: str,
    body: dict[str, str] | None,
    answerer_of: AnswererOf,
    serve: Serve,
    expect_problem: ExpectProblem,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    answerer = answerer_of([Document("town", "Town", TEXT, "test")])
    with serve(create_application(answerer)) as url:
        lock = answerer.index.folder / LOCK_NAME
        lock.unlink()
        # What cannot be opened as a file, whoever runs the tests.
        lock.mkdir()
        response = httpx.request(method, f"{url}{place}", json=body, timeout=60)
    told = expect_problem(response, 507)["detail"]
    assert "nothing was changed" in told
    assert str(tmp_path) not in told
    assert str(tmp_path) in caplog.text
    assert answerer.index.document("town").text == TEXT


@pytest.mark.parametrize(
    ("method", "place", "body"),
    [
        ("GET", DOCUMENTS, None),
        ("PUT", f"{DOCUMENTS}/town", {"text": TEXT}),
        ("POST", "/v1/answer", MAYOR),
        ("POST", "/v1/answer/stream", MAYOR),
        ("GET", "/readyz", None),
    ],
)
def test_a_store_that_cannot_be_reached_is_worth_another_try(
    method: str,
    place: str,
    body: dict[str, str] | None,
    answerer_of: AnswererOf,
    serve: Serve,
    expect_problem: ExpectProblem,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    answerer = answerer_of([])
    with serve(create_application(answerer)) as url:
        lost = StoreError("the store milvus://10.9.8.7/news cannot do this")
        monkeypatch.setattr(answerer.index, "snapshot", failing(lost))
        response = httpx.request(method, f"{url}{place}", json=body, timeout=60)
    assert "10.9.8.7" not in expect_problem(response, 503)["detail"]
    assert int(response.headers["retry-after"]) > 0
    assert "10.9.8.7" in caplog.text


def test_an_unforeseen_failure_is_a_problem_too(
    answerer_of: AnswererOf,
    serve: Serve,
    expect_problem: ExpectProblem,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    answerer = answerer_of([])
    with serve(create_application(answerer)) as url:
        unforeseen = RuntimeError("the secret place /root/x")
        monkeypatch.setattr(answerer.index, "summaries", failing(unforeseen))
        response = httpx.get(f"{url}{DOCUMENTS}", headers={"x-request-id": "mine"}, timeout=60)
        problem = expect_problem(response, 500)
        assert "secret" not in problem["detail"]
        assert response.headers["x-request-id"] == "mine"
    (record,) = [record for record in caplog.records if "mine" in record.getMessage()]
    assert record.exc_info is not None
    assert "secret" in str(record.exc_info[1])
