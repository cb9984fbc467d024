"""What the page offers before the first question: of the sample, of no article, of others."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import expect
from starlette.types import ASGIApp
from visits import OpenPage, Visit

from index.article_index import ArticleIndex
from index.retrieval import RetrievalOptions, Retriever
from qa.answering import Answerer, AnswererModels
from ui import strings
from ui.application import create_site

pytestmark = pytest.mark.browser

Serve = Callable[[ASGIApp], AbstractContextManager[str]]


def test_the_sample_offers_its_examples(visit: Visit) -> None:
    expect(visit.page.locator(".welcome .chip")).to_have_text(list(strings.EXAMPLES))


def test_an_empty_index_leads_to_its_first_article_and_others_have_no_examples(
    open_page: OpenPage, empty_index: ArticleIndex, models: AnswererModels, serve: Serve
) -> None:
    retriever = Retriever(empty_index, RetrievalOptions())
    with serve(create_site(Answerer(empty_index, retriever, models))) as url:
        visit = open_page(url=url)
        welcome = visit.page.locator(".welcome")
        expect(welcome).to_contain_text(strings.WELCOME_EMPTY)
        expect(welcome).not_to_contain_text(strings.EXAMPLES_LABEL)
        visit.button(strings.ADD_ARTICLES).click()
        expect(visit.page.get_by_role("tabpanel", name=strings.ARTICLES)).to_be_visible()

        visit.paste("The mill of Grunau burned down on Sunday.", "Fire in Grunau")
        expect(welcome).not_to_contain_text(strings.WELCOME_EMPTY)
        expect(welcome.get_by_role("button")).to_have_count(0)
        expect(visit.question).to_be_visible()
