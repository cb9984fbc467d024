"""Make a pool of training questions: tokenise, and search every question's contexts once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.tokenisation import boundary_ids
from qa.squad import GoldSpan, SquadParagraph, SquadQuestion
from qa.training.examples import split_by_article
from qa.training.features import encoded, span_tokens
from qa.training.negatives import QUESTIONS_AT_ONCE, EncodeTexts, SearchedContexts
from qa.training.pool import NOTHING, QuestionPool, Ragged, TrainingPool
from qa.training.search_style import search_style


@dataclass(frozen=True, slots=True)
class PoolOptions:
    """`choices` contexts are kept for a question; lengths are in tokens."""

    held_back_share: float = 0.05
    choices: int = 8
    question_tokens: int = 40


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, and the row of its own paragraph."""

    question: SquadQuestion
    context: int


def build_pool(
    sets: Sequence[Sequence[SquadParagraph]],
    tokenizer: Tokenizer,
    encode: EncodeTexts,
    options: PoolOptions,
    report: Callable[[int, int], None],
) -> TrainingPool:
    """The pool of all sets; held-back articles are in it, marked, and are not searched for.

    `encode` gives unit vectors of shape (texts, dimension); `report` is told from time to time
    how many questions of how many were searched.
    """
    parts = []
    for paragraphs in sets:
        training, held_back = split_by_article(paragraphs, options.held_back_share)
        found, may_answer = _searched(training, encode, options.choices, report)
        parts.append((training, found, may_answer))
        missing = sum(len(paragraph.questions) for paragraph in held_back)
        nothing = np.full((missing, options.choices), NOTHING, np.int32)
        parts.append((held_back, nothing, np.zeros(nothing.shape, np.bool_)))
    held = [kind == 1 for _ in sets for kind in (0, 1)]
    questions = _question_pool(parts, held, tokenizer, options)
    question_mark = tokenizer.token_to_id("?")
    return TrainingPool(questions, (*boundary_ids(tokenizer), question_mark or NOTHING))


def _asked(paragraphs: Sequence[SquadParagraph]) -> Iterator[_Asked]:
    for row, paragraph in enumerate(paragraphs):
        for question in paragraph.questions:
            yield _Asked(question, row)


def _searched(
    paragraphs: Sequence[SquadParagraph],
    encode: EncodeTexts,
    choices: int,
    report: Callable[[int, int], None],
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Rows of the paragraphs found for each question, and whether they hold an answer's text."""
    asked = list(_asked(paragraphs))
    found = np.full((len(asked), choices), NOTHING, np.int32)
    may_answer = np.zeros(found.shape, np.bool_)
    if not asked:
        return found, may_answer
    contexts = [paragraph.context for paragraph in paragraphs]
    lowered = [context.lower() for context in contexts]
    searched = SearchedContexts(contexts, encode)
    for first in range(0, len(asked), QUESTIONS_AT_ONCE):
        part = asked[first : first + QUESTIONS_AT_ONCE]
        rankings = searched.search([item.question.question for item in part])
        for row, (item, ranking) in enumerate(zip(part, rankings, strict=True), start=first):
            own = contexts[item.context]
            kept = [place for place in ranking if contexts[place] != own][:choices]
            answers = [span.text.lower() for span in item.question.answers]
            found[row, : len(kept)] = kept
            may_answer[row, : len(kept)] = [
                any(text in lowered[place] for text in answers) for place in kept
            ]
        report(first + len(part), len(asked))
    return found, may_answer


def _question_pool(
    parts: Sequence[tuple[Sequence[SquadParagraph], NDArray[np.int32], NDArray[np.bool_]]],
    held_back: Sequence[bool],
    tokenizer: Tokenizer,
    options: PoolOptions,
) -> QuestionPool:
    contexts: list[list[int]] = []
    texts: list[str] = []
    own, answers, occurrences, found, held = [], [], [], [], []
    for (paragraphs, ranked, _), is_held_back in zip(parts, held_back, strict=True):
        encodings = encoded([paragraph.context for paragraph in paragraphs], tokenizer)
        for item in _asked(paragraphs):
            context, encoding = paragraphs[item.context].context, encodings[item.context]
            texts.append(item.question.question.strip())
            own.append(len(contexts) + item.context)
            answers.append(_answer_tokens(item.question, encoding))
            occurrences.append(_occurrence_tokens(item.question, context, encoding))
            held.append(is_held_back)
        found.append(np.where(ranked == NOTHING, NOTHING, ranked + len(contexts)))
        contexts += [list(encoding.ids) for encoding in encodings]
    questions = [e.ids[: options.question_tokens] for e in encoded(texts, tokenizer)]
    searches = encoded([search_style(text) for text in texts], tokenizer)
    return QuestionPool(
        Ragged.of(contexts, np.uint16),
        Ragged.of(questions, np.uint16),
        Ragged.of([encoding.ids[: options.question_tokens] for encoding in searches], np.uint16),
        np.array(own, np.int32),
        np.array(answers, np.int32).reshape(-1, 2),
        np.array(occurrences, np.int32).reshape(-1, 2),
        np.concatenate(found).astype(np.int32),
        np.concatenate([may_answer for _, _, may_answer in parts]),
        np.array(held, np.bool_),
    )


def _answer_tokens(question: SquadQuestion, encoding: Encoding) -> tuple[int, int]:
    if not question.answers:
        return NOTHING, NOTHING
    span = question.answers[0]
    return span_tokens(span.start, span.end, encoding) or (NOTHING, NOTHING)


def _occurrence_tokens(
    question: SquadQuestion, context: str, encoding: Encoding
) -> tuple[int, int]:
    """First token of the first place of an answer's text, last token of the last one."""
    if not question.answers:
        return NOTHING, NOTHING
    lowered = context.lower()
    # Lower case may change the length of a text: such a context is all taken up.
    if len(lowered) != len(context):
        return 0, len(encoding.ids) - 1
    first = min(_first(lowered, span) for span in question.answers)
    last = max(_last(lowered, span) for span in question.answers)
    return span_tokens(first, last, encoding) or (NOTHING, NOTHING)


def _first(lowered: str, span: GoldSpan) -> int:
    place = lowered.find(span.text.lower())
    return span.start if place < 0 else min(place, span.start)


def _last(lowered: str, span: GoldSpan) -> int:
    place = lowered.rfind(span.text.lower())
    return max(span.end, place + len(span.text))
