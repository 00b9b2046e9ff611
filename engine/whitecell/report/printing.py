"""A report on paper: HTML printed to PDF by an installed browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
QUIET = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-pdf-header-footer",
)  # fmt: skip
MISSING = (
    "PDF needs Chromium, and none is installed; write HTML and print that from any browser, or install "
    "Chromium (Debian: apt-get install chromium)"
)
PATIENCE = 120.0
"""Seconds to wait for a browser that does not answer."""


class PrintingError(RuntimeError):
    """A PDF cannot be made; the message says why and what would help."""


def browser() -> str | None:
    """An installed Chromium, or None."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def pdf(page: Path, target: Path) -> None:
    """Print an HTML file to PDF.

    Raises
    ------
    PrintingError
        If there is no browser, or it fails.
    """
    found = browser()
    if found is None:
        raise PrintingError(MISSING)
    with tempfile.TemporaryDirectory() as home:
        words = [found, *QUIET, f"--user-data-dir={home}", f"--print-to-pdf={target.resolve()}"]
        # Chromium refuses to run in its sandbox as root; the page runs its own script only and loads nothing.
        words += ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
        try:
            done = subprocess.run(
                [*words, page.resolve().as_uri()], capture_output=True, timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired:
            raise PrintingError(f"{found} did not print within {PATIENCE:.0f} seconds") from None
    if done.returncode != 0 or not target.exists():
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
        raise PrintingError(f"{found} could not print: {last[0]}")
