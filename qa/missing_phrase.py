"""Words of the conversation that a question leaves out, as phrases behind it."""

from collections.abc import Sequence

from qa.asked_time import YEAR
from qa.follow_up_text import bare_words
from qa.name import POSSESSIVE
from qa.term_selector import Term


def phrases_of(terms: Sequence[Term], text: str) -> list[str]:
    """The terms as phrases of the text, most probable first, each set of words once.

    Terms with nothing but a blank or one short function word between them are one phrase.
    """
    groups: list[list[Term]] = []
    for term in terms:
        if groups and _joined(text[groups[-1][-1].end : term.start]):
            groups[-1].append(term)
        else:
            groups.append([term])
    ordered = sorted(groups, key=lambda group: -max(term.probability for term in group))
    phrases: list[str] = []
    known: set[str] = set()
    for group in ordered:
        phrase = text[group[0].start : group[-1].end]
        words = bare_words(phrase)
        if not words <= known:
            phrases.append(POSSESSIVE.sub("", phrase))
            known |= words
    return phrases


def tells(phrase: str) -> bool:
    """Whether a phrase tells what is meant: a bare number of an earlier answer does not."""
    return any(character.isalpha() for character in phrase) or YEAR.fullmatch(phrase) is not None


def appended(question: str, phrases: Sequence[str]) -> str:
    """The question with phrases behind it, in parentheses."""
    if not phrases:
        return question
    stem = question.rstrip("?").rstrip()
    mark = "?" if question.endswith("?") else ""
    return f"{stem} ({', '.join(phrases)}){mark}"


def _joined(between: str) -> bool:
    return between in {" ", " of ", " of the ", " and ", " for ", " for the "}
