"""Who an article says did what a question says somebody else did."""

import re
from collections.abc import Sequence

from qa.claim import Contradiction, ReadSentence
from qa.coverage import coverage, names
from qa.language.reporting_verb import REPORTING_VERBS
from qa.language.subject import subject_before
from qa.language.tagger import Tagger
from qa.language.word import Word, bounds_of
from qa.name import NAME

# "Why did Jane Doe resign from the board": name and what it is said to have done.
ACTION = re.compile(
    r"^\W*(?i:why|how|when|where|what)\b.*?\b(?:did|does|do|was|were|is|are|has|have|had|will)\s+"
    rf"(?:the\s+)?(?P<name>{NAME})\s+(?P<action>[^?]+)",
)
# What a verb may stand behind without saying what is done.
_LIGHT = frozenset("manage able get come happen start begin try decide want have be do".split())
_CONTENT = ("N", "VV", "AJ", "CRD", "ORD")
OWNER = re.compile(r"\b[\w-]+['’]s\b|\b[\w-]+s['’]\s")
SHORT = re.compile(r"\b[A-Z]{2,6}\b")
DOTTED = re.compile(r"\b(?:[A-Z]\.){2,6}")
LEAST_WORDS = 3
ALIKE = 0.5


def other_actor(
    question: str, sentences: Sequence[ReadSentence], tagger: Tagger
) -> Contradiction | None:
    """The sentence that gives the question's action to another name, if one does.

    Every content word of the action must stand in the sentence, its verb with a name as the
    subject that has no word of the question's name. A sentence in which the question's name did
    it, or an article without that name, contradicts nothing, nor does a place or a body beside a
    person: leaders act for their countries. What somebody says others may say as well.
    """
    match = ACTION.match(question)
    if match is None:
        return None
    action = _content(tagger, match["action"])
    if len(action) < LEAST_WORDS or action[0] in REPORTING_VERBS or not _is_full(match["name"]):
        return None
    wanted, named = frozenset(action), names(match["name"])
    found = None
    for sentence in sentences:
        text = sentence.text
        if coverage(match["action"], text) < ALIKE:
            continue
        words = tagger.words(text, [(0, len(text))])[0]
        lemmas = [tagger.lemma(word) for word in words]
        if not wanted <= frozenset(lemmas):
            continue
        actors = [
            subject
            for place, lemma in enumerate(lemmas)
            if lemma == action[0] and words[place].tag.startswith("VV")
            and (subject := _subject(words, place)) is not None
        ]  # fmt: skip
        said = [(start, end, names(OWNER.sub("", text[start:end]))) for start, end in actors]
        if any(
            named & told or initials(match["name"], text[start:end]) for start, end, told in said
        ):
            return None
        if found is None and said and named <= names(sentence.document.text):
            start, end, told = said[0]
            if told and _are_of_one_kind(match["name"], text[start:end], sentence.document.text):
                found = sentence.contradicts(match["name"], start, end)
    return found


def _is_full(name: str) -> bool:
    """Whether a name has several words, so that it can be told from that of a country."""
    return len(name.split()) > 1


def _are_of_one_kind(one: str, other: str, article: str) -> bool:
    """Whether two names may be of persons, or both of bodies: no place, none alone with "the"."""
    found = re.search(NAME, OWNER.sub("", other))
    if found is None or not _is_full(found[0]):
        return False
    return not any(
        re.search(rf"\b(?:in|from|at|across|the)\s+{re.escape(name)}\b", article, re.IGNORECASE)
        for name in (one, found[0])
    )


def initials(one: str, other: str) -> bool:
    """Whether a name has the other's initials: "UN" and "United Nations", "US" and "the U.S."."""
    pairs = ((one, other), (other, one))
    return any(
        short in known
        for brief, long in pairs
        for short in SHORT.findall(brief)
        for known in _initials(long)
    )


def _initials(name: str) -> set[str]:
    """The initialisms in a name, and that of its words with capitals."""
    written = DOTTED.sub(lambda match: match[0].replace(".", ""), name)
    return {*SHORT.findall(written), "".join(re.findall(r"\b[A-Z]", name))}


def _content(tagger: Tagger, action: str) -> list[str]:
    """The content words of an action as lemmas, its verb first."""
    words = tagger.words(action, [(0, len(action))])[0]
    lemmas = [tagger.lemma(w) for w in words if w.tag.startswith(_CONTENT) and len(w.text) > 1]
    kept = [lemma for lemma in lemmas if lemma not in _LIGHT]
    verbs = [tagger.lemma(w) for w in words if w.tag.startswith("VV")]
    verb = next((lemma for lemma in verbs if lemma in kept), None)
    return [] if verb is None else [verb, *(lemma for lemma in kept if lemma != verb)]


def _subject(words: Sequence[Word], place: int) -> tuple[int, int] | None:
    """Bounds in the sentence of the subject of the verb at a place, with what is added to it."""
    last = place
    while last > 0 and words[last - 1].tag in ("AV0", "VBD", "VBZ", "VHD", "VHZ", "VHB", "VBN"):
        last -= 1
    if last == 0:
        return None
    subject = subject_before(words, last, place)
    # "Doe's deputy, Jane Roe, was sentenced": a name that is added tells who the subject is.
    if subject is None:
        return None
    end = last - 1 if words[last - 1].tag == "PUN" else last
    return bounds_of(words, subject[0], max(end, subject[1]))
