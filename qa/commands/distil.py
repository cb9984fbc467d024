"""`qa train pool` and `qa train distil`: a reader taught by deeper ones."""

import random
from pathlib import Path

import click

from index.tokenisation import load_tokenizer
from index.weights import check_encoder_weights, encoder_folder
from qa.assembly import open_encoder
from qa.squad import load_squad

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=EXISTING_FILE)
@click.option(
    "--follow-ups",
    "follow_ups",
    metavar="FILE",
    multiple=True,
    type=EXISTING_FILE,
    help="Conversations with rewritten questions, from which follow-ups are learned as well.",
)
@click.option("--out", type=FILE, required=True, help="File for the pool.")
@click.option("--seed", default=17, show_default=True)
def pool(files: tuple[Path, ...], follow_ups: tuple[Path, ...], out: Path, seed: int) -> None:
    """Tokenise SQuAD FILEs and search the contexts of each once for every question of it."""
    from qa.training.follow_ups import load_follow_ups, split_by_dialogue  # noqa: PLC0415
    from qa.training.pool import save_pool  # noqa: PLC0415
    from qa.training.pool_building import PoolOptions, build_pool  # noqa: PLC0415

    options = PoolOptions()
    examples = [
        example
        for path in follow_ups
        for example in split_by_dialogue(load_follow_ups(path), options.held_back_share)[0]
    ]
    made = build_pool(
        [load_squad(path) for path in files],
        examples,
        load_tokenizer(encoder_folder()),
        open_encoder().encode_passages,
        options,
        random.Random(seed),  # noqa: S311
        _report_searched,
    )
    save_pool(out, made)
    click.echo(f"wrote {len(made.questions)} questions to {out}", err=True)


@click.command()
@click.argument("path", metavar="POOL", type=EXISTING_FILE)
@click.option("--out", type=FOLDER, required=True, help="Folder for the reader's files.")
@click.option(
    "--checkpoints",
    type=FOLDER,
    help="Folder to resume from after an interruption; OUT/checkpoints without it.",
)
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
@click.option("--name", default="article-qa-reader-1", show_default=True)
@click.option("--seed", default=17, show_default=True)
@click.option("--device", default="cpu", show_default=True, help="A PyTorch device.")
@click.option(
    "--precision",
    type=click.Choice(["auto", "float32", "bfloat16"]),
    default="auto",
    show_default=True,
    help="Format of products; auto takes bfloat16 where the device is fast at it.",
)
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
    from qa.reader_files import save_reader  # noqa: PLC0415
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
    save_reader(out, model_state(reader), name)
    click.echo(
        f"wrote the reader to {out}; fit its confidence with 'qa train calibration'", err=True
    )


def _report_searched(done: int, count: int) -> None:
    click.echo(f"searched for {done} of {count} questions", err=True)


def _say(text: str) -> None:
    click.echo(text, err=True)
