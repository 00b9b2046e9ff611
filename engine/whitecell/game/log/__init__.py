"""What happened, and who reads it."""
