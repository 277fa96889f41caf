"""What several formats are made of: encoded text, ZIP, MIME, element trees, pages, records."""
