"""A question in its conversation becomes one that can be searched: self-contained, dated."""
