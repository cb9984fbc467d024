"""The page in a real headless Chromium, on a real server with the shipped articles."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import FilePayload, Route, expect
from visits import ABSENT, PRESIDENT, TROOPS, OpenPage, Visit

from ui import strings

pytestmark = pytest.mark.browser

LATE = """const due = new Promise((resolve) => { window.proceed = resolve; });
const own = fetch;
globalThis.fetch = async (address, options) => {
    if (`${address.url ?? address}`.includes("/readyz")) await due;
    return own(address, options);
};"""
UNREADY = """const own = fetch;
globalThis.fetch = (address, options) => (`${address.url ?? address}`.includes("/readyz")
    ? Promise.reject(new TypeError())
    : own(address, options));"""


def test_citation_opens_its_article_at_the_exact_span(visit: Visit, site_url: str) -> None:
    turn = visit.ask(TROOPS)
    answer = httpx.post(f"{site_url}/v1/answer", json={"question": TROOPS}, timeout=60).json()
    citation = answer["citations"][0]
    document = httpx.get(f"{site_url}/v1/documents/{citation['document_id']}", timeout=60).json()
    assert document["text"][citation["start"] : citation["end"]] == citation["quote"]

    opener = visit.citation(1)
    opener.focus()
    visit.page.keyboard.press("Enter")

    shown = visit.evidence.locator(".article-text")
    expect(visit.evidence.get_by_role("heading")).to_have_text(document["title"])
    mark = shown.locator("mark:not(.other)")
    expect(mark).to_have_text(citation["quote"])
    expect(mark).to_be_in_viewport()
    assert shown.evaluate("shown => shown.textContent") == document["text"]
    before = mark.evaluate(
        """mark => {
            const range = document.createRange();
            range.setStart(mark.closest(".article-text"), 0);
            range.setEndBefore(mark);
            return [...range.toString()].length;
        }"""
    )
    assert before == citation["start"]
    lit = "".join(shown.locator(".lit, mark:not(.other)").all_text_contents())
    assert lit == citation["context"]

    visit.page.keyboard.press("Escape")
    expect(shown).to_have_count(0)
    expect(opener).to_be_focused()
    expect(turn).to_contain_text(re.compile("confidence: .* %"))
    assert visit.complaints == []


def test_differing_values_stand_in_a_table(visit: Visit) -> None:
    turn = visit.ask(TROOPS)

    expect(turn).to_contain_text(strings.STATUS_CONFLICTING)
    rows = turn.get_by_role("table").get_by_role("row")
    assert rows.count() >= 3
    head = rows.first.get_by_role("columnheader").all_text_contents()
    assert head == [
        *(strings.VALUE, strings.QUALIFIER, strings.SPEAKER, strings.DATE, strings.LIKELY),
        strings.CITATIONS,
    ]
    for row in rows.all()[1:]:
        expect(row.get_by_role("rowheader")).to_have_text(re.compile(r"\d"))
        expect(row).to_contain_text("29 Oct 2024")
        expect(row.get_by_role("button")).to_have_count(1)


def test_the_nearest_sentence_of_an_unanswered_question_is_cited(visit: Visit) -> None:
    turn = visit.ask("How many tanks has North Korea sent to Russia?")

    expect(turn).to_contain_text(strings.STATUS_NOT_IN_ARTICLES)
    expect(turn.get_by_role("region", name=strings.NEAREST_PASSAGE)).to_have_count(0)
    visit.citation(1).click()
    expect(visit.page.locator("mark").first).to_contain_text("North Korean")


def test_question_that_the_articles_do_not_answer(visit: Visit) -> None:
    turn = visit.ask(ABSENT)

    expect(turn).to_contain_text(strings.STATUS_NOT_IN_ARTICLES)
    nearest = turn.get_by_role("region", name=strings.NEAREST_PASSAGE)
    expect(nearest.locator(".passage")).to_contain_text(re.compile(r"\w{4}"))
    expect(turn.locator("mark")).to_have_count(0)

    turn.get_by_role("button", name=strings.WIDEN_GUESS).click()
    guess = visit.answered(1)
    expect(guess).to_contain_text(strings.STATUS_GUESS)
    expect(guess).not_to_contain_text(strings.STATUS_ANSWERED)
    expect(guess).to_contain_text("Low confidence")
    expect(visit.citation(1)).to_be_visible()


def test_follow_up_shows_what_was_understood_and_takes_a_correction(visit: Visit) -> None:
    visit.ask(TROOPS)
    turn = visit.ask("And according to the Pentagon?")
    expect(turn).to_contain_text(re.compile(f"{strings.UNDERSTOOD_AS}.*Kursk.*Pentagon"))

    turn.get_by_role("button", name=strings.EDIT_LABEL).click()
    box = turn.get_by_role("textbox", name=strings.EDIT_LABEL)
    expect(box).to_be_focused()
    box.fill("What is the K Battalion?")
    box.press("Enter")

    corrected = visit.answered(2)
    expect(corrected.locator(".bubble")).to_have_text("What is the K Battalion?")
    # Asked on its own: nothing of the conversation went into it.
    expect(corrected).not_to_contain_text(strings.UNDERSTOOD_AS)
    expect(box).to_have_count(0)
    expect(visit.question).to_be_focused()


def test_an_edit_that_cannot_be_asked_now_stays(visit: Visit) -> None:
    visit.ask(TROOPS)
    turn = visit.ask("And according to the Pentagon?")
    turn.get_by_role("button", name=strings.EDIT_LABEL).click()
    box = turn.get_by_role("textbox", name=strings.EDIT_LABEL)
    box.fill(" ")
    box.press("Enter")
    expect(visit.page.get_by_text(strings.NOTICE_EMPTY)).to_be_visible()
    expect(box).to_be_focused()


def test_an_answer_is_copied_with_its_sources(open_page: OpenPage) -> None:
    visit = open_page(permissions=["clipboard-read", "clipboard-write"])
    turn = visit.ask(PRESIDENT)
    turn.get_by_role("button", name=strings.COPY, exact=True).click()
    expect(visit.page.get_by_role("alert")).to_have_text(strings.ANSWER_COPIED)
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Yoon Suk Yeol")
    assert re.search(r"^\[1\] “Yoon Suk Yeol” — .*, characters \d+ to \d+\)$", copied, re.MULTILINE)


def test_a_browser_that_does_not_copy_is_told(open_page: OpenPage) -> None:
    visit = open_page(before="navigator.clipboard.writeText = () => Promise.reject();")
    turn = visit.ask(PRESIDENT)
    turn.get_by_role("button", name=strings.COPY, exact=True).click()
    expect(visit.page.get_by_role("alert")).to_have_text(strings.COPY_REFUSED)


def test_the_focus_stays_where_filters_are_cleared(visit: Visit) -> None:
    articles = visit.show_articles()
    filters = articles.get_by_text(strings.FILTERS)
    filters.click()
    clear = visit.page.get_by_role("button", name=strings.CLEAR_FILTERS)
    for button, heir in ((clear.first, filters), (clear.last, visit.question)):
        articles.get_by_label(strings.OUTLET).last.select_option("Sample reports")
        expect(clear).to_have_count(2)
        button.press("Enter")
        expect(clear).to_have_count(0)
        expect(heir).to_be_focused()


def test_a_rating_that_fails_is_told_once_and_sent_once(visit: Visit) -> None:
    turn = visit.ask(PRESIDENT)
    turn.get_by_role("button", name=strings.FEEDBACK).click()
    turn.get_by_label(strings.VERDICT_RIGHT, exact=True).check()
    save = turn.get_by_role("button", name=strings.FEEDBACK_SEND)
    visit.page.route("**/v1/feedback", lambda route: route.abort())
    for _ in range(2):
        save.click()
        expect(turn.get_by_role("alert")).to_have_text(strings.PROBLEM_UNREACHABLE)

    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    visit.page.unroute_all()
    visit.page.route("**/v1/feedback", hold)
    with visit.page.expect_request("**/v1/feedback"):
        save.dblclick()
    visit.page.evaluate("() => new Promise(requestAnimationFrame)")
    assert len(held) == 1


def test_right_words_of_no_passage_are_sought_in_the_list_of_articles(visit: Visit) -> None:
    articles = visit.show_articles()
    articles.get_by_text(strings.FILTERS).click()
    articles.get_by_label(strings.UNTIL).fill("1990-01-01")
    visit.page.get_by_role("tab", name=strings.CONVERSATIONS).click()
    turn = visit.ask(PRESIDENT)
    turn.get_by_role("button", name=strings.FEEDBACK).click()
    turn.get_by_label(strings.VERDICT_IN_ARTICLES).check()
    turn.get_by_role("button", name=strings.PICK).click()
    expect(articles).to_be_visible()


def files_of(*names: str) -> list[FilePayload]:
    """Files as a browser takes them."""
    return [
        FilePayload(name=name, mimeType="text/plain", buffer=b"The ferry sank.") for name in names
    ]


def test_a_note_that_is_dismissed_passes_the_focus_on(visit: Visit) -> None:
    visit.page.route("**/v1/documents", lambda route: route.abort())
    articles = visit.show_articles()
    articles.get_by_label(strings.CHOOSE_FILES).set_input_files(files_of("one.txt", "two.txt"))
    expect(visit.button(strings.DISMISS.format(name="two.txt"))).to_be_visible()
    for name, heir in (
        ("one.txt", visit.button(strings.DISMISS.format(name="two.txt"))),
        ("two.txt", articles.get_by_text(strings.CHOOSE_FILES)),
    ):
        visit.button(strings.DISMISS.format(name=name)).press("Enter")
        expect(heir).to_be_focused()


def test_files_that_wait_for_others_are_listed(visit: Visit) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    visit.page.route("**/v1/documents", hold)
    articles = visit.show_articles()
    articles.get_by_label(strings.CHOOSE_FILES).set_input_files(files_of("one.txt", "two.txt"))
    notes = articles.get_by_role("list", name=strings.ADDING).get_by_role("listitem")
    expect(notes.first).to_contain_text("one.txt")
    expect(notes.last).to_have_text(f"two.txt{strings.STATE_WAITING}")


def test_a_file_that_is_gone_is_not_told_as_a_server_that_is(visit: Visit, tmp_path: Path) -> None:
    first, gone = tmp_path / "first.txt", tmp_path / "gone.txt"
    for path in (first, gone):
        path.write_text("The ferry sank.", encoding="utf-8")

    def lose(route: Route) -> None:
        gone.unlink(missing_ok=True)
        route.abort()

    visit.page.route("**/v1/documents", lose)
    articles = visit.show_articles()
    # Playwright's own way would hand over what the files hold.
    session = visit.page.context.new_cdp_session(visit.page)
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    box = session.send("DOM.querySelector", {"nodeId": root, "selector": "input[type=file]"})
    session.send("DOM.setFileInputFiles", {"files": [str(first), str(gone)], **box})
    note = articles.get_by_role("listitem").filter(has_text="gone.txt")
    expect(note).to_contain_text(strings.FILE_UNREADABLE)


def test_a_form_that_was_sent_keeps_the_focus(visit: Visit) -> None:
    visit.page.route("**/v1/documents", lambda route: route.abort())
    articles = visit.show_articles()
    articles.get_by_text(strings.ADD_ADDRESS).click()
    articles.get_by_label(strings.ADDRESS).fill("https://example.org/")
    add = articles.get_by_role("button", name=strings.ADD, exact=True).last
    add.press("Enter")
    jobs = articles.get_by_role("list", name=strings.ADDING)
    expect(jobs).to_contain_text(strings.PROBLEM_UNREACHABLE)
    expect(add).to_be_focused()


def test_nothing_is_suggested_twice(visit: Visit) -> None:
    for question in (PRESIDENT, "What is the K Battalion?"):
        with visit.page.expect_response("**/v1/suggestions") as replied:
            visit.ask(question)
        assert replied.value.json()["questions"]
    chips = visit.turns.locator(".suggestions .chip")
    expect(visit.turns.first.locator(".suggestions .chip").first).to_be_visible()
    suggested = chips.all_inner_texts()
    assert len(suggested) == len(set(suggested))


def test_the_focus_stays_where_it_went_while_the_page_was_opening(open_page: OpenPage) -> None:
    visit = open_page(before=LATE)
    tab = visit.page.get_by_role("tab", name=strings.ARTICLES)
    tab.focus()
    visit.page.evaluate("proceed()")
    expect(visit.page.locator(".welcome .chip").first).to_be_visible()
    expect(tab).to_be_focused()


def test_questions_are_headings(visit: Visit) -> None:
    visit.ask(PRESIDENT)
    expect(visit.turns.get_by_role("heading", name=PRESIDENT)).to_have_count(1)


def test_what_is_not_known_has_no_button(open_page: OpenPage) -> None:
    visit = open_page(before=UNREADY)
    expect(visit.page.get_by_text(strings.PROBLEM_UNREACHABLE)).to_be_visible()
    nameless = [
        button.inner_html()
        for button in visit.page.locator("button:visible").all()
        if not button.inner_text()
    ]
    assert nameless == []


def test_stages_are_shown_as_they_finish(visit: Visit) -> None:
    visit.page.evaluate(
        """() => {
            window.stages = [];
            const note = () => {
                const told = document.querySelector(".progress")?.textContent;
                if (told && told !== window.stages.at(-1)) window.stages.push(told);
            };
            new MutationObserver(note).observe(document.body, {childList: true, subtree: true});
        }"""
    )
    turn = visit.ask(TROOPS)

    searching, reading = visit.page.evaluate("window.stages")
    assert searching == strings.STAGE_SEARCHING
    assert re.match(r"Found \d+ passages? in \d articles? after \d+\.\d s", reading)
    expect(turn).to_contain_text(re.compile(r"Passages \d+\.\d s · answer \d+\.\d s"))


@pytest.mark.parametrize(
    ("question", "words"),
    [("   ", "Type a question"), ("?!", "holds no word"), ("troops " * 400, "at most 2,000")],
)
def test_unusable_question_is_explained(visit: Visit, question: str, words: str) -> None:
    visit.question.fill(question)
    visit.button(strings.SEND).click()

    expect(visit.page.get_by_role("alert").filter(has_text=words)).to_be_visible()
    expect(visit.page.get_by_text("Traceback")).to_have_count(0)


def test_a_notice_goes_with_the_next_word(visit: Visit) -> None:
    visit.ask(PRESIDENT).get_by_role("link", name=strings.COPY_LINK).click()
    notice = visit.page.get_by_role("alert")
    expect(notice).to_be_visible()
    visit.question.press("a")
    expect(notice).to_be_hidden()


def test_hostile_question_stays_text(visit: Visit) -> None:
    hostile = 'troops <img src=x onerror="window.taken=1"><script>window.taken=1</script> **b**'
    turn = visit.ask(hostile)

    expect(turn.locator(".bubble")).to_have_text(hostile)
    assert visit.page.evaluate("window.taken") is None
    assert visit.complaints == []


def test_everything_is_reached_by_keyboard(visit: Visit) -> None:
    keyboard = visit.page.keyboard
    expect(visit.question).to_be_focused()
    keyboard.type("What is the K Battalion?")
    keyboard.press("Enter")
    visit.answered(0)
    expect(visit.question).to_be_focused()

    # Back from the box: the answer's buttons, the last one first.
    names = []
    for _ in range(30):
        keyboard.press("Shift+Tab")
        name = visit.page.evaluate(
            "document.activeElement.ariaLabel ?? document.activeElement.textContent"
        )
        names.append(name)
        if name.startswith(strings.CITATION.format(number=1)):
            break
    assert strings.FEEDBACK in names
    keyboard.press("Enter")
    expect(visit.evidence.locator("mark:not(.other)")).to_be_visible()
    keyboard.press("Escape")
    expect(visit.citation(1)).to_be_visible()
    assert visit.page.evaluate("document.activeElement.className") == "citation"


@pytest.mark.parametrize("scheme", ["dark", pytest.param("light", marks=pytest.mark.slow)])
def test_phone_shows_the_article_over_the_conversation(open_page: OpenPage, scheme: str) -> None:
    visit = open_page(390, scheme)
    visit.ask(TROOPS)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(visit.evidence).to_be_hidden()

    visit.citation(1).click()
    expect(visit.evidence.locator("mark:not(.other)")).to_be_in_viewport()
    box = visit.evidence.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    visit.button(strings.CLOSE).click()
    expect(visit.evidence).to_be_hidden()
    expect(visit.citation(1)).to_be_focused()
    lightness = visit.page.evaluate(
        """getComputedStyle(document.querySelector(".desk")).backgroundColor
            .match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3"""
    )
    assert (lightness < 128) == (scheme == "dark")


@pytest.mark.parametrize(("width", "turned", "hidden"), [(1440, 800, True), (800, 1440, False)])
def test_what_is_behind_the_evidence_follows_the_width(
    open_page: OpenPage, width: int, turned: int, hidden: bool
) -> None:
    visit = open_page(width)
    visit.ask(PRESIDENT)
    visit.citation(1).click()
    expect(visit.evidence.locator("mark:not(.other)")).to_be_visible()
    visit.page.set_viewport_size({"width": turned, "height": 900})

    behind = visit.page.locator(".talk[inert], .masthead[inert], .rail[inert]")
    expect(behind).to_have_count(3 if hidden else 0)
    expect(visit.button(strings.CLOSE)).to_be_visible()
    visit.button(strings.CLOSE).click()
    expect(behind).to_have_count(0)


@pytest.mark.parametrize("ended", ["panel", "form"])
def test_the_right_words_are_chosen_no_longer_than_their_form_and_article_are_open(
    visit: Visit, ended: str
) -> None:
    turn = visit.ask(PRESIDENT)
    use = visit.pick_words(turn)
    visit.button(strings.CLOSE if ended == "panel" else strings.CANCEL).click()
    expect(use).to_have_count(0)

    visit.citation(1).click()
    expect(visit.evidence.locator("mark:not(.other)")).to_be_visible()
    expect(use).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 390])
def test_an_article_opened_from_the_evidence_gives_the_focus_back(
    open_page: OpenPage, width: int
) -> None:
    visit = open_page(width)
    visit.ask(PRESIDENT)
    opener = visit.button(strings.SHOW_EVIDENCE)
    opener.click()
    visit.evidence.locator(".card-title").first.press("Enter")
    expect(visit.evidence.locator(".article-text")).to_be_visible()
    visit.button(strings.CLOSE).press("Enter")
    expect(opener).to_be_focused()


def test_an_article_opened_by_nothing_that_is_left_gives_the_focus_to_the_evidence(
    visit: Visit,
) -> None:
    visit.ask(PRESIDENT)
    visit.evidence.locator(".card-title").first.press("Enter")
    expect(visit.evidence.locator(".article-text")).to_be_visible()
    visit.button(strings.CLOSE).press("Enter")
    expect(visit.evidence.get_by_role("heading", name=strings.EVIDENCE)).to_be_focused()


def test_phone_goes_back_to_the_list_that_an_article_was_opened_from(open_page: OpenPage) -> None:
    visit = open_page(390)
    visit.button(strings.MENU).click()
    title = visit.show_articles().locator(".document-title").first
    title.press("Enter")
    expect(visit.evidence.locator(".article-text")).to_be_visible()
    visit.button(strings.CLOSE).press("Enter")
    expect(title).to_be_focused()


def test_an_example_chosen_by_keyboard_leaves_the_focus_in_the_box(visit: Visit) -> None:
    visit.page.locator(".welcome .chip").first.press("Enter")
    visit.answered(0)
    expect(visit.question).to_be_focused()


def test_a_conversation_is_forgotten_once_that_is_confirmed(visit: Visit) -> None:
    visit.ask(PRESIDENT)
    cross = visit.button(strings.FORGET_LABEL.format(title=PRESIDENT))
    cross.click()
    expect(visit.button(strings.KEEP)).to_be_focused()
    # The list is shown anew meanwhile.
    visit.ask(TROOPS)
    visit.button(strings.KEEP).press("Escape")
    expect(cross).to_be_focused()
    expect(visit.turns).to_have_count(2)

    visit.forget(PRESIDENT)
    expect(visit.turns).to_have_count(0)
    expect(cross).to_have_count(0)


def test_a_reloaded_answer_tells_how_many_passages_were_found(visit: Visit) -> None:
    visit.ask(PRESIDENT)
    told = visit.evidence.locator("summary")
    found = told.text_content()
    assert found is not None
    assert re.fullmatch(r"\d+ more passages were found", found)
    visit.page.reload()
    visit.button(PRESIDENT).click()
    expect(told).to_have_text(found)
    told.click()
    expect(visit.evidence).to_contain_text(strings.FURTHER_NEAREST)


@pytest.mark.slow
def test_conversations_stay_in_the_browser_and_a_link_asks_again(visit: Visit) -> None:
    turn = visit.ask(TROOPS)
    link = turn.get_by_role("link", name=strings.COPY_LINK).get_attribute("href")
    assert link is not None
    assert "index_version=" in link
    visit.page.reload()
    visit.button(TROOPS).first.click()
    expect(visit.turns).to_have_count(1)
    expect(visit.turns.first).to_contain_text(strings.STATUS_CONFLICTING)

    with visit.page.expect_download() as download:
        visit.button(strings.EXPORT).click()
    exported = download.value.path().read_text(encoding="utf-8")
    assert f"## {TROOPS}" in exported
    assert re.search(r"- \\\[1\\\] “(?:about )?[\d,]+” — .*characters \d+ to \d+", exported)

    visit.page.goto(f"{link.replace('index_version=1', 'index_version=0')}")
    again = visit.answered(0)
    expect(again.locator(".bubble")).to_have_text(TROOPS)
    expect(again).to_contain_text("was made with version 0")


def test_stays_on_its_own_server(visit: Visit, site_url: str) -> None:
    visit.ask(TROOPS)
    visit.show_articles().get_by_role("button", name="Kyiv and Seoul").first.click()
    expect(visit.evidence.locator(".article-text")).to_be_visible()

    assert visit.hosts - {""} == {urlsplit(site_url).netloc}
    assert visit.complaints == []
    outside = visit.page.locator("a[href^='http']").evaluate_all(
        "links => links.map(link => link.href)"
    )
    assert [link for link in outside if not link.startswith(site_url)] == []
