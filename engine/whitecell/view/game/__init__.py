"""A game as live pages: a desk for the white cell, a page for each seat, a screen for the wall."""
