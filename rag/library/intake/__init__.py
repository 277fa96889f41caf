"""How files come in: planned, checked, read, cut into passages, embedded, put into the truth."""
