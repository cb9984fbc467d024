"""Questions that ask the same of something else: near misses, made of answerable questions.

A name, a number or a noun of the question that its paragraph holds gives way to another of the same
kind, so that the paragraph has an answer of the right type that belongs to something else. Readers
that see only people's questions overlook such words (Jia and Liang 2017; SQuAD 2.0's own
unanswerable questions swap entities in one of five, Rajpurkar et al. 2018).
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from qa.language.tagger import Tagger
from qa.language.word import Word
from qa.name import NAME
from qa.squad import SquadParagraph, SquadQuestion
from qa.training.negatives import EncodeTexts

_INNER_NAME = re.compile(rf"(?<=[a-z,;] ){NAME}")
_NUMBER = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?!\w|[.,]\d)")
_NAME_KIND, _NUMBER_KIND = "name", "number"
# Tags of words that tell one thing from another: common nouns, adjectives and ordinals.
_PLAIN_KINDS = frozenset({"NN1", "NN2", "AJ0", "AJS", "ORD"})
_SHORTEST = 3
_STEM = 5
_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class AskedWord:
    """What a question tells its subject by: `text[start:end]`, and its kind."""

    start: int
    end: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Swap:
    """A word of a question and what may stand for it."""

    word: AskedWord
    others: tuple[AskedWord, ...]


class SwappedWords:
    """Makes near misses of questions.

    `encode` gives unit vectors of words: of the words that would fit, one of the `choices` that
    mean the most alike is taken, but none that means nearly the same (cosine from `synonym`).
    `plain_share` of the swaps are of common words where the question has any.
    """

    def __init__(
        self,
        tagger: Tagger,
        encode: EncodeTexts,
        plain_share: float = 0.4,
        choices: int = 3,
        synonym: float = 0.8,
    ) -> None:
        self._tagger, self._encode = tagger, encode
        self._plain_share, self._choices, self._synonym = plain_share, choices, synonym
        self._stand_ins = lru_cache(maxsize=_REMEMBERED)(self._of_paragraph)

    def swap(
        self, asked: Sequence[tuple[SquadParagraph, SquadQuestion]], generator: random.Random
    ) -> list[str | None]:
        """Each question with one word or name swapped; None where nothing fits."""
        drawn = [self._draw(paragraph, question, generator) for paragraph, question in asked]
        texts = {w.text for d in drawn if d for w in (d.word, *d.others) if w.kind != _NUMBER_KIND}
        ordered = sorted(texts)
        vectors = dict(zip(ordered, self._encode(ordered), strict=True)) if ordered else {}
        swapped: list[str | None] = []
        for (_, question), found in zip(asked, drawn, strict=True):
            others = self._near(found, vectors) if found else []
            if found and others:
                swapped.append(_with(question.question, found.word, generator.choice(others)))
            else:
                swapped.append(None)
        return swapped

    def _draw(
        self, paragraph: SquadParagraph, question: SquadQuestion, generator: random.Random
    ) -> "_Swap | None":
        """A word of the question that the paragraph holds, and all that may stand for it."""
        answers = " ".join(answer.text for answer in question.answers)
        shut_out = _stems(f"{question.question} {answers}")
        context = paragraph.context.lower()
        fitting = [w for w in self._stand_ins(paragraph) if not _stems(w.text) & shut_out]
        swaps = []
        for word in self._asked(question.question):
            others = tuple(other for other in fitting if _alike(word, other))
            if others and word.text.lower() in context:
                swaps.append(_Swap(word, others))
        plain = generator.random() < self._plain_share
        preferred = [swap for swap in swaps if (swap.word.kind in _PLAIN_KINDS) == plain]
        return generator.choice(preferred or swaps) if swaps else None

    def _near(self, swap: "_Swap", vectors: Mapping[str, NDArray[np.float32]]) -> list[str]:
        """The texts that may stand for the word, those that mean the most alike."""
        if swap.word.kind == _NUMBER_KIND:
            return [other.text for other in swap.others]
        own = vectors[swap.word.text]
        ranked = sorted(((float(vectors[o.text] @ own), o.text) for o in swap.others), reverse=True)
        return [text for cosine, text in ranked if cosine < self._synonym][: self._choices]

    def _of_paragraph(self, paragraph: SquadParagraph) -> list[AskedWord]:
        """What may stand in: words of the paragraph's questions, its own names and numbers."""
        found = [word for q in paragraph.questions for word in self._asked(q.question)]
        for kind, pattern in ((_NAME_KIND, _INNER_NAME), (_NUMBER_KIND, _NUMBER)):
            for match in pattern.finditer(paragraph.context):
                found.append(AskedWord(match.start(), match.end(), match.group(), kind))
        by_text = {(word.text.lower(), word.kind): word for word in found}
        return list(by_text.values())

    def _asked(self, question: str) -> list[AskedWord]:
        words = self._tagger.question_words(question)
        asked: list[AskedWord] = []
        for place, word in enumerate(words):
            kind = _kind(word, place)
            if kind is None:
                continue
            start = word.start
            goes_on = kind == _NAME_KIND and bool(asked) and asked[-1].kind == kind
            if goes_on and question[asked[-1].end : start] == " ":
                start = asked.pop().start
            asked.append(AskedWord(start, word.end, question[start : word.end], kind))
        return [word for word in asked if len(word.text) >= _SHORTEST or word.kind == _NUMBER_KIND]


def _kind(word: Word, place: int) -> str | None:
    if _NUMBER.fullmatch(word.text):
        return _NUMBER_KIND
    if place and word.text[0].isupper():
        return _NAME_KIND
    return word.tag if place and word.tag in _PLAIN_KINDS else None


def _with(question: str, word: AskedWord, other: str) -> str:
    """The question with the other text for the word; in small letters where it has no others."""
    other = other.lower() if question.islower() else other
    return question[: word.start] + other + question[word.end :]


def _alike(word: AskedWord, other: AskedWord) -> bool:
    """Whether one may stand for the other: numbers of as many digits, names of as many words."""
    if word.kind != other.kind:
        return False
    if word.kind == _NUMBER_KIND:
        return len(word.text) == len(other.text)
    return abs(len(word.text.split()) - len(other.text.split())) <= 1


def _stems(text: str) -> set[str]:
    """The beginnings of all words, so that another form of a word counts as the same."""
    words = re.findall(r"\w+", text.lower())
    return {word[:_STEM] for word in words if len(word) >= _SHORTEST or word.isdigit()}
