"""The network behind follow-ups: it finds the words that a question leaves out."""

import torch
from transformers import BertConfig, BertModel, BertPreTrainedModel


class TermNetwork(BertPreTrainedModel):
    """BERT with a term head, linear on the last layer (QuReTeC, Voskarides et al. 2020)."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__(config)  # type: ignore[no-untyped-call]
        self.bert = BertModel(config, add_pooling_layer=False)
        self.term_scores = torch.nn.Linear(config.hidden_size, 1)
        self.post_init()  # type: ignore[no-untyped-call]

    def score(
        self, token_ids: torch.Tensor, attention_mask: torch.Tensor, token_types: torch.Tensor
    ) -> torch.Tensor:
        """Logits, float32 of shape (windows, tokens), of three int64 tensors of that shape.

        High where a word of the second text, the conversation, is needed to understand the first,
        the question.
        """
        hidden = self.bert(
            input_ids=token_ids, attention_mask=attention_mask, token_type_ids=token_types
        ).last_hidden_state
        scores: torch.Tensor = self.term_scores(hidden).squeeze(-1)
        return scores
