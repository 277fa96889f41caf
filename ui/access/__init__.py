"""Who may come in: hosts and origins, users, tokens, and how much at once."""
