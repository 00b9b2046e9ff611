"""What a person reads: briefs, stories, tables."""
