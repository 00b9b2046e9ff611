"""Who reads the log and the state: measures, stories, and what can be distinguished."""
