"""Haystack: a dense retriever in memory and its extractive reader. Runs in the peers' environment.

Settings are those of its documentation for the CPU: documents embedded in batches by
sentence-transformers, one pipeline for a question, passages read in one batch.
"""

import time

import torch
from haystack import Document, Pipeline
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack.document_stores.types import DuplicatePolicy
from haystack.utils import ComponentDevice
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from haystack_integrations.components.readers.transformers import TransformersExtractiveReader
from peer_requests import ask_in_turn, serve


class Peer:
    """Answers the benchmark's requests."""

    def load(self, encoder, reader, threads, precision, top_k):
        """Build the pipeline; precision is float32 or bfloat16."""
        torch.set_num_threads(threads)
        arguments = {"dtype": getattr(torch, precision)}
        device = ComponentDevice.from_str("cpu")
        common = {"model": encoder, "device": device, "progress_bar": False}
        self.store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        self.embedder = SentenceTransformersDocumentEmbedder(
            **common, model_kwargs=arguments, meta_fields_to_embed=["title"]
        )
        self.embedder.warm_up()
        self.pipeline = Pipeline()
        self.pipeline.add_component(
            "embedder", SentenceTransformersTextEmbedder(**common, model_kwargs=arguments)
        )
        self.pipeline.add_component(
            "retriever", InMemoryEmbeddingRetriever(self.store, top_k=top_k)
        )
        self.pipeline.add_component(
            "reader",
            TransformersExtractiveReader(model=reader, device=device, model_kwargs=arguments),
        )
        self.pipeline.connect("embedder.embedding", "retriever.query_embedding")
        self.pipeline.connect("retriever.documents", "reader.documents")
        self.pipeline.warm_up()
        return {}

    def index(self, articles, words):
        """Store articles, in passages of so many words, or whole when words is 0."""
        started = time.perf_counter()
        documents = [Document(content=a["text"], meta={"title": a["title"]}) for a in articles]
        if words:
            splitter = DocumentSplitter(split_by="word", split_length=words)
            documents = splitter.run(documents=documents)["documents"]
        documents = self.embedder.run(documents=documents)["documents"]
        self.store.write_documents(documents, policy=DuplicatePolicy.OVERWRITE)
        return {"seconds": time.perf_counter() - started, "passages": len(documents)}

    def save(self, path):
        """Write the stored passages to a file."""
        self.store.save_to_disk(path)
        return {}

    def restore(self, path):
        """Take the passages that `save` wrote."""
        self.store = InMemoryDocumentStore.load_from_disk(path)
        self.pipeline.get_component("retriever").document_store = self.store
        return {}

    def ask(self, questions):
        """Answer one question after another."""
        return ask_in_turn(self._answer, questions)

    def _answer(self, question):
        found = self.pipeline.run({"embedder": {"text": question}, "reader": {"query": question}})
        return found["reader"]["answers"][0].data


if __name__ == "__main__":
    serve(Peer())
