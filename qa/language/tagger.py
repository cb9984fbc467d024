"""Parts of speech of the words of sentences."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from HanTa.HanoverTagger import HanoverTagger

from index.sentences import Bounds
from qa.language.part_of_speech import FINITE
from qa.language.word import QUOTATION_MARKS, Word, word_bounds

MODEL = "morphmodel_en.pgz"
# The tagger takes cubic time in a word's length: a longer one is no English word.
MAXIMUM_WORD_LENGTH = 32
_UNKNOWN_WORD = "Name"
_VERBS = frozenset("VVB VVD VVG VVI VVN VVZ".split())
_OPEN = frozenset("NN0 NN1 NN2 AV0 UNC".split())
_DASHES = frozenset("-–—―")
_SOURCE = ["according", "to"]


class Tagger:
    """HanTa's English model (Wartena 2019), which its package ships: nothing is downloaded.

    The model holds no state of a text, so threads may share one tagger.
    """

    def __init__(self, model: HanoverTagger) -> None:
        self._model = model

    @classmethod
    def open(cls) -> "Tagger":
        """Load the packaged model, which takes some tenths of a second.

        Raises:
            FileNotFoundError: the installed package has no English model.
        """
        package = find_spec("HanTa")
        folders = [] if package is None else list(package.submodule_search_locations or ())
        # A bare name would be looked up in the working directory first, and a model is a
        # pickle: it must come from the package and from nowhere else.
        paths = [Path(folder).resolve() / MODEL for folder in folders]
        for path in paths:
            if path.is_file():
                return cls(HanoverTagger(str(path)))
        raise FileNotFoundError(f"no English model at {paths}: reinstall the package HanTa")

    def words(self, text: str, sentences: Sequence[Bounds]) -> list[list[Word]]:
        """The tagged words of each sentence of the text."""
        return [self._sentence(text, word_bounds(text, sentence)) for sentence in sentences]

    def question_words(self, question: str) -> list[Word]:
        """The tagged words of a question, or a part of one, taken as one sentence."""
        (words,) = self.words(question, [(0, len(question))])
        return words

    def lemma(self, word: Word) -> str:
        """The base form of a word, in lower case: "win" of "won"."""
        if word.tag in ("NP0", "CRD") or len(word.text) > MAXIMUM_WORD_LENGTH:
            return word.lower
        return str(self._model.analyze(_plain(word.text))[0]).lower()

    def _sentence(self, text: str, bounds: Sequence[Bounds]) -> list[Word]:
        pieces = [text[start:end] for start, end in bounds]
        tags = self._model.tag_sent([_plain(piece) for piece in pieces], taglevel=0)
        tags = _with_names(pieces, list(map(_corrected, pieces, tags)))
        return [
            Word(start, end, piece, piece.lower().replace("’", "'"), tag)
            for (start, end), piece, tag in zip(bounds, pieces, tags, strict=True)
        ]


def _plain(piece: str) -> str:
    """The word as the model's training text writes it."""
    if piece in QUOTATION_MARKS:
        return '"'
    if piece in _DASHES:
        return "-"
    if len(piece) > MAXIMUM_WORD_LENGTH:
        return _UNKNOWN_WORD
    return piece.replace("’", "'")


def _corrected(piece: str, tag: str) -> str:
    """The model's tag, where the written form leaves a choice."""
    if piece in QUOTATION_MARKS:
        return "PUQ"
    if not any(character.isalnum() for character in piece) and piece not in "$€£¥%&":
        return "POS" if piece in "'’" and tag == "POS" else "PUN"
    if piece[0].isdigit():
        return "CRD"
    return tag


def _with_names(pieces: Sequence[str], tags: list[str]) -> list[str]:
    """Tag capitalised verbs inside a sentence, and what is capitalised after a name, as names."""
    capitals = sum(piece[0].isupper() for piece in pieces)
    if 2 * capitals > len(pieces):
        return tags  # a headline, where every word has a capital
    following = next((tag for tag in tags[1:] if tag != "AV0"), "")
    if tags and tags[0] in ("VVB", "VVI") and following in FINITE:
        tags[0] = "NP0"  # a name that the model takes for an order, where a verb follows
    for place in range(2, len(pieces)):
        if tags[place] == "VVI" and [p.lower() for p in pieces[place - 2 : place]] == _SOURCE:
            tags[place] = "NN1"  # "according to finance chief X" is no infinitive
    for place in range(1, len(pieces)):
        # Another mark than a comma may end a sentence of a quotation.
        begins = tags[place - 1] in ("PUN", "PUQ") and pieces[place - 1] != ","
        if begins or not pieces[place][0].isupper():
            continue
        if tags[place] in _VERBS or (tags[place - 1] == "NP0" and tags[place] in _OPEN):
            tags[place] = "NP0"
    return tags
