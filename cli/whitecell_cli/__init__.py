"""The commands: ``whitecell …``."""
