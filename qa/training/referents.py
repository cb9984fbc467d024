"""What a pronoun of a follow-up stands for, where the conversation names it.

People's stand-alone rewrites tell: the words that stand in the rewrite where the pronoun stands in
the follow-up are looked for in the conversation.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from index.sentences import Bounds
from qa.follow_up_text import bare, bare_words, words_of
from qa.name import POSSESSIVE
from qa.pronouns import PRONOUN
from qa.training.follow_ups import FollowUpExample

ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
# What follows the noun that a phrase is about: "people killed in the fighting".
BEHIND_NOUN = re.compile(r"\s(?:of|in|at|on|for|from|by|with|to|over|near|who|which|that)\s")
# Of the words that name it, those which the conversation has in one place.
LEAST_SHARE = 0.6


def referent_in(text: str, example: FollowUpExample) -> Bounds | None:
    """Where the conversation `text` names last what the first pronoun stands for.

    None without a pronoun, where the rewrite keeps it, or where the text does not name it.
    """
    name = stands_for(example.question, example.rewrite)
    return None if name is None else _last_named(name, text)


def stands_for(question: str, rewrite: str) -> str | None:
    """The words of the rewrite in the place of the first pronoun that it does not keep."""
    asked, whole = words_of(question), words_of(rewrite)
    before = [question[start:end].lower() for start, end in asked]
    after = [rewrite[start:end].lower() for start, end in whole]
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for pronoun in PRONOUN.finditer(question):
        inside = [n for n, (start, _) in enumerate(asked) if start in range(*pronoun.span())]
        for kind, first, last, start, end in changes:
            if kind == "replace" and inside and first <= inside[0] < last:
                others = set(range(first, last)) - set(inside)
                if not any(bare_words(before[place]) for place in others):
                    phrase = rewrite[whole[start][0] : whole[end - 1][1]]
                    phrase = POSSESSIVE.sub("", ARTICLE.sub("", phrase))
                    return phrase if bare_words(phrase) else None
    return None


def _last_named(name: str, text: str) -> Bounds | None:
    """The longest run of the name's words that the text has, the last place of it."""
    wanted = [bare(name[start:end]) for start, end in words_of(name)]
    places = words_of(text)
    written = [bare(text[start:end]) for start, end in places]
    whole = len(bare_words(name))
    head = len(words_of(BEHIND_NOUN.split(name, maxsplit=1)[0])) - 1
    for length in range(len(wanted), 0, -1):
        for first in range(len(wanted) - length + 1):
            run = wanted[first : first + length]
            if not first <= head < first + length:
                continue
            if len(bare_words(" ".join(run))) < LEAST_SHARE * whole:
                continue
            place = _last_place(run, written)
            if place is not None:
                return places[place][0], places[place + length - 1][1]
    return None


def _last_place(run: Sequence[str], written: Sequence[str]) -> int | None:
    """The number of the word at which a run of words stands last."""
    length = len(run)
    for place in range(len(written) - length, -1, -1):
        if written[place : place + length] == run:
            return place
    return None
