"""Code in a process of its own, for tests of what is loaded."""

from __future__ import annotations

import subprocess
import sys


def printed(code: str) -> str:
    """What code prints in a new process of this Python; raises CalledProcessError if it fails."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()
