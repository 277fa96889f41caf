"""Does a span hold a sentence? Checks explained in a phrase, and the spans they find."""
