"""How the page looks: dark from the start, in forced colours, printed, and with texts of all kinds.

The texts are put into the open page by its own modules.
"""

from itertools import combinations

import pytest
from playwright.sync_api import Browser, expect
from visits import PRESIDENT, TROOPS, OpenPage, Visit

from ui import strings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FULL = "Storage.prototype.setItem = () => { throw new Error('full'); };"
LIGHTNESS = """element => getComputedStyle(element).backgroundColor
    .match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3"""
# The left edges of what stands before the quote and of the quote.
EDGES = """async ([text, citation]) => {
    const {passageElement} = await import("/page/passage.js");
    const shown = passageElement(text, 0, citation);
    document.querySelector(".panel-content").replaceChildren(shown);
    const mark = shown.querySelector("mark");
    return [shown.firstElementChild, mark].map((part) => part.getBoundingClientRect().left);
}"""


def test_a_dark_system_has_a_dark_page_before_its_scripts_run(
    chromium: Browser, site_url: str
) -> None:
    page = chromium.new_page(color_scheme="dark")
    page.route("**/page/main.js", lambda route: route.abort())
    page.goto(f"{site_url}/chat/")
    expect(page.get_by_text(strings.PAGE_OPENING)).to_be_visible()
    assert page.locator("body").evaluate(LIGHTNESS) < 128
    page.close()


def test_an_appearance_is_chosen_without_storage(open_page: OpenPage) -> None:
    visit = open_page(before=FULL)
    visit.button(strings.USE_DARK).click()
    assert visit.page.locator(".desk").evaluate(LIGHTNESS) < 128
    visit.button(strings.USE_LIGHT).click()
    assert visit.page.locator(".desk").evaluate(LIGHTNESS) > 128


@pytest.mark.parametrize(
    ("text", "before", "rightwards"),
    [
        pytest.param("قال الناطق إن 3,000 جندي وصلوا.", 14, False, id="right to left"),
        pytest.param("The total is 3,000 today.", 13, True, id="left to right"),
        pytest.param("The \u202etotal is 3,000 today.", 14, True, id="an override left open"),
    ],
)
def test_what_stands_before_a_quote_stands_where_its_writing_puts_it(
    visit: Visit, text: str, before: int, rightwards: bool
) -> None:
    end = before + len("3,000")
    place = {"start": before, "end": end, "context_start": before, "context_end": end}
    preceding, mark = visit.page.evaluate(EDGES, [text, {**place, "quote": "3,000"}])
    assert (preceding < mark) == rightwards


def test_long_values_stay_within_their_table(open_page: OpenPage) -> None:
    visit = open_page(1024)
    turn = visit.ask(TROOPS)
    width, room = turn.evaluate(
        """async (turn) => {
            const {valuesTable} = await import("/page/values_table.js");
            const text = "between one and a half and two and a half million euros a year";
            const entry = {text, value: null, speaker: null, as_of: null, score: 1, citation: 1};
            const made = valuesTable({answers: [entry, entry]}, () => "1");
            turn.querySelector("table").replaceWith(made);
            return [made.scrollWidth, turn.clientWidth];
        }"""
    )
    assert width <= room


def test_forced_colours_show_the_tab_and_the_drawing(open_page: OpenPage) -> None:
    visit = open_page(scheme="dark", forced_colors="active")
    visit.button(strings.USE_LIGHT).click()
    colours = visit.page.evaluate(
        """async () => {
            const {timeline} = await import("/page/timeline.js");
            const entry = (number, day) => (
                {text: `${number}`, value: {number, low: null, high: null}, as_of: day}
            );
            const drawn = timeline([entry(1, "2024-01-01"), entry(2, "2024-02-01")]);
            document.querySelector(".panel-content").replaceChildren(drawn);
            const words = getComputedStyle(document.querySelector(".desk h1")).color;
            const fill = getComputedStyle(drawn.querySelector("text.value")).fill;
            const line = getComputedStyle(drawn.querySelector(".stem")).stroke;
            const tabs = [...document.querySelectorAll("[role=tab]")].map(
                (tab) => getComputedStyle(tab).borderBottomColor,
            );
            return {words, fill, line, tabs};
        }"""
    )
    assert colours["fill"] == colours["line"] == colours["words"]
    assert colours["tabs"][0] != colours["tabs"][1]


