"""The evidence panel: exact cuts, nothing of an article taken for HTML."""

import html
import re
from dataclasses import replace
from datetime import date

import pytest

from index.document import Document
from index.passage import Passage, RetrievedPassage
from qa.answer import Answer, Citation, DistinctAnswer, Models, Timings
from ui.evidence import MAXIMUM_NEAREST, empty_panel, evidence_panel
from ui.highlight import highlight

HOSTILE = (
    '<script>alert(1)</script><img src=x onerror="alert(2)">[link](javascript:alert(3))'
    "</blockquote>\u202eturned ' &amp; ${alert(4)} {{value}}"
)


def make_document(text: str, title: str = "A title") -> Document:
    return Document("doc", title, text, "sample:doc", "The Outlet", date(2024, 10, 29))


def make_citation(document: Document, start: int, end: int, context: tuple[int, int]) -> Citation:
    return Citation(
        number=1,
        document_id=document.document_id,
        title=document.title,
        source=document.source,
        outlet=document.outlet,
        published_at=document.published_at,
        passage_id="doc:0-0",
        quote=document.text[start:end],
        start=start,
        end=end,
        context=document.text[slice(*context)],
        context_start=context[0],
        context_end=context[1],
    )


def make_passage(document: Document, start: int, end: int) -> Passage:
    return Passage(document.document_id, start, end, document.text[start:end])


def make_answer(citation: Citation | None, *passages: Passage) -> Answer:
    found = citation is not None
    if citation is not None and passages:
        citation = replace(citation, passage_id=passages[0].passage_id)
    quote = citation.quote if citation is not None else None
    return Answer(
        answer_id="id",
        question="how many?",
        resolved_question="how many?",
        status="answered" if found else "not_in_articles",
        answer=quote,
        text=f"{quote} [1]" if found else "Not in the articles.",
        confidence=0.87,
        answers=(DistinctAnswer(quote, 0.87, 1),) if quote is not None else (),
        citations=(citation,) if citation is not None else (),
        passages=tuple(RetrievedPassage(passage, 0.5, 0.5, None) for passage in passages),
        index_version=1,
        models=Models("encoder", "reader"),
        timings=Timings(1.0, 1.0, 2.0),
    )


def shown_passage(panel: str) -> str:
    """What a reader sees of the passage."""
    found = re.search(r"<blockquote[^>]*>(.*?)</blockquote>", panel, re.DOTALL)
    assert found is not None
    return html.unescape(re.sub(r"<[^>]*>", "", found.group(1)))


def marked_words(panel: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r"<mark[^>]*>(.*?)</mark>", panel)]


