"""Small disks, terminals and memory, and texts and numbers at the edge of what is allowed."""

from __future__ import annotations

from pathlib import Path

from benchmarks.hostile.trial import Trial, batch, valley, whitecell

LONGEST = 5.0
"""Seconds that reading a file of the largest size may take."""
LAST_SEED = 2**63 - 2


def full_disk(home: Path) -> str:
    """A disk that takes only a little of each file."""
    valley(home)
    batch(home, "base")
    before = sorted(path.name for path in home.rglob("*"))
    for words, file in (
        (("report", "base", "--jobs", "1"), "report.html"),
        (("report", "base", "--jobs", "1", "--format", "md"), "base/report-pictures/"),
        (("new", "other"), "other.yaml"),
        (("schema", "-o", "schema.json"), "schema.json"),
    ):
        answer = whitecell(home, *words, most_bytes=600)
        if wrong := answer.refused(file, code=1):
            return f"{words[0]}: {wrong}"
        if rest := sorted(path.name for path in home.rglob("*") if path.name not in before):
            return f"{words[0]}: it leaves {', '.join(rest)}"
    return ""


def narrow(home: Path) -> str:
    """A terminal of one character."""
    valley(home)
    for words in (("run", "valley.yaml", "--map"), ("run", "valley.yaml"), ("show", "valley.yaml")):
        answer = whitecell(home, *words, environment={"COLUMNS": "1"})
        if answer.done():
            return f"{' '.join(words)}: {answer.done()}"
    return ""


def other_files(home: Path) -> str:
    """A register that is named and is some other file."""
    path = valley(home)
    (home / "secret").write_text("root:x:0:0\npassword: hunter2\n")
    (home / "secret.yaml").write_text("password: hunter2\n")
    (home / "broken").write_text("'hunter2\n")
    text = path.read_text(encoding="utf-8")
    for name in ("secret", "secret.yaml", "broken"):
        path.write_text(f"{text}\nclaims: {name}\n", encoding="utf-8")
        answer = whitecell(home, "check", "valley.yaml")
        if answer.code != 2:
            return f"{name}: exit code {answer.code}"
        if "hunter2" in answer.out + answer.err or "root" in answer.out + answer.err:
            return f"{name}: its text is shown"
    return ""


def repeated_keys(home: Path) -> str:
    """A file with one key in 16,000 lines."""
    (home / "long.yaml").write_text("title: x\nactors:\n" + "  a: {}\n" * 16_000)
    answer = whitecell(home, "check", "long.yaml")
    if answer.code != 2:
        return f"exit code {answer.code}"
    return f"it took {answer.seconds:.1f} s" if answer.seconds > LONGEST else ""


def last_seeds(home: Path) -> str:
    """The largest seed there is, and the one after it."""
    valley(home)
    for words in (
        ("run", "valley.yaml", "--seed", "{}"),
        ("batch", "valley.yaml", "--runs", "1", "--no-store", "--seed", "{}"),
    ):
        for seed, wrong in (
            (LAST_SEED, whitecell(home, *(w.format(LAST_SEED) for w in words)).done()),
            (LAST_SEED + 1, whitecell(home, *(w.format(LAST_SEED + 1) for w in words)).refused("--seed")),
        ):
            if wrong:
                return f"{words[0]} {seed}: {wrong}"
    for words in (
        ("batch", "valley.yaml", "--runs", "2", "--no-store"),
        ("compare", "valley.yaml", "valley.yaml", "--runs", "2"),
        ("explore", "valley.yaml", "--no-store"),
    ):
        if wrong := whitecell(home, *words, "--seed", str(LAST_SEED)).refused("last seed"):
            return f"{words[0]}: {wrong}"
    return ""


def huge_slab(home: Path) -> str:
    """A slab of more runs than memory can hold."""
    valley(home)
    words = ("batch", "valley.yaml", "--runs", "2", "--no-store", "--slab", "99999999999")
    return whitecell(home, *words).refused("--slab")


TRIALS = [
    Trial(
        "a disk that takes no more, for `report`, `new` and `schema`",
        "one line that names the file, exit status 1, and nothing is left behind", full_disk,
    ),
    Trial("a terminal one character wide", "`run`, `run --map` and `show` print what they can", narrow),
    Trial("`claims:` names some other file", "refused, and nothing of its text is shown", other_files),
    Trial("one key in 16,000 lines", "refused in less than 5 s", repeated_keys),
    Trial("the largest seed, and one more", "played; refused in one line", last_seeds),
    Trial("`--slab 99999999999`", "refused in one line", huge_slab),
]  # fmt: skip
