"""`qa train`: every model that ships, from data to the shipped file."""

from pathlib import Path

import click

from qa.assembly import open_encoder, open_reader
from qa.commands.distil import distil, pool
from qa.commands.train_follow_ups import followup
from qa.commands.train_rivals import rivals
from qa.commands.training_options import (
    EXISTING_FILE,
    FOLDER,
    batch_size_option,
    checkpoints_option,
    device_option,
    learning_rate_option,
    name_option,
    out_option,
    precision_option,
    report_questions,
    report_step,
    say_written,
    seed_option,
    share_option,
    threads_option,
)
from qa.model_files import SHIPPED_READER

# What trains is imported where it is used: it loads PyTorch, and `qa --help` loads this module.


class QuestionSetType(click.ParamType[tuple[Path, int | None]]):
    """``FILE`` or ``FILE=COUNT``."""

    name = "file[=count]"

    def convert(
        self, value: object, parameter: click.Parameter | None, context: click.Context | None
    ) -> tuple[Path, int | None]:
        """Read the file name and the number of examples."""
        path, count = str(value), ""
        if "=" in path and not Path(path).is_file():
            path, _, count = path.rpartition("=")
        if not Path(path).is_file():
            self.fail(f"{path} is not a file of questions in SQuAD format", parameter, context)
        if count and not count.isdecimal():
            self.fail(f"{count!r} in {value!r} is not a number of examples", parameter, context)
        return Path(path), int(count) if count else None


@click.group()
def train() -> None:
    """Train the models."""


train.add_command(pool)
train.add_command(distil)
train.add_command(followup)
train.add_command(rivals)


@train.command()
@click.argument("sets", metavar="FILE[=COUNT]...", nargs=-1, required=True, type=QuestionSetType())
@click.option(
    "--reports",
    metavar="FILE[=COUNT]",
    multiple=True,
    type=QuestionSetType(),
    help="A further set, whose articles are each several reports on one event; it is learned "
    "from its labels alone.",
)
@out_option
@checkpoints_option
@click.option("--limit", type=click.IntRange(min=1), help="Examples at most, over all sets.")
@click.option("--start-from", type=FOLDER, help="Reader to fine-tune instead of the encoder.")
@name_option
@seed_option
@batch_size_option
@learning_rate_option
@share_option(
    "--kept-share",
    0.0,
    "How far the reader to fine-tune stays with what it said before.",
)
@share_option(
    "--compared-share",
    0.0,
    "Questions that are asked of several passages at once, of which one has the answer.",
)
@device_option
@precision_option
@threads_option
def reader(
    sets: tuple[tuple[Path, int | None], ...],
    reports: tuple[tuple[Path, int | None], ...],
    out: Path,
    checkpoints: Path | None,
    limit: int | None,
    start_from: Path | None,
    name: str,
    seed: int,
    batch_size: int,
    learning_rate: float,
    kept_share: float,
    compared_share: float,
    device: str,
    precision: str,
    threads: int | None,
) -> None:
    """Train the reader on SQuAD 1.1 or 2.0 files, gzipped or not.

    An interrupted run continues when the same command is given again.
    """
    from qa.training.checkpoint import TrainingError  # noqa: PLC0415
    from qa.training.examples import ExampleOptions  # noqa: PLC0415
    from qa.training.features import FeatureOptions  # noqa: PLC0415
    from qa.training.precision import choose_precision, use_threads  # noqa: PLC0415
    from qa.training.reader_pipeline import (  # noqa: PLC0415
        QuestionSet,
        ReaderRun,
        run_reader_training,
    )
    from qa.training.reader_training import ReaderTrainingOptions  # noqa: PLC0415
    from qa.training.schedule import ScheduleOptions  # noqa: PLC0415

    if threads is not None:
        use_threads(threads)
    run = ReaderRun(
        sets=(
            *(QuestionSet(path, count) for path, count in sets),
            *(QuestionSet(path, count, of_events=True) for path, count in reports),
        ),
        limit=limit,
        start_from=start_from,
        name=name,
        examples=ExampleOptions(compared_share=compared_share),
        features=FeatureOptions(),
        training=ReaderTrainingOptions(
            seed=seed,
            schedule=ScheduleOptions(batch_size=batch_size, learning_rate=learning_rate),
            device=device,
            precision=choose_precision(precision, device),
            kept_share=kept_share,
        ),
    )
    try:
        run_reader_training(run, out, checkpoints or out / "checkpoints", report_step)
    except TrainingError as error:
        raise click.UsageError(str(error)) from error
    say_written(out)


@train.command()
@click.argument("shares", metavar="FOLDER=SHARE...", nargs=-1, required=True)
@out_option
@name_option
def average(shares: tuple[str, ...], out: Path, name: str) -> None:
    """Average readers of which one was trained from the other; shares sum to 1."""
    from qa.training.averaging import AveragingError, Share, average_readers  # noqa: PLC0415

    parts = []
    for written in shares:
        folder, _, share = written.rpartition("=")
        try:
            parts.append(Share(Path(folder), float(share)))
        except ValueError as error:
            raise click.UsageError(f"{written!r}: expected FOLDER=SHARE, such as a=0.5") from error
    try:
        average_readers(parts, out, name)
    except AveragingError as error:
        raise click.UsageError(str(error)) from error
    say_written(out)


@train.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=EXISTING_FILE)
@click.option(
    "--reader", "folder", type=FOLDER, default=SHIPPED_READER, help="Folder of the reader."
)
@click.option(
    "--unread",
    multiple=True,
    type=EXISTING_FILE,
    help="A further file, which no reader was trained on: its questions are asked of an index of "
    "all of its articles, and of an index of their own article alone.",
)
@click.option("--questions", default=600, show_default=True, help="Drawn from each file.")
@click.option(
    "--operating-point",
    type=click.FloatRange(0, 1),
    help="Probability from which an answer is given; without it, the best balanced one.",
)
@seed_option
def calibration(
    files: tuple[Path, ...],
    folder: Path,
    unread: tuple[Path, ...],
    questions: int,
    operating_point: float | None,
    seed: int,
) -> None:
    """Fit the reader's confidence on the held-back articles of its training FILEs."""
    from qa.training.calibration import fit_calibration  # noqa: PLC0415
    from qa.training.judging import Judge  # noqa: PLC0415

    judge = Judge(open_encoder(), open_reader(folder), questions, seed, report_questions)
    judged = [*judge.held_back(files), *judge.unread(unread)]
    if not judged:
        raise click.UsageError(
            "none of the articles in these files is held back: give more of them"
        )
    try:
        fitted = fit_calibration(judged, operating_point)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    fitted.save(folder)
    click.echo(f"wrote {fitted} to {folder}", err=True)
