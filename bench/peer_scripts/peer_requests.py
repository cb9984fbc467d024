"""What the peers' scripts share: requests in turn, and questions one after another.

Runs in the peers' environment, beside the script that is started.
"""

import json
import sys
import time


def serve(peer):
    """One JSON request a line in, one JSON reply a line out."""
    for line in sys.stdin:
        request = json.loads(line)
        reply = getattr(peer, request.pop("action"))(**request)
        print(json.dumps(reply), flush=True)


def ask_in_turn(answer, questions):
    """The answer to each question, and the milliseconds that it took."""
    milliseconds, answers = [], []
    for question in questions:
        started = time.perf_counter()
        answers.append(answer(question))
        milliseconds.append((time.perf_counter() - started) * 1_000)
    return {"milliseconds": milliseconds, "answers": answers}
