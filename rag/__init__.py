"""Citedesk's engine: from a folder of documents to checked, cited answers."""
