"""The truth (one SQLite file) and its two derived indexes: dense (Chroma), lexical (tantivy)."""
