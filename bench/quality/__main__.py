"""The tables of quality: each is one name, or all of them where none is given.

    python -m bench.quality --data data --out quality            # all, about 20 minutes
    python -m bench.quality squad2 news --data data --out quality --limit 200

`--data` is a folder with dev/, train/, news/ and rewrite/ (see docs/benchmarks.md). Each table
becomes NAME.json in the folder of `--out`, and all that stand there together quality.md. What
was found is written down as it is found: the same command goes on with an unfinished table,
unless the code or the weights have changed since. Indexes are kept in the same folder.

Nothing is chosen here: the margin of the single-passage tables is that of the best F1 on
questions of SQuAD 2.0's held-back training articles.
"""

import json
import sys
import time
from pathlib import Path

import click

from bench.quality.tables import TABLES
from bench.quality.workplace import Workplace
from bench.report import command_line, markdown_table, surroundings
from index.files import write_text_atomically
from qa.model_files import SHIPPED_READER


@click.command(epilog=f"Tables: {', '.join(TABLES)}.")
@click.argument("names", nargs=-1, metavar="[TABLE]...", type=click.Choice(list(TABLES)))
@click.option(
    "--data", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--limit", type=click.IntRange(min=1), help="Questions a table at most, seed 17.")
@click.option("--reader", "reader_folder", type=click.Path(path_type=Path), default=SHIPPED_READER)
def main(
    names: tuple[str, ...], data: Path, out: Path, limit: int | None, reader_folder: Path
) -> None:
    """Measure the tables and write them as JSON and Markdown."""
    place = Workplace(data, out, reader_folder, limit)
    chosen = names or tuple(TABLES)
    about = sum(TABLES[name].minutes for name in chosen)
    print(f"{len(chosen)} tables, about {about:.0f} minutes on two quiet cores", file=sys.stderr)
    for name in chosen:
        table = TABLES[name]
        print(f"{name}: {table.title}, about {table.minutes:g} minutes", file=sys.stderr)
        started = time.perf_counter()
        measured = table.measure(place, limit or table.questions)
        result = {
            "table": name,
            "title": table.title,
            "rows": measured.rows,
            **measured.facts,
            "seconds": round(time.perf_counter() - started, 1),
            "reader": place.reader.name,
            "surroundings": surroundings(command_line()),
        }
        write_text_atomically(out / f"{name}.json", json.dumps(result, indent=1) + "\n")
        write_text_atomically(out / "quality.md", _markdown(out))
    print(_markdown(out))


def _markdown(out: Path) -> str:
    """Every table that was measured, in the order of TABLES."""
    parts = []
    for name in TABLES:
        path = out / f"{name}.json"
        if not path.exists():
            continue
        result = json.loads(path.read_text(encoding="utf-8"))
        rows = result.pop("rows")
        retrieval = result.pop("retrieval", None)
        around = result.pop("surroundings")
        told = [f"## {result.pop('title')}\n", markdown_table(rows)]
        if isinstance(retrieval, list):
            told.append(markdown_table(retrieval))
        facts = ", ".join(f"{key} {value}" for key, value in result.items() if key != "table")
        told.append(
            f"{facts}. `{around['command']}` at {around['commit']}, {around['processor']}.\n"
        )
        parts.append("\n".join(told))
    return "\n".join(parts)


if __name__ == "__main__":
    main()
