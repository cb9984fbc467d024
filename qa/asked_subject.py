"""The one that a question is asked of, put in place of another: "What did the union want?"."""

from collections.abc import Sequence

from qa.language.chunk import base_end
from qa.language.lexicon import TIMES
from qa.language.part_of_speech import DETERMINERS, NOUNS
from qa.language.tagger import Tagger
from qa.language.word import Word

# Of these verbs a question begins with the form that its subject follows.
_DO = frozenset({"VDB", "VDD", "VDZ"})
_LEADING = _DO | frozenset({"VBB", "VBD", "VBZ", "VHB", "VHD", "VHZ", "VM0"})
_PLURALS = frozenset({"NN0", "NN2"})


def asked_of_other(part: str, question: str, tagger: Tagger) -> str | None:
    """The question, without its mark, with the noun phrase `part` for its subject.

    The subject follows the verb that a question begins with ("what did the firm want") or "of"
    ("how much of the wheat is lost"). None where there is none, or where the part is a time or no
    noun phrase.
    """
    if not _names_thing(tagger.question_words(part)):
        return None
    words = tagger.question_words(question)
    for place, word in enumerate(words[:-1]):
        if word.tag in _LEADING:
            end = _subject_end(words, place)
        elif word.tag == "PRF" and words[place + 1].tag in DETERMINERS:
            end = base_end(words, place + 1, len(words))
        else:
            continue
        if end > place + 1:
            return f"{question[: word.end]} {part}{question[words[end - 1].end :]}"
    return None


def _names_thing(words: Sequence[Word]) -> bool:
    """Whether the words begin with a noun phrase that can stand for a subject.

    "The year before" cannot, and of a word alone only a plural and a name are sure to be nouns.
    """
    head = words[: base_end(words, 0, len(words))]
    if not any(word.tag in NOUNS for word in head) or head[-1].lower in TIMES | {"time"}:
        return False
    first, last = head[0], head[-1]
    return first.tag in DETERMINERS or last.tag in _PLURALS or first.text[0].isupper()


def _subject_end(words: Sequence[Word], verb: int) -> int:
    """Where the noun phrase after a leading verb ends; behind the verb itself without one.

    With "do" another verb follows, which is easily taken for the last noun: "did his parachute
    open". "There" is no subject to replace.
    """
    first = verb + 1
    end = base_end(words, first, len(words))
    if words[first].tag == "EX0":
        return first
    followed = any(word.tag.startswith("V") for word in words[end:])
    swallows_verb = words[verb].tag in _DO and not followed and end > first + 1
    return end - 1 if swallows_verb else end
