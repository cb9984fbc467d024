"""How many requests are let through, when, and by whose count."""

import os
import time

import pytest

from qa.rate_limit import RateLimit


class Clock:
    """A monotonic clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def taken(limit: RateLimit, name: str, count: int) -> int:
    return sum(limit.take(name) == 0 for _ in range(count))


def test_a_burst_then_one_at_a_time() -> None:
    """60 a minute: a quarter of them at once, then one a second."""
    clock = Clock()
    limit = RateLimit(60, clock)
    assert taken(limit, "a", 100) == 15
    assert limit.take("a") == pytest.approx(1.0)
    clock.now += 0.9
    assert limit.take("a") == pytest.approx(0.1)
    clock.now += 0.1
    assert taken(limit, "a", 3) == 1
    clock.now += 3_600
    assert taken(limit, "a", 100) == 15


def test_over_a_minute_the_rate_holds() -> None:
    clock = Clock()
    limit = RateLimit(60, clock)
    let_through = 0
    for _ in range(600):
        let_through += limit.take("a") == 0
        clock.now += 0.1
    assert let_through == 15 + 59


def test_names_are_counted_apart() -> None:
    limit = RateLimit(8, Clock())
    assert [taken(limit, name, 10) for name in ("a", "b", "192.0.2.1")] == [2, 2, 2]


def test_one_a_minute_is_possible() -> None:
    limit = RateLimit(1, Clock())
    assert taken(limit, "a", 5) == 1
    assert limit.take("a") == pytest.approx(60)


def test_the_machine_s_clock_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Moved by a day in either direction, it lets nobody in and locks nobody out."""
    limit = RateLimit(60)
    assert taken(limit, "a", 100) == 15
    now = time.time()
    for moved in (now + 86_400, now - 86_400):
        monkeypatch.setattr(time, "time", lambda moved=moved: moved)
        assert 0 < limit.take("a") <= 1
        assert limit.take(f"new at {moved}") == 0


def test_forked_processes_count_together() -> None:
    limit = RateLimit(60, Clock())
    process = os.fork()
    if process == 0:
        os._exit(taken(limit, "a", 10))
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 10
    assert taken(limit, "a", 10) == 5
