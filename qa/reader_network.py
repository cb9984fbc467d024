"""The reader's network: one trunk that finds answers, and words missing from a follow-up."""

from dataclasses import dataclass

import torch
from transformers import BertConfig, BertForQuestionAnswering


@dataclass(frozen=True, slots=True)
class ReaderLogits:
    """Float32 logits of shape (windows, tokens).

    `terms` is high where a word of the context is needed to understand the question: the
    context is then a conversation (QuReTeC, Voskarides et al. 2020).
    """

    starts: torch.Tensor
    ends: torch.Tensor
    terms: torch.Tensor


class ReaderNetwork(BertForQuestionAnswering):
    """BERT with a span head (start, end) and a term head, both linear on the last layer."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__(config)  # type: ignore[no-untyped-call]
        self.term_outputs = torch.nn.Linear(config.hidden_size, 1)
        self.post_init()  # type: ignore[no-untyped-call]

    def read(
        self, token_ids: torch.Tensor, attention_mask: torch.Tensor, token_types: torch.Tensor
    ) -> ReaderLogits:
        """Logits of three int64 tensors of shape (windows, tokens)."""
        hidden = self.bert(
            input_ids=token_ids, attention_mask=attention_mask, token_type_ids=token_types
        ).last_hidden_state
        starts, ends = self.qa_outputs(hidden).unbind(dim=-1)
        return ReaderLogits(starts, ends, self.term_outputs(hidden).squeeze(-1))
