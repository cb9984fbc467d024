"""Questions for what each source says."""

import re

EACH_SOURCE = re.compile(
    r"\b(?:each|every|all|different|which|various|both)\s+(?:the\s+)?(?:source|side|part(?:y|ies)"
    r"|account|estimate|report|forecast)s?\b|\baccording\s+to\s+(?:whom|each|every|all)\b",
    re.IGNORECASE,
)


def asks_each_source(question: str) -> bool:
    """Whether the question wants what each source says."""
    return EACH_SOURCE.search(question) is not None
