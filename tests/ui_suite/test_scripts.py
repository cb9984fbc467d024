"""The page's modules by themselves, in the browser that runs them."""

from typing import Any

import pytest
from playwright.sync_api import Page

from qa.question_schema import MAXIMUM_HISTORY
from ui import strings

pytestmark = pytest.mark.browser

HOSTILE = "<script>x</script> [link](javascript:x) *bold* | `code` # \\ ~ _"


def citation(text: str, start: int, end: int, context: tuple[int, int], **more: Any) -> Any:
    """A citation as the endpoint gives it."""
    return {
        "number": 1,
        "document_id": "doc",
        "title": "A title",
        "outlet": None,
        "published_at": "2024-10-29",
        "quote": text[start:end],
        "start": start,
        "end": end,
        "context": text[slice(*context)],
        "context_start": context[0],
        "context_end": context[1],
        **more,
    }


@pytest.mark.parametrize(
    ("text", "base", "start", "end", "context"),
    [
        pytest.param("One 10. Two 10. Three.", 0, 12, 14, (8, 15), id="repeated words"),
        pytest.param("Skip. One 10. Two 10.", 6, 18, 20, (14, 21), id="passage inside the text"),
        pytest.param("10", 0, 0, 2, (0, 2), id="everything"),
        pytest.param("🇺🇦👩‍👩‍👧 said 3,000 🎖️ troops 🪖.", 0, 14, 19, (0, 31), id="emoji"),
        pytest.param("e\u0301te\u0301 10 %", 0, 6, 8, (0, 10), id="combining accents"),
        pytest.param("قال إن 3,000 جندي وصلوا.", 0, 7, 12, (0, 24), id="right to left"),
        pytest.param("a\n\nb 10 c", 0, 5, 7, (3, 9), id="line ends"),
        pytest.param("ab 10 cd", 3, 3, 5, (0, 8), id="sentence begins before the passage"),
    ],
)
def test_cuts_at_the_exact_offsets(
    scripts: Page, text: str, base: int, start: int, end: int, context: tuple[int, int]
) -> None:
    parts = scripts.evaluate(
        """async ([text, base, citation]) =>
            (await import("/page/offsets.js")).cut(text, base, citation)""",
        [text[base:], base, citation(text, start, end, context)],
    )
    assert parts["marked"] == text[start:end]
    lit = parts["litBefore"] + parts["marked"] + parts["litAfter"]
    assert lit == text[max(context[0], base) : context[1]]
    assert parts["before"] + lit + parts["after"] == text[base:]


@pytest.mark.parametrize("change", [{"quote": "11"}, {"start": -1}, {"end": 99}])
def test_marks_nothing_where_the_quote_does_not_stand(scripts: Page, change: Any) -> None:
    text = "One 10. Two."
    parts = scripts.evaluate(
        """async ([text, citation]) => (await import("/page/offsets.js")).cut(text, 0, citation)""",
        [text, {**citation(text, 4, 6, (0, 7)), **change}],
    )
    assert parts is None


def test_selection_gives_code_points(scripts: Page) -> None:
    text = "🪖🪖 One 10. Two 10."
    found = scripts.evaluate(
        """async ([text, citation]) => {
            const {articleElement, selectedOffsets} = await import("/page/passage.js");
            const shown = articleElement(text, citation, []);
            document.body.replaceChildren(shown);
            const range = document.createRange();
            range.selectNodeContents(shown.querySelector("mark"));
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return [shown.textContent, selectedOffsets(shown, text)];
        }""",
        [text, citation(text, 15, 17, (11, 18))],
    )
    assert found == [text, {"start": 15, "end": 17}]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("10 [1].", ["10 ", 1, "."]),
        ("10 [1]; 20 [2].", ["10 ", 1, "; 20 [2]."]),
        ("“He said 10 [1] of them” [1]", ["“He said 10 [1] of them” ", 1]),
    ],
    ids=["a marker", "no such citation", "an article's own brackets"],
)
def test_markers_become_numbers(scripts: Page, text: str, parts: list[str | int]) -> None:
    source = "He said 10 [1] of them"
    cut = scripts.evaluate(
        """async ([text, citation]) =>
            (await import("/page/wording.js")).cutAtMarkers(text, [citation])""",
        [text, citation(source, 8, 10, (0, len(source)))],
    )
    assert cut == parts


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (1.0, "High confidence: 100 %"),
        (0.999, "High confidence: over 99 %"),
        (0.8, "High confidence: 80 %"),
        (0.79, "Moderate confidence: 79 %"),
        (0.5, "Moderate confidence: 50 %"),
        (0.49, "Low confidence: 49 %"),
        (0.001, "Low confidence: under 1 %"),
        (0.0, "Low confidence: 0 %"),
    ],
)
def test_confidence_in_words_and_number(scripts: Page, confidence: float, words: str) -> None:
    told = scripts.evaluate(
        """async (answer) => (await import("/page/wording.js")).confidenceInWords(answer)""",
        {"confidence": confidence, "status": "answered"},
    )
    assert told == f"{words} likely to be right"


