"""What is derived from the truth to search in, dense and lexical, and made again at any time."""
