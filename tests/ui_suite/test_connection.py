"""The page when replies break off or hang, in a real browser: what it says, and what it keeps.

The site is the real one; on demand it interrupts its reply to one path.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal

import pytest
from anyio import to_thread
from playwright.sync_api import Locator, expect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from visits import PRESIDENT, TROOPS, OpenPage, Visit

from qa.answering import Answerer
from ui import strings
from ui.application import create_site

pytestmark = pytest.mark.browser

Serve = Callable[[ASGIApp], AbstractContextManager[str]]
Ending = Literal["dropped", "complete", "none"]

STREAM = "/v1/answer/stream"
WAIT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Interruption:
    """A reply stops with this `share` of its part that holds `within` until it is `due`.

    Then the connection is dropped, or the reply ends as if it were complete, or it goes on.
    """

    path: str
    within: bytes
    share: float = 1.0
    ending: Ending = "dropped"
    due: threading.Event = field(default_factory=threading.Event)


class FragileSite:
    """The real site, and how its next replies are interrupted, if at all.

    Those that are interrupted hold the server up until they are let go.
    """

    def __init__(self, site: ASGIApp) -> None:
        self._site = site
        self.interruption: Interruption | None = None
        self._interruptions: list[Interruption] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the site does, up to the interruption."""
        interruption = self.interruption
        if interruption is None or scope.get("path") != interruption.path:
            await self._site(scope, receive, send)
            return
        ended = False

        async def send_interrupted(message: Message) -> None:
            nonlocal ended
            body = message.get("body", b"")
            if ended:
                return
            if message["type"] != "http.response.body" or interruption.within not in body:
                await send(message)
                return
            cut = int(len(body) * interruption.share)
            await send({**message, "body": body[:cut], "more_body": True})
            await to_thread.run_sync(interruption.due.wait, WAIT_SECONDS)
            ended = interruption.ending != "none"
            if interruption.ending == "complete":
                await send({**message, "body": b"", "more_body": False})
            elif not ended:
                await send({**message, "body": body[cut:]})

        # Without its end, the server drops the connection.
        await self._site(scope, receive, send_interrupted)

    def interrupt(self, interruption: Interruption) -> None:
        """Interrupt the next replies."""
        self._interruptions.append(interruption)
        self.interruption = interruption

    def let_go(self) -> None:
        """Interrupt nothing more, and let go of every reply that was interrupted."""
        self.interruption = None
        while self._interruptions:
            self._interruptions.pop().due.set()


@pytest.fixture(scope="module")
def fragile(serve: Serve, sample_answerer: Answerer) -> Iterator[tuple[FragileSite, str]]:
    """A site that can be interrupted, and its address."""
    site = FragileSite(create_site(sample_answerer))
    with serve(site) as url:
        yield site, url


@pytest.fixture
def site(fragile: tuple[FragileSite, str]) -> Iterator[FragileSite]:
    """The same site; nothing is interrupted after the test."""
    site, _ = fragile
    yield site
    site.let_go()


@pytest.fixture
def visit(open_page: OpenPage, fragile: tuple[FragileSite, str]) -> Visit:
    return open_page(url=fragile[1])


def ask_interrupted(visit: Visit, site: FragileSite, interruption: Interruption) -> Locator:
    """The turn of a question whose reply is interrupted."""
    site.interrupt(interruption)
    visit.question.fill(TROOPS)
    visit.question.press("Enter")
    return visit.turns.last


@pytest.mark.parametrize("ending", ["dropped", "complete"])
@pytest.mark.parametrize(
    ("within", "share"),
    [
        pytest.param(b"event: passages", 1.0, id="behind an event"),
        pytest.param(b"event: answer", 0.5, id="inside an event"),
    ],
)
def test_a_stream_without_its_answer_is_told_and_asked_again(
    visit: Visit, site: FragileSite, within: bytes, share: float, ending: Ending
) -> None:
    interruption = Interruption(STREAM, within, share, ending)
    turn = ask_interrupted(visit, site, interruption)
    expect(turn).to_contain_text("Found")
    interruption.due.set()

    expect(turn.get_by_role("alert")).to_contain_text(strings.PROBLEM_UNREACHABLE)
    expect(visit.page.locator(".talk > [role=status]")).to_be_empty()
    expect(visit.button(strings.STOP)).to_have_count(0)
    site.interruption = None
    turn.get_by_role("button", name=strings.TRY_AGAIN).click()
    expect(visit.answered(0)).to_contain_text(strings.STATUS_CONFLICTING)
    # What failed has made room for it.
    expect(visit.turns).to_have_count(1)
    expect(visit.question).to_be_focused()


def test_an_answer_stays_when_its_connection_breaks(visit: Visit, site: FragileSite) -> None:
    interruption = Interruption(STREAM, b"event: answer")
    turn = ask_interrupted(visit, site, interruption)
    expect(turn).to_contain_text(strings.STATUS_CONFLICTING)
    interruption.due.set()

    site.interruption = None
    visit.ask(PRESIDENT)
    expect(visit.turns.first).to_contain_text(strings.STATUS_CONFLICTING)
    expect(visit.turns.first.get_by_role("alert")).to_have_count(0)


