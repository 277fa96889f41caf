"""Answers, sources and how a question was read, as escaped HTML."""
