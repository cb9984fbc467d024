"""Follow-up questions turned into stand-alone ones, with words of the conversation only.

A trained network selects the words of the conversation that the question leaves out
(`qa/term_selector.py`); fixed rules of English put them where a pronoun or a gap stands.
Nothing is generated, so that what was understood can be checked.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from qa.answered_person import answered_person
from qa.bare_question import ask_anew, is_bare
from qa.coverage import names
from qa.deferred import Deferred
from qa.ellipsis import continue_question, continues, without_added
from qa.fitted_file import FittedFile
from qa.follow_up_text import bare_words, conversation_text, recent
from qa.language.tagger import Tagger
from qa.missing_phrase import appended, phrases_of, tells
from qa.name import NAME, POSSESSIVE
from qa.pronouns import (
    asks_of_person,
    asks_of_several,
    has_pronoun,
    replace_personal,
    replace_pronoun,
)
from qa.question import Question, Turn, single_spaced
from qa.term_selector import Referent, Term, TermSelector
from qa.text_words import FUNCTION_WORDS

FOLLOW_UP_NAME = "thresholds.json"
# The most probable ones: more would drown the question.
MAXIMUM_PHRASES = 4
# Between "the" and the noun that a pronoun stands for.
MAXIMUM_MODIFIERS = 3
COORDINATED = rf"(?:,\s+{NAME}){{0,5}},?\s+and\s+{NAME}"
_FILE = FittedFile(
    FOLLOW_UP_NAME, "follow-up file", "qa train followup", "probabilities", lambda v: 0 <= v <= 1
)


@dataclass(frozen=True, slots=True)
class FollowUpOptions:
    """Probabilities in [0, 1] from which a word of the conversation is taken as missing.

    A question with a pronoun surely lacks something, so `pronoun_threshold` is fitted apart. One
    that names something may be complete: it is taken for that where no word is as probable as
    `naming_threshold`. From `referent_threshold` on what a pronoun most likely stands for is put
    in its place.
    """

    threshold: float
    pronoun_threshold: float
    naming_threshold: float
    referent_threshold: float

    def save(self, folder: Path) -> None:
        """Write the options beside the network they were fitted for."""
        _FILE.save(folder, asdict(self))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            ModelFileError: there is none, or it cannot be read.
        """
        return _FILE.load(folder, cls)


class FollowUpResolver:
    """Resolves questions against the conversation before them. Threads may share it.

    The selector is opened at the first follow-up: a question alone does not wait for it.
    """

    def __init__(
        self, selector: Deferred[TermSelector], options: FollowUpOptions, tagger: Tagger
    ) -> None:
        self._selector = selector
        self._options = options
        self._tagger = tagger

    def resolve(self, questions: Sequence[Question]) -> list[Question]:
        """The questions in stand-alone form and single-spaced."""
        resolved = []
        for question in questions:
            asked = single_spaced(question.text)
            text = appended(*self._resolve(asked, recent(question.history)))
            resolved.append(replace(question, text=text))
        return resolved

    def _resolve(self, question: str, history: tuple[Turn, ...]) -> tuple[str, list[str]]:
        """The question with what it leaves out put in, and the phrases without a place in it."""
        if not history:
            return question, []
        if continues(question) or is_bare(question):
            *before, previous = history
            whole, phrases = self._resolve(previous.question, tuple(before))
            if before and continues(previous.question):
                whole = without_added(previous.question, whole)
            changed = (
                ask_anew(question, whole)
                if is_bare(question)
                else continue_question(question, whole, self._tagger)
            )
            if changed is not None:
                return changed, phrases
        text = conversation_text(history)
        (selected,) = self._selector.get().select([(question, text)])
        phrases = phrases_of(self._missing(question, selected.terms), text)[:MAXIMUM_PHRASES]
        explicit = self._explicit(question, history, selected.referent)
        if explicit != question:
            phrases = [p for p in phrases if not bare_words(p) <= bare_words(explicit)]
        return explicit, [phrase for phrase in phrases if tells(phrase)]

    def _explicit(self, question: str, history: tuple[Turn, ...], referent: Referent | None) -> str:
        """The question with what its pronoun stands for, unless that is too uncertain.

        "He" is the person whom the last answer named; else the network finds what it is.
        """
        text = conversation_text(history)
        before = self._asked_before(history) if asks_of_person(question) else ""
        person = answered_person(before, history[-1].answer, self._tagger)
        named = person or (self._named(referent, text) if has_pronoun(question) else None)
        if named is None:
            return question
        persons = [answered_person(t.question, t.answer, self._tagger) for t in history]
        if named in [person, *persons]:
            return replace_personal(question, _spelt_out(named, text, several=False))
        return replace_pronoun(question, _spelt_out(named, text, asks_of_several(question)))

    def _asked_before(self, history: tuple[Turn, ...]) -> str:
        """The last question, whole where it is only a part that changes the one before."""
        *before, previous = history
        if not before or not continues(previous.question):
            return previous.question
        return self._resolve(previous.question, tuple(before))[0]

    def _missing(self, question: str, terms: Sequence[Term]) -> list[Term]:
        """The words of the conversation that the question leaves out."""
        options = self._options
        threshold = options.pronoun_threshold if has_pronoun(question) else options.threshold
        if may_be_complete(question):
            likeliest = max((term.probability for term in terms), default=0.0)
            if likeliest < options.naming_threshold:
                return []
        return [term for term in terms if term.probability >= threshold]

    def _named(self, referent: Referent | None, text: str) -> str | None:
        """What the pronoun stands for, unless that is too uncertain."""
        if referent is None or referent.probability < self._options.referent_threshold:
            return None
        return POSSESSIVE.sub("", text[referent.start : referent.end])


def may_be_complete(question: str) -> bool:
    """Whether a question names something itself, and lacks nothing by its form."""
    return bool(names(question)) and not has_pronoun(question) and not continues(question)


def stands_alone(asked: str, resolved: str) -> str | None:
    """The question as it was typed, if it may be complete and words of the conversation were only
    added behind it. None elsewhere.

    Of such questions that people would not complete, many get words of another matter.
    """
    typed = single_spaced(asked)
    added = resolved.startswith(f"{typed.rstrip('?').rstrip()} (")
    return typed if added and may_be_complete(typed) else None


def _spelt_out(phrase: str, text: str, several: bool) -> str:
    """A phrase as the text names it: with its "the", and all of "A and B" where several are meant.

    The selector leaves out the article, what describes a noun, and the second name.
    """
    if several:
        named = re.search(rf"\b{re.escape(phrase)}{COORDINATED}", text)
        phrase = phrase if named is None else named[0]
    described = rf"\bthe\s+((?:[\w’'-]+\s+){{0,{MAXIMUM_MODIFIERS}}}){re.escape(phrase)}\b"
    for match in reversed(list(re.finditer(described, text, re.IGNORECASE))):
        if not {word.lower() for word in match[1].split()} & FUNCTION_WORDS:
            return f"the {match[1]}{phrase}"
    return phrase
