"""What one source says: an answer with its value, who says so, and as of when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.sentences import Bounds
from qa.attribution import SpeakerFinder
from qa.candidate import Candidate
from qa.dating import find_dates
from qa.initialism import in_one_form, voice_words
from qa.value_parsing import FoundValue

SPEAKER_SHARE = 0.7
RECENT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Statement:
    """A candidate with the bounds of its speaker in the document's text, None if untold.

    `denied` says that the speaker denies it. `as_of` is the day of which it speaks, None where the
    article has no date.
    """

    candidate: Candidate
    speaker: Bounds | None
    as_of: date | None
    denied: bool = False

    @property
    def figure(self) -> FoundValue | None:
        """The value stated, of the kind that was asked for."""
        return self.candidate.figure

    @property
    def speaker_name(self) -> str | None:
        """The speaker as the article writes it."""
        if self.speaker is None:
            return None
        return self.candidate.document.text[slice(*self.speaker)]


class Attributor:
    """Turns candidates into statements."""

    def __init__(self, speakers: SpeakerFinder) -> None:
        self._speakers = speakers

    def state(self, candidates: Sequence[Candidate]) -> Statement:
        """The statement of one value by the candidates that give it, most probable first.

        The first that names a speaker is taken if it is nearly as probable as the first of all.
        """
        bar = SPEAKER_SHARE * candidates[0].probability
        stated = [self._stated(entry) for entry in candidates if entry.probability >= bar]
        return next((entry for entry in stated if entry.speaker is not None), stated[0])

    def _stated(self, candidate: Candidate) -> Statement:
        figure, text = candidate.figure, candidate.document.text
        start, end = candidate.start, candidate.end
        if figure is not None:
            start, end = figure.start, figure.end
        found = self._speakers.find_attribution(text, start, end)
        if found is None:
            return Statement(candidate, None, _day(candidate))
        return Statement(candidate, found.speaker, _day(candidate), found.denied)


def is_one_voice(one: Statement, other: Statement) -> bool:
    """Whether one article has both statements from one speaker, or both from nobody.

    A speaker is one by its full name and its initials.
    """
    document = one.candidate.document
    if document.document_id != other.candidate.document.document_id:
        return False
    if one.speaker_name is None or other.speaker_name is None:
        return one.speaker_name == other.speaker_name
    names = in_one_form(one.speaker_name, other.speaker_name, document.text)
    words = [voice_words(name) for name in names]
    return names[0] == names[1] or (bool(words[0]) and words[0] == words[1])


def with_speakers(statements: Sequence[Statement]) -> list[Statement]:
    """Those that name a speaker, or all where none does."""
    named = [statement for statement in statements if statement.speaker is not None]
    return named or list(statements)


def newest_first(statements: Sequence[Statement]) -> list[Statement]:
    """Ordered by the day of which they speak, latest first; the order of equals stays.

    Those without a day come last.
    """
    return sorted(statements, key=lambda s: -s.as_of.toordinal() if s.as_of is not None else 0)


def _day(candidate: Candidate) -> date | None:
    """The day of which a candidate speaks, else that of publication.

    A single day that the sentence names counts if it is one of the last before publication:
    "said on Tuesday". Other dates are of what is told, not of the telling.
    """
    published = candidate.document.published_at
    if published is None:
        return None
    sentence = candidate.document.text[candidate.context_start : candidate.context_end]
    days = {
        found.first
        for found in find_dates(sentence, published)
        if found.first == found.last and timedelta(0) <= published - found.first <= RECENT
    }
    return days.pop() if len(days) == 1 else published
