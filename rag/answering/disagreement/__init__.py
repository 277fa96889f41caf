"""Sources that do not agree: found, told apart and quoted side by side."""
