"""What survives midnight, and what belongs to one day."""
