"""How often the sentence shown beside "not in the articles" is the one that the question is about.

    python -m bench.nearest_sentences squad2.json.gz

Held-back questions get a name, a number or a common word swapped for another of their paragraph
(`qa/training/swapped_words.py`), so that nothing answers them. The sentence with the answer to the
question as it was tells what the new one has wrong. It is looked for in that paragraph and the nine
others of its article with most words of the question: by the share of its content words that a
sentence has (what `qa/nearest.py` does), by the same with rare words counting more, by the cosine
of both, and by words and cosine together.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from bench.report import command_line, print_result
from index.encoder import Encoder
from index.sentences import sentence_bounds
from qa.assembly import open_encoder
from qa.coverage import content_stems, coverage
from qa.language.tagger import Tagger
from qa.squad import SquadParagraph
from qa.training.examples import load_held_back
from qa.training.swapped_words import SwappedWords

PASSAGES = 10


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--questions", default=600, show_default=True, help="To swap a word of.")
@click.option("--seed", default=3, show_default=True)
def main(path: Path, questions: int, seed: int) -> None:
    """Measure which sentence comes nearest to near misses of the questions in PATH."""
    encoder = open_encoder()
    paragraphs = load_held_back(path)
    right: Counter[str] = Counter()
    swapped = _swapped(paragraphs, encoder, questions, random.Random(seed))
    for question, own, place in swapped:
        sentences, wanted = _sentences(question, own, place, paragraphs)
        for name, scores in _scores(question, sentences, encoder).items():
            right[name] += int(np.argmax(scores)) == wanted
    shares = {name: count / len(swapped) for name, count in right.items()}
    print_result(command_line(), {"near misses": len(swapped), **shares})


def _swapped(
    paragraphs: Sequence[SquadParagraph], encoder: Encoder, count: int, chance: random.Random
) -> list[tuple[str, SquadParagraph, int]]:
    """Each near miss with its paragraph and where the answer to its question begins there."""
    asked = [(p, q) for p in paragraphs for q in p.questions if q.answers]
    asked = chance.sample(asked, min(count, len(asked)))
    texts = SwappedWords(Tagger.open(), encoder.encode_passages).swap(asked, chance)
    return [
        (text, paragraph, question.answers[0].start)
        for (paragraph, question), text in zip(asked, texts, strict=True)
        if text is not None
    ]


def _sentences(
    question: str, own: SquadParagraph, place: int, paragraphs: Sequence[SquadParagraph]
) -> tuple[list[str], int]:
    """The sentences of ten paragraphs, its own first, and the number of the wanted one."""
    others = [p for p in paragraphs if p.title == own.title and p is not own]
    others.sort(key=lambda paragraph: -coverage(question, paragraph.context))
    bounds = sentence_bounds(own.context)
    wanted = next(n for n, (_, end) in enumerate(bounds) if place < end)
    sentences = [own.context[start:end] for start, end in bounds]
    for other in others[: PASSAGES - 1]:
        sentences += [other.context[start:end] for start, end in sentence_bounds(other.context)]
    return sentences, wanted


def _scores(
    question: str, sentences: Sequence[str], encoder: Encoder
) -> Mapping[str, NDArray[np.float64]]:
    """What each way of looking for the nearest sentence gives each sentence."""
    stems = [content_stems(sentence) for sentence in sentences]
    counts = Counter(stem for entry in stems for stem in entry)
    wanted = sorted(content_stems(question))
    rarity = np.array([np.log1p(len(sentences) / max(1, counts[stem])) for stem in wanted])
    has = np.array([[stem in entry for stem in wanted] for entry in stems], dtype=np.float64)
    rare = has @ rarity / max(rarity.sum(), 1e-9)
    words = np.array([coverage(question, sentence) for sentence in sentences])
    vectors = encoder.encode_passages([question, *sentences])
    cosines = (vectors[1:] @ vectors[0]).astype(np.float64)
    return {
        "share of words": words,
        "rare words more": rare,
        "cosine": cosines,
        "share and cosine": words + cosines,
        "rare words and half the cosine": rare + 0.5 * cosines,
    }


if __name__ == "__main__":
    main()
