"""Names of files that every system accepts: made of a user's words, or checked before they are used.

Windows keeps some names for devices, whatever their ending (``CON``, ``aux.txt``), takes neither ``:`` nor
``?`` nor a dot or space at the end, and does not distinguish capitals from small letters. Folders are passed
from one system to another, so the names made here are the same on all systems.

Source: Microsoft, "Naming Files, Paths, and Namespaces".
"""

from __future__ import annotations

import re

MOST = 120
"""Characters of a name that is made."""
UNNAMED = "unnamed"
"""The name where no character of a text can be part of one."""
_BEFORE_A_DOT = re.compile(r" +\.")
"""To Windows `nul .txt` is a device too."""


def made_of(text: str, most: int = MOST) -> str:
    """A name of a file or folder, made of a text; the text itself if every system accepts it.

    Parameters
    ----------
    text : str
        Such as the name of a seat or of a scenario.
    most : int
        Characters of it, at most.
    """
    from pathvalidate import sanitize_filename

    bare = _BEFORE_A_DOT.sub(".", "".join(c if c.isprintable() else "-" for c in text))
    name = str(sanitize_filename(bare, replacement_text="-", platform="universal", max_len=most))
    return name if name.strip(". ") else UNNAMED


def fault(name: str) -> str:
    """Why some system refuses a file name, in words; empty if all accept it."""
    from pathvalidate import ValidationError, validate_filename

    if name != name.rstrip(". "):
        return "it ends with a dot or a space"
    try:
        validate_filename(_BEFORE_A_DOT.sub(".", name), platform="universal", max_len=255)
    except ValidationError as error:
        if error.reserved_name:
            return f"Windows keeps '{error.reserved_name}' for a device"
        return 'it has one of \\ / : * ? " < > | in it, or is too long'
    return ""
