"""`qa train rivals`: what the reader takes for answers, as questions to train on."""

import json
from pathlib import Path

import click

from index.files import write_text_atomically
from qa.assembly import open_encoder, open_reader
from qa.commands.training_options import EXISTING_FILE, FOLDER, report_articles
from qa.model_files import SHIPPED_READER
from qa.squad import load_squad, squad_document


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=EXISTING_FILE)
@click.option(
    "--reader", "folder", type=FOLDER, default=SHIPPED_READER, help="Folder of the reader."
)
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
def rivals(files: tuple[Path, ...], folder: Path, out: Path) -> None:
    """Write what the reader takes for the answers to the questions of FILEs, right and wrong.

    A SQuAD 2.0 file for `qa train reader --reports`, whose texts are what a second reading sees.
    """
    # Imported here because it loads what indexes, which `qa --help` does without.
    from qa.training.rivals import RivalOptions, find_rivals  # noqa: PLC0415

    paragraphs = [paragraph for path in files for paragraph in load_squad(path)]
    found = find_rivals(
        paragraphs, open_encoder(), open_reader(folder), RivalOptions(), report_articles
    )
    text = json.dumps(squad_document(found), ensure_ascii=False, indent=1) + "\n"
    write_text_atomically(out, text)
    click.echo(f"wrote {out}", err=True)
