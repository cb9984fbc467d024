"""`qa feedback`: what readers said of the answers."""

import click

from qa.commands.options import index_option, json_option, print_json
from qa.commands.progress import printable
from qa.feedback_export import export_squad
from qa.feedback_schema import FeedbackBody
from qa.feedback_store import FeedbackStore
from qa.index_place import IndexPlace, existing_index_place, kept_beside


@click.group("feedback")
def feedback_group() -> None:
    """What readers said of the answers."""


@feedback_group.command("list")
@index_option
@json_option
def list_feedback(place: IndexPlace | None, as_json: bool) -> None:
    """List the feedback, oldest first."""
    entries = FeedbackStore(kept_beside(existing_index_place(place))).list()
    if as_json:
        print_json([FeedbackBody.of(entry).model_dump(mode="json") for entry in entries])
        return
    for entry in entries:
        day = entry.created_at.date().isoformat()
        question, answer = printable(entry.question), printable(entry.answer or "-")
        click.echo(f"{day}\t{entry.verdict}\t{question}\t{answer}")


@feedback_group.command()
@index_option
def export(place: IndexPlace | None) -> None:
    """Print what is known to be right as SQuAD 2.0 JSON.

    'qa eval' and 'qa train reader' read it. Feedback that says only what is wrong is left out.
    """
    store = FeedbackStore(kept_beside(existing_index_place(place)))
    print_json(export_squad(store.list()))
