"""`qa serve`: the chat page and the HTTP API, in one process or several."""

import contextlib
import os
import tempfile
from functools import partial
from pathlib import Path

import click

from qa.commands.group import reported
from qa.commands.options import index_option
from qa.index_place import IndexPlace
from qa.logs import configure_logs
from qa.service.options import SHARED_METRICS_VARIABLE
from qa.settings import SettingError, Settings, load_settings, parse_assignments, publish
from ui import command_strings
from ui.guarding import Guarding
from ui.listening import listening_socket, shown_address
from ui.workers import run_workers

# After `stop_seconds` a worker's application has 30 more for what was waiting, then it ends.
STOP_MARGIN_SECONDS = 55.0
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(help=command_strings.HELP)
@click.option("--host", help=command_strings.HOST_HELP)
@click.option("--port", type=click.IntRange(0, 65_535), help=command_strings.PORT_HELP)
@index_option
@click.option("--workers", type=click.IntRange(min=1), help=command_strings.WORKERS_HELP)
@click.option("--config", "file", type=FILE, help=command_strings.CONFIG_HELP)
@click.option(
    "--set", "assignments", metavar="NAME=VALUE", multiple=True, help=command_strings.SET_HELP
)
@click.option("--show-config", is_flag=True, help=command_strings.SHOW_CONFIG_HELP)
def serve(
    host: str | None,
    port: int | None,
    place: IndexPlace | None,
    workers: int | None,
    file: Path | None,
    assignments: tuple[str, ...],
    show_config: bool,
) -> None:
    """Serve until interrupted."""
    named = {"host": host, "port": port, "index": place and str(place), "workers": workers}
    given = {name: value for name, value in named.items() if value is not None}
    try:
        loaded = load_settings({**parse_assignments(assignments), **given}, os.environ, file)
    except SettingError as error:
        raise click.UsageError(str(error)) from error
    if show_config:
        click.echo("\n".join(loaded.lines()))
        return
    publish(loaded)
    _serve(loaded.values, place)


def _serve(settings: Settings, place: IndexPlace | None) -> None:
    guarding = Guarding.of(settings)
    if guarding.keys is not None and not guarding.keys.read():
        raise click.UsageError(
            command_strings.NO_KEYS.format(host=settings.host, file=guarding.keys.path)
        )
    # The port is taken before the models are loaded: a taken one is known at once.
    with listening_socket(settings.host, settings.port) as listener:
        click.echo(command_strings.STARTING, err=True)
        configure_logs(settings.log_level, settings.log_format)
        address = shown_address(settings.host, listener)

        def work(number: int, is_replacement: bool) -> None:
            # The web frameworks and models take seconds to import: a wrong option should not,
            # and workers are forked before them.
            from ui.server import open_site, run_site  # noqa: PLC0415

            with reported():
                opening = partial(open_site, place, settings, guarding)
                # The others go on answering: a replacement takes no request before it can, too.
                opened = opening() if is_replacement else None
                told = address if number == 0 and not is_replacement else None
                run_site(lambda: opened or opening(), settings, listener, told)

        if settings.workers > 1:
            with tempfile.TemporaryDirectory(prefix="article-qa-metrics-") as folder:
                os.environ[SHARED_METRICS_VARIABLE] = folder
                stop_seconds = settings.stop_seconds + STOP_MARGIN_SECONDS
                status = run_workers(settings.workers, work, stop_seconds)
            click.get_current_context().exit(status)
        # Ctrl+C is the ordinary way to stop.
        with contextlib.suppress(KeyboardInterrupt):
            work(0, False)
