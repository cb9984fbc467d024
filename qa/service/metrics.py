"""What the service measures, in Prometheus' terms.

Several processes count together when $PROMETHEUS_MULTIPROC_DIR names a folder before this module is
imported, empty at first.
"""

import os
import re
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from qa.answer import Answer
from qa.service.options import SHARED_METRICS_VARIABLE

LIVE_FILE = re.compile(r"gauge_live\w*_(\d+)\.db")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
BATCHES = (1, 2, 4, 8, 16)


class Metrics:
    """Counters of one process, in a registry of their own. Threads may share them."""

    def __init__(self) -> None:
        self._shared = os.environ.get(SHARED_METRICS_VARIABLE)
        if self._shared is not None:
            _forget_the_dead(Path(self._shared))
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.requests = Histogram(
            "qa_request_seconds",
            "Time from a request's first byte to its response's last, by route and status.",
            ("method", "route", "status"),
            buckets=SECONDS,
            registry=registry,
        )
        self.stages = Histogram(
            "qa_stage_seconds",
            "Time that a question waited, was searched and was read.",
            ("stage",),
            buckets=SECONDS,
            registry=registry,
        )
        self.answers = Counter(
            "qa_answers",
            "Answers given, by status.",
            ("status",),
            registry=registry,
        )
        self.failures = Counter(
            "qa_failures", "Questions that failed for a reason nobody foresaw.", registry=registry
        )
        self.refused = Counter(
            "qa_queue_refused", "Questions for which there was no room.", registry=registry
        )
        self.cancelled = Counter(
            "qa_queue_cancelled", "Questions whose client left before.", registry=registry
        )
        self.waiting = Gauge(
            "qa_queue_questions",
            "Questions taken and not answered yet.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.seconds_per_question = Gauge(
            "qa_queue_seconds_per_question",
            "What a question takes a worker, by those answered lately.",
            registry=registry,
            multiprocess_mode="livemax",
        )
        self.batches = Histogram(
            "qa_batch_questions",
            "Questions that were searched together.",
            buckets=BATCHES,
            registry=registry,
        )
        self.cache_lookups = Counter(
            "qa_cache_lookups", "Questions looked up in the cache.", ("result",), registry=registry
        )
        self.cached = Gauge(
            "qa_cache_answers",
            "Answers in the cache.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.index_version = Gauge(
            "qa_index_version",
            "The version of the index that is served.",
            registry=registry,
            multiprocess_mode="livemax",
        )

    def count_lookup(self, hit: bool) -> None:
        """A question was looked up in the cache."""
        self.cache_lookups.labels("hit" if hit else "miss").inc()

    def count_answer(self, answer: Answer) -> None:
        """A question was answered, from the cache or anew."""
        self.answers.labels(answer.status).inc()

    def count_work(self, answer: Answer) -> None:
        """A question was searched and read."""
        self.stages.labels("retrieve").observe(answer.timings.retrieve / 1_000)
        self.stages.labels("read").observe(answer.timings.read / 1_000)

    def exposition(self) -> bytes:
        """All metrics as text, those of the processes beside this one included."""
        if self._shared is None:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)


def _forget_the_dead(folder: Path) -> None:
    """What a process that was killed had waiting waits no more; what it counted stays."""
    for file in folder.glob("gauge_live*.db"):
        match = LIVE_FILE.fullmatch(file.name)
        if match and not Path(f"/proc/{match[1]}").exists():
            mark_process_dead(int(match[1]))  # type: ignore[no-untyped-call]
