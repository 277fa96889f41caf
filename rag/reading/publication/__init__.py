"""What a text tells of itself: who published it and when, and which lines are not its article."""
