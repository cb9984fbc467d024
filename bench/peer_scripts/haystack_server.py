"""Haystack's pipeline behind FastAPI, one question a request. Runs in the peers' environment.

    python haystack_server.py SETTINGS.json

As in the examples of both: an ordinary route, which FastAPI runs in a pool of threads.
"""

import json
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from haystack_qa import Peer
from pydantic import BaseModel


class Question(BaseModel):
    """What is asked."""

    question: str


def main():
    """Index the articles, then serve until told to stop."""
    settings = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    peer = Peer()
    peer.load(**settings["load"])
    peer.index(**settings["index"])
    peer.ask(["who"])
    application = FastAPI()

    @application.post("/v1/answer")
    def answer(body: Question):
        return {"answer": peer.ask([body.question])["answers"][0]}

    @application.get("/readyz")
    def ready():
        return {"status": "ready"}

    uvicorn.run(application, host="127.0.0.1", port=settings["port"], log_level="warning")


if __name__ == "__main__":
    main()
