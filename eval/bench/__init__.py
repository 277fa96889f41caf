"""Benches: how fast, in how much memory, at what size; over text that is made from a seed."""
