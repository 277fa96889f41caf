"""When to be silent, why, and how to say so."""
