"""Powers beside fighting: they press clients, and compete with each other."""
