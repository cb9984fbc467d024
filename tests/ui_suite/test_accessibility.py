"""axe-core on the main states of the page, light and dark, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from visits import ABSENT, TROOPS, OpenPage, Visit

from ui import strings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GRAVE = {"serious", "critical"}


def assert_accessible(visit: Visit, state: str) -> None:
    """No serious or critical finding."""
    findings = Axe().run(visit.page).response["violations"]
    grave = [
        (finding["id"], [node["html"][:200] for node in finding["nodes"]])
        for finding in findings
        if finding["impact"] in GRAVE
    ]
    assert grave == [], state


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "dark")])
def test_main_states(open_page: OpenPage, width: int, scheme: str) -> None:
    visit = open_page(width, scheme)
    assert_accessible(visit, "before the first question")
    turn = visit.ask(TROOPS)
    assert_accessible(visit, "differing values")
    turn.get_by_role("button", name=strings.FEEDBACK).click()
    assert_accessible(visit, "feedback")
    visit.citation(1).click()
    expect(visit.evidence.locator("mark:not(.other)")).to_be_visible()
    assert_accessible(visit, "article")
    visit.button(strings.CLOSE).click()
    visit.ask(ABSENT)
    assert_accessible(visit, "not in the articles")
    if width < 900:
        visit.button(strings.MENU).click()
    visit.show_articles()
    assert_accessible(visit, "library")
