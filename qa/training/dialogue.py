"""What a conversation is about, as people's stand-alone rewrites of its questions tell."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.follow_up_text import bare, bare_words, words_of
from qa.text_words import FUNCTION_WORDS
from qa.training.follow_ups import FollowUpExample

NAME = re.compile(
    r"[A-Z][\w'’.-]*(?:\s+(?:(?:of|the|and|de|van|von|for|in)\s+){0,2}[A-Z][\w'’.-]*)*"
)
LEADS = re.compile(
    r"^(?:besides|aside from|in addition to|other than|apart from)\s+", re.IGNORECASE
)
LONGEST_PHRASE = 120


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that a rewrite adds in one place, and the number of turns before its question."""

    text: str
    words: frozenset[str]
    turns_before: int


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The name that most rewrites add (None: they add none), the words of all answers, each once,
    and the phrases of several words that rewrites add.
    """

    subject: str | None
    words: tuple[str, ...]
    phrases: tuple[Phrase, ...]


def dialogues(examples: Sequence[FollowUpExample]) -> dict[str, Dialogue]:
    """The conversation of each id, told by all examples of it."""
    members: dict[str, list[FollowUpExample]] = defaultdict(list)
    for example in examples:
        members[example.dialogue].append(example)
    return {name: _dialogue(part) for name, part in members.items()}


def _dialogue(examples: Sequence[FollowUpExample]) -> Dialogue:
    names = Counter(name for example in examples for name in _added_names(example))
    subject = max(names, key=names.__getitem__, default=None)
    known = bare_words(subject or "")
    answers = [turn.answer or "" for example in examples for turn in example.history]
    phrases = [
        Phrase(text, words, len(example.history))
        for example in examples
        for text in added_phrases(example)
        if len(words := bare_words(text) - known) > 1
    ]
    answered = dict.fromkeys(word for answer in answers for word in answer.split())
    return Dialogue(subject, tuple(answered), tuple(phrases))


def added_phrases(example: FollowUpExample) -> list[str]:
    """The runs of words that the rewrite has and the question has not, in order.

    They begin and end with content words; what asks for more ("besides") is cut off.
    """
    asked = {bare(example.question[start:end]) for start, end in words_of(example.question)}
    found = []
    for start, end in _runs(example.rewrite, asked - FUNCTION_WORDS):
        phrase = LEADS.sub("", example.rewrite[start:end])
        if len(phrase) <= LONGEST_PHRASE and bare_words(phrase):
            found.append(phrase)
    return found


def _runs(text: str, borders: frozenset[str] | set[str]) -> Iterator[tuple[int, int]]:
    """Bounds of the words between border words, each run from content word to content word."""
    run: list[tuple[int, int]] = []
    for start, end in [*words_of(text), (len(text), len(text))]:
        word = bare(text[start:end])
        if start < end and word not in borders:
            if run or word not in FUNCTION_WORDS:
                run.append((start, end))
            continue
        while run and bare(text[slice(*run[-1])]) in FUNCTION_WORDS:
            run.pop()
        if run:
            yield run[0][0], run[-1][1]
        run = []


def _added_names(example: FollowUpExample) -> list[str]:
    """Capitalised names of the rewrite that have a word the question lacks; its first letter says
    nothing."""
    rewrite = example.rewrite[:1].lower() + example.rewrite[1:]
    names = [match[0].strip(".,?'’") for match in NAME.finditer(rewrite)]
    names = [name.removesuffix("'s").removesuffix("’s") for name in names]
    return [name for name in names if bare_words(name) & example.missing]
