"""What goes over corridors."""
