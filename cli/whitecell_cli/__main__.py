"""``python -m whitecell_cli`` is ``whitecell``."""

from whitecell_cli.main import main

main()
