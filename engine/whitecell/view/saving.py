"""Changed assumptions as a new scenario: a file that extends the base and states what differs."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from whitecell import disk
from whitecell.filenames import fault, made_of
from whitecell.report.wording import figure
from whitecell.scenario.editing import checked
from whitecell.scenario.overriding import named_from, overriding, scalar
from whitecell.scenario.source import Source
from whitecell.view.sliders import Slider

LONGEST = 80
"""Characters of a file's name."""
_NAME = re.compile(r"[\w][\w .\-]*")


class FileNameError(ValueError):
    """Text that cannot be the name of a new file beside the others; the message says why."""


class ThereAlreadyError(FileExistsError):
    """A file of that name already exists in the folder."""


def file_name(asked: Any) -> str:
    """A plain file name with the ending of a scenario.

    Raises
    ------
    FileNameError
        If it has a folder in it, begins with a dot, holds other characters than letters, digits, spaces,
        dots, hyphens and underscores, or is a name that some operating system refuses.
    """
    name = asked.strip() if isinstance(asked, str) else ""
    if not name:
        raise FileNameError("give the file a name, such as my-case")
    if not name.endswith((".yaml", ".yml")):
        name += ".yaml"
    if len(name) > LONGEST or not _NAME.fullmatch(name) or not name.isprintable():
        raise FileNameError(
            "a file's name has letters, digits, spaces, dots, hyphens and underscores, no folder, and "
            f"at most {LONGEST} characters"
        )
    if reason := fault(name):
        raise FileNameError(f"not every system takes that name: {reason}; try {made_of(name)}")
    return name


def case_text(
    reference: str,
    source: Source,
    path: Path,
    title: str,
    values: Mapping[str, float],
    known: Mapping[str, Slider],
    days: int | None = None,
) -> str:
    """The text of a scenario that extends the base.

    Parameters
    ----------
    reference : str
        The name of the base: a bundled name, or a path as seen from here.
    source : Source
        The base's tree, as read from its files.
    path : Path
        The file that the text will be written to.
    title : str
        One line.
    values : mapping of str to float
        Assumptions that differ from the base's file. If one is inside a list, the whole list is stated,
        since lists replace each other.
    known : mapping of str to Slider
        The base's sliders, for the comments.
    days : int, optional
        Another number of days.
    """
    quoted = "'" + " ".join(title.split()).replace("'", "''") + "'"
    lines = [
        "# yaml-language-server: $schema=scenario.schema.json",
        "# Saved from `whitecell view`: only what differs.",
        f"# See the difference:  whitecell compare {_word(reference)} {_word(path.name)}",
        "",
        f"extends: {scalar(named_from(reference, path))}",
        f"title: {quoted}",
    ]
    if days is not None:
        lines.append(f"days: {days}")
    listed = {name: value for name, value in values.items() if "." not in name}
    if listed:
        lines += ["", "assumptions:"]
        lines += [
            f"  {name}: {{value: {number(value)}}}{_note(known, name)}" for name, value in listed.items()
        ]
    placed = [(name, {"value": _plain(value)}) for name, value in values.items() if "." in name]
    inner = overriding(source.root.plain(), placed)
    if inner:
        lines += ["", "# Assumptions that stand in place:"]
        lines.append(
            yaml.safe_dump(
                inner, sort_keys=False, allow_unicode=True, width=100, default_flow_style=None
            ).rstrip()
        )
    return "\n".join([*lines, ""])


def save(path: Path, text: str, over: bool = False) -> None:
    """Write a scenario that was checked, as a whole or not at all.

    Parameters
    ----------
    path : Path
        In a folder that exists.
    text : str
    over : bool
        Overwrite an existing file instead of refusing.

    Raises
    ------
    ThereAlreadyError
        If the file exists and ``over`` is not set.
    ScenarioError
        If the scenario would have errors.
    OSError
        If it cannot be written, or ``path`` is a link.
    """
    try:
        with disk.fresh(path, over=over) as part:
            part.write_text(text, encoding="utf-8", newline="\n")
            checked(part, path)
    except FileExistsError:
        raise ThereAlreadyError(f"{path.name} is there already") from None


def number(value: float) -> str:
    """A number as YAML has it, without a fraction of zero."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def _note(known: Mapping[str, Slider], name: str) -> str:
    slider = known.get(name)
    if slider is None:
        return ""
    unit = f" {slider.unit}" if slider.unit and not any(c.isdecimal() for c in slider.unit) else ""
    return f"  # {figure(slider.value)}{unit} in the base"


def _word(text: str) -> str:
    """A word of a shell command, on one line of a comment."""
    return shlex.quote(" ".join(text.split()))
