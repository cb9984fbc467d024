"""Who is cited by whom: "X said, citing Y", "X, citing Y, said", "citing Y, X said"."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.language.following_phrase import phrase_after
from qa.language.informant import is_informant
from qa.language.lexicon import CONTRASTS
from qa.language.noun_phrase import Phrase
from qa.language.part_of_speech import FINITE
from qa.language.reporting_clause import ReportingClause
from qa.language.word import Word

_CITING = frozenset({"citing", "quoting"})
# "Two officials who took part in the talks"
_LONGEST_DESCRIPTION = 16
_SAYING = frozenset("predicting saying stating telling warning".split())


@dataclass(frozen=True, slots=True)
class Cited:
    """The phrase that "citing" at `place` names as the source."""

    place: int
    phrase: Phrase
    _words: Sequence[Word]

    def is_of(self, clause: ReportingClause) -> bool:
        """Whether what a clause before it reports is from them."""
        if self._has_subject() or self._is_quoted():
            return False
        return not _is_parted(self._words, clause.last, self.place)

    def is_of_next(self, clause: ReportingClause) -> bool:
        """Whether what the next clause reports is from them: "X, citing Y, said"."""
        return self.place == 0 or (self._has_subject() and clause.speaker[0] < self.place)

    def _has_subject(self) -> bool:
        """Whether a subject and its verb stand around: "the company, citing its lawyers, paid"."""
        words, end = self._words, self.phrase[1] + _LONGEST_DESCRIPTION
        commas = (
            at for at in range(self.phrase[1], min(end, len(words))) if words[at].tag == "PUN"
        )
        comma = next(commas, len(words))
        verb = _after_adverbs(words, comma + 1)
        if verb >= len(words) or self.place == 0 or words[comma].lower != ",":
            return False
        return words[self.place - 1].lower == "," and words[verb].tag in FINITE

    def _is_quoted(self) -> bool:
        """Whether they say something else: "quoting the mayor as saying the fire was out"."""
        after = [word.lower for word in self._words[self.phrase[1] : self.phrase[1] + 2]]
        return len(after) > 1 and after[0] == "as" and after[1] in _SAYING


def cited_at(words: Sequence[Word], place: int) -> Cited | None:
    """Who is cited at a place, None where a reason or something else follows."""
    if words[place].lower not in _CITING:
        return None
    phrase = phrase_after(words, place + 1)
    if phrase is None or not is_informant(words, phrase):
        return None
    return Cited(place, phrase, words)


def _is_parted(words: Sequence[Word], start: int, place: int) -> bool:
    """Whether another clause begins between: "said nine died, but declined to comment, citing"."""
    return any(_opens_clause(words, at, place) for at in range(start, place))


def _opens_clause(words: Sequence[Word], joint: int, place: int) -> bool:
    written, comma = words[joint].lower, joint > 0 and words[joint - 1].lower == ","
    if written == "and":
        # "Nine men and two women died" and "nine died in Rome and Paris" go on.
        verb = _after_adverbs(words, joint + 1)
        begins = verb < place and words[verb].tag in FINITE
        return begins or (comma and any(word.tag in FINITE for word in words[joint:place]))
    return written == ";" or (written in CONTRASTS and (comma or written != "yet"))


def _after_adverbs(words: Sequence[Word], place: int) -> int:
    while place < len(words) and words[place].tag == "AV0":
        place += 1
    return place
