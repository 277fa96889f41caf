"""The plain pages: they have addresses of their own and are read without a script."""
