"""Kill, damage, fill up and lock out an index; a Markdown table says what came of it.

    python -m bench.faults --kills 200 > faults.md

Nothing may be lost: after each kill the index holds exactly what was committed and verifies, and
each fault is refused in words and can be got over. The first that is not ends the run. Exit
status 1 then. The index, SQLite and FAISS are real; the encoder is a small one of the tests.
"""

import itertools
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

# Has no factor in common with the number of steps, so that none comes twice before all came.
STRIDE = 37
TESTS = Path(__file__).parents[1] / "tests" / "index_suite"
sys.path.insert(0, str(TESTS))

import fault_scenarios  # noqa: E402
import killing  # noqa: E402


@click.command()
@click.option("--kills", default=200, show_default=True, type=click.IntRange(min=2))
@click.option("--seed", default=0, show_default=True)
def main(kills: int, seed: int) -> None:
    """Bring every fault about and print what came of it."""
    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for row in itertools.chain(_kills(folder / "kills", kills, seed), _scenarios(folder)):
            rows.append(row)
            click.echo(row[0], err=True)
    print("| fault | outcome |\n|---|---|")
    for fault, outcome in rows:
        print(f"| {fault} | {' '.join(outcome.split()).replace('|', '/')} |")


def _kills(folder: Path, kills: int, seed: int) -> Iterator[tuple[str, str]]:
    """Half of the kills at random moments, half at file operations of every kind of change."""
    chance = random.Random(seed)
    last = -1
    for _ in range(kills // 2):
        last = killing.killed_at_random(folder, last, chance)
    changes = last + 1
    yield (
        f"{kills // 2} × SIGKILL at random moments of adding, replacing, removing, rolling back",
        f"{changes} changes committed, none lost; sound after each kill",
    )
    steps = kills - kills // 2
    for number in range(steps):
        step = 1 + number * STRIDE % killing.STEPS_OF_EVERY_CHANGE
        last = killing.killed_at_step(folder, last, step)
    yield (
        f"{steps} × SIGKILL at a file operation, one of {killing.STEPS_OF_EVERY_CHANGE} in a row "
        "of all kinds of changes",
        f"{last + 1 - changes} changes committed, none lost; sound after each kill",
    )


def _scenarios(folder: Path) -> Iterator[tuple[str, str]]:
    for number, scenario in enumerate(fault_scenarios.SCENARIOS):
        try:
            outcome = scenario.run(folder / str(number))
        except fault_scenarios.NotPossibleError as reason:
            outcome = f"not tried: {reason}"
        yield scenario.name, outcome


if __name__ == "__main__":
    main()
