"""What the commands that train share: their options, and the word at the end."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)

out_option = click.option("--out", type=FOLDER, required=True, help="Folder for the files.")
checkpoints_option = click.option(
    "--checkpoints",
    type=FOLDER,
    help="Folder to resume from after an interruption; OUT/checkpoints without it.",
)
name_option = click.option("--name", default="article-qa-reader-1", show_default=True)
batch_size_option = click.option(
    "--batch-size", default=32, show_default=True, type=click.IntRange(min=1)
)
learning_rate_option = click.option("--learning-rate", default=1.5e-4, show_default=True)
seed_option = click.option("--seed", default=17, show_default=True)
device_option = click.option("--device", default="cpu", show_default=True, help="A PyTorch device.")
precision_option = click.option(
    "--precision",
    type=click.Choice(["auto", "float32", "bfloat16"]),
    default="auto",
    show_default=True,
    help="Format of products; auto takes bfloat16 where the device is fast at it.",
)
threads_option = click.option(
    "--threads", type=click.IntRange(min=1), help="Threads on a CPU; all cores without it."
)


def share_option(name: str, default: float, text: str) -> Callable[[Command], Command]:
    """An option that takes a share in [0, 1]."""
    kind = click.FloatRange(0, 1)
    return click.option(name, default=default, show_default=True, type=kind, help=text)


def report_step(done: int, steps: int, seconds: float, loss: float) -> None:
    """Say how far a training is."""
    left = seconds / done * (steps - done) / 60
    click.echo(f"step {done} of {steps}, loss {loss:.3f}, {left:.0f} min left", err=True)


def report_questions(done: int, count: int) -> None:
    """Say how many questions were asked."""
    click.echo(f"{done} of {count} questions", err=True)


def report_articles(done: int, count: int) -> None:
    """Say of how many articles all questions were asked."""
    click.echo(f"{done} of {count} articles", err=True)


def say_written(out: Path) -> None:
    """Where the reader is, and what it needs next."""
    click.echo(
        f"wrote the reader to {out}; fit its confidence with 'qa train calibration'", err=True
    )
