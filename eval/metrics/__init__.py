"""Metrics: what each one is, by whom, and where it is undefined (None, never 0)."""
