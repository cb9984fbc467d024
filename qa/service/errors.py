"""Why a question was not taken, or given back."""

import math


class ServiceBusyError(RuntimeError):
    """There is no room for the question now; `retry_seconds` says when there may be."""

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.retry_seconds = max(1, math.ceil(seconds))
