"""`python -m ui` is `citedesk`."""

from ui.command import main

main()
