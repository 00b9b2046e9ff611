"""The command line of whitecell."""
