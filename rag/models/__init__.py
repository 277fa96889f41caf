"""Weights by content hash, the embedder, and the local language model server."""
