"""`python -m rag` is `citedesk`."""

from rag.cli import main

main()
