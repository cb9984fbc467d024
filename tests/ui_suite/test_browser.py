"""The page in a real headless Chromium, on a real server with the shipped articles."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from ui import strings

pytestmark = pytest.mark.browser

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_MILLISECONDS = 60_000
ANSWER_MILLISECONDS = 30_000
TROOPS = "how many troops are in Kursk"
ABSENT = "Who won the football World Cup in 2022?"


@dataclass(frozen=True, slots=True)
class Visit:
    """An open page and what it did on the wire and the console."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    @property
    def question(self) -> Locator:
        return self.page.get_by_role("textbox", name=strings.QUESTION_LABEL)

    @property
    def replies(self) -> Locator:
        return self.page.get_by_test_id("bot")

    @property
    def evidence(self) -> Locator:
        return self.page.get_by_role("region", name=strings.EVIDENCE)

    @property
    def notice(self) -> Locator:
        return self.page.get_by_role("alert").filter(has_text=re.compile(r"\S"))

    def ask(self, question: str) -> None:
        """Ask and wait for the evidence of the reply."""
        self.question.fill(question)
        self.page.get_by_role("button", name=strings.SEND, exact=True).click()
        self.wait_for(question)

    def wait_for(self, question: str) -> None:
        expect(self.evidence).to_contain_text(question, timeout=ANSWER_MILLISECONDS)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; continuous integration must have one."""
    path = shutil.which("chromium")
    if path is None:
        reason = "chromium is not installed: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def visit_with(chromium: Browser, site_url: str) -> Iterator[Callable[..., Visit]]:
    """Opens the page in a new session of a given width and colour scheme."""
    contexts = []

    def open_page(width: int = 1440, scheme: str = "light") -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        contexts.append(context)
        visit = Visit(context.new_page())
        page = visit.page
        page.on("request", lambda request: visit.hosts.add(urlsplit(request.url).netloc))
        page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                visit.complaints.append(message.text) if message.type == "error" else None
            ),
        )
        page.goto(site_url)
        expect(visit.question).to_be_visible(timeout=START_MILLISECONDS)
        return visit

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def visit(visit_with: Callable[..., Visit]) -> Visit:
    """The page at desktop width."""
    return visit_with()


def test_answer_with_marked_evidence(visit: Visit) -> None:
    visit.ask(TROOPS)

    expect(visit.replies).to_have_count(1)
    expect(visit.replies).to_contain_text("[1]")
    expect(visit.replies).to_contain_text("confidence")
    expect(visit.evidence.locator("mark").first).to_be_visible()
    marked = visit.evidence.locator("mark").first.inner_text()
    assert re.search(r"\d", marked)
    expect(visit.question).to_have_value("")


def test_enter_sends_the_question(visit: Visit) -> None:
    visit.question.fill(TROOPS)
    visit.question.press("Enter")
    visit.wait_for(TROOPS)
    expect(visit.replies).to_have_count(1)


def test_question_that_the_articles_do_not_answer(visit: Visit) -> None:
    visit.ask(ABSENT)

    expect(visit.replies).to_contain_text("Not in the articles")
    expect(visit.evidence).to_contain_text(strings.NEAREST_PASSAGE)
    expect(visit.evidence.locator("mark")).to_have_count(0)


def test_example_is_asked_at_a_click(visit: Visit) -> None:
    example = strings.EXAMPLES[2]
    visit.page.get_by_role("button", name=example).click()

    visit.wait_for(example)
    expect(visit.page.get_by_test_id("user")).to_have_text(example)
    expect(visit.replies).to_have_count(1)


@pytest.mark.parametrize(
    ("question", "words"),
    [("", "Type a question"), ("   ", "Type a question"), ("?!", "no word")],
)
def test_question_without_words_is_explained(visit: Visit, question: str, words: str) -> None:
    visit.question.fill(question)
    visit.page.get_by_role("button", name=strings.SEND, exact=True).click()

    expect(visit.notice).to_contain_text(words)
    expect(visit.replies).to_have_count(0)
    expect(visit.page.get_by_text("Traceback")).to_have_count(0)


def test_too_long_question_is_explained_and_kept(visit: Visit) -> None:
    question = "troops " * 400
    visit.question.fill(question)
    visit.page.get_by_role("button", name=strings.SEND, exact=True).click()

    expect(visit.notice).to_contain_text("at most 2,000")
    expect(visit.question).to_have_value(question)


def test_earlier_answer_shows_its_evidence_again(visit: Visit) -> None:
    visit.ask(TROOPS)
    visit.ask(ABSENT)
    expect(visit.evidence.locator("mark")).to_have_count(0)

    visit.replies.first.click()
    visit.wait_for(TROOPS)
    expect(visit.evidence.locator("mark").first).to_be_visible()

    visit.replies.nth(1).focus()
    visit.page.keyboard.press("Enter")
    visit.wait_for(ABSENT)


def test_clear_starts_over(visit: Visit) -> None:
    visit.ask(TROOPS)
    visit.page.get_by_role("button", name=strings.CLEAR).click()

    expect(visit.replies).to_have_count(0)
    expect(visit.evidence).to_contain_text(strings.EVIDENCE_EMPTY)


def test_visitors_do_not_see_each_other(visit_with: Callable[..., Visit]) -> None:
    first, second = visit_with(), visit_with()
    first.ask(TROOPS)
    second.ask(ABSENT)
    expect(second.replies).to_have_count(1)
    expect(second.replies).not_to_contain_text("troops are in Kursk")
    expect(second.page.get_by_test_id("user")).to_have_text(ABSENT)


def test_hostile_question_stays_text(visit: Visit) -> None:
    hostile = 'troops <img src=x onerror="window.taken=1"><script>window.taken=1</script> **b**'
    visit.ask(hostile)

    expect(visit.page.get_by_test_id("user")).to_have_text(hostile)
    assert visit.page.evaluate("window.taken") is None
    assert visit.complaints == []


def test_lists_the_stored_articles(visit: Visit) -> None:
    articles = visit.page.get_by_role("region", name=strings.ARTICLES)
    expect(articles.get_by_role("listitem")).to_have_count(3)
    expect(articles).to_contain_text("29 October 2024")
    expect(articles).to_contain_text("Sample reports")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fits_the_window(visit_with: Callable[..., Visit], width: int, scheme: str) -> None:
    visit = visit_with(width, scheme)
    visit.ask(TROOPS)

    needed = visit.page.evaluate("document.documentElement.scrollWidth")
    assert needed <= width
    # Beside each other on a desktop, below each other on a phone.
    reply = visit.replies.first.bounding_box()
    evidence = visit.evidence.bounding_box()
    assert reply is not None
    assert evidence is not None
    beside = evidence["x"] >= reply["x"] + reply["width"]
    assert beside == (width > 900)
    background = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    lightness = sum(int(part) for part in re.findall(r"\d+", background)[:3]) / 3
    assert (lightness < 128) == (scheme == "dark")


def test_stays_on_its_own_server_without_errors(visit: Visit, site_url: str) -> None:
    visit.ask(TROOPS)
    visit.page.get_by_role("button", name=strings.EXAMPLES[1]).click()
    visit.wait_for(strings.EXAMPLES[1])

    assert visit.hosts - {""} == {urlsplit(site_url).netloc}
    assert visit.complaints == []
    outside = visit.page.locator("a[href^='http']").evaluate_all(
        "links => links.map(link => link.href)"
    )
    assert [link for link in outside if not link.startswith(site_url)] == []
