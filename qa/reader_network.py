"""The reader's network: it finds answers in passages."""

from dataclasses import dataclass

import torch
from transformers import BertForQuestionAnswering


@dataclass(frozen=True, slots=True)
class ReaderLogits:
    """Float32 logits of shape (windows, tokens)."""

    starts: torch.Tensor
    ends: torch.Tensor


class ReaderNetwork(BertForQuestionAnswering):  # type: ignore[no-untyped-call]
    """BERT with a span head (start, end), linear on the last layer."""

    def read(
        self, token_ids: torch.Tensor, attention_mask: torch.Tensor, token_types: torch.Tensor
    ) -> ReaderLogits:
        """Logits of three int64 tensors of shape (windows, tokens)."""
        hidden = self.bert(
            input_ids=token_ids, attention_mask=attention_mask, token_type_ids=token_types
        ).last_hidden_state
        return ReaderLogits(*self.qa_outputs(hidden).unbind(dim=-1))
