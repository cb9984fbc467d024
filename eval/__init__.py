"""Measure answers against a gold set: scores, results file and report."""
