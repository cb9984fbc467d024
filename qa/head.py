"""What a network on the encoder ends in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """A linear layer by the name of its weights, and one output of the graph for each of its rows.

    `name` is part of the graph's name in the cache.
    """

    name: str
    layer: str
    outputs: tuple[str, ...]


SPANS = Head("reader", "qa_outputs", ("start_logits", "end_logits"))
FOLLOW_UPS = Head(
    "follow-ups",
    "follow_up_outputs",
    ("term_logits", "referent_start_logits", "referent_end_logits"),
)
