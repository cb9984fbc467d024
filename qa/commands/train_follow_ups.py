"""`qa train followup`: the network that tells what a follow-up leaves out."""

import random
from pathlib import Path

import click

from qa.assembly import open_selector
from qa.commands.training_options import (
    EXISTING_FILE,
    FOLDER,
    batch_size_option,
    checkpoints_option,
    device_option,
    learning_rate_option,
    out_option,
    precision_option,
    report_questions,
    report_step,
    seed_option,
    share_option,
    threads_option,
)


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=EXISTING_FILE)
@click.option(
    "--sentences",
    type=EXISTING_FILE,
    required=True,
    help="A SQuAD file: answers that are key words are put into sentences of its articles.",
)
@out_option
@checkpoints_option
@click.option("--name", default="article-qa-follow-ups-1", show_default=True)
@seed_option
@click.option(
    "--views",
    default=1,
    show_default=True,
    type=click.IntRange(min=1),
    help="How often each conversation is seen, its answers written anew.",
)
@click.option("--start-from", type=FOLDER, help="Network to fine-tune instead of the encoder.")
@share_option(
    "--subject-share",
    0.7,
    "Conversations that begin with what they are about, as an article with its title.",
)
@share_option(
    "--sentence-share",
    0.8,
    "Answers that are sentences; the others are key words alone.",
)
@batch_size_option
@learning_rate_option
@device_option
@precision_option
@threads_option
def followup(
    files: tuple[Path, ...],
    sentences: Path,
    out: Path,
    checkpoints: Path | None,
    name: str,
    seed: int,
    views: int,
    start_from: Path | None,
    subject_share: float,
    sentence_share: float,
    batch_size: int,
    learning_rate: float,
    device: str,
    precision: str,
    threads: int | None,
) -> None:
    """Train on conversations with rewritten questions, then fit when a word is taken.

    Answers may be whole or, as in CANARD's training part, key words.

    The thresholds are those of the best F2 on held-back conversations. An interrupted run continues
    when the same command is given again.
    """
    from qa.training.checkpoint import TrainingError  # noqa: PLC0415
    from qa.training.conversations import WritingOptions  # noqa: PLC0415
    from qa.training.follow_up_pipeline import (  # noqa: PLC0415
        FollowUpRun,
        run_follow_up_training,
        written_examples,
    )
    from qa.training.loop import TrainingOptions  # noqa: PLC0415
    from qa.training.precision import choose_precision, use_threads  # noqa: PLC0415
    from qa.training.schedule import ScheduleOptions  # noqa: PLC0415
    from qa.training.term_selection import fit_options, judge_follow_ups  # noqa: PLC0415

    if threads is not None:
        use_threads(threads)
    training = TrainingOptions(
        seed=seed,
        schedule=ScheduleOptions(batch_size=batch_size, learning_rate=learning_rate),
        device=device,
        precision=choose_precision(precision, device),
    )
    writing = WritingOptions(subject=subject_share, sentence=sentence_share)
    run = FollowUpRun(files, sentences, name, training, writing, views=views, start_from=start_from)
    try:
        run_follow_up_training(run, out, checkpoints or out / "checkpoints", report_step)
    except TrainingError as error:
        raise click.UsageError(str(error)) from error
    generator = random.Random(seed)  # noqa: S311  # nosec B311
    held_back = written_examples(run, held_back=True, generator=generator)
    try:
        fitted = fit_options(judge_follow_ups(open_selector(out), held_back, report_questions))
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    fitted.save(out)
    click.echo(f"wrote the network and {fitted} to {out}", err=True)