def test_an_answer_waits_for_nothing_behind_it(visit: Visit, site: FragileSite) -> None:
    turn = ask_interrupted(visit, site, Interruption(STREAM, b"event: answer"))
    expect(turn).to_contain_text(strings.STATUS_CONFLICTING)
    site.interruption = None
    visit.button(strings.NEW_CONVERSATION).click()
    visit.ask(PRESIDENT)
    # The latest conversation comes first.
    visit.page.locator(".conversation").nth(1).click()
    expect(visit.turns).to_have_count(1)
    expect(visit.turns.first).to_contain_text(strings.STATUS_CONFLICTING)


def test_a_suggestion_is_asked_under_the_conditions_it_was_tried_with(
    open_page: OpenPage, site_url: str
) -> None:
    visit = open_page(url=site_url, fragment="#question=What is the K Battalion?&top_k=12")
    chip = visit.answered(0).locator(".suggestions .chip").first
    with visit.page.expect_request(f"**{STREAM}") as asked:
        chip.click()
    body = asked.value.post_data_json
    assert (body["top_k"], body["history"]) == (12, [])
    visit.answered(1)


@pytest.mark.parametrize(
    ("path", "call"),
    [
        pytest.param("/readyz", "readiness()", id="a body"),
        pytest.param("/v1/documents/none", "readDocument('none')", id="a refusal"),
    ],
)
def test_a_body_that_breaks_off_is_a_problem_in_words(
    visit: Visit, site: FragileSite, path: str, call: str
) -> None:
    interruption = Interruption(path, b"{", 0.5)
    interruption.due.set()
    site.interrupt(interruption)
    told = visit.page.evaluate(
        f"""async () => {{
            const endpoint = await import("/page/endpoint.js");
            return endpoint.{call}.catch(
                (problem) => [problem instanceof endpoint.Problem, problem.message],
            );
        }}"""
    )
    assert told == [True, strings.PROBLEM_UNREACHABLE]


def test_a_linked_question_is_asked_without_the_list_of_articles(
    open_page: OpenPage, fragile: tuple[FragileSite, str], site: FragileSite
) -> None:
    interruption = Interruption("/v1/documents", b"{", 0.5)
    interruption.due.set()
    site.interrupt(interruption)
    visit = open_page(url=fragile[1], fragment=f"#question={PRESIDENT}")
    expect(visit.answered(0).locator(".bubble")).to_have_text(PRESIDENT)


def test_a_file_that_something_else_replies_to_is_not_waited_for(visit: Visit) -> None:
    visit.page.route("**/v1/documents", lambda route: route.fulfill(body="<p>Log in first</p>"))
    articles = visit.show_articles()
    article = {"name": "ferry.txt", "mimeType": "text/plain", "buffer": b"The ferry sank."}
    articles.get_by_label(strings.CHOOSE_FILES).set_input_files(article)
    jobs = articles.get_by_role("list", name=strings.ADDING)
    expect(jobs).to_contain_text(strings.PROBLEM_UNREACHABLE)


def be_busy(visit: Visit, times: int, seconds: int) -> None:
    """The next questions are refused with the wish to be asked later."""
    visit.page.route(
        f"**{STREAM}",
        lambda route: route.fulfill(status=503, headers={"Retry-After": str(seconds)}, body="{}"),
        times=times,
    )


def test_nothing_is_said_of_articles_that_a_busy_server_has_not_searched(visit: Visit) -> None:
    be_busy(visit, times=1, seconds=WAIT_SECONDS)
    visit.question.fill(TROOPS)
    visit.question.press("Enter")
    expect(visit.turns.last).to_contain_text(strings.STAGE_WAITING.format(seconds=WAIT_SECONDS))
    expect(visit.evidence).to_contain_text(TROOPS)
    expect(visit.evidence).not_to_contain_text(strings.NO_PASSAGE)


def test_waiting_for_a_busy_server_is_announced_once(visit: Visit) -> None:
    visit.page.evaluate(
        """() => {
            const told = document.querySelector(".talk > [role=status]");
            window.told = [];
            new MutationObserver(() => window.told.push(told.textContent))
                .observe(told, {childList: true});
        }"""
    )
    be_busy(visit, times=2, seconds=1)
    visit.ask(PRESIDENT)
    told = visit.page.evaluate("window.told")
    assert told[:2] == [strings.STAGE_SEARCHING, strings.STAGE_BUSY]
    assert len(told) == 3


def test_the_focus_goes_from_stop_to_stop_and_to_the_box(visit: Visit, site: FragileSite) -> None:
    interruption = Interruption(STREAM, b"event: passages", 0.0, "none")
    turn = ask_interrupted(visit, site, interruption)
    stop = turn.get_by_role("button", name=strings.STOP)
    stop.focus()
    expect(stop).to_be_focused()
    interruption.due.set()
    visit.answered(0)
    expect(visit.question).to_be_focused()


