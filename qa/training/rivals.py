"""Questions beside what the second reading sees: the right place, and those that rival it.

The reader errs most with what has the right type and belongs to something else. Its own best wrong
places in an article, each in its surroundings as `qa/second_reading.py` reads them, become
questions without an answer, the right place in its surroundings one with an answer.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.canonical import canonical_line, canonical_text
from index.encoder import Encoder
from qa.agreement import RIGHT_F1, token_f1
from qa.candidate import Candidate
from qa.finding import FinderOptions
from qa.reader import Reader
from qa.second_reading import FIRST_READING, SecondReadingOptions, in_surroundings, rivals
from qa.squad import GoldSpan, SquadParagraph, SquadQuestion
from qa.training.asking import UNFITTED, find_answers

Report = Callable[[int, int], None]
ONCE = FinderOptions(second_reading=FIRST_READING)


@dataclass(frozen=True, slots=True)
class RivalOptions:
    """At most `count` places `within` of the largest margin rival each other."""

    count: int = 4
    within: float = 4.0
    reading: SecondReadingOptions = SecondReadingOptions()


def find_rivals(
    paragraphs: Sequence[SquadParagraph],
    encoder: Encoder,
    reader: Reader,
    options: RivalOptions,
    report: Report,
) -> Iterator[SquadParagraph]:
    """Surroundings of right and wrong places, each with the question that they are for.

    Every question is asked of its own article alone. Those that the reader has no rivals for
    are left out, and so are paragraphs whose title and text are not stored as they are.
    """
    articles: dict[str, list[SquadParagraph]] = defaultdict(list)
    for paragraph in filter(_is_stored_as_it_is, paragraphs):
        articles[paragraph.title].append(paragraph)
    for number, members in enumerate(articles.values(), start=1):
        asked = [(question, paragraph) for paragraph in members for question in paragraph.questions]
        questions = [question for question, _ in asked]
        answered = find_answers(questions, members, encoder, reader, UNFITTED, ONCE)
        for (question, paragraph), (_, found) in zip(asked, answered, strict=True):
            margins = [candidate.evidence.margin for candidate in found.candidates]
            chosen = rivals(margins, options.count, options.within)
            near = [found.candidates[place] for place in chosen]
            yield from _surroundings(question, paragraph, near, options.reading)
        report(number, len(articles))


def _surroundings(
    question: SquadQuestion,
    paragraph: SquadParagraph,
    near: Sequence[Candidate],
    reading: SecondReadingOptions,
) -> Iterator[SquadParagraph]:
    """Each text that is read of a question, once; none where nothing wrong is near."""
    answers = question.answers
    wrong = [place for place in near if not _is_right(place, answers)]
    if not wrong:
        return
    texts: dict[str, SquadQuestion] = {}
    for gold in answers[:1]:
        text, span = in_surroundings(
            paragraph.title, paragraph.context, gold.start, gold.end, reading
        )
        texts[text] = replace(question, answers=_moved(answers, gold, span, text))
    for place in wrong:
        text, span = in_surroundings(
            place.document.title, place.document.text, place.start, place.end, reading
        )
        shown = GoldSpan(place.text, *span)
        inside: tuple[GoldSpan, ...] = ()
        if place.document.text == paragraph.context:
            inside = _moved(answers, GoldSpan(place.text, place.start, place.end), span, text)
        labelled = replace(question, answers=inside, plausible=() if inside else (shown,))
        texts.setdefault(text, labelled)
    for number, (text, found) in enumerate(texts.items()):
        named = replace(found, question_id=f"{question.question_id}-{number}")
        yield SquadParagraph(paragraph.title, text, (named,))


def _is_stored_as_it_is(paragraph: SquadParagraph) -> bool:
    """Whether offsets into the paragraph hold in the index too."""
    title, text = canonical_line(paragraph.title), canonical_text(paragraph.context)
    return title == paragraph.title and text == paragraph.context


def _is_right(place: Candidate, answers: Sequence[GoldSpan]) -> bool:
    return bool(answers) and token_f1(place.text, [a.text for a in answers]) >= RIGHT_F1


def _moved(
    answers: Sequence[GoldSpan], place: GoldSpan, span: tuple[int, int], text: str
) -> tuple[GoldSpan, ...]:
    """The answers that stand in a text, of which `span` is where a place of the article is."""
    by = span[0] - place.start
    moved = [GoldSpan(a.text, a.start + by, a.end + by) for a in answers]
    return tuple(a for a in moved if a.start >= 0 and text[a.start : a.end] == a.text)
