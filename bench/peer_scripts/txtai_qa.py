"""txtai: its embeddings database and its extractive questions. Runs in the peers' environment.

Precision "int8" is txtai's own `quantize`, which its documentation gives for the CPU. Its extractor
joins what it finds and cuts it at the model's length ("joined"), so that most of ten passages is
not read; "each" gives its reader one passage after another, which is the work that ours does.
"""

import json
import time
from pathlib import Path

import torch
from peer_requests import ask_in_turn, serve
from txtai import Embeddings
from txtai.pipeline import RAG, Questions


class ReaderThatAbstains(Questions):
    """txtai's own fails when the best span is not in the passage, which means no answer here."""

    def answer(self, context, tokens, start, end):
        """The text of a span, None where it is not in the passage."""
        inside = tokens.sequence_ids(0)
        if inside[start] != 1 or inside[end] != 1:
            return None
        return super().answer(context, tokens, start, end)


class Peer:
    """Answers the benchmark's requests."""

    def load(self, encoder, reader, threads, precision, top_k, passages="each"):
        """Load both models; precision is float32 or int8, passages each or joined."""
        torch.set_num_threads(threads)
        self.top_k = top_k
        self.embeddings = Embeddings(
            path=encoder, method="sentence-transformers", content=True, gpu=False
        )
        self.reader = ReaderThatAbstains(reader, quantize=precision == "int8", gpu=False)
        self.extractor = RAG(self.embeddings, self.reader, context=top_k, output="flatten")
        self.joined = passages == "joined"
        return {}

    def index(self, articles, words):
        """Store articles, in passages of so many words, or whole when words is 0."""
        started = time.perf_counter()
        passages = [
            {"text": text, "title": article["title"]}
            for article in articles
            for text in _parts(article["text"], words)
        ]
        self.embeddings.index(
            (number, f"{passage['title']}\n{passage['text']}", None)
            for number, passage in enumerate(passages)
        )
        self.passages = passages
        return {"seconds": time.perf_counter() - started, "passages": len(passages)}

    def save(self, path):
        """Write the embeddings database, and the passages beside it."""
        self.embeddings.save(path)
        Path(path, "passages.json").write_text(json.dumps(self.passages))
        return {}

    def restore(self, path):
        """Take what `save` wrote."""
        self.embeddings.load(path)
        self.passages = json.loads(Path(path, "passages.json").read_text())
        return {}

    def ask(self, questions):
        """Answer one question after another; the best answer is the first that is not None."""
        return ask_in_turn(self._joined if self.joined else self._each, questions)

    def _joined(self, question):
        return self.extractor([question])[0]

    def _each(self, question):
        found = self.embeddings.search(question, self.top_k)
        contexts = [self.passages[int(entry["id"])]["text"] for entry in found]
        read = self.reader([question] * len(contexts), contexts)
        return next((text for text in read if text), None)


def _parts(text, words):
    """txtai has no splitter by length: runs of words, as the other peer's splitter makes."""
    if not words:
        return [text]
    found = text.split(" ")
    return [" ".join(found[first : first + words]) for first in range(0, len(found), words)]


if __name__ == "__main__":
    serve(Peer())
