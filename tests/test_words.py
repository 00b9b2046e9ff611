"""Plain English: no text uses a wording that CONTRIBUTING lists as one to avoid."""

from __future__ import annotations

import ast
import re
from io import StringIO
from pathlib import Path
from tokenize import COMMENT, generate_tokens

import pytest

ROOT = Path(__file__).parents[1]
LIST = ROOT / "CONTRIBUTING.md"
CHECKED = (
    ROOT / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "engine").rglob("*.py")),
    *sorted((ROOT / "cli").rglob("*.py")),
)
AVOIDED = {
    phrase.strip().lower(): good.strip()
    for bad, good in re.findall(
        r"^\| (.+?) \| (.+?) \|$",
        LIST.read_text(encoding="utf-8").split("## Words", 1)[1].split("\n## ", 1)[0],
        re.MULTILINE,
    )
    if bad not in ("instead of", "---")
    for phrase in bad.split(",")
}
PATTERN = re.compile(rf"\b({'|'.join(map(re.escape, AVOIDED))})\b", re.IGNORECASE)


def found(text: str) -> list[str]:
    """Phrases to avoid in a text, each with what stands around it; neither line breaks nor code count."""
    flat = " ".join(re.sub(r"`+[^`]*`+", "", text).split())
    return [
        f"“{flat[max(0, m.start() - 40) : m.end() + 40]}”: write {AVOIDED[m[1].lower()]}"
        for m in PATTERN.finditer(flat)
    ]


def words(path: Path) -> list[str]:
    """The texts of a file: a document whole; of code the strings, as they are joined, and the comments."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return [text]
    told = [
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    remarks = [t.string.lstrip("# ") for t in generate_tokens(StringIO(text).readline) if t.type == COMMENT]
    return [*told, " ".join(remarks)]


def test_there_is_a_list() -> None:
    assert len(AVOIDED) > 20
    assert found("This\n    hangs on that.") == ["“This hangs on that.”: write depends on"]
    assert found("`laws.anew` is code") == []


@pytest.mark.parametrize("path", CHECKED, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_uses_a_wording_to_avoid(path: Path) -> None:
    assert [phrase for text in words(path) for phrase in found(text)] == []
