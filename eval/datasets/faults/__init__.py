"""True statements with the span that holds each, made by rule, and faults put into them."""
