"""All reporting clauses of a sentence."""

from collections.abc import Sequence
from dataclasses import replace

from qa.language.gapped_clause import gapped_clause
from qa.language.informant import is_informant
from qa.language.noun_phrase import Phrase, is_source, phrase_after
from qa.language.reporting_clause import ReportingClause
from qa.language.reporting_verb import REPORTING_VERBS
from qa.language.source_phrase import source_phrase
from qa.language.verbal_clause import verbal_clause
from qa.language.word import Word


def reporting_clauses(words: Sequence[Word]) -> list[ReportingClause]:
    """The reporting clauses of a sentence in order."""
    found: list[ReportingClause] = []
    cited: Phrase | None = None
    for place, word in enumerate(words):
        if word.lower in ("citing", "quoting"):
            # "X said, citing Y" and "X, citing Y, said": what X said is from Y.
            cited = _cited(words, place)
            if cited is not None and found:
                found[-1] = replace(found[-1], speaker=cited)
                cited = None
            continue
        clause = _clause_at(words, place, found)
        if clause is not None and is_source(words, clause.speaker):
            found.append(clause if cited is None else replace(clause, speaker=cited))
            cited = None
    return sorted(found, key=lambda clause: clause.first)


def _clause_at(
    words: Sequence[Word], place: int, found: Sequence[ReportingClause]
) -> ReportingClause | None:
    verb = REPORTING_VERBS.get(words[place].lower)
    clause = None if verb is None else verbal_clause(words, place, verb, found)
    return clause or source_phrase(words, place) or gapped_clause(words, place, found)


def _cited(words: Sequence[Word], place: int) -> Phrase | None:
    """Whom "citing" at a place names as the source, None where a reason follows it."""
    speaker = phrase_after(words, place + 1)
    return speaker if speaker is not None and is_informant(words, speaker) else None