def test_export_keeps_an_article_from_being_read_as_markdown(scripts: Page) -> None:
    source = f"Before. {HOSTILE}"
    answer = {
        **dict.fromkeys(("question", "resolved_question", "text"), HOSTILE),
        "status": "answered",
        "confidence": 0.9,
        "index_version": "7",
        "answers": [],
        "citations": [citation(source, 8, len(source), (0, len(source)), title=HOSTILE)],
    }
    exported = scripts.evaluate(
        """async (conversation) => (await import("/page/export.js")).asMarkdown(conversation)""",
        {"title": HOSTILE, "turns": [{"answer": answer}]},
    )
    plain = exported.replace("\\<", "").replace("\\[", "").replace("\\*", "").replace("\\`", "")
    assert not set("<[*`") & set(plain)
    assert f"characters 8 to {len(source)}" in exported
    assert strings.INDEX_VERSION.format(version=7) in exported


@pytest.mark.parametrize(
    ("speaker", "denied", "told"),
    [
        pytest.param("the mayor", False, "the mayor", id="from"),
        pytest.param("the mayor", True, f"{strings.DENIED_BY} the mayor", id="denied by"),
        pytest.param(None, False, "", id="untold"),
    ],
)
def test_export_tells_who_gives_a_value_from_who_denies_it(
    scripts: Page, speaker: str | None, denied: bool, told: str
) -> None:
    source = "There were 10 dead."
    value = {"text": "10", "value": None, "as_of": None, "citation": 1}
    answer = {
        **dict.fromkeys(("question", "resolved_question", "text"), "How many?"),
        "status": "conflicting",
        "confidence": 0.9,
        "index_version": "7",
        "answers": [{**value, "speaker": speaker, "denied": denied}],
        "citations": [citation(source, 11, 13, (0, len(source)))],
    }
    exported = scripts.evaluate(
        """async (conversation) => (await import("/page/export.js")).asMarkdown(conversation)""",
        {"title": "How many?", "turns": [{"answer": answer}]},
    )
    row = next(line for line in exported.splitlines() if line.startswith("| 10 |"))
    assert row.split(" | ")[2] == told


def test_link_leads_to_the_same_question(scripts: Page) -> None:
    linked = scripts.evaluate(
        """async (turn) => {
            const {linkTo, linkedQuestion} = await import("/page/link.js");
            location.hash = new URL(linkTo(turn)).hash;
            return linkedQuestion();
        }""",
        {
            "answer": {"resolved_question": "how many? & <b>#", "index_version": "3"},
            "asked": {
                "filters": {"outlets": ["A & B", "C"], "published_after": "2024-01-01"},
                "min_confidence": 0,
            },
        },
    )
    assert linked == {
        "question": "how many? & <b>#",
        "version": "3",
        "asked": {
            "history": [],
            "filters": {"outlets": ["A & B", "C"], "published_after": "2024-01-01"},
            "min_confidence": 0,
        },
    }


def test_memory_drops_the_oldest_where_storage_is_full(scripts: Page) -> None:
    kept, history = scripts.evaluate(
        """async (turns) => {
            const {Memory} = await import("/page/memory.js");
            let stored = null;
            const storage = {
                getItem: () => stored,
                setItem: (key, value) => {
                    if (value.length > 12000) throw new Error("full");
                    stored = value;
                },
            };
            const memory = new Memory(storage);
            for (let number = 0; number < 30; number += 1) {
                memory.start();
                memory.add({question: `q${number} ${"w".repeat(1000)}`, problem: "p"});
            }
            memory.start();
            const answer = {answer: "a", citations: [], passages: []};
            for (let turn = 0; turn < turns; turn += 1) memory.add({question: "q", answer});
            const titles = new Memory(storage).listed().map((entry) => entry.title.slice(0, 4));
            return [titles, memory.history().length];
        }""",
        MAXIMUM_HISTORY + 5,
    )
    assert history == MAXIMUM_HISTORY
    assert kept[0] == "q"
    assert 0 < len(kept) < 30


def test_two_tabs_keep_each_other_s_conversations(scripts: Page) -> None:
    titles = scripts.evaluate(
        """async () => {
            const {Memory} = await import("/page/memory.js");
            let kept = null;
            const storage = {getItem: () => kept, setItem: (key, value) => { kept = value; }};
            const turn = (question) => ({question, problem: "p"});
            const [one, other] = [new Memory(storage), new Memory(storage)];
            one.add(turn("first"));
            other.add(turn("second"));
            one.start();
            one.add(turn("third"));
            other.add(turn("and then"));
            one.remove(one.listed().find((entry) => entry.title === "first").id);
            return new Memory(storage).listed().map((entry) => [entry.title, entry.turns.length]);
        }"""
    )
    assert sorted(titles) == [["second", 2], ["third", 1]]


