"""What leaves the library to be read elsewhere: its documents, and answers with their footnotes."""
