"""Tests of the corpus that ships and of the cases over it."""
