"""One command to a file; each defines ``command``, and imports the engine only when it is run."""
