"""Dates in articles: those that stand alone, and those of which the prose speaks."""
