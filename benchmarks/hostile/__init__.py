"""Damaged, hostile and interrupted files and processes, tried through the command line.

``python -m benchmarks.hostile`` performs every trial and writes what held into docs/validity.md. A file of
this folder holds the trials of one subject in a list ``TRIALS``; the page has marks for each subject.
"""

from __future__ import annotations

from benchmarks.hostile import hosts, kills, links, manifests, names, surroundings
from benchmarks.hostile.trial import Trial


def subjects() -> dict[str, list[Trial]]:
    """The trials by subject; each is a table of the page, between the marks ``hostile-SUBJECT``."""
    return {
        "names": names.TRIALS,
        "links": links.TRIALS,
        "manifests": manifests.TRIALS,
        "kills": kills.TRIALS,
        "surroundings": surroundings.TRIALS,
        "hosts": hosts.TRIALS,
    }
