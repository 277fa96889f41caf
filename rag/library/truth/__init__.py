"""The truth, one SQLite file: files, documents, passages, vectors, stories, edits by hand."""
