"""Who a span of an article is from, as an exact span of the same article."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.sentences import Bounds
from qa.language.antecedent import antecedent, is_pronoun, maker, named_firm
from qa.language.denial import is_said_untrue
from qa.language.line import Line
from qa.language.quotation import Quotation
from qa.language.reported_speech import Report, ReportedSentence, innermost
from qa.language.tagger import Tagger
from qa.language.word import bounds_of

# A longer line is no paragraph: it is read in pieces, so that the cost stays in bounds.
MAXIMUM_LINE_LENGTH = 10_000
# How far back a pronoun or a quotation that goes on leads, in sentences and in lines.
_SENTENCES_BACK = 12
_LINES_BACK = 6
_MARK_REACH = 8
_BEFORE_QUOTATION = "\"“”'‘’„«» "
_QUOTED_SPEAKERS = frozenset({"i", "we", "me", "us"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who a span is from, as bounds in its text, and whether they only deny it."""

    speaker: Bounds
    denied: bool


class SpeakerFinder:
    """Finds who an article says a span is from.

    A speaker is a noun phrase as the article writes it, with its determiner and title ("the
    health ministry", "Finance Minister Jane Doe", "officials in the city"), without what
    describes it after a comma, in parentheses, or in a relative or participle clause; only the
    name of who holds an office stays ("the mayor, Jane Doe"). Who made a report or figures stands
    for them, where named: "X" of "data released by X"; a firm by its name, where its sentence
    begins with that: "X" of "X will close 65 shops, the retailer said".
    """

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    @property
    def tagger(self) -> Tagger:
        """What gives the words of a text their parts of speech."""
        return self._tagger

    def find_speaker(self, text: str, start: int, end: int) -> Bounds | None:
        """The speaker of ``text[start:end]``; see `find_speakers`."""
        return self.find_speakers(text, [(start, end)])[0]

    def find_attribution(self, text: str, start: int, end: int) -> Attribution | None:
        """The speaker of ``text[start:end]`` and whether they deny it; see `find_speakers`."""
        return _Article(text, self._tagger).attribution((start, end))

    def find_speakers(self, text: str, spans: Sequence[Bounds]) -> list[Bounds | None]:
        """For each half-open span of a stored text the bounds of its speaker in the same text.

        None where the text itself states the span, or does not make clear who does. The
        innermost source counts: in "X said that Y put it at 7", 7 is from Y. Only the
        paragraph of a span and those before it that its quotation or a pronoun leads to are
        read, each once for all spans.

        Raises:
            ValueError: a span does not lie in the text.
        """
        article = _Article(text, self._tagger)
        found = [article.attribution(span) for span in spans]
        return [None if attribution is None else attribution.speaker for attribution in found]


