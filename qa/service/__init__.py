"""Answering for many at once: a bounded queue, workers, a cache and what they measure."""
