"""The one that a question is asked of, put in place of another: "What did the union want?"."""

from collections.abc import Sequence

from qa.language.chunk import base_end
from qa.language.lexicon import TIMES
from qa.language.part_of_speech import DETERMINERS, NOUNS
from qa.language.tagger import Tagger
from qa.language.word import Word
from qa.read_question import ReadQuestion

# Of these verbs a question begins with the form that its subject follows.
_DO = frozenset({"VDB", "VDD", "VDZ"})
_LEADING = _DO | frozenset({"VBB", "VBD", "VBZ", "VHB", "VHD", "VHZ", "VM0"})
_BE = frozenset({"VBB", "VBD", "VBZ"})
_PLURALS = frozenset({"NN0", "NN2"})
# No verb's plain form, nor what somebody or something is, looks like these.
_NO_PREDICATES = frozenset({"NN2", "NP0"})
_ADJECTIVES = frozenset({"AJ0", "AJC", "AJS"})
# What a verb in its plain form is easily taken for.
_PREDICATES = frozenset({"AJ0", "NN0", "NN1"})
# After these words "is" wants a predicate behind its subject: "why is the bridge closed".
_BEFORE_CLAUSES = frozenset("why when until since how long and but so".split())


def asked_of_other(part: str, question: ReadQuestion, tagger: Tagger) -> str | None:
    """The question, without its mark, with the noun phrase `part` for its subject.

    The subject follows the verb that a question begins with ("what did the firm want") or "of"
    ("how much of the wheat is lost"). None where there is none, or where the part is a time or no
    noun phrase.
    """
    if not _names_thing(tagger.question_words(part)):
        return None
    text, words = question.text, question.words
    for place, word in enumerate(words[:-1]):
        if word.tag in _LEADING:
            end = _subject_end(words, place, " of " in part)
        elif word.tag == "PRF" and words[place + 1].tag in DETERMINERS:
            end = base_end(words, place + 1, len(words))
        else:
            continue
        if end > place + 1:
            return f"{text[: word.end]} {part}{text[words[end - 1].end :]}"
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


def _subject_end(words: Sequence[Word], verb: int, with_of: bool) -> int:
    """Where the noun phrase after a leading verb ends; behind the verb itself without one.

    What "of" adds to it belongs to it where the part has such words too. "There" is no subject to
    replace.
    """
    first = verb + 1
    end = base_end(words, first, len(words))
    if words[first].tag == "EX0":
        return first
    if with_of and end < len(words) and words[end].tag == "PRF":
        end = base_end(words, end + 1, len(words))
    return end - 1 if _swallows_predicate(words, verb, end) else end


def _swallows_predicate(words: Sequence[Word], verb: int, end: int) -> bool:
    """Whether a noun phrase after a leading verb was taken to end with the word asked of it.

    Where the rest of the question needs a verb or adjective and has none, that is the last word:
    "did his parachute open", "how much will the bridge cost", "is the dam safe".
    """
    last, inner = words[end - 1], words[verb + 1 : end - 1]
    if not inner or inner[-1].tag in ("POS", "PRF") or not _may_stay(inner, words[end:]):
        return False
    takes_verb = words[verb].tag in _DO or words[verb].tag == "VM0"
    if takes_verb and any(word.tag.startswith("V") for word in words[end:]):
        return False
    clause = takes_verb or all(word.lower in _BEFORE_CLAUSES for word in words[:verb])
    if last.tag in _ADJECTIVES:
        return clause
    bare = all(word.lower in ("why", "and", "but", "so") for word in words[:verb])
    states = words[verb].tag in _BE and end == len(words) and bare
    return last.tag not in _NO_PREDICATES and (takes_verb or states)


def _may_stay(inner: Sequence[Word], behind: Sequence[Word]) -> bool:
    """Whether what stays of a noun phrase is one, though a noun of it may have another tag."""
    if any(word.tag in NOUNS for word in inner):
        return True
    described = any(word.tag not in DETERMINERS for word in inner)
    verb_behind = bool(behind) and behind[-1].tag in _PREDICATES and behind[-1].text.islower()
    return described and not verb_behind