class _Article:
    """A text whose lines are read when they are first asked for."""

    def __init__(self, text: str, tagger: Tagger) -> None:
        self._text = text
        self._tagger = tagger
        self._lines: dict[Bounds, Line] = {}

    def attribution(self, span: Bounds) -> Attribution | None:
        start, end = span
        if not 0 <= start <= end <= len(self._text):
            raise ValueError(
                f"the span {start}-{end} does not lie in the text of {len(self._text)} characters"
            )
        line = self._line(start)
        number = line.sentence_at(start)
        if number is None or end > line.bounds[1]:
            return None
        quotation = line.quotation_around(start, end)
        reports = [r for r in line.read(number).reports if r.quotation == quotation]
        report = innermost(reports, span, quoted=quotation is not None)
        named = None if report is None else self._named(line, number, report)
        begins = line.bounds[0] if quotation is None else quotation.start
        if named is None and quotation is not None:
            outside = line.read(number).outside()
            report = innermost(outside, span, quoted=True) if self._is_part(quotation) else None
            named = self._quoted(line, quotation, span)
        elif report is not None and report.reports_right(span, quotation is not None):
            begins = report.right[0]
        if named is None:
            return None
        untrue = is_said_untrue(line.read(number).words, begins, span[0])
        return Attribution(named, untrue or (report is not None and report.clause.denies))

    def _is_part(self, quotation: Quotation) -> bool:
        """Whether a quotation is part of a clause, "denied that “nine men” died", unlike one after
        a mark: "denied it: “Nine men fled.”"
        """
        before = self._text[max(0, quotation.start - _MARK_REACH) : quotation.start].rstrip(
            _BEFORE_QUOTATION
        )
        return before[-1:].isalnum()

    def _line(self, position: int) -> Line:
        bounds = _line_bounds(self._text, position)
        if bounds not in self._lines:
            self._lines[bounds] = Line(self._text, bounds, self._tagger)
        return self._lines[bounds]

    def _before(self, line: Line) -> Line | None:
        """The nearest line before with any text."""
        end = len(self._text[: line.bounds[0]].rstrip())
        return self._line(end - 1) if end else None

    def _named(self, line: Line, number: int, report: Report) -> Bounds | None:
        """The speaker of a report, or whom its pronoun or noun stands for."""
        sentence = line.read(number)
        phrase = report.clause.speaker
        bounds = bounds_of(sentence.words, *phrase)
        if not is_pronoun(sentence.words, phrase):
            earlier = self._earlier(line, number, report)
            return named_firm(sentence, report) or maker(sentence.words, phrase, earlier) or bounds
        pronoun = sentence.words[phrase[0]].lower
        if report.quotation is not None and pronoun in _QUOTED_SPEAKERS:
            return self._quoted(line, report.quotation, bounds)
        return antecedent(pronoun, self._earlier(line, number, report))

    def _earlier(self, line: Line, number: int, report: Report) -> Iterator[ReportedSentence]:
        """What stands before a report, nearest first, back through the paragraph before."""
        sentence = line.read(number)
        reports = tuple(other for other in sentence.reports if other.end <= report.start)
        if reports:
            yield replace(sentence, reports=reports)
        for place in range(number - 1, max(-1, number - 1 - _SENTENCES_BACK), -1):
            yield line.read(place)
        before = self._before(line)
        if before is not None and number <= _SENTENCES_BACK:
            last = len(before.sentences) - 1
            for place in range(last, max(-1, last - _SENTENCES_BACK), -1):
                yield before.read(place)

    def _quoted(self, line: Line, quotation: Quotation, span: Bounds) -> Bounds | None:
        """Who speaks a quotation: the report of its sentence, of its end or of its beginning."""
        first, last = line.sentences_of(quotation)
        around = line.sentence_at(span[0])
        numbers = dict.fromkeys([last if around is None else around, last, first])
        for number in numbers:
            sentence = line.read(number)
            piece = (
                max(sentence.bounds[0], quotation.start),
                min(sentence.bounds[1], quotation.end),
            )
            asked = span if number == around else piece
            report = innermost(sentence.outside(), asked, quoted=True)
            if report is not None:
                return self._named(line, number, report)
        if any(line.read(number).outside() for number in numbers):
            return None
        return self._continued(line, first)

    def _continued(self, line: Line, number: int) -> Bounds | None:
        """Who spoke before a quotation that says nothing of its speaker."""
        for _ in range(_LINES_BACK):
            for place in range(number - 1, max(-1, number - 1 - _SENTENCES_BACK), -1):
                if line.read(place).outside():
                    return self._main(line, place)
                if not line.is_quoted(place):
                    return None
            before = self._before(line)
            if before is None or number > _SENTENCES_BACK or not before.ends_quoted():
                return None
            line, number = before, len(before.sentences)
        return None

    def _main(self, line: Line, number: int) -> Bounds | None:
        """Who reports in a sentence, unless two do."""
        reports = line.read(number).outside()
        if any(report.coordinated for report in reports[1:]):
            return None
        return self._named(line, number, reports[0])


def _line_bounds(text: str, position: int) -> Bounds:
    """Bounds of the line around a position, or of a piece of one that is too long."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    end = len(text) if end < 0 else end
    number = (position - start) // MAXIMUM_LINE_LENGTH
    low, high = (_cut(text, start, end, number + step) for step in (0, 1))
    if position < low:
        return _cut(text, start, end, number - 1), low
    return (
        (low, high)
        if position < high or high == end
        else (high, _cut(text, start, end, number + 2))
    )


def _cut(text: str, start: int, end: int, number: int) -> int:
    """Where a piece of a line begins: after the last space before a multiple of the length."""
    place = start + number * MAXIMUM_LINE_LENGTH
    if number <= 0 or place >= end:
        return start if number <= 0 else end
    space = text.rfind(" ", place - MAXIMUM_LINE_LENGTH // 2, place)
    return place if space < 0 else space + 1
