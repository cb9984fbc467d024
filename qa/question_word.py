"""Closed classes of words by which the parts of a question are told apart."""

AUXILIARIES = frozenset(
    "is are was were be been do does did has have had will would can could should may 's".split()
)
# What ends a noun phrase of a question.
ENDS = AUXILIARIES | frozenset(
    """of for in on at by to from with that which who when where after before during since as per
    between among against under over into about ? . , ; : !""".split()
)
COPULAS = frozenset("is are was were 's".split())
# How far behind its question word a question is looked through.
MAXIMUM_DISTANCE = 8
