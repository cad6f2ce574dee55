"""What a review says, for whoever reads it: a screen, a program, a browser, a Word file."""
