"""Names of folders and files that other programs would read as patterns, addresses or keywords."""

from __future__ import annotations

from pathlib import Path

from benchmarks.hostile.trial import Trial, batch, valley

PAIRS = (("e[1]", "e1"), ("c*", "cx"), ("q?", "qz"), ("**", "any"), ("[!b]", "a"))
"""A folder, and one beside it that it would mean as a pattern."""
ODD = ("seed=3", "it's", 'quo"te', "a\\b", "a\\[1]", "~", "file:x", "-o", "a;b", "$(x)", "späte Läufe")


def patterns(home: Path) -> str:
    """Batches in folders whose names are patterns that match the folder beside them."""
    valley(home)
    truth = batch(home, "plain", "--csv").out
    for pattern, beside in PAIRS:
        batch(home, beside, "--days", "3")
        for _ in range(2):
            answer = batch(home, pattern, "--csv")
            if answer.done() or answer.out != truth:
                return f"{pattern} beside {beside}: {answer.done() or 'other numbers'}"
    return ""


def odd_names(home: Path) -> str:
    """Batches in folders with names that mean something to shells, databases and browsers."""
    valley(home)
    truth = batch(home, "plain", "--csv").out
    for name in ODD:
        answer = batch(home, f"./{name}", "--csv")
        if answer.done() or answer.out != truth:
            return f"{name}: {answer.done() or 'other numbers'}"
    return ""


TRIALS = [
    Trial("folders `e[1]`, `c*`, `q?` … beside `e1`, `cx`, `qz`", "each prints its own numbers", patterns),
    Trial("folders named `seed=3`, `~`, `a\\[1]`, `file:x` …", "each prints its own numbers", odd_names),
]
