"""Training examples for the reader: answerable, unanswerable and retrieved negatives."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qa.squad import GoldSpan, SquadParagraph, load_squad
from qa.training.negatives import EncodeTexts, NegativePassages, WantedNegative
from qa.training.search_style import search_style
from qa.training.swapped_words import SwappedWords


@dataclass(frozen=True, slots=True)
class ReaderExample:
    """A question beside one context; `answer` is None where the context does not hold it.

    `forbidden` holds the answer texts that a crop of a negative must not contain. `near_miss` is
    what only looks like the answer, such as the answer to the question that this one was made of by
    swapping a word: a window holds it.
    `rivals` are contexts without the answer that the question is to be asked of as well.
    `labels_only`: what a network said before does not count beside the label.
    """

    question: str
    context: str
    answer: GoldSpan | None
    forbidden: tuple[str, ...] = ()
    near_miss: GoldSpan | None = None
    rivals: tuple[str, ...] = ()
    labels_only: bool = False


@dataclass(frozen=True, slots=True)
class ExampleOptions:
    """Shares are probabilities in [0, 1], drawn per question.

    A retrieved negative is drawn from the best `negative_choices`. `swapped_share` of the
    answerable questions are seen once more with a word swapped, so that nothing answers them.
    `compared_share` of the questions are seen once more with up to `rivals` contexts, which are
    drawn from the best `rival_choices` without the answer. With `other_articles_only` neither is
    of the question's own article, for sets whose articles are several reports on one event.
    """

    held_back_share: float = 0.05
    retrieved_negative_share: float = 0.14
    cropped_negative_share: float = 0.06
    drop_question_mark_share: float = 0.3
    search_style_share: float = 0.08
    swapped_share: float = 0.35
    negative_choices: int = 3
    compared_share: float = 0.0
    rivals: int = 3
    rival_choices: int = 6
    other_articles_only: bool = False


def is_held_back(title: str, share: float) -> bool:
    """Whether an article belongs to the held-back part: a hash of its title decides."""
    digest = hashlib.sha256(title.encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def split_by_article(
    paragraphs: Sequence[SquadParagraph], share: float
) -> tuple[list[SquadParagraph], list[SquadParagraph]]:
    """Split into (training, held back) so that no article is in both."""
    training: list[SquadParagraph] = []
    held_back: list[SquadParagraph] = []
    for paragraph in paragraphs:
        (held_back if is_held_back(paragraph.title, share) else training).append(paragraph)
    return training, held_back


def with_some_questions(
    paragraphs: Sequence[SquadParagraph], count: int, generator: random.Random
) -> list[SquadParagraph]:
    """All paragraphs, since negatives come from any, with `count` drawn of their questions."""
    places = [(n, m) for n, p in enumerate(paragraphs) for m in range(len(p.questions))]
    kept = set(generator.sample(places, min(count, len(places))))
    return [
        replace(
            paragraph,
            questions=tuple(q for m, q in enumerate(paragraph.questions) if (n, m) in kept),
        )
        for n, paragraph in enumerate(paragraphs)
    ]


def load_held_back(path: Path) -> list[SquadParagraph]:
    """The paragraphs of a SQuAD-format file that no reader is trained on.

    Raises:
        SquadFormatError: the file is not of that format.
        OSError: it cannot be read.
    """
    return split_by_article(load_squad(path), ExampleOptions().held_back_share)[1]


def build_examples(
    paragraphs: Sequence[SquadParagraph],
    options: ExampleOptions,
    encode: EncodeTexts,
    swaps: SwappedWords,
    generator: random.Random,
) -> list[ReaderExample]:
    """One example for each question and more for some: negatives, near misses, compared contexts.

    A reader trained only on the right paragraph compares badly across passages (Clark and
    Gardner 2018), so a share of the questions sees either a paragraph retrieved for it
    that does not hold the answer, or a crop of its own paragraph beside the answer. `encode`
    gives the unit vectors to retrieve with.
    """
    alone, wanted = _seen_alone(paragraphs, options, generator)
    searches = options.compared_share or wanted
    others = options.other_articles_only
    negatives = NegativePassages(paragraphs, encode, others) if searches else None
    if negatives and wanted:
        found = negatives.retrieve(list(wanted.values()), options.negative_choices, generator)
        for place, context in zip(wanted, found, strict=True):
            # Where nothing was found, the crop of its own paragraph stays.
            if context is not None:
                alone[place] = replace(alone[place], context=context)
    near_misses = _near_misses(paragraphs, options, swaps, generator)
    compared = _compared(paragraphs, options, negatives, generator) if negatives else []
    return [*alone, *near_misses, *compared]


def _seen_alone(
    paragraphs: Sequence[SquadParagraph], options: ExampleOptions, generator: random.Random
) -> tuple[list[ReaderExample], dict[int, WantedNegative]]:
    """One example for each question, and by its place what negatives are wanted for."""
    examples: list[ReaderExample] = []
    wanted: dict[int, WantedNegative] = {}
    for position, paragraph in enumerate(paragraphs):
        for question in paragraph.questions:
            text = _as_asked(question.question.strip(), options, generator)
            if not question.answers:
                looks_right = generator.choice(question.plausible) if question.plausible else None
                examples.append(_near_miss(text, paragraph.context, looks_right))
                continue
            draw = generator.random()
            answer = generator.choice(question.answers)
            if draw >= options.retrieved_negative_share + options.cropped_negative_share:
                examples.append(ReaderExample(text, paragraph.context, answer))
                continue
            if draw < options.retrieved_negative_share:
                wanted[len(examples)] = WantedNegative(position, question)
            forbidden = tuple(span.text for span in question.answers)
            examples.append(ReaderExample(text, paragraph.context, None, forbidden))
    return examples, wanted


def _compared(
    paragraphs: Sequence[SquadParagraph],
    options: ExampleOptions,
    negatives: NegativePassages,
    generator: random.Random,
) -> list[ReaderExample]:
    """Questions with contexts to be asked of together; none where nothing was found for one."""
    if not options.compared_share:
        return []
    wanted = [
        WantedNegative(position, question)
        for position, paragraph in enumerate(paragraphs)
        for question in paragraph.questions
        if generator.random() < options.compared_share
    ]
    found = negatives.rivals(wanted, options.rival_choices, options.rivals, generator)
    return [
        ReaderExample(
            _as_asked(item.question.question.strip(), options, generator),
            paragraphs[item.position].context,
            generator.choice(item.question.answers) if item.question.answers else None,
            rivals=rivals,
        )
        for item, rivals in zip(wanted, found, strict=True)
        if rivals
    ]


def _near_misses(
    paragraphs: Sequence[SquadParagraph],
    options: ExampleOptions,
    swaps: SwappedWords,
    generator: random.Random,
) -> list[ReaderExample]:
    asked = [
        (paragraph, question)
        for paragraph in paragraphs
        for question in paragraph.questions
        if question.answers and generator.random() < options.swapped_share
    ]
    return [
        _near_miss(
            _as_asked(text.strip(), options, generator),
            paragraph.context,
            generator.choice(question.answers),
        )
        for (paragraph, question), text in zip(asked, swaps.swap(asked, generator), strict=True)
        if text is not None
    ]


def _near_miss(question: str, context: str, looks_right: GoldSpan | None) -> ReaderExample:
    """An unanswerable question; labels alone count where it is known what readers fall for."""
    known = looks_right is not None
    return ReaderExample(question, context, None, near_miss=looks_right, labels_only=known)


def _as_asked(question: str, options: ExampleOptions, generator: random.Random) -> str:
    """The question as people type it: some leave out the question mark, some all but key words."""
    if generator.random() < options.search_style_share:
        return search_style(question)
    if generator.random() < options.drop_question_mark_share:
        return question.rstrip("?").rstrip()
    return question
