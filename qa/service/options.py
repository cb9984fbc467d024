"""How much one process takes on."""

from dataclasses import dataclass

# Where several processes count together; to be set before `qa.service.metrics` is imported.
SHARED_METRICS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


@dataclass(frozen=True, slots=True)
class ServiceOptions:
    """Bounds of the service; all of them are at least 1, but a cache may hold 0 answers.

    `answering_threads` work at the same time, each at up to `batch` questions that are searched
    together; fewer than 20, since FAISS computes larger batches with other roundings. A question
    is taken as long as the work before it is at most `queue_seconds`, by what answers took
    lately, and `queue_questions` are not reached. One that waits for longer than `wait_seconds`
    nevertheless is given back unanswered. `cached_answers` are kept for who asks again.
    """

    # One composes in Python while the other's networks run: a sixth more answers than one.
    answering_threads: int = 2
    batch: int = 8
    queue_seconds: float = 2.0
    queue_questions: int = 256
    wait_seconds: float = 20.0
    cached_answers: int = 1_000


DEFAULT_SERVICE = ServiceOptions()
