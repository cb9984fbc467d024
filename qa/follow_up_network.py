"""The network behind follow-ups: what a question leaves out, and what its pronoun stands for."""

from dataclasses import dataclass

import torch
from transformers import BertConfig, BertModel, BertPreTrainedModel

OUTPUTS = 3


@dataclass(frozen=True, slots=True)
class FollowUpLogits:
    """Float32 logits of shape (windows, tokens).

    `terms` are high where a word of the second text, the conversation, is needed to understand the
    first, the question; `starts` and `ends` where what its pronoun stands for begins and ends.
    """

    terms: torch.Tensor
    starts: torch.Tensor
    ends: torch.Tensor


class FollowUpNetwork(BertPreTrainedModel):
    """BERT with a head for terms (QuReTeC, Voskarides et al. 2020) and one for a span, linear on
    the last layer.
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__(config)  # type: ignore[no-untyped-call]
        self.bert = BertModel(config, add_pooling_layer=False)
        self.follow_up_outputs = torch.nn.Linear(config.hidden_size, OUTPUTS)
        self.post_init()  # type: ignore[no-untyped-call]

    def score(
        self, token_ids: torch.Tensor, attention_mask: torch.Tensor, token_types: torch.Tensor
    ) -> FollowUpLogits:
        """Logits of three int64 tensors of shape (windows, tokens)."""
        hidden = self.bert(
            input_ids=token_ids, attention_mask=attention_mask, token_type_ids=token_types
        ).last_hidden_state
        return FollowUpLogits(*self.follow_up_outputs(hidden).unbind(dim=-1))
