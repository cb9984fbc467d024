"""Opening what is asked: an index in this process, or a running server."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from eval.gold_question import GoldQuestion
from eval.source import AnswerSource, LocalSource, TimedSource, UrlSource
from qa.client import Client
from qa.commands.group import InputError
from qa.index_place import IndexPlace, default_index_place, existing_index_place

if TYPE_CHECKING:
    from qa.answering import Answerer

REPLY_TIMEOUT_SECONDS = 120.0
# Of the documents that the index lacks.
MAXIMUM_NAMED = 5


@contextmanager
def open_source(
    place: IndexPlace | None, url: str | None, key: str | None, questions: Sequence[GoldQuestion]
) -> Iterator[AnswerSource]:
    """The server at an address, or the index in a place where none is given.

    Raises:
        InputError: the index holds no article.
        IndexFailure: it cannot be opened.
        ClientKeyError: the key cannot be sent.
    """
    if url is None:
        answerer = _open_answerer(place)
        _warn_of_missing(questions, answerer)
        yield LocalSource(answerer)
        return
    with Client(url, key, REPLY_TIMEOUT_SECONDS) as client:
        yield TimedSource(UrlSource(client))


def _open_answerer(place: IndexPlace | None) -> "Answerer":
    # Imported here because it loads the model runtimes, which --url and --help do without.
    from qa.assembly import open_answerer  # noqa: PLC0415

    # An index that is named has to be there: a new one would have nothing to answer from.
    answerer = open_answerer(None if place is None else existing_index_place(place))
    if not answerer.index.snapshot().manifest.documents:
        where = place or default_index_place()
        raise InputError(f"{where} holds no article: add some with 'qa index add'")
    return answerer


def _warn_of_missing(questions: Sequence[GoldQuestion], answerer: "Answerer") -> None:
    """Tell of documents that the gold names and the index lacks: none of theirs is relevant."""
    # Where evidence is stated, it may stand in any document.
    named = {q.document_id for q in questions if q.document_id and q.evidence is None}
    stored = answerer.index.snapshot().content_hashes(list(named))
    if missing := sorted(named - stored.keys()):
        click.echo(
            f"{len(missing)} of {len(named)} documents that the gold names are not in the index, "
            f"so no passage counts as relevant there: {missing[:MAXIMUM_NAMED]!a}",
            err=True,
        )
