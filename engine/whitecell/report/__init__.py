"""Output for readers: briefs, stories, tables."""
