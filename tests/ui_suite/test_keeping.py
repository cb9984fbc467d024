"""What the browser keeps of the conversations: over a reload, in two tabs, and without storage."""

import pytest
from playwright.sync_api import expect
from visits import PRESIDENT, TROOPS, OpenPage, Visit

from ui import strings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORBIDDEN = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("denied", "SecurityError"); },
});"""
FULL = "Storage.prototype.setItem = () => { throw new Error('full'); };"


def test_a_reload_opens_the_same_conversation(visit: Visit) -> None:
    visit.ask(PRESIDENT)
    visit.button(strings.NEW_CONVERSATION).click()
    visit.ask(TROOPS)
    visit.button(PRESIDENT).click()
    expect(visit.turns).to_have_count(1)

    visit.page.reload()
    expect(visit.turns).to_have_count(1)
    expect(visit.turns.first.locator(".bubble")).to_have_text(PRESIDENT)
    visit.button(strings.NEW_CONVERSATION).click()
    visit.page.reload()
    expect(visit.page.locator(".welcome")).to_be_visible()


def test_a_phone_reloads_the_conversation_that_was_chosen_from_the_menu(
    open_page: OpenPage,
) -> None:
    visit = open_page(390)
    visit.ask(PRESIDENT)
    visit.button(strings.MENU).click()
    visit.button(strings.NEW_CONVERSATION).click()
    expect(visit.button(strings.MENU)).to_have_attribute("aria-expanded", "false")
    visit.page.reload()
    expect(visit.page.locator(".welcome")).to_be_visible()


def test_another_tab_lists_a_conversation_at_once(visit: Visit) -> None:
    other = Visit(visit.page.context.new_page())
    other.page.goto(visit.page.url)
    expect(other.question).to_be_visible()
    visit.ask(PRESIDENT)
    expect(other.button(PRESIDENT)).to_be_visible()
    visit.forget(PRESIDENT)
    expect(other.button(PRESIDENT)).to_have_count(0)


@pytest.mark.parametrize("storage", [FORBIDDEN, FULL], ids=["forbidden", "full"])
def test_conversations_that_cannot_be_kept_are_told(open_page: OpenPage, storage: str) -> None:
    visit = open_page(before=storage)
    visit.ask(PRESIDENT)
    expect(visit.page.locator(".rail")).to_contain_text(strings.HISTORY_UNKEPT)
    expect(visit.button(PRESIDENT)).to_be_visible()
