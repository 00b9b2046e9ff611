"""The Mesa model: a day of conflict, phase by phase, with many runs on the last axis."""
