"""Follow-ups: what a question leaves to the conversation is put into it, by rules, then an LLM."""
