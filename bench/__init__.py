"""Measurements of quality and speed, one command each; none of them runs in the tests."""
