"""Measuring: cases, metrics, runner, report."""
