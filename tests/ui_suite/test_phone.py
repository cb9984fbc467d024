"""The page on a phone: its keyboard, going back, the menu, and the size of letters."""

import pytest
from playwright.sync_api import expect
from visits import PRESIDENT, OpenPage, Visit

from ui import strings

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def phone(open_page: OpenPage) -> Visit:
    """The page on a touch screen of the width of a phone."""
    return open_page(390, has_touch=True, is_mobile=True)


def test_the_keyboard_of_a_touch_screen_leaves_the_answer_free(phone: Visit) -> None:
    phone.ask(PRESIDENT)
    expect(phone.turns.first).to_be_focused()

    phone.button(strings.MENU).tap()
    phone.button(PRESIDENT).tap()
    expect(phone.turns.first).to_be_focused()


def test_a_tapped_example_passes_the_focus_on_to_its_turn(phone: Visit) -> None:
    phone.page.locator(".welcome .chip").first.tap()
    phone.answered(0)
    expect(phone.turns.first).to_be_focused()


def test_a_clicked_example_passes_the_focus_on_to_the_box(visit: Visit) -> None:
    visit.page.locator(".welcome .chip").first.click()
    visit.answered(0)
    expect(visit.question).to_be_focused()


def test_going_back_closes_what_lies_over_the_conversation(open_page: OpenPage) -> None:
    visit = open_page(390)
    visit.ask(PRESIDENT)
    visit.button(strings.MENU).click()
    title = visit.show_articles().locator(".document-title").first
    title.click()
    expect(visit.evidence.locator(".article-text")).to_be_visible()

    visit.page.go_back()
    expect(visit.evidence).to_be_hidden()
    expect(title).to_be_focused()
    visit.page.go_back()
    expect(title).to_be_hidden()
    expect(visit.button(strings.MENU)).to_be_focused()
    expect(visit.turns).to_have_count(1)


def wait_for_history(visit: Visit) -> None:
    """Until the entry of what was closed has gone."""
    visit.page.evaluate(
        """() => new Promise((resolve) => {
            const look = () => (history.state.depth ? setTimeout(look, 10) : resolve());
            look();
        })"""
    )


def test_what_was_closed_needs_no_step_back(open_page: OpenPage) -> None:
    visit = open_page(390)
    visit.ask(PRESIDENT)
    for _ in range(2):
        visit.citation(1).click()
        expect(visit.evidence.locator(".article-text")).to_be_visible()
        visit.button(strings.CLOSE).click()
        wait_for_history(visit)
    visit.page.go_back()
    assert "/chat/" not in visit.page.url


def test_pressing_beside_the_menu_closes_it(open_page: OpenPage) -> None:
    visit = open_page(390)
    visit.button(strings.MENU).click()
    tab = visit.page.get_by_role("tab", name=strings.ARTICLES)
    expect(tab).to_be_visible()
    visit.page.mouse.click(370, 500)
    expect(tab).to_be_hidden()


def test_letters_in_boxes_are_large_enough_to_need_no_zoom(phone: Visit) -> None:
    sizes = phone.page.locator(".desk :is(input, select, textarea)").evaluate_all(
        "boxes => boxes.map(box => parseFloat(getComputedStyle(box).fontSize))"
    )
    assert min(sizes) >= 16
