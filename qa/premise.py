"""What a question takes for granted, held against what the articles say."""

import re
from collections.abc import Mapping, Sequence

from index.document import Document
from index.passage import RetrievedPassage
from qa.actor import other_actor
from qa.claim import Contradiction, ReadSentence, read_sentences
from qa.coverage import content_stems, content_words
from qa.language.tagger import Tagger
from qa.location import other_location
from qa.office import other_holder
from qa.opposites import opposite_told
from qa.value_comparison import same_value
from qa.value_parsing import FoundValue, find_values

# Not percentages: two of one thing are often told, of its parts.
CONTRADICTING_KINDS = frozenset({"count", "money", "measure", "duration", "age"})
ALIKE = 0.5
# Behind these a number says how many are asked for, or a part of them: "the other two".
ASKING = re.compile(
    r"\b(?:which|what|name)\s+(?:are\s+)?(?:the\s+)?$|\b(?:other|another|of(?:\s+(?:the|all|these))?)\s+$",
    re.IGNORECASE,
)


class PremiseChecker:
    """Finds what contradicts a question. Threads may share it."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    def find_contradiction(
        self,
        question: str,
        passages: Sequence[RetrievedPassage],
        documents: Mapping[str, Document],
    ) -> Contradiction | None:
        """What contradicts a figure, office, direction, actor or place of the question."""
        sentences = list(read_sentences(passages, documents))
        return (
            other_figure(question, sentences)
            or other_holder(question, sentences)
            or opposite_told(question, sentences)
            or other_actor(question, sentences, self._tagger)
            or other_location(question, sentences)
        )


def other_figure(question: str, sentences: Sequence[ReadSentence]) -> Contradiction | None:
    """The first figure of the question that no passage states and one contradicts.

    A passage contradicts it with another value of the same kind and unit, in a sentence that
    shares at least half of the question's other content words. No sentence may have its number,
    of whatever: "the 45 people" may be the article's 45 passengers.
    """
    claims = [found for found in find_values(question) if _is_claim(question, found)]
    if not claims:
        return None
    stated = [(sentence, find_values(sentence.text)) for sentence in sentences]
    for asserted in claims:
        rest = f"{question[: asserted.start]} {question[asserted.end :]}"
        if any(_has_number(values, asserted) for _, values in stated):
            continue
        found = [
            (sentence, value)
            for sentence, values in stated
            for value in values
            if _same_unit(asserted, value)
        ]
        if any(same_value(asserted.value, value.value) for _, value in found):
            continue
        sentence, value = max(found, key=lambda pair: pair[0].covers(rest), default=(None, None))
        if sentence is not None and value is not None and sentence.covers(rest) >= ALIKE:
            end = value.end if value.counted is None else value.counted[1]
            said = question[asserted.start : asserted.end]
            return sentence.contradicts(said, value.start, end)
    return None


def missing_words(question: str, passage: str, title: str) -> list[str]:
    """The content words of the question that neither passage nor title has, in order."""
    known = content_stems(f"{title} {passage}")
    words = {word for word in content_words(question) if not content_stems(word) <= known}
    return [word for word in dict.fromkeys(_spelt(question)) if word.lower() in words]


def _is_claim(question: str, found: FoundValue) -> bool:
    """Whether a figure of a question is taken for granted.

    Not that of "which two rivers" or "how many million", nor "one", which may be any, nor one
    that is given as near, as a bound or as a range: "nearly 3,000", "more than 100" and "hundreds"
    may be 2,950, 112 and 840.
    """
    if found.value.number in (None, 1) or found.value.qualifier:
        return False
    if found.kind not in CONTRADICTING_KINDS or found.value.unit is None:
        return False
    asked = ASKING.search(question, 0, found.start)
    return asked is None and not question.lower().startswith("many", found.start)


def _has_number(values: Sequence[FoundValue], asserted: FoundValue) -> bool:
    """Whether one of a sentence's values has the number, of whatever it may be."""
    return any(found.value.number == asserted.value.number for found in values)


def _spelt(question: str) -> list[str]:
    return [word.strip("?!.,;:\"'“”‘’()").removesuffix("'s") for word in question.split()]


def _same_unit(asserted: FoundValue, found: FoundValue) -> bool:
    if asserted.kind != found.kind or found.value.unit is None:
        return False
    # "48 degrees" are meant where an article says "44 degrees Celsius".
    return content_stems(asserted.value.unit or "") <= content_stems(found.value.unit)
