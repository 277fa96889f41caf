"""RetrievedPassages become a checked, cited Answer, or a Refusal."""
