"""Fetching from real servers on this machine, most of which mean harm.

Names such as good.example have public addresses here; the network leads those to the server.
"""

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from types import SimpleNamespace

import brotli
import httpcore
import pytest

from index.errors import FetchError
from index.fetching import fetcher as fetcher_module
from index.fetching.body import read_body
from index.fetching.fetcher import Fetched, Fetcher
from index.fetching.internet_address import why_not_public
from index.fetching.location import is_address, parse_location, shown
from index.fetching.policy import USER_AGENT, FetchPolicy
from index.fetching.resolving import resolve_host

PUBLIC = "93.184.216.34"
OTHER_PUBLIC = "2606:2800:220:1::1"
NAMES = {
    "good.example": [PUBLIC],
    "other.example": [OTHER_PUBLIC],
    "xn--bcher-kva.example": [PUBLIC],
    "localhost": ["127.0.0.1", "::1"],
    "private.example": ["10.1.2.3"],
    "mixed.example": [PUBLIC, "192.168.0.1"],
    "metadata.google.internal": ["169.254.169.254"],
    "nat64.example": ["64:ff9b::a00:1"],
}
POLICY = FetchPolicy(maximum_bytes=100_000, maximum_redirects=3, seconds=20, pause_seconds=0)
PAGE = b"<html><body><p>Some text.</p></body></html>"
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n"
Answer = bytes | Callable[[socket.socket], None]


