"""Training examples for follow-ups: which words of a conversation a question leaves out.

CANARD (Elgohary et al. 2019) pairs a follow-up with its stand-alone rewrite; a word of the
conversation is labelled as missing when the rewrite has it and the follow-up does not
(QuReTeC, Voskarides et al. 2020).
"""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.follow_up_text import bare, bare_words
from qa.question import Turn
from qa.training.examples import is_held_back


class FollowUpFormatError(ValueError):
    """A file of follow-ups is not in the expected format."""


@dataclass(frozen=True, slots=True)
class FollowUpExample:
    """A question, the conversation before it and the question as it stands alone.

    `whole`: the turns have answers as they were given; otherwise they have key words.
    """

    dialogue: str
    question: str
    history: tuple[Turn, ...]
    rewrite: str
    whole: bool = False

    @property
    def missing(self) -> frozenset[str]:
        """The content words of the rewrite that the question lacks."""
        return bare_words(self.rewrite) - bare_words(self.question)


def load_follow_ups(path: Path) -> list[FollowUpExample]:
    """Read JSON lines, gzipped or not: a conversation each, or a follow-up each.

    A conversation has `turns`, each with question, rewrite and answer. A follow-up has history,
    question and rewrite. The history is either one list of texts, questions and answers in turn, or
    questions with key words; of these, words of the question or of its rewrite are no answer and
    left out.

    Raises:
        FollowUpFormatError: a line is not such an object.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    examples = []
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                examples += _of_conversation(row) if "turns" in row else [_example(row)]
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise FollowUpFormatError(
                    f"{path}, line {number}: expected an object with id and turns, or with id, "
                    f"question, rewrite and history, found {error!r}"
                ) from error
    return examples


def split_by_dialogue(
    examples: Sequence[FollowUpExample], share: float
) -> tuple[list[FollowUpExample], list[FollowUpExample]]:
    """Split into (training, held back) so that no conversation is in both."""
    training: list[FollowUpExample] = []
    held_back: list[FollowUpExample] = []
    for example in examples:
        (held_back if is_held_back(example.dialogue, share) else training).append(example)
    return training, held_back


def _of_conversation(row: dict[str, Any]) -> list[FollowUpExample]:
    turns = [(str(turn["question"]), str(turn["answer"])) for turn in row["turns"]]
    return [
        FollowUpExample(
            str(row["id"]),
            question,
            tuple(Turn(*before) for before in turns[:place]),
            str(row["turns"][place]["rewrite"]),
            whole=True,
        )
        for place, (question, _) in enumerate(turns)
        if place
    ]


def _example(row: dict[str, object]) -> FollowUpExample:
    name, question, rewrite = (str(row[key]) for key in ("id", "question", "rewrite"))
    texts = row.get("history")
    if isinstance(texts, list):
        history, whole = _texts_in_turn(texts), True
    else:
        history, whole = _with_key_words(row), False
    return FollowUpExample(name.partition("#")[0], question, tuple(history), rewrite, whole)


def _texts_in_turn(texts: Sequence[str]) -> list[Turn]:
    pairs = [texts[first : first + 2] for first in range(0, len(texts), 2)]
    return [Turn(pair[0], pair[1] if len(pair) == 2 else None) for pair in pairs]


def _with_key_words(row: dict[str, object]) -> list[Turn]:
    questions, keywords = row["history_questions"], row["history_answer_keywords"]
    if not isinstance(questions, list) or not isinstance(keywords, list):
        raise TypeError("history_questions and history_answer_keywords are not lists")
    rewrites = row.get("history_rewrites", questions)
    if not isinstance(rewrites, list):
        raise TypeError("history_rewrites is not a list")
    turns = []
    for question, rewrite, listed in zip(questions, rewrites, keywords, strict=True):
        asked = bare_words(f"{question} {rewrite}")
        words = [word for word in dict.fromkeys(listed.split(" | ")) if bare(word) not in asked]
        turns.append(Turn(question, " ".join(words)))
    return turns
