"""Names that only a direction tells apart: the north of a country is not its south."""

from collections.abc import Set

_DIRECTIONS = frozenset(("nort", "sout", "east", "west"))


def directed_otherwise(one: Set[str], other: Set[str]) -> bool:
    """Whether the stems of two names are the same but for a direction."""
    sides = [{stem[:4] for stem in name} & _DIRECTIONS for name in (one, other)]
    if not all(sides) or sides[0] & sides[1]:
        return False
    bases = [{stem for stem in name if stem[:4] not in _DIRECTIONS} for name in (one, other)]
    return not bases[0].isdisjoint(bases[1])