class Site:
    """A server that sends for each path the very bytes it is given, or does what it is told."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.requests: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.tls: ssl.SSLContext | None = None
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            # Closing alone leaves it open for as long as the thread waits for a connection.
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        try:
            connection.settimeout(20)
            if self.tls is not None:
                connection = self.tls.wrap_socket(connection, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head:
                part = connection.recv(4_096)
                if not part:
                    return
                head += part
            self.requests.append(head.decode())
            path = head.split()[1].decode()
            answer = self.pages.get(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            if callable(answer):
                answer(connection)
            else:
                connection.sendall(answer)
        except OSError:
            pass
        finally:
            connection.close()


class Leading(httpcore.NetworkBackend):
    """Leads every public address to the site, and remembers which ones were asked."""

    def __init__(self, site: Site) -> None:
        self.asked: list[tuple[str, int]] = []
        self._site = site

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *_: object
    ) -> httpcore.NetworkStream:
        self.asked.append((host, port))
        ip_address(host)
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self._site.port, timeout)


@pytest.fixture
def site() -> Iterator[Site]:
    opened = Site()
    yield opened
    opened.close()


def resolve(host: str, seconds: float) -> list[str]:
    return NAMES[host] if host in NAMES else resolve_host(host, seconds)


def fetch(
    site: Site, address: str, policy: FetchPolicy = POLICY, network: Leading | None = None
) -> Fetched:
    return Fetcher(policy, resolve, network or Leading(site)).fetch(address)


def page(body: bytes, *headers: str) -> bytes:
    lines = "".join(f"{header}\r\n" for header in headers).encode()
    return HTML + lines + b"Content-Length: %d\r\n\r\n" % len(body) + body


def redirect(target: str) -> bytes:
    head = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"
    return head.encode()


BAD_ADDRESSES = [
    ("http://127.0.0.1/", "not public: its address is loopback"),
    ("http://127.0.0.1:8080/", "loopback"),
    ("http://127.0.0.1./", "loopback"),
    ("http://localhost/", "loopback"),
    ("http://localhost./", "loopback"),
    ("http://127.1/", "four decimal numbers"),
    ("http://2130706433/", "four decimal numbers"),
    ("http://0x7f000001/", "four decimal numbers"),
    ("http://0x7f.0.0.1/", "loopback|four decimal numbers"),
    ("http://0177.0.0.1/", "not a valid address"),
    ("http://017700000001/", "four decimal numbers"),
    ("http://127.0.0.0x1/", "four decimal numbers"),
    ("http://0/", "four decimal numbers"),
    ("http://0.0.0.0/", "this host"),
    ("http://255.255.255.255/", "broadcast|reserved"),
    ("http://169.254.169.254/latest/meta-data/", "link-local"),
    ("http://metadata.google.internal/", "link-local"),
    ("http://10.0.0.1/", "private"),
    ("http://172.31.255.255/", "private"),
    ("http://192.168.1.1/", "private"),
    ("http://100.64.0.1/", "carrier-grade NAT"),
    ("http://224.0.1.1/", "multicast"),
    ("http://192.88.99.1/", "reserved"),
    ("http://198.18.0.1/", "benchmarks"),
    ("http://203.0.113.5/", "documentation"),
    ("http://[::1]/", "loopback"),
    ("http://[::]/", "this host"),
    ("http://[::ffff:127.0.0.1]/", "loopback"),
    ("http://[::ffff:a9fe:a9fe]/", "link-local"),
    ("http://[::127.0.0.1]/", "loopback"),
    ("http://[::ffff:0:10.0.0.1]/", "private"),
    ("http://[64:ff9b::7f00:1]/", "loopback"),
    ("http://[64:ff9b:1::1]/", "reserved"),
    ("http://[2002:7f00:1::]/", "loopback"),
    ("http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/", "reserved"),
    ("http://[fe80::1]/", "link-local"),
    ("http://[fe80::1%25eth0]/", "percent-encoded"),
    ("http://[fd00::1]/", "private"),
    ("http://[fec0::1]/", "site-local"),
    ("http://[ff02::1]/", "multicast"),
    ("http://nat64.example/", "private"),
    ("http://private.example/", "'private.example' is not public"),
    ("http://mixed.example/", "'mixed.example' is not public"),
    ("http://nowhere.invalid/", "is not found"),
    ("http://good@127.0.0.1/", "user name or password"),
    ("http://good.example:word@127.0.0.1/", "user name or password"),
    ("http://127.0.0.1@good.example/", "user name or password"),
    ("http://good.example\\@127.0.0.1/", "not a valid address"),
    ("http://127.0.0.1\\.good.example/", "not a valid address"),
    ("http://%31%32%37.0.0.1/", "percent-encoded"),
    ("http://127.0.0.1%00.good.example/", "percent-encoded"),
    ("http://１２７.０.０.１/", "not a valid address"),
    ("http://127。0。0。1/", "loopback"),
    ("http://ⓛocalhost/", "not a valid address"),
    ("file:///etc/passwd", "only http and https"),
    ("FILE:///etc/passwd", "only http and https"),
    ("gopher://127.0.0.1:70/_x", "only http and https"),
    ("ftp://good.example/a", "only http and https"),
    ("data:text/html,<p>x</p>", "only http and https"),
    ("javascript:alert(1)", "only http and https"),
    ("jar:http://good.example!/", "only http and https"),
    ("http:127.0.0.1", "not a valid address"),
    ("http:/127.0.0.1/", "not a valid address"),
    ("http:///127.0.0.1/", "not a valid address"),
    ("http://", "not a valid address"),
    ("http://good.example:22/", "port 22 is not asked: expected one of 80, 443"),
    ("http://good.example:0/", "port 0"),
    ("http://good.example:99999/", "port 99999"),
    ("http://good.example:x/", "not a valid address"),
    ("http://[::1/", "not a valid address"),
    ("http://a..b/", "not the name of a host"),
    ("http://-a.example/", "not the name of a host"),
    ("http://good.example/\r\nHost: evil", "control characters"),
    ("http://good.example/ HTTP/1.1", "white space"),
    ("http://good .example/", "white space"),
    ("http://" + "a" * 70 + ".example/", "not the name of a host"),
    ("http://good.example/" + "a" * 2_000, "2,020 characters: at most 2,000"),
]


@pytest.mark.parametrize(("address", "reason"), BAD_ADDRESSES, ids=lambda text: text[:40])
def test_a_bad_address_is_refused_before_any_connection(
    site: Site, address: str, reason: str
) -> None:
    network = Leading(site)
    with pytest.raises(FetchError, match=reason):
        fetch(site, address, network=network)
    assert network.asked == []


# A header cannot hold line ends, and a target without a host is at the same host.
REDIRECTED = [
    (address, reason)
    for address, reason in BAD_ADDRESSES[::4]
    if address.partition("://")[2] and "\n" not in address
]


@pytest.mark.parametrize(("address", "reason"), REDIRECTED, ids=lambda text: text[:40])
def test_a_redirect_to_a_bad_address_is_refused_too(site: Site, address: str, reason: str) -> None:
    site.pages["/"] = redirect(address)
    network = Leading(site)
    with pytest.raises(FetchError, match=reason):
        fetch(site, "http://good.example/", network=network)
    assert {host for host, _ in network.asked} == {PUBLIC}


def send_slowly(start: bytes, part: bytes, count: int = 400) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.sendall(start)
        for _ in range(count):
            connection.sendall(part)
            time.sleep(0.05)

    return answer


def send_without_end(start: bytes, part: bytes) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(part)

    return answer


def say_nothing(connection: socket.socket) -> None:
    connection.recv(1)


ZEROS = bytes(30_000_000)
DEFLATED = zlib.compress(ZEROS)
BARE = zlib.compressobj(wbits=-15)
BARE_DEFLATED = BARE.compress(ZEROS) + BARE.flush()
HOSTILE = [
    pytest.param(redirect("/"), "redirects run in a circle", id="redirect-to-itself"),
    pytest.param(redirect("/1"), "over 3 redirects", id="too-many-redirects"),
    pytest.param(
        redirect("http://127.0.0.1/"), "redirects to 'http://127|loopback", id="to-loopback"
    ),
    pytest.param(redirect("//private.example/"), "is not public", id="to-a-private-name"),
    pytest.param(redirect("file:///etc/passwd"), "redirects to 'file:", id="to-a-file"),
    pytest.param(redirect("http://[::1"), "redirects to", id="to-nonsense"),
    pytest.param(
        redirect("http://u:word@good.example/"), "'http://…@good.example/'", id="to-a-password"
    ),
    pytest.param(b"HTTP/1.1 302 Found\r\n\r\n", "circle", id="redirect-to-nowhere"),
    pytest.param(
        send_without_end(HTML + b"\r\n", bytes(65_536)), "over 100,000 bytes", id="endless"
    ),
    pytest.param(
        send_without_end(
            HTML + b"Transfer-Encoding: chunked\r\n\r\n", b"400\r\n" + bytes(1_024) + b"\r\n"
        ),
        "over 100,000 bytes|over 1,100,000 bytes",
        id="endless-chunks",
    ),
    pytest.param(page(bytes(100_001)), "100001 bytes: at most 100,000", id="stated-too-large"),
    pytest.param(
        HTML + b"Content-Length: 9" + b"9" * 999 + b"\r\n\r\n",
        "bytes: at most|proper HTTP",
        id="huge",
    ),
    pytest.param(send_slowly(HTML + b"\r\n", b"x"), "over 0.5 seconds", id="slow-body"),
    pytest.param(send_slowly(HTML, b"X: y\r\n"), "over 0.5 seconds", id="slow-headers"),
    pytest.param(say_nothing, "over 0.5 seconds", id="silent"),
    pytest.param(send_without_end(HTML, b"X: y\r\n" * 99), "proper HTTP", id="header-flood"),
    pytest.param(HTML + b"X: " + b"y" * 200_000, "proper HTTP", id="endless-header"),
    pytest.param(
        send_without_end(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        "over 1,100,000 bytes|over 0.5 seconds",
        id="continue-flood",
    ),
    pytest.param(
        page(gzip.compress(ZEROS), "Content-Encoding: gzip"), "unpacked .gzip", id="gzip-bomb"
    ),
    pytest.param(page(gzip.compress(ZEROS)), "unpacked .gzip", id="bomb-of-a-packed-file"),
    pytest.param(page(DEFLATED, "Content-Encoding: deflate"), "unpacked", id="deflate-bomb"),
    pytest.param(
        page(BARE_DEFLATED, "Content-Encoding: deflate"), "unpacked", id="bare-deflate-bomb"
    ),
    pytest.param(
        page(brotli.compress(ZEROS), "Content-Encoding: br"), "sent as 'br'", id="brotli-bomb"
    ),
    pytest.param(
        page(gzip.compress(gzip.compress(ZEROS)), "Content-Encoding: gzip, gzip"),
        "sent as 'gzip, gzip'",
        id="gzip-in-gzip",
    ),
    pytest.param(page(PAGE, "Content-Encoding: gzip"), "not gzip", id="not-gzip"),
    pytest.param(
        page(gzip.compress(PAGE)[:-9], "Content-Encoding: gzip"), "cut short", id="cut-gzip"
    ),
    pytest.param(
        page(gzip.compress(PAGE) + gzip.compress(PAGE)[:-9], "Content-Encoding: gzip"),
        "cut short",
        id="cut-second-member",
    ),
    pytest.param(
        page(gzip.compress(bytes(60_000)) * 2, "Content-Encoding: gzip"),
        "over 100,000 bytes when it is unpacked",
        id="members-too-large-together",
    ),
    pytest.param(HTML + b"Content-Length: 500\r\n\r\nx", "proper HTTP", id="cut-body"),
    pytest.param(
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 1\r\n\r\nx",
        "of type 'image/png': expected one of text/markdown",
        id="wrong-type",
    ),
    pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", "proper HTTP", id="not-http"),
    pytest.param(PAGE, "proper HTTP", id="http-0.9"),
    pytest.param(b"", "proper HTTP", id="hangs-up"),
    pytest.param(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", "404 Not Found", id="404"),
    pytest.param(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", "500 Internal", id="500"),
    pytest.param(b"HTTP/1.1 206 Part\r\nContent-Length: 1\r\n\r\nx", "206 Partial", id="206"),
    pytest.param(
        HTML + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
        "proper HTTP",
        id="chunk",
    ),
]


@pytest.mark.parametrize(("answer", "reason"), HOSTILE)
def test_a_hostile_server_is_left_with_a_plain_word(
    site: Site, answer: Answer, reason: str
) -> None:
    site.pages["/"] = answer
    for number in range(1, 9):
        site.pages[f"/{number}"] = redirect(f"/{number + 1}")
    started = time.monotonic()
    with pytest.raises(FetchError, match=reason):
        fetch(site, "http://good.example/", replace(POLICY, seconds=_seconds(reason)))
    assert time.monotonic() - started < 10


def _seconds(reason: str) -> float:
    return 0.5 if "seconds" in reason else 20


def test_a_page_is_fetched_with_what_its_server_says(site: Site) -> None:
    site.pages["/a?q=%C3%A4"] = page(PAGE)
    network = Leading(site)
    fetched = fetch(site, "http://Good.Example.:80/x/../a?q=ä#part", network=network)
    assert fetched == Fetched("http://good.example/a?q=%C3%A4", "text/html", "utf-8", PAGE)
    assert set(network.asked) == {(PUBLIC, 80)}
    asked = site.requests[-1]
    assert "\r\nHost: good.example\r\n" in asked
    assert f"\r\nUser-Agent: {USER_AGENT}\r\n" in asked
    assert "cookie" not in asked.lower()


GOOD = [
    pytest.param("http://bücher.example/", page(PAGE), id="international-name"),
    pytest.param("http://other.example:8080/", page(PAGE), id="ipv6-and-port"),
    pytest.param(f"http://[{OTHER_PUBLIC}]/", page(PAGE), id="ipv6-literal"),
    pytest.param("http://good.example", HTML + b"\r\n" + PAGE, id="no-length"),
    pytest.param(
        "http://good.example/",
        HTML + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE),
        id="chunked",
    ),
    pytest.param(
        "http://good.example/", page(gzip.compress(PAGE), "Content-Encoding: GZIP"), id="gzip"
    ),
    pytest.param(
        "http://good.example/", page(zlib.compress(PAGE), "Content-Encoding: deflate"), id="deflate"
    ),
    pytest.param("http://good.example/", page(PAGE, "Content-Encoding: identity"), id="identity"),
    pytest.param("http://good.example/", page(gzip.compress(PAGE)), id="packed-file"),
    pytest.param(
        "http://good.example/",
        page(gzip.compress(gzip.compress(PAGE)), "Content-Encoding: gzip"),
        id="packed-file-on-its-way",
    ),
]


@pytest.mark.parametrize(("address", "answer"), GOOD)
def test_honest_servers_are_understood(site: Site, address: str, answer: bytes) -> None:
    site.pages["/"] = answer
    assert fetch(site, address).content == PAGE


MEMBERS = gzip.compress(PAGE[:9]) + gzip.compress(b"") + gzip.compress(PAGE[9:])


@pytest.mark.parametrize("size", [1, 7, len(MEMBERS)])
@pytest.mark.parametrize("end", [b"", b"\n", bytes(512)], ids=["", "line-end", "zeros"])
def test_all_members_of_a_gzip_body_are_read(size: int, end: bytes) -> None:
    content = MEMBERS + end
    parts = [content[start : start + size] for start in range(0, len(content), size)]
    assert read_body(parts, "gzip", 100_000) == PAGE


def test_a_deflate_body_has_one_part() -> None:
    assert read_body([zlib.compress(PAGE) + gzip.compress(PAGE)], "deflate", 100_000) == PAGE


def test_redirects_lead_to_another_host(site: Site) -> None:
    site.pages["/"] = redirect("//other.example/b")
    site.pages["/b"] = redirect("c?d")
    site.pages["/c?d"] = page(PAGE)
    network = Leading(site)
    assert fetch(site, "http://good.example/", network=network).address == (
        "http://other.example/c?d"
    )
    assert {host for host, _ in network.asked} == {PUBLIC, OTHER_PUBLIC}


def test_a_name_that_changes_its_address_gains_nothing(site: Site) -> None:
    """A name server that answers with a public address first and with loopback later."""
    answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    network = Leading(site)
    fetcher = Fetcher(POLICY, lambda host, seconds: next(answers), network)
    with pytest.raises(FetchError, match="loopback"):
        fetcher.fetch("http://rebound.example/")
    assert network.asked == [(PUBLIC, 80)]


def test_private_hosts_are_fetched_when_that_is_wanted(site: Site) -> None:
    site.pages["/"] = page(PAGE)
    policy = replace(POLICY, allow_private_hosts=True)
    for host in ("127.0.0.1", "localhost"):
        assert Fetcher(policy).fetch(f"http://{host}:{site.port}/").content == PAGE
    with pytest.raises(FetchError, match="only http and https"):
        Fetcher(policy).fetch("file:///etc/passwd")
    with pytest.raises(FetchError, match="loopback"):
        Fetcher(replace(POLICY, ports=(site.port,))).fetch(f"http://127.0.0.1:{site.port}/")


def test_a_server_that_does_not_listen_is_told(site: Site) -> None:
    site.close()
    policy = replace(POLICY, allow_private_hosts=True)
    with pytest.raises(FetchError, match=f"does not answer at port {site.port}"):
        Fetcher(policy).fetch(f"http://127.0.0.1:{site.port}/")


def test_a_look_up_that_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    ending = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [ending.wait(9)][1:])
    with pytest.raises(FetchError, match="was not found within 0 seconds"):
        resolve_host("slow.example", 0.05)
    ending.set()


def robots(content: bytes, status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n" % (status, len(content)) + content


ROBOTS = [
    pytest.param(robots(b""), True, id="empty"),
    pytest.param(robots(b"x", b"404 Not Found"), True, id="none"),
    pytest.param(robots(b"x", b"403 Forbidden"), True, id="forbidden"),
    pytest.param(robots(b"User-agent: *\nDisallow: /"), False, id="nobody"),
    pytest.param(robots(b"User-agent: other\nDisallow: /"), True, id="somebody-else"),
    pytest.param(robots(b"User-agent: Article-QA\nDisallow: /a"), False, id="us"),
    pytest.param(
        robots(b"User-agent: *\nDisallow: /\nUser-agent: article-qa\nDisallow:"), True, id="but-us"
    ),
    pytest.param(robots(b"User-agent: *\nDisallow: /\nAllow: /a$"), True, id="longest-rule"),
    pytest.param(robots(b"User-agent: *\nDisallow: /*a"), False, id="wildcard"),
    pytest.param(robots(b"\xff\xfe\x00 <html>"), True, id="nonsense"),
    pytest.param(robots(b"x", b"503 Busy"), False, id="busy"),
    pytest.param(robots(b"x", b"429 Slow down"), False, id="too-many-requests"),
    pytest.param(b"nonsense", False, id="broken"),
    pytest.param(redirect("http://127.0.0.1/robots.txt"), False, id="to-loopback"),
    pytest.param(redirect("/robots.txt"), False, id="circle"),
    pytest.param(
        robots(b"User-agent: *\nDisallow: /a\n" + b"# x\n" * 200_000), False, id="very-long"
    ),
    pytest.param(
        robots(b"User-agent: *\nDisallow: /" + b"a*" * 50_000 + b"b"), True, id="many-wildcards"
    ),
]


@pytest.mark.parametrize(("answer", "allowed"), ROBOTS)
def test_what_a_site_asks_programs_to_leave_is_left(
    site: Site, answer: bytes, allowed: bool
) -> None:
    site.pages |= {"/robots.txt": answer, "/a": page(PAGE)}
    if allowed:
        assert fetch(site, "http://good.example/a").content == PAGE
    else:
        with pytest.raises(FetchError):
            fetch(site, "http://good.example/a")
        assert not any(request.startswith("GET /a ") for request in site.requests)


def test_rules_are_asked_once_and_requests_are_spaced(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A busy machine takes part of the wait between two pages: here no time passes.
    monkeypatch.setattr(fetcher_module, "time", SimpleNamespace(monotonic=lambda: 100.0))
    rules = robots(b"User-agent: *\nCrawl-delay: 7\nDisallow: /no")
    site.pages |= {"/robots.txt": rules, "/a": page(PAGE), "/b": page(PAGE)}
    waits: list[float] = []
    fetcher = Fetcher(replace(POLICY, pause_seconds=2), resolve, Leading(site), waits.append)
    for path in ("a", "b"):
        fetcher.fetch(f"http://good.example/{path}")
    with pytest.raises(FetchError, match="asks programs not to fetch it"):
        fetcher.fetch("http://good.example/no")
    assert sum(request.startswith("GET /robots.txt ") for request in site.requests) == 1
    assert len(waits) == 2
    assert all(6 < seconds <= 7 for seconds in waits)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl for a certificate")
def test_certificates_are_those_of_the_name_and_not_of_the_address(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=good.example"
    names = ["-addext", "subjectAltName=DNS:good.example", "-keyout", key, "-out", certificate]
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    site.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    site.tls.load_cert_chain(certificate, key)
    site.pages["/"] = page(PAGE)
    with pytest.raises(FetchError, match="certificate verify failed"):
        fetch(site, "https://good.example/")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert fetch(site, "https://good.example/").content == PAGE
    with pytest.raises(FetchError, match="certificate verify failed"):
        fetch(site, "https://other.example/")


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses(address: str) -> None:
    assert why_not_public(address) is None


def test_passwords_are_not_shown() -> None:
    assert shown("https://user:word@good.example/a") == "https://…@good.example/a"
    assert shown("http://good.example/\x1b[2J") == "http://good.example/\\x1b[2J"
    assert len(shown("http://good.example/" + "a" * 9_999)) < 300


@pytest.mark.parametrize(
    ("name", "expected"),
    [("https://a/b", True), ("data:x", True), ("a/b.html", False), ("-", False), ("../c", False)],
)
def test_addresses_and_paths(name: str, expected: bool) -> None:
    assert is_address(name) is expected


def test_locations_are_written_one_way() -> None:
    for address in ("HTTP://[2606:2800:220:1:0::1]:80", "http://[2606:2800:220:1::1]/"):
        assert parse_location(address, POLICY).address == f"http://[{OTHER_PUBLIC}]/"
