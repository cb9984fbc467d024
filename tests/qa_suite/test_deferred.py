"""What is made when it is first asked for."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from qa.deferred import Deferred


def test_threads_get_the_same_made_once() -> None:
    made: list[object] = []

    def make() -> object:
        time.sleep(0.05)
        made.append(object())
        return made[-1]

    deferred = Deferred(make)
    assert made == []
    with ThreadPoolExecutor(8) as threads:
        got = list(threads.map(lambda _: deferred.get(), range(8)))
    assert len(made) == 1
    assert all(each is made[0] for each in got)


def test_what_fails_is_tried_again() -> None:
    tries = iter([ValueError("not yet"), None])

    def make() -> str:
        error = next(tries)
        if error is not None:
            raise error
        return "made"

    deferred = Deferred(make)
    with pytest.raises(ValueError, match="not yet"):
        deferred.get()
    assert deferred.get() == "made"
