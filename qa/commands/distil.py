"""`qa train pool` and `qa train distil`: a reader taught by deeper ones."""

from pathlib import Path

import click

from index.tokenisation import load_tokenizer
from index.weights import check_encoder_weights, encoder_folder
from qa.assembly import open_encoder
from qa.commands.training_options import (
    EXISTING_FILE,
    checkpoints_option,
    device_option,
    name_option,
    out_option,
    precision_option,
    say_written,
    seed_option,
)
from qa.squad import load_squad

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=EXISTING_FILE)
@click.option("--out", type=FILE, required=True, help="File for the pool.")
def pool(files: tuple[Path, ...], out: Path) -> None:
    """Tokenise SQuAD FILEs and search the contexts of each once for every question of it."""
    from qa.training.pool import save_pool  # noqa: PLC0415
    from qa.training.pool_building import PoolOptions, build_pool  # noqa: PLC0415

    made = build_pool(
        [load_squad(path) for path in files],
        load_tokenizer(encoder_folder()),
        open_encoder().encode_passages,
        PoolOptions(),
        _report_searched,
    )
    save_pool(out, made)
    click.echo(f"wrote {len(made.questions)} questions to {out}", err=True)


@click.command()
@click.argument("path", metavar="POOL", type=EXISTING_FILE)
@out_option
@checkpoints_option
@click.option("--teachers", default=2, show_default=True, type=click.IntRange(min=1))
@click.option(
    "--teacher-passes",
    default=3,
    show_default=True,
    type=click.IntRange(min=1),
    help="Passes of a teacher over all questions.",
)
@click.option(
    "--steps", default=2_800, show_default=True, type=click.IntRange(min=1), help="Of the reader."
)
@name_option
@seed_option
@device_option
@precision_option
def distil(
    path: Path,
    out: Path,
    checkpoints: Path | None,
    teachers: int,
    teacher_passes: int,
    steps: int,
    name: str,
    seed: int,
    device: str,
    precision: str,
) -> None:
    """Train deep teachers on the questions of POOL, and a reader on what they say.

    Takes minutes on an accelerator and days on a processor. An interrupted run continues when the
    same command is given again.
    """
    from qa.model_files import save_model  # noqa: PLC0415
    from qa.training.checkpoint import TrainingError  # noqa: PLC0415
    from qa.training.distillation import distil as train_distilled  # noqa: PLC0415
    from qa.training.distillation_options import DistillationOptions  # noqa: PLC0415
    from qa.training.pool import load_pool  # noqa: PLC0415
    from qa.training.precision import choose_precision  # noqa: PLC0415
    from qa.training.reader_pipeline import model_state  # noqa: PLC0415

    options = DistillationOptions(
        teachers=teachers,
        teacher_passes=teacher_passes,
        steps=steps,
        seed=seed,
        device=device,
        precision=choose_precision(precision, device),
    )
    encoder = encoder_folder()
    check_encoder_weights(encoder)
    try:
        reader = train_distilled(
            encoder, load_pool(path), options, checkpoints or out / "checkpoints", _say
        )
    except (TrainingError, ValueError) as error:
        raise click.UsageError(str(error)) from error
    save_model(out, model_state(reader), encoder, name)
    say_written(out)


def _report_searched(done: int, count: int) -> None:
    click.echo(f"searched for {done} of {count} questions", err=True)


def _say(text: str) -> None:
    click.echo(text, err=True)
