"""Weights by content hash, the embedder, and the local language model server."""

import os

# OpenMP, under torch and llama.cpp on Linux, lets a thread that waits for another spin: harmless
# alone, ruinous when a browser wants the same cores (0.7 tokens/s generated, with this 3 to 6).
# It is read when the first of the two libraries is loaded, so it is set before either can be.
os.environ.setdefault("GOMP_SPINCOUNT", "10000")
