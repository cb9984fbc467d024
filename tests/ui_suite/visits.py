"""A visit to the page in a real browser, and what it does on the wire and the console."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from ui import strings

ANSWER_MILLISECONDS = 120_000
TROOPS = "how many troops are in Kursk"
PRESIDENT = "Who is the president of South Korea?"
ABSENT = "Who won the football World Cup in 2022?"


@dataclass(frozen=True, slots=True)
class Visit:
    """An open page; `complaints` are errors of its scripts and of its console."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    @property
    def question(self) -> Locator:
        return self.page.get_by_role("textbox", name=strings.QUESTION_LABEL)

    @property
    def turns(self) -> Locator:
        return self.page.get_by_role("article")

    @property
    def evidence(self) -> Locator:
        return self.page.get_by_role("complementary", name=strings.EVIDENCE)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def citation(self, number: int) -> Locator:
        """The first button of a citation in the latest answer."""
        name = strings.CITATION.format(number=number)
        return self.turns.last.get_by_role("button", name=f"{name}:").first

    def ask(self, question: str) -> Locator:
        """Ask, wait for the answer, and return its part of the conversation."""
        asked = self.turns.count()
        self.question.fill(question)
        self.question.press("Enter")
        return self.answered(asked)

    def answered(self, before: int) -> Locator:
        """The turn behind the first `before` ones, once it is answered."""
        turn = self.turns.nth(before)
        rate = turn.get_by_role("button", name=strings.FEEDBACK)
        expect(rate).to_be_visible(timeout=ANSWER_MILLISECONDS)
        return turn

    def pick_words(self, turn: Locator) -> Locator:
        """Begin to choose the right words for an answer; the button that uses them."""
        turn.get_by_role("button", name=strings.FEEDBACK).click()
        turn.get_by_label(strings.VERDICT_WRONG_FIGURE).check()
        turn.get_by_role("button", name=strings.PICK).click()
        use = self.evidence.get_by_role("button", name=strings.PICK_USE)
        expect(use).to_be_visible()
        return use

    def forget(self, title: str) -> None:
        """Forget a conversation, and say that it is meant."""
        self.button(strings.FORGET_LABEL.format(title=title)).click()
        self.button(strings.FORGET_YES).click()

    def show_articles(self) -> Locator:
        """The list of stored articles."""
        self.page.get_by_role("tab", name=strings.ARTICLES).click()
        return self.page.get_by_role("tabpanel", name=strings.ARTICLES)

    def paste(self, text: str, title: str, day: str = "") -> None:
        """Store a text through the form."""
        articles = self.show_articles()
        articles.get_by_text(strings.PASTE_TEXT).click()
        articles.get_by_label(strings.TEXT, exact=True).fill(text)
        articles.get_by_label(strings.TITLE).fill(title)
        articles.get_by_label(strings.PUBLISHED).fill(day)
        articles.get_by_role("button", name=strings.ADD, exact=True).first.click()
        jobs = articles.get_by_role("list", name=strings.ADDING)
        expect(jobs).to_contain_text(strings.STATE_ADDED)


OpenPage = Callable[..., Visit]