def test_a_notice_goes_with_the_answer_it_is_of(visit: Visit, site: FragileSite) -> None:
    interruption = Interruption(STREAM, b"event: answer", 0.0, "none")
    ask_interrupted(visit, site, interruption)
    visit.question.fill(PRESIDENT)
    visit.question.press("Enter")
    notice = visit.page.get_by_text(strings.NOTICE_RUNNING)
    expect(notice).to_be_visible()
    interruption.due.set()
    visit.answered(0)
    expect(notice).to_have_count(0)


def test_an_article_that_is_opened_meanwhile_stays_open(visit: Visit, site: FragileSite) -> None:
    interruption = Interruption(STREAM, b"event: passages", ending="none")
    ask_interrupted(visit, site, interruption)
    title = visit.show_articles().locator(".document-title").first
    title.click()
    shown = visit.evidence.locator(".article-text")
    expect(shown).to_be_visible()
    interruption.due.set()
    visit.answered(0)
    expect(shown).to_be_visible()
    visit.button(strings.CLOSE).click()
    expect(visit.evidence.locator("mark").first).to_be_visible()


def test_stopping_leaves_what_is_written_meanwhile(visit: Visit, site: FragileSite) -> None:
    turn = ask_interrupted(visit, site, Interruption(STREAM, b"event: passages"))
    visit.question.fill(PRESIDENT)
    turn.get_by_role("button", name=strings.STOP).click()
    expect(visit.turns).to_have_count(0)
    expect(visit.question).to_have_value(PRESIDENT)


def test_asking_ends_the_choice_of_words_at_once(visit: Visit, site: FragileSite) -> None:
    use = visit.pick_words(visit.ask(PRESIDENT))
    ask_interrupted(visit, site, Interruption(STREAM, b"event: passages", 0.0))
    expect(use).to_have_count(0)


def test_stopping_gives_the_question_back(visit: Visit, site: FragileSite) -> None:
    turn = ask_interrupted(visit, site, Interruption(STREAM, b"event: passages"))
    expect(turn).to_contain_text("Found")
    turn.get_by_role("button", name=strings.STOP).click()
    expect(visit.question).to_have_value(TROOPS)
    expect(visit.page.locator(".talk > [role=status]")).to_be_empty()
    expect(visit.turns).to_have_count(0)


def test_a_question_is_answered_while_another_conversation_is_open(
    visit: Visit, site: FragileSite
) -> None:
    interruption = Interruption(STREAM, b"event: passages", ending="none")
    turn = ask_interrupted(visit, site, interruption)
    expect(turn).to_contain_text("Found")
    visit.button(strings.NEW_CONVERSATION).click()
    site.interruption = None
    visit.ask(PRESIDENT)
    interruption.due.set()
    visit.button(TROOPS).click()
    expect(visit.answered(0)).to_contain_text(strings.STATUS_CONFLICTING)
    expect(visit.turns).to_have_count(1)
    expect(visit.evidence).to_contain_text(TROOPS)


def test_an_answer_leaves_the_conversation_that_is_open_alone(
    visit: Visit, site: FragileSite
) -> None:
    interruption = Interruption(STREAM, b"event: passages", ending="none")
    ask_interrupted(visit, site, interruption)
    visit.button(strings.NEW_CONVERSATION).click()
    with visit.page.expect_response("**/v1/suggestions"):
        interruption.due.set()
    expect(visit.turns).to_have_count(0)
    expect(visit.evidence).to_contain_text(strings.EVIDENCE_EMPTY)


def test_forgetting_the_running_conversation_stops_it(visit: Visit, site: FragileSite) -> None:
    turn = ask_interrupted(visit, site, Interruption(STREAM, b"event: passages"))
    expect(turn).to_contain_text("Found")
    visit.forget(TROOPS)
    expect(visit.turns).to_have_count(0)
    expect(visit.evidence).to_contain_text(strings.EVIDENCE_EMPTY)

    site.interruption = None
    visit.ask(PRESIDENT)
    expect(visit.turns).to_have_count(1)
    expect(visit.evidence).to_contain_text(PRESIDENT)
    expect(visit.button(strings.FORGET_LABEL.format(title=TROOPS))).to_have_count(0)


def test_forgetting_another_conversation_leaves_the_running_one(
    visit: Visit, site: FragileSite
) -> None:
    visit.ask(PRESIDENT)
    visit.button(strings.NEW_CONVERSATION).click()
    interruption = Interruption(STREAM, b"event: passages", ending="none")
    turn = ask_interrupted(visit, site, interruption)
    expect(turn).to_contain_text("Found")
    visit.forget(PRESIDENT)
    interruption.due.set()
    expect(visit.answered(0)).to_contain_text(strings.STATUS_CONFLICTING)
