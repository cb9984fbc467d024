"""Clients that ask a server for some seconds, by locust. Runs in the peers' environment.

    python load_clients.py ADDRESS CLIENTS SECONDS < questions.json

Each client asks its next question as soon as it has a reply; one that is told to come back later
does so. After the seconds nobody asks any more, but what is under way counts, and so does the time
until the last reply. One JSON object comes out: that time, the seconds of each answer, and how
often each status came.
"""

import gevent.monkey

gevent.monkey.patch_all()

import itertools  # noqa: E402
import json  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from collections import Counter  # noqa: E402

import gevent  # noqa: E402
from locust import FastHttpUser, task  # noqa: E402
from locust.env import Environment  # noqa: E402
from locust.exception import StopUser  # noqa: E402

RAMP_SECONDS = 1
DRAIN_SECONDS = 120
NO_REPLY = "none"


def main():
    """Start the clients, let them ask, print what came."""
    address, clients, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    bodies = itertools.cycle(json.load(sys.stdin))
    latencies, replied, statuses = [], [], Counter()

    class Client(FastHttpUser):
        host = address
        network_timeout = connection_timeout = 120

        @task
        def ask(self):
            if time.monotonic() > end:
                raise StopUser
            started = time.monotonic()
            with self.client.post("/v1/answer", json=next(bodies), catch_response=True) as response:
                taken = time.monotonic() - started
                response.success()
            status = str(response.status_code or NO_REPLY)
            statuses[status] += 1
            replied.append(time.monotonic())
            if status == "200":
                latencies.append(taken)
            else:
                gevent.sleep(float(response.headers.get("Retry-After", 1)))

    environment = Environment(user_classes=[Client])
    runner = environment.create_local_runner()
    started = time.monotonic()
    end = started + seconds
    runner.start(clients, spawn_rate=max(1, clients / RAMP_SECONDS))
    gevent.sleep(seconds)
    while runner.user_count and time.monotonic() < end + DRAIN_SECONDS:
        gevent.sleep(0.1)
    report = {
        "seconds": max(replied, default=end) - started,
        "latencies": latencies,
        "statuses": dict(statuses),
    }
    runner.quit()
    print(json.dumps(report), flush=True)


if __name__ == "__main__":
    main()
