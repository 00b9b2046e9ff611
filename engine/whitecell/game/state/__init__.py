"""The state, which survives midnight, and the day, which does not."""
