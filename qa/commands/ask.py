"""`qa ask`: one question, its answer and the numbered citations."""

from datetime import datetime

import click

from qa.answer import Answer, Citation
from qa.answer_schema import AnswerBody
from qa.assembly import open_answerer
from qa.commands.options import index_option, json_option, print_json
from qa.index_place import IndexPlace, default_index_place
from qa.question import Question, check_question


@click.command()
@click.argument("question")
@index_option
@json_option
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Answer from what was published by that day, such as 2024-10-29.",
)
def ask(question: str, place: IndexPlace | None, as_json: bool, as_of: datetime | None) -> None:
    """Answer QUESTION from the stored articles."""
    asked = Question(text=check_question(question), as_of=None if as_of is None else as_of.date())
    answerer = open_answerer(place)
    (answer,) = answerer.answer([asked])
    if as_json:
        print_json(AnswerBody.of(answer))
    else:
        click.echo(shown(answer))
    if not answerer.index.snapshot().manifest.documents:
        where = place or default_index_place()
        click.echo(f"{where} holds no article: add some with 'qa index add'", err=True)


def shown(answer: Answer) -> str:
    """The answer, its confidence and its citations as plain text."""
    lines = [answer.text, "", f"Confidence {answer.confidence:.0%}"]
    lines += [_citation_line(citation) for citation in answer.citations]
    if answer.status == "not_in_articles" and answer.passages and not answer.citations:
        nearest = answer.passages[0].passage
        lines.append(f"Nearest passage ({nearest.passage_id}): {nearest.text}")
    return "\n".join(lines)


def _citation_line(citation: Citation) -> str:
    origin = ", ".join(
        str(part) for part in (citation.title, citation.outlet, citation.published_at) if part
    )
    place = f"{citation.document_id}, characters {citation.start} to {citation.end}"
    return f"[{citation.number}] “{citation.quote}”: {origin} ({place})"
