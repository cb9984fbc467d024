"""All reporting clauses of a sentence."""

from collections.abc import Sequence
from dataclasses import replace

from qa.language.cited import Cited, cited_at
from qa.language.gapped_clause import gapped_clause
from qa.language.noun_phrase import is_source
from qa.language.reporting_clause import ReportingClause
from qa.language.reporting_verb import REPORTING_VERBS
from qa.language.source_phrase import source_phrase
from qa.language.verbal_clause import verbal_clause
from qa.language.word import Word


def reporting_clauses(words: Sequence[Word]) -> list[ReportingClause]:
    """The reporting clauses of a sentence in order."""
    found: list[ReportingClause] = []
    cited: Cited | None = None
    for place in range(len(words)):
        named = cited_at(words, place)
        if named is not None:
            if found and named.is_of(found[-1]):
                found[-1] = replace(found[-1], speaker=named.phrase)
            cited = named
            continue
        clause = _clause_at(words, place, found)
        if clause is not None and is_source(words, clause.speaker):
            is_cited = cited is not None and cited.is_of_next(clause)
            found.append(replace(clause, speaker=cited.phrase) if cited and is_cited else clause)
            cited = None
    return sorted(found, key=lambda clause: clause.first)


def _clause_at(
    words: Sequence[Word], place: int, found: Sequence[ReportingClause]
) -> ReportingClause | None:
    verb = REPORTING_VERBS.get(words[place].lower)
    clause = None if verb is None else verbal_clause(words, place, verb, found)
    return clause or source_phrase(words, place) or gapped_clause(words, place, found)
