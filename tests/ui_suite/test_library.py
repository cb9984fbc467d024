"""Articles added, asked about, rated and removed on the page, and an article that attacks it."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect
from visits import ABSENT, TROOPS, OpenPage, Visit

from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.encoder import Encoder
from index.reading import read_sample
from index.retrieval import RetrievalOptions, Retriever
from qa.answering import Answerer, AnswererModels
from qa.squad import load_squad
from ui import strings
from ui.application import create_site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOSTILE_TITLE = '<img src=x onerror="window.taken=1">Flood in [Brunnau](javascript:alert(1))'
HOSTILE = (
    "The flood in Brunnau destroyed 412 houses, the mayor said. "
    "<script>window.taken=2</script><svg onload='window.taken=3'></svg> "
    "[link](javascript:window.taken=4) <a href='javascript:window.taken=5'>more</a> "
    "\u202eturned around\u202c &lt;b&gt; ${window.taken=6} {{constructor}} **not bold**"
)


@pytest.fixture(scope="module")
def changing_site(
    tmp_path_factory: pytest.TempPathFactory,
    encoder: Encoder,
    models: AnswererModels,
    serve: Callable[..., AbstractContextManager[str]],
) -> Iterator[str]:
    """The address of a site with an index of its own."""
    folder = tmp_path_factory.mktemp("changing") / "index"
    index = ArticleIndex(folder, encoder, ChunkingOptions())
    index.add(read_sample())
    answerer = Answerer(index, Retriever(index, RetrievalOptions()), models)
    with serve(create_site(answerer)) as url:
        yield url


@pytest.fixture
def visit(open_page: OpenPage, changing_site: str) -> Visit:
    return open_page(url=changing_site)


def start_again(visit: Visit) -> None:
    """Leave the conversation, so that nothing of it goes into the next question."""
    visit.page.get_by_role("tab", name=strings.CONVERSATIONS).click()
    visit.button(strings.NEW_CONVERSATION).click()


def test_files_are_added_asked_about_and_removed(visit: Visit, tmp_path: Path) -> None:
    article = tmp_path / "harbour.md"
    article.write_text(
        "---\ntitle: The harbour of Ostby\noutlet: Ostby Courier\npublished_at: 2024-03-01\n---\n"
        "The harbour of Ostby handled 7,214 containers in February, the port authority said.\n",
        encoding="utf-8",
    )
    unreadable = tmp_path / "table.xyz"
    unreadable.write_bytes(b"\0\1\2" * 50)
    articles = visit.show_articles()
    articles.get_by_label(strings.CHOOSE_FILES).set_input_files([article, unreadable])
    jobs = articles.get_by_role("list", name=strings.ADDING)
    expect(jobs).to_contain_text(strings.STATE_ADDED)
    failed = jobs.get_by_role("listitem").filter(has_text="table.xyz")
    expect(failed).to_contain_text(re.compile("table.xyz.*table.xyz"))

    turn = visit.ask("How many containers did the harbour of Ostby handle?")
    expect(turn).to_contain_text("7,214")

    articles.get_by_text(strings.FILTERS).click()
    articles.get_by_label(strings.OUTLET).last.select_option("Ostby Courier")
    expect(articles).to_contain_text("1 of 4 articles")
    expect(visit.page.locator(".scope")).to_contain_text("Asking 1 of 4")
    start_again(visit)
    elsewhere = visit.ask(ABSENT)
    expect(elsewhere).to_contain_text(strings.STATUS_NOT_IN_ARTICLES)
    expect(visit.evidence).not_to_contain_text("North Korean")
    elsewhere.get_by_role("button", name=strings.WIDEN_ARTICLES).click()
    visit.answered(1)
    expect(visit.evidence).to_contain_text("North Korean")

    visit.show_articles()
    removal = strings.REMOVE_LABEL.format(title="The harbour of Ostby")
    articles.get_by_role("button", name=removal).click()
    articles.get_by_role("button", name=strings.REMOVE_YES).click()
    expect(articles).to_contain_text("of 3 articles")
    start_again(visit)
    gone = visit.ask("How many containers did the harbour of Ostby handle?")
    expect(gone).not_to_contain_text("7,214")


def test_a_list_that_cannot_be_read_again_takes_nothing_from_a_change(visit: Visit) -> None:
    visit.page.route(
        "**/v1/documents",
        lambda route: route.abort() if route.request.method == "GET" else route.continue_(),
    )
    stale = strings.LIBRARY_STALE.format(problem=strings.PROBLEM_UNREACHABLE)
    visit.paste("The mill of Grunau burned down on Sunday.", "Fire in Grunau")
    articles = visit.show_articles()
    expect(articles).to_contain_text(stale)

    visit.page.unroute_all()
    visit.page.reload()
    visit.show_articles()
    visit.page.route("**/readyz", lambda route: route.abort())
    removal = articles.get_by_role(
        "button", name=strings.REMOVE_LABEL.format(title="Fire in Grunau")
    )
    removal.click()
    articles.get_by_role("button", name=strings.REMOVE_YES).click()
    expect(articles).to_contain_text(stale)
    expect(removal).to_have_count(0)
    expect(articles).not_to_contain_text(strings.REMOVE_SURE)


def test_file_dropped_anywhere_is_added(visit: Visit) -> None:
    visit.page.locator(".talk").dispatch_event(
        "drop",
        {
            "dataTransfer": visit.page.evaluate_handle(
                """() => {
                const dropped = new DataTransfer();
                const text = "The ferry to Norholm carried 88 passengers on Monday.";
                dropped.items.add(new File([text], "ferry.txt", {type: "text/plain"}));
                return dropped;
            }"""
            )
        },
    )
    jobs = visit.page.get_by_role("list", name=strings.ADDING)
    expect(jobs).to_contain_text("ferry.txt")
    expect(jobs).to_contain_text(strings.STATE_ADDED)


def test_what_an_article_is_stored_without_is_told(visit: Visit, tmp_path: Path) -> None:
    article = tmp_path / "quay.md"
    article.write_text("---\ndate: soon\n---\nThe quay of Ostby is 90 metres long.\n", "utf-8")
    articles = visit.show_articles()
    articles.get_by_label(strings.CHOOSE_FILES).set_input_files(article)
    jobs = articles.get_by_role("list", name=strings.ADDING)
    expect(jobs).to_contain_text(f"{strings.STATE_ADDED}: published_at is 'soon'")


def test_hostile_article_shows_as_text(visit: Visit) -> None:
    visit.paste(HOSTILE, HOSTILE_TITLE)
    turn = visit.ask("How many houses did the flood in Brunnau destroy?")
    expect(turn).to_contain_text("412")
    visit.citation(1).click()

    expect(visit.evidence.get_by_role("heading")).to_have_text(HOSTILE_TITLE)
    shown = visit.evidence.locator(".article-text")
    assert shown.evaluate("shown => shown.textContent") == HOSTILE
    expect(shown.locator("mark:not(.other)")).to_contain_text("412")
    assert visit.page.locator(".desk").locator("script, img, svg[onload], b").count() == 0
    assert visit.page.locator("[href^='javascript']").count() == 0
    assert visit.page.evaluate("window.taken") is None
    assert "\u202e" not in turn.inner_text()
    assert visit.complaints == []


def test_values_are_drawn_and_listed_by_the_days_they_are_of(visit: Visit) -> None:
    for told, day in (
        ("310 people homeless", "2024-05-02"),
        ("542 people homeless by 9 May", "2024-05-12"),
    ):
        text = f"The storm in Veldland left {told}, the governor said."
        visit.paste(text, f"Storm in Veldland, {day}", day)
        visit.page.reload()
    turn = visit.ask("How many people did the storm in Veldland leave homeless?")

    expect(turn).to_contain_text(strings.STATUS_CONFLICTING)
    plot = turn.get_by_role("img")
    name = plot.get_attribute("aria-label") or ""
    assert "310 (2 May 2024)" in name
    assert "542 (9 May 2024)" in name
    table = turn.get_by_role("table")
    expect(table.get_by_role("columnheader", name="As of")).to_be_visible()
    expect(table).to_contain_text("9 May 2024")
    expect(table).not_to_contain_text("12 May 2024")


def test_feedback_is_stored_shown_and_exported(
    visit: Visit, changing_site: str, tmp_path: Path
) -> None:
    turn = visit.ask(TROOPS)
    use = visit.pick_words(turn)
    visit.evidence.get_by_label(strings.PICK_TYPED).fill("North Korean soldiers")
    visit.evidence.get_by_role("button", name=strings.PICK_FIND).click()
    use.click()
    expect(turn).to_contain_text("“North Korean soldiers”")
    turn.get_by_role("button", name=strings.FEEDBACK_SEND).click()
    expect(turn).to_contain_text(
        strings.FEEDBACK_SAVED.format(verdict=strings.VERDICT_WRONG_FIGURE)
    )

    export = httpx.get(f"{changing_site}/v1/feedback/export", timeout=60).json()
    gold = tmp_path / "feedback.json"
    gold.write_text(json.dumps(export), encoding="utf-8")
    answers = [
        (answer["text"], paragraph["context"][answer["answer_start"] :][: len(answer["text"])])
        for article in export["data"]
        for paragraph in article["paragraphs"]
        for entry in paragraph["qas"]
        for answer in entry["answers"]
    ]
    assert answers == [("North Korean soldiers", "North Korean soldiers")]
    assert load_squad(gold)
    visit.page.reload()
    visit.page.locator(".conversation").first.click()
    expect(visit.turns.first).to_contain_text("Saved:")
