"""The same networks on PyTorch, as engines to compare with."""

from collections.abc import Sequence

import torch
from transformers import AutoModel

from index.engine import ATTENTION_MASK, TOKEN_IDS, TOKEN_TYPES, EngineInputs, EngineOutputs
from index.weights import encoder_folder
from qa.model_files import SHIPPED_READER
from qa.reader_network import ReaderNetwork
from qa.torch_reader import load_network


class TorchEngine:
    """Runs a network in one precision: float32, bfloat16 or int8 (dynamic)."""

    parallel = 1

    def __init__(self, network: str, precision: str, threads: int) -> None:
        torch.set_num_threads(threads)
        self.name = f"torch-{precision}"
        module = (
            _encoder()
            if network == "encoder"
            else load_network(ReaderNetwork, SHIPPED_READER, encoder_folder())
        )
        if precision == "bfloat16":
            module = module.to(torch.bfloat16)
        if precision == "int8":
            module = torch.ao.quantization.quantize_dynamic(module, {torch.nn.Linear})
        self._module = module.eval()
        self._run = self._vectors if network == "encoder" else self._logits

    def run(self, batches: Sequence[EngineInputs]) -> list[EngineOutputs]:
        """The network's outputs for each batch."""
        with torch.inference_mode():
            return [
                [output.float().numpy() for output in self._run(_tensors(batch))]
                for batch in batches
            ]

    def _vectors(self, batch: dict[str, torch.Tensor]) -> list[torch.Tensor]:
        hidden = self._module(**batch)[0].float()
        mask = batch[ATTENTION_MASK].unsqueeze(-1)
        mean = (hidden * mask).sum(dim=1) / mask.sum(dim=1)
        return [torch.nn.functional.normalize(mean, dim=1)]

    def _logits(self, batch: dict[str, torch.Tensor]) -> list[torch.Tensor]:
        found = self._module.read(batch[TOKEN_IDS], batch[ATTENTION_MASK], batch[TOKEN_TYPES])
        return [found.starts, found.ends]


def _encoder() -> torch.nn.Module:
    network: torch.nn.Module = AutoModel.from_pretrained(encoder_folder(), add_pooling_layer=False)
    return network


def _tensors(batch: EngineInputs) -> dict[str, torch.Tensor]:
    return {name: torch.from_numpy(values) for name, values in batch.items()}
