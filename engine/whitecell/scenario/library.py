"""Where scenarios and registers are found: those that ship, and those in the user's folders."""

from __future__ import annotations

from pathlib import Path

from whitecell.scenario.problems import Problem, ScenarioError, did_you_mean

_PACKAGE = Path(__file__).resolve().parents[1]


def _shipped(folder: str) -> Path:
    """The shipped folder: inside the package when installed, at the top of a checkout otherwise."""
    inside = _PACKAGE / folder
    return inside if inside.is_dir() else _PACKAGE.parents[1] / folder


def bundled() -> dict[str, Path]:
    """The scenarios that ship with whitecell, by name; each comes before those that extend it."""
    return {
        path.stem: path for path in sorted(_shipped("scenarios").glob("*.yaml"), key=lambda path: path.stem)
    }


def is_file(path: Path) -> bool:
    """Whether there is such a file; a name that the system cannot hold is not a file."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def locate(reference: str | Path, beside: Path | None = None) -> Path:
    """Find a scenario by bundled name or path.

    Parameters
    ----------
    reference : str or Path
        What the user typed or a file's ``extends`` says.
    beside : Path, optional
        The file that refers to it; relative paths start from its folder.

    Raises
    ------
    ScenarioError
        If nothing of that name ships and no such file exists.
    """
    text = str(reference)
    shipped = bundled()
    looks_like_path = text.endswith((".yaml", ".yml")) or "/" in text or "\\" in text
    if not looks_like_path and text in shipped:
        return shipped[text]
    folder = Path() if beside is None else beside.parent
    if not looks_like_path and is_file(folder / f"{text}.yaml"):
        return folder / f"{text}.yaml"
    path = Path(text) if beside is None else beside.parent / text
    if looks_like_path or is_file(path):
        return path
    near = sorted(p.stem for p in folder.glob("*.yaml") if p.name.isprintable())
    hint = did_you_mean(text, [*shipped, *near], few=0) or "`whitecell scenarios` lists what ships"
    raise ScenarioError(
        [Problem("error", f"there is no scenario '{text[:80]}', neither shipped nor as a file", hint)]
    )


def locate_register(reference: str, beside: Path) -> Path:
    """Find the register that a scenario's ``claims`` names: beside it, or among those shipped."""
    near, shipped = beside.parent / reference, _shipped("seeds") / Path(reference).name
    return shipped if is_file(shipped) and not is_file(near) else near


def observed_files() -> dict[str, Path]:
    """The files of observations that ship, by the name of the scenario that they are about."""
    return {path.stem: path for path in sorted((_shipped("seeds") / "observed").glob("*.yaml"))}


def locate_observed(reference: str | Path) -> Path:
    """Find a file of observations: the one that ships under a name, or a path."""
    return observed_files().get(str(reference), Path(reference))
