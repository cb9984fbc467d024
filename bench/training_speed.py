"""How fast one training step of the reader is, by attention and number format.

    python -m bench.training_speed --threads 2

Every variant takes its turn in each round, so that the ratios hold on a busy machine. Prints
examples a second (median of the rounds) and the ratio to PyTorch's fused attention in float32.
"""

import statistics
import time
from itertools import product

import click
import torch

from bench.report import command_line, print_result
from index.weights import encoder_folder
from qa.reader_network import ReaderNetwork
from qa.training.attention import PARTED_ATTENTION, use_parted_attention
from qa.training.precision import choose_precision, computing, use_threads
from qa.training.reader_training import load_trunk

ATTENTIONS = ("sdpa", "eager", PARTED_ATTENTION)
PRECISIONS = ("float32", "bfloat16")
LENGTHS = (128, 288)


@click.command()
@click.option("--threads", default=1, show_default=True)
@click.option("--batch-size", default=32, show_default=True)
@click.option("--rounds", default=5, show_default=True)
def main(threads: int, batch_size: int, rounds: int) -> None:
    """Time forward and backward of random batches; the optimiser is left out."""
    use_threads(threads)
    model = load_trunk(encoder_folder()).train()
    variants = list(product(LENGTHS, ATTENTIONS, PRECISIONS))
    seconds: dict[tuple[int, str, str], list[float]] = {variant: [] for variant in variants}
    for _ in range(rounds + 1):
        for length, attention, precision in variants:
            took = _step(model, attention, precision, (batch_size, length))
            seconds[length, attention, precision].append(took)
    result = {}
    for length, attention, precision in variants:
        # The first round warms up.
        typical = statistics.median(seconds[length, attention, precision][1:])
        base = statistics.median(seconds[length, "sdpa", "float32"][1:])
        result[f"{length} tokens, {attention}, {precision}"] = {
            "examples_per_second": batch_size / typical,
            "against_sdpa_float32": base / typical,
        }
    print_result(command_line(), result)


def _step(model: ReaderNetwork, attention: str, precision: str, shape: tuple[int, int]) -> float:
    """The seconds that a step of one variant takes."""
    if attention == PARTED_ATTENTION:
        use_parted_attention(model)
    else:
        model.set_attn_implementation(attention)
    token_ids = torch.randint(1_000, 20_000, shape)
    mask = torch.ones_like(token_ids)
    started = time.perf_counter()
    with computing(choose_precision(precision, "cpu"), "cpu"):
        logits = model.read(token_ids, mask, torch.zeros_like(token_ids))
        loss = (logits.starts.float().square() + logits.ends.float().square()).mean()
    loss.backward()  # type: ignore[no-untyped-call]
    model.zero_grad(set_to_none=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
