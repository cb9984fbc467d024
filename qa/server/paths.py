"""The paths of the endpoint that need only the right to ask."""

ASKING_PATHS = ("/v1/answer", "/v1/chat/completions", "/v1/feedback", "/v1/suggestions")


def is_asking(path: str) -> bool:
    """Whether a path takes questions, or what readers say of answers."""
    return any(is_below(path, asking) for asking in ASKING_PATHS)


def is_below(path: str, parent: str) -> bool:
    """Whether a path is another one or below it."""
    return path == parent or path.startswith(f"{parent}/")
