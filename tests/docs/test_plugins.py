"""docs/plugins.md as it stands: its package is installed, its scenario played; broken packages are named."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
FILES = re.compile(r"```\w+ file=(\S+)\n(.*?)```", re.DOTALL)
PAGE = (DOCS / "plugins.md").read_text(encoding="utf-8")


def install(folder: Path, files: dict[str, str]) -> Path:
    """Install a package from its files where only this test sees it."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    words = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    site = folder / "site"
    pip = [sys.executable, "-m", "pip", "install", *words, "--target", str(site), str(folder)]
    subprocess.run(pip, check=True, capture_output=True)
    return site


def whitecell(site: Path, where: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return python(site, where, "-m", "whitecell_cli", *words)


def python(site: Path, where: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=where,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The page's package, installed; and a folder with its scenario."""
    files = dict(FILES.findall(PAGE))
    package, work = tmp_path_factory.mktemp("package"), tmp_path_factory.mktemp("work")
    (work / "limits.yaml").write_text(files.pop("limits.yaml"), encoding="utf-8")
    tutorial = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    (work / "pass.yaml").write_text(dict(FILES.findall(tutorial))["pass.yaml"], encoding="utf-8")
    return install(package, files), work


def test_every_command_of_the_page_works(example: tuple[Path, Path]) -> None:
    site, work = example
    said = {}
    for line in re.findall(r"^\$ whitecell (.*)$", PAGE, re.MULTILINE):
        ended = whitecell(site, work, *shlex.split(line))
        assert ended.returncode == 0, (line, ended.stderr)
        said[line] = ended.stdout
    assert "error" not in said["check limits.yaml"]
    assert "No actor has more than so many fighters in any one of the zones." in " ".join(
        said["show limits.yaml"].split()
    )
    assert "ighlanders in one place" in said["batch limits.yaml --runs 100"]
    assert "constraints.ceiling" in said["compare pass.yaml limits.yaml --runs 100 --shared"]


def test_it_changes_the_game(example: tuple[Path, Path]) -> None:
    site, work = example
    rows = {}
    for word, file in (("limited", "limits.yaml"), ("free", "free.yaml")):
        (work / "free.yaml").write_text(
            "extends: limits.yaml\nconstraints: {ceiling: ~}\ninjects: ~\nmeasures: {over: ~}\n"
        )
        ended = whitecell(site, work, "batch", file, "--runs", "50", "--no-store", "--json")
        assert ended.returncode == 0, ended.stderr
        rows[word] = json.loads(ended.stdout)["measures"]
    massed = {word: row["massed"]["estimate"] for word, row in rows.items()}
    assert massed["limited"] != massed["free"]
    assert 0.0 < massed["limited"] <= 1.0


def test_errors_and_schema_know_the_new_words(example: tuple[Path, Path]) -> None:
    site, work = example
    (work / "wrong.yaml").write_text(
        "extends: limits.yaml\nconstraints: {ceiling: {ceiling: -1, applies_to: [highlands], cieling: 2}}\n"
    )
    told = whitecell(site, work, "check", "wrong.yaml").stdout
    assert "there is no key 'cieling' here" in told
    assert "did you mean 'ceiling'?" in told
    (work / "wrong.yaml").write_text(
        "extends: limits.yaml\n"
        "injects: {harvest: {effects: [{kind: desert, actor: higland, zone: pas, share: 2}]}}\n"
    )
    told = whitecell(site, work, "check", "wrong.yaml").stdout
    assert "there is no actor 'higland'" in told
    assert "did you mean 'pass'?" in told
    schema = json.loads(whitecell(site, work, "schema").stdout)
    withdraws = schema["$defs"]["ForceLimit"]["properties"]["withdraws"]
    assert withdraws["description"].startswith("Part of what is too much")
    assert withdraws["anyOf" if "anyOf" in withdraws else "oneOf"][0]["maximum"] == 1.0
    assert "concentration" in schema["$defs"]["Measure"]["properties"]["record"]["anyOf"][0]["enum"]


def test_a_batch_notes_the_package(example: tuple[Path, Path]) -> None:
    site, work = example
    assert whitecell(site, work, "batch", "limits.yaml", "--runs", "4", "-o", "noted").returncode == 0
    manifest = json.loads((work / "noted" / "manifest.json").read_text())
    assert manifest["versions"]["whitecell-limits"] == "1.0"


def test_a_package_in_an_archive_is_found(example: tuple[Path, Path], tmp_path: Path) -> None:
    site, work = example
    archive = shutil.make_archive(str(tmp_path / "limits"), "zip", site)
    ended = whitecell(Path(archive), work, "run", "limits.yaml")
    assert ended.returncode == 0, ended.stderr


def test_without_the_package_the_word_is_unknown(example: tuple[Path, Path], tmp_path: Path) -> None:
    ended = whitecell(tmp_path, example[1], "check", "limits.yaml")
    assert ended.returncode == 2
    assert "there is no kind 'force limit'" in ended.stdout


BROKEN = """from typing import Literal
import numpy as np
from whitecell.plugin import Amount, ConstraintKind, RecordKind, Share
{before}
class ForceLimit(ConstraintKind):
    "Limits."
    kind: Literal["{kind}"]
    ceiling: Amount
    withdraws: Share
{inside}
    def breached(self, clause, ready):
        {body}
class Desert: pass
class Concentration(RecordKind):
    "Part in one place."
    about = ("{about}",)
    def reading(self, world, record):
        return lambda: {reading}
"""
SOUND = {
    "before": "",
    "inside": "",
    "kind": "force limit",
    "body": "return {}",
    "about": "actors",
    "reading": "np.zeros(world.n_runs)",
}
FAULTS = {
    "raises when loaded": ({"before": "raise SystemExit(3)"}, "SystemExit: 3"),
    "raises what hardly anything catches": (
        {"before": "class Out(BaseException): pass\nraise Out('oh')"},
        "cannot be used: Out: oh",
    ),
    "another word": ({"kind": "limit"}, 'declare kind: Literal["force limit"]'),
    "strange sections": ({"about": "things"}, "names no sections of a scenario: things"),
    "no class of its kind": ({}, "must be a class of whitecell.plugin.EffectKind"),
}
PLAYED = {
    "raises": ({"body": "raise ZeroDivisionError('oh')"}, "failed on day 1: ZeroDivisionError: oh"),
    "blames the unbound": (
        {"body": "return {'nobody': None}"},
        "'nobody' breaches 'ceiling', which does not",
    ),
    "wrong shape": (
        {"body": "return {'highland': np.zeros(3, bool)}"},
        "of shape (3,), not bool of shape (1,)",
    ),
    "not finite": ({"reading": "np.full(world.n_runs, np.nan)"}, "values that are not finite"),
}


def package(folder: Path, changes: dict[str, str]) -> Path:
    files = dict(FILES.findall(PAGE))
    files.pop("limits.yaml")
    files["whitecell_limits.py"] = BROKEN.format(**{**SOUND, **changes})
    return install(folder, files)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_package_that_cannot_be_loaded_is_named(
    example: tuple[Path, Path], tmp_path: Path, fault: str
) -> None:
    changes, told = FAULTS[fault]
    site, work = package(tmp_path, changes), example[1]
    ended = whitecell(site, work, "check", "limits.yaml")
    assert ended.returncode == 2
    assert "of the package whitecell-limits 1.0 cannot be used" in ended.stdout
    sound = whitecell(site, work, "check", "pass.yaml")
    assert sound.returncode == 0
    assert told in sound.stdout
    assert "warning" in sound.stdout


@pytest.mark.parametrize("fault", PLAYED)
def test_a_package_that_fails_in_play_is_named(
    example: tuple[Path, Path], tmp_path: Path, fault: str
) -> None:
    changes, told = PLAYED[fault]
    site, work = package(tmp_path, changes), example[1]
    (work / f"{fault}.yaml").write_text("extends: limits.yaml\ninjects: ~\n")
    for command in ("run", "batch"):
        words = ["--runs", "1"] if command == "batch" else []
        ended = whitecell(site, work, command, f"{fault}.yaml", *words)
        assert ended.returncode == 1
        assert "of the package whitecell-limits 1.0 failed" in ended.stderr
        assert told in ended.stderr
        assert "Traceback" not in ended.stderr


def test_a_package_that_fails_while_a_scenario_is_read_is_named(
    example: tuple[Path, Path], tmp_path: Path
) -> None:
    inside = "    @field_validator('ceiling')\n    def no(cls, v):\n        raise RuntimeError('oh')"
    site = package(tmp_path, {"before": "from pydantic import field_validator", "inside": inside})
    (example[1] / "read.yaml").write_text("extends: limits.yaml\ninjects: ~\n")
    ended = whitecell(site, example[1], "check", "read.yaml")
    assert ended.returncode == 1
    told = "'force limit' of the package whitecell-limits 1.0 failed to read the scenario: RuntimeError: oh"
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr


def test_what_a_package_prints_is_no_part_of_an_answer(example: tuple[Path, Path], tmp_path: Path) -> None:
    site = package(tmp_path, {"before": "print('noise')"})
    ended = whitecell(site, example[1], "check", "pass.yaml", "--json")
    assert isinstance(json.loads(ended.stdout), list)
    assert "noise" in ended.stderr


KEEPS = """
    def prepare(self, clause):
        return clause.world.state.keep("ceiling/days", np.zeros(clause.world.n_runs))
    def act(self, clause, ready):
        ready += 1.0
"""
SAVES = """
from pathlib import Path
import numpy as np
from whitecell.game.play import play
from whitecell.game.saved import load, save
from whitecell.game.war_game import WarGame
from whitecell.scenario.reading import read_scenario
scenario = read_scenario("kept.yaml", days=20)
game = WarGame(scenario, np.arange(3))
for _ in range(7):
    game.step()
save(game, Path("kept.npz"))
game = load(Path("kept.npz"), scenario)
for _ in range(13):
    game.step()
print(play(scenario, np.arange(3))["over"].tolist(), game.gauges["over"].result().tolist())
"""


def test_what_a_package_keeps_is_saved_with_the_game(example: tuple[Path, Path], tmp_path: Path) -> None:
    body = "return {'highland': ready % 3.0 == 0.0}"
    site = package(tmp_path, {"inside": KEEPS, "body": body})
    (example[1] / "kept.yaml").write_text("extends: limits.yaml\ninjects: ~\n")
    ended = python(site, example[1], "-c", SAVES)
    assert ended.stdout.strip() == "[6.0, 6.0, 6.0] [6.0, 6.0, 6.0]", ended.stderr


HOOKS = """
    def spares(self, clause, ready):
        pairs = [("highland", "lowland"), ("lowland", "highland")]
        return {pair: np.ones(clause.world.n_runs, dtype=bool) for pair in pairs}
    def calms(self, clause, ready, actor):
        return np.ones(clause.world.n_runs)
    def forbids(self, clause, ready):
        return np.zeros((len(clause.zones), clause.world.n_runs))
"""
QUIET = """extends: pass.yaml
rules: {ceasefire_calm: 700, restraint: 1000}
constraints:
  quiet: {name: quiet, kind: force limit, applies_to: [highland, lowland], zones: [pass, town, plain],
          obedience: {highland: 1, lowland: 1}, ceiling: 0, withdraws: 0}
measures:
  advance: {statistic: peak, record: presence, of: [highland], zones: [town], label: highlanders in the town}
"""


def test_a_package_may_prevent_attacks_calm_fire_and_forbid_nothing(
    example: tuple[Path, Path], tmp_path: Path
) -> None:
    (example[1] / "quiet.yaml").write_text(QUIET)
    found = {}
    for word, inside in (("with", HOOKS), ("without", "")):
        (tmp_path / word).mkdir()
        site = package(tmp_path / word, {"inside": inside})
        ended = whitecell(site, example[1], "batch", "quiet.yaml", "--runs", "40", "--no-store", "--json")
        assert ended.returncode == 0, ended.stderr
        found[word] = {name: m["estimate"] for name, m in json.loads(ended.stdout)["measures"].items()}
    # Without hooks it forbids the town in full, at a restraint that nothing outweighs.
    assert found["without"]["advance"] == 0.0
    assert found["with"]["advance"] > 100.0
    assert found["with"]["lost"] == 0.0