@pytest.mark.parametrize(
    ("text", "passage_start", "start", "end", "context"),
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
def test_marks_the_exact_offsets(
    text: str, passage_start: int, start: int, end: int, context: tuple[int, int]
) -> None:
    document = make_document(text)
    passage = make_passage(document, passage_start, len(text))
    cut = highlight(make_citation(document, start, end, context), passage)

    assert cut.marked == text[start:end]
    assert len(cut.before + cut.lit_before) == start - passage_start
    joined = cut.before + cut.lit_before + cut.marked + cut.lit_after + cut.after
    assert joined == passage.text
    lit = cut.lit_before + cut.marked + cut.lit_after
    assert lit == text[max(context[0], passage_start) : context[1]]


def test_panel_shows_the_passage_unchanged_around_the_mark() -> None:
    document = make_document("First 🪖. Then <b> & 3,000 came.\n\nThe end.")
    start = document.text.index("3,000")
    citation = make_citation(document, start, start + 5, (9, 32))
    panel = evidence_panel(make_answer(citation, make_passage(document, 0, 42)), {})

    assert shown_passage(panel) == document.text[:42]
    assert marked_words(panel) == ["3,000"]


def test_falls_back_to_the_context_without_the_passage() -> None:
    document = make_document("Before. The 3,000 came. After.")
    citation = make_citation(document, 12, 17, (8, 23))
    panel = evidence_panel(make_answer(citation), {})

    assert shown_passage(panel) == "The 3,000 came."
    assert marked_words(panel) == ["3,000"]


def test_marks_nothing_when_no_offsets_fit() -> None:
    document = make_document("Before. The 3,000 came. After.")
    citation = replace(make_citation(document, 12, 17, (8, 23)), quote="3,001")
    panel = evidence_panel(make_answer(citation, make_passage(document, 0, 30)), {})

    assert marked_words(panel) == []
    assert shown_passage(panel) == "The 3,000 came."


def test_escapes_every_field_of_an_article() -> None:
    document = replace(make_document(f"Before. {HOSTILE} after.", HOSTILE), outlet=HOSTILE)
    document = replace(document, source="javascript:alert(5)")
    end = 8 + len(HOSTILE)
    citation = make_citation(document, 8, end, (8, end))
    answer = make_answer(citation, make_passage(document, 0, len(document.text)))
    speaker = DistinctAnswer(HOSTILE, 0.5, 1, speaker=HOSTILE)
    panel = evidence_panel(
        replace(
            answer,
            question=HOSTILE,
            resolved_question=f"more {HOSTILE}",
            answers=(speaker, speaker),
        ),
        {},
    )

    assert set(re.findall(r"<(\w+)", panel)) <= {
        *("section", "header", "article", "blockquote", "h2", "h3", "p", "ul", "li"),
        *("span", "bdi", "mark", "time", "strong"),
    }
    assert shown_passage(panel) == document.text
    assert marked_words(panel) == [HOSTILE]
    # Each override stands in an element that isolates its direction.
    outside = re.sub(r"<bdi[^>]*>[^<]*</bdi>|<(span|mark) class=\"run\"[^>]*>[^<]*</\1>", "", panel)
    assert "\u202e" not in outside


@pytest.mark.parametrize(
    ("source", "linked"),
    [
        ("https://example.org/a?b=1&c=2", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("/home/someone/article.md", False),
        ("https://[broken", False),
    ],
)
def test_links_only_to_web_addresses(source: str, linked: bool) -> None:
    document = replace(make_document("The 3,000 came."), source=source)
    panel = evidence_panel(make_answer(make_citation(document, 4, 9, (0, 15))), {})
    assert (f'href="{html.escape(source)}"' in panel) == linked
    assert ("<a " in panel) == linked


def test_nearest_passages_are_named_and_not_marked() -> None:
    document = make_document("Nothing of the kind. More.", "The nearest title")
    passages = [make_passage(document, 0, 20), make_passage(document, 21, 26)]
    unknown = Passage("gone", 0, 4, "Else")
    panel = evidence_panel(make_answer(None, *passages, unknown), {"doc": document})

    assert "Nearest passage" in panel
    assert panel.count("<article") == MAXIMUM_NEAREST
    assert panel.count("The nearest title") == MAXIMUM_NEAREST
    assert "<mark" not in panel


def test_nearest_passage_of_a_removed_document_goes_by_its_id() -> None:
    panel = evidence_panel(make_answer(None, Passage("gone-since", 0, 4, "Else")), {})
    assert "gone-since" in panel
    assert shown_passage(panel) == "Else"


def test_an_empty_index_has_no_nearest_passage() -> None:
    assert "No stored article" in evidence_panel(make_answer(None), {})


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
def test_confidence_in_words_and_number(confidence: float, words: str) -> None:
    document = make_document("The 3,000 came.")
    answer = make_answer(make_citation(document, 4, 9, (0, 15)))
    assert words in evidence_panel(replace(answer, confidence=confidence), {})


def test_follow_up_shows_what_was_understood() -> None:
    document = make_document("The 3,000 came.")
    answer = make_answer(make_citation(document, 4, 9, (0, 15)))
    assert "Understood as" not in evidence_panel(answer, {})
    resolved = replace(answer, resolved_question="how many troops came?")
    assert "how many troops came?" in evidence_panel(resolved, {})


def test_empty_panel_says_what_will_stand_there() -> None:
    assert "appears here" in empty_panel()