@pytest.mark.parametrize(
    ("problem", "message", "waits"),
    [
        pytest.param(
            {"status": 500, "detail": "d"},
            strings.PROBLEM_SERVER.format(reference="r-1"),
            0,
            id="500",
        ),
        pytest.param(
            {"status": 503, "detail": "d", "retry_seconds": 3},
            strings.PROBLEM_BUSY.format(seconds=3),
            3,
            id="503",
        ),
    ],
)
def test_a_failure_inside_the_stream_is_as_one_before_it(
    scripts: Page, problem: dict[str, Any], message: str, waits: int
) -> None:
    told = scripts.evaluate(
        """async (problem) => {
            const {askedInStages} = await import("/page/endpoint.js");
            const before = globalThis.fetch;
            globalThis.fetch = async () => new Response(
                `event: error\ndata: ${JSON.stringify(problem)}\n\n`,
                {headers: {"X-Request-ID": "r-1"}},
            );
            try {
                for await (const stage of askedInStages({})) return stage;
            } catch (failure) {
                return [failure.message, failure.status, failure.wait];
            } finally {
                globalThis.fetch = before;
            }
        }""",
        problem,
    )
    assert told == [message, problem["status"], waits]


def test_what_one_tab_forgets_stays_forgotten(scripts: Page) -> None:
    kept, listed, history = scripts.evaluate(
        """async () => {
            const {Memory} = await import("/page/memory.js");
            let kept = null;
            const storage = {getItem: () => kept, setItem: (key, value) => { kept = value; }};
            const turn = (question) => (
                {question, answer: {answer: question, citations: [], passages: []}}
            );
            const one = new Memory(storage);
            one.add(turn("secret"));
            const [other, same] = [new Memory(storage), new Memory(storage)];
            same.open(one.current.id);
            one.remove(one.current.id);
            other.add(turn("anything"));
            same.add(turn("more"));
            return [kept, same.listed().map(({title}) => title), same.history()];
        }"""
    )
    assert "secret" not in kept
    assert sorted(listed) == ["anything", "more"]
    assert history == [{"question": "more", "answer": "more"}]


def test_two_tabs_go_on_with_one_conversation(scripts: Page) -> None:
    turns, verdicts = scripts.evaluate(
        """async () => {
            const {Memory} = await import("/page/memory.js");
            let kept = null;
            const storage = {getItem: () => kept, setItem: (key, value) => { kept = value; }};
            const turn = (question) => ({question, problem: "p"});
            const one = new Memory(storage);
            one.add(turn("q1"));
            const other = new Memory(storage);
            other.open(one.current.id);
            other.current.turns[0].verdict = {verdict: "right"};
            other.add(turn("q2"));
            one.add(turn("q3"));
            const [conversation] = new Memory(storage).listed();
            return [
                conversation.turns.map(({question}) => question),
                conversation.turns.map(({verdict}) => verdict?.verdict ?? null),
            ];
        }"""
    )
    assert turns == ["q1", "q2", "q3"]
    assert verdicts == ["right", None, None]


def test_the_newest_conversations_of_all_tabs_are_kept(scripts: Page) -> None:
    titles = scripts.evaluate(
        """async () => {
            const {Memory} = await import("/page/memory.js");
            let kept = null;
            const storage = {getItem: () => kept, setItem: (key, value) => { kept = value; }};
            const turn = (question) => ({question, problem: "p"});
            const later = () => new Promise((resolve) => { setTimeout(resolve, 2); });
            const one = new Memory(storage);
            for (let number = 0; number < 50; number += 1) {
                one.start();
                one.add(turn(`q${number}`));
            }
            const other = new Memory(storage);
            await later();
            other.add(turn("of the other"));
            await later();
            one.start();
            one.add(turn("of this one"));
            return new Memory(storage).listed().map(({title}) => title);
        }"""
    )
    assert titles[:2] == ["of this one", "of the other"]
    assert len(titles) == 50


def test_a_question_that_was_stopped_leaves_nothing_behind(scripts: Page) -> None:
    titles = scripts.evaluate(
        """async () => {
            const {Memory} = await import("/page/memory.js");
            let kept = null;
            const storage = {getItem: () => kept, setItem: (key, value) => { kept = value; }};
            const memory = new Memory(storage);
            const stopped = {question: "stopped"};
            memory.add(stopped);
            const begun = memory.listed().map(({title}) => title);
            memory.drop(stopped, memory.current);
            memory.save();
            return [begun, memory.listed().length, memory.current.turns.length, kept];
        }"""
    )
    assert titles == [["stopped"], 0, 0, "[]"]


def test_memory_that_is_not_its_own_is_left_aside(scripts: Page) -> None:
    kept = scripts.evaluate(
        """async (stores) => {
            const {Memory} = await import("/page/memory.js");
            return stores.map((stored) => new Memory({getItem: () => stored}).listed().length);
        }""",
        ["{", "3", '[{"id": 1}]', '{"id": 1}', "null"],
    )
    assert kept == [0, 0, 0, 0, 0]
