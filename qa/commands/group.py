"""The `qa` command: its subcommands are entry points, loaded when they are called.

That keeps the direction of imports (the chat and the evaluation build on this package, never
the other way round) and the start fast: `qa ask` never loads the web frameworks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import EntryPoint, entry_points

import click

from index.errors import (
    DocumentError,
    DocumentNotFoundError,
    IndexDamagedError,
    IndexFailure,
    IndexMismatchError,
    VersionNotFoundError,
)
from qa.feedback_errors import FeedbackStoreError
from qa.key_errors import KeyFileError, KeyNameError
from qa.question import QuestionError
from qa.squad import SquadFormatError

COMMAND_GROUP = "qa.commands"
BAD_INPUT = (
    DocumentError,
    DocumentNotFoundError,
    IndexDamagedError,
    IndexMismatchError,
    KeyNameError,
    QuestionError,
    SquadFormatError,
    VersionNotFoundError,
)


class ReportedError(click.ClickException):
    """An expected failure: one line on standard error and exit status 1."""


class InputError(ReportedError):
    """The input cannot be used."""

    exit_code = 2


class EntryPointGroup(click.Group):
    """A group whose commands are the installed entry points of `qa.commands`."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Names of the subcommands, in alphabetical order."""
        return sorted(_commands())

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Import the module of one subcommand."""
        entry = _commands().get(name)
        command: click.Command | None = None if entry is None else entry.load()
        return command

    def invoke(self, context: click.Context) -> object:
        """Run a subcommand; expected failures become a message and an exit status."""
        with reported():
            return super().invoke(context)


@contextmanager
def reported() -> Iterator[None]:
    """Turn expected failures into a message and an exit status.

    2 for an input that cannot be used, 1 for work that failed.
    """
    try:
        yield
    except BAD_INPUT as error:
        raise InputError(str(error)) from error
    except BrokenPipeError:
        # Whoever read the output has seen enough: click ends the command without a word.
        raise
    except (FeedbackStoreError, IndexFailure, KeyFileError, OSError) as error:
        raise ReportedError(str(error)) from error


def _commands() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=COMMAND_GROUP)}


@click.group(cls=EntryPointGroup)
@click.version_option(package_name="article-qa", prog_name="qa")
def main() -> None:
    """Ask questions of stored news articles; every answer is a quote with its place."""
