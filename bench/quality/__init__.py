"""The tables of quality, one name each: `python -m bench.quality`."""