def test_print_has_the_whole_conversation_and_nothing_else(visit: Visit) -> None:
    visit.ask(TROOPS)
    visit.ask(PRESIDENT)
    visit.page.emulate_media(media="print", color_scheme="dark")
    for hidden in (visit.evidence, visit.question, visit.button(strings.NEW_CONVERSATION)):
        expect(hidden).to_be_hidden()
    expect(visit.turns.first.locator(".lead")).to_be_visible()
    shown, whole, page = visit.page.locator(".turns").evaluate(
        "turns => [turns.clientHeight, turns.scrollHeight, document.documentElement.scrollHeight]"
    )
    assert shown == whole
    assert page >= whole


def test_large_numbers_are_written_alike(visit: Visit) -> None:
    told = visit.page.evaluate(
        """async () => {
            const {Composer} = await import("/page/composer.js");
            const composer = new Composer({});
            composer.showScope({}, 1234, 5678);
            return composer.scope.textContent;
        }"""
    )
    assert told.startswith("Asking 1,234 of 5,678 articles.")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    "values",
    [
        pytest.param([(1, 3000), (1, 10_000), (1, 10_900), (1, 11_000), (9, 12_000)], id="alike"),
        pytest.param([(1, 5), (2, 5), (3, 5), (28, 5)], id="days in a row"),
        pytest.param([(1, 1), (28, 2)], id="two"),
    ],
)
def test_the_words_of_a_drawing_cover_no_others(
    open_page: OpenPage, width: int, values: list[tuple[int, int]]
) -> None:
    visit = open_page(width)
    room, boxes = visit.page.evaluate(
        """async (values) => {
            const {timeline} = await import("/page/timeline.js");
            const drawn = timeline(values.map(([day, number]) => ({
                text: `about ${number.toLocaleString("en")}`,
                value: {number, low: null, high: null},
                as_of: `2024-01-${String(day).padStart(2, "0")}`,
            })));
            document.querySelector(".turns").replaceChildren(drawn);
            const boxes = [...drawn.querySelectorAll("text")].map((text) => text.getBBox());
            return [drawn.viewBox.baseVal.width,
                boxes.map(({x, y, width, height}) => [x, y, x + width, y + height])];
        }""",
        values,
    )
    assert len(boxes) >= 4
    assert all(left >= 0 and right <= room for left, _, right, _ in boxes)
    for (left, top, right, bottom), (
        other_left,
        other_top,
        other_right,
        other_bottom,
    ) in combinations(boxes, 2):
        beside = right <= other_left or other_right <= left
        # Boxes of letters are higher than the letters.
        above = bottom <= other_top + 3 or other_bottom <= top + 3
        assert beside or above


@pytest.mark.parametrize("width", [390, 910, 1024, 1440])
def test_words_of_the_table_stay_whole(open_page: OpenPage, width: int) -> None:
    visit = open_page(width)
    turn = visit.ask(TROOPS)
    broken = turn.locator("tbody :is(th, td)").evaluate_all(
        r"""cells => cells.flatMap((cell) => {
            const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
            const found = [];
            while (walker.nextNode()) {
                for (const {0: word, index} of walker.currentNode.data.matchAll(/\S+/g)) {
                    const range = document.createRange();
                    range.setStart(walker.currentNode, index);
                    range.setEnd(walker.currentNode, index + word.length);
                    if (range.getClientRects().length > 1) found.push(word);
                }
            }
            return found;
        })"""
    )
    assert broken == []
    turns = visit.page.locator(".turns")
    assert turns.evaluate("turns => turns.scrollWidth <= turns.clientWidth")
