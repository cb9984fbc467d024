"""A clause that says who reports: "X said", "according to X", "as reported by X"."""

from dataclasses import dataclass

from qa.language.noun_phrase import Phrase


@dataclass(frozen=True, slots=True)
class ReportingClause:
    """Who reports, and on which sides of the clause stands what is reported; all word numbers.

    The clause itself is ``words[first:last]``; what it reports after itself begins at
    `content`. What a `relative` clause reports ends with the next comma; a `quotes_only`
    clause ("called it a 'disaster'") reports only what it quotes. What stands before `reach` is
    not reported: "2%, less than" of "2%, less than the 3% forecast by X". What a
    speaker `denies` ends with the next comma or contrast.
    """

    speaker: Phrase
    first: int
    last: int
    content: int
    before: bool
    after: bool
    relative: bool = False
    quotes_only: bool = False
    reach: int = 0
    denies: bool = False
