import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from whitecell_cli.main import COMMANDS, cli

BASE = "southwest-syria-2017"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def whitecell(*words: str) -> Result:
    result = CliRunner().invoke(cli, words, prog_name="whitecell")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = whitecell(command, "--help")
    assert result.exit_code == 0
    assert f"whitecell {command}" in result.output.split("Example", 1)[1]


def test_help_without_a_command() -> None:
    assert all(name in whitecell("--help").output for name in COMMANDS)
    assert whitecell("--version").output.startswith("whitecell ")


def test_a_mistyped_command_is_guessed() -> None:
    result = whitecell("bacth")
    assert result.exit_code == 2
    assert "Did you mean 'batch'?" in result.stderr


def test_scenarios_lists_what_ships() -> None:
    output = whitecell("scenarios").output
    assert BASE in output
    assert "de-escalation zone" in output
    assert BASE in [row["name"] for row in json.loads(whitecell("scenarios", "--json").output)]


@pytest.mark.parametrize("command", ["run", "show", "explore", "compare", "game new"])
def test_what_is_set_outside_its_range_is_said_whatever_plays_it(command: str, here: Path) -> None:
    words = {
        "run": ["--seed", "1", "--days", "2"],
        "show": [],
        "explore": ["--points", "18", "--seeds", "1", "--days", "2", "--no-store"],
        "compare": ["--runs", "2", "--days", "2"],
        "game new": ["--seats", "red=militias", "-o", "game"],
    }[command]
    result = whitecell(*command.split(), BASE, "--set", "rules.frontage=900000", *words)
    assert result.exit_code == 0, result.stderr
    told = "--set rules.frontage=900000 lies outside the stated range, 3000 to 12000: 75 times its highest"
    assert result.stderr.count(told) == 1


def test_show_as_brief_and_as_yaml_that_can_be_read_again(here: Path) -> None:
    from whitecell.scenario.digest import digest
    from whitecell.scenario.reading import read_scenario

    assert "Assumptions" in whitecell("show", BASE).output
    left, own = (whitecell("show", BASE, *words).output.split("As the engine has them:")[1].split(".")[0]
                 for words in ((), ("--set", "rules.guard=0.3")))  # fmt: skip
    assert "guard" in left
    assert "guard" not in own
    result = whitecell("show", f"{BASE}-may", "--resolved", "--days", "20", "--set", "leak_chance=0.05")
    (here / "again.yaml").write_text(result.output, encoding="utf-8")
    changed = read_scenario(f"{BASE}-may", {"leak_chance": "0.05"}, 20)
    again = read_scenario(here / "again.yaml").model_copy(update={"extends": changed.extends})
    assert digest(again) == digest(changed)


def test_check_grades_its_findings(here: Path) -> None:
    assert whitecell("check", BASE).exit_code == 0
    (here / "bad.yaml").write_text(f"extends: {BASE}\ndays: -3\n", encoding="utf-8")
    result = whitecell("check", "bad.yaml")
    assert result.exit_code == 2
    assert "1 error" in result.output
    assert json.loads(whitecell("check", "bad.yaml", "--json").output)[0]["grade"] == "error"


@pytest.mark.parametrize("command", [("run",), ("batch", "--runs", "2", "--no-store", "--jobs", "1")])
def test_an_assumption_without_effect_is_told_before_playing(here: Path, command: tuple[str, ...]) -> None:
    entry = "leek_chance: {value: 0.1, range: [0.05, 0.2], unit: per day, judgement: Mine.}"
    (here / "mine.yaml").write_text(f"extends: {BASE}\nassumptions:\n  {entry}\n", encoding="utf-8")
    result = whitecell(*command, "mine.yaml", "--days", "2")
    assert result.exit_code == 0
    assert "mine.yaml:3:3: warning: nothing uses 'leek_chance'" in result.stderr
    assert "did you mean 'leak_chance'?" in result.stderr
    assert whitecell("run", BASE, "--days", "2").stderr == ""


def test_run_tells_a_story_and_json_has_the_measures_of_the_batch(here: Path) -> None:
    words = (BASE, "--days", "12")
    story = whitecell("run", *words, "--seed", "3").output
    assert "June 2017 · days 1 to 12" in story
    told = json.loads(whitecell("run", *words, "--seed", "3", "--json").output)
    assert list(told) == ["scenario", "seed", "measures", "days", "events"]
    assert (told["scenario"], told["seed"]) == (BASE, 3)
    one = whitecell("batch", *words, "--seed", "3", "--runs", "1", "--no-store", "--jobs", "1", "--json")
    row = json.loads(one.output)["measures"]
    for name, value in told["measures"].items():
        if row[name]["kind"] in ("number", "flag"):
            assert row[name]["estimate"] == value
    assert list(here.iterdir()) == []


def test_a_setting_moves_the_outcome() -> None:
    def strikes(resolve: str) -> float:
        setting = f"tanf_strike_resolve={resolve}"
        words = ("run", BASE, "--days", "60", "--seed", "1", "--set", setting, "--json")
        count: float = json.loads(whitecell(*words).stdout)["measures"]["tanf_strikes"]
        return count

    assert strikes("0") == 0 < strikes("2.0")


def test_why_takes_keys_and_names() -> None:
    words = ("run", BASE, "--days", "12", "--seed", "1", "--why")
    assert "rather than" in whitecell(*words, "militias").output
    assert whitecell(*words, "the iran-backed militias").output == whitecell(*words, "militias").output
    wrong = whitecell(*words, "Rusia")
    assert wrong.exit_code == 2
    assert "did you mean 'russia'" in wrong.stderr
    content = json.loads(whitecell(*words, "militias", "--json").output)
    assert content["why"]["actor"] == "militias"
    assert content["why"]["weighings"]


def test_batch_prints_a_table_and_keeps_the_runs(here: Path) -> None:
    words = ("batch", BASE, "--days", "8", "--runs", "40", "--slab", "16", "--jobs", "1")
    first = whitecell(*words)
    assert first.exit_code == 0
    assert "40 runs, seeds 0 to 39, 8 days" in first.stdout
    assert "not a forecast" in first.stdout
    assert "whitecell run southwest-syria-2017 --days 8 --seed" in first.stdout
    (folder,) = (here / "batches").iterdir()
    assert (folder / "manifest.json").is_file()
    assert str(folder.relative_to(here)) in first.stderr
    again = whitecell(*words, "-o", "elsewhere")
    assert again.stdout == first.stdout
    assert whitecell(*words).stdout == first.stdout


def test_fewer_runs_than_are_kept_get_a_folder_of_their_own(here: Path) -> None:
    words = ("batch", BASE, "--days", "3", "--jobs", "1", "--runs")
    for runs, folders in (("4", 1), ("8", 1), ("4", 2)):
        result = whitecell(*words, runs)
        assert result.exit_code == 0, result.stderr
        assert f"{runs} runs" in result.stdout
        assert len(list((here / "batches").iterdir())) == folders


def test_batch_in_json(here: Path) -> None:
    words = ("batch", BASE, "--days", "8", "--runs", "10", "--seed", "7", "--jobs", "1", "--json")
    content = json.loads(whitecell(*words).stdout)
    assert (content["scenario"], content["runs"], content["first_seed"]) == (BASE, 10, 7)
    assert 7 <= content["typical_seed"] < 17
    assert content["measures"]["deal_signed"]["kind"] == "flag"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("run", "no-such"), "no scenario 'no-such'"),
        (("run", BASE, "--set", "leak_chance"), "is not NAME=VALUE"),
        (("run", BASE, "--set", "leak_chance=0.1", "--set", "leak_chance=0.2"), "set twice"),
        (("run", BASE, "--set", "leak_chanse=0.1"), "leak_chance"),
        (("run", BASE, "--set", "leak_chance=often"), "often"),
        (("run", BASE, "--seed", "-1"), "-1"),
        (("run", BASE, "--days", "0"), "0"),
        (("batch", BASE, "--runs", "0"), "0"),
        (("batch", BASE, "-o", "x", "--no-store"), "--no-store"),
        (("batch", BASE, "--seed", str(2**63 - 2), "--runs", "2"), "last seed"),
        (("run",), "SCENARIO"),
    ],
)
def test_mistakes_are_explained_on_stderr(here: Path, words: tuple[str, ...], told: str) -> None:
    result = whitecell(*words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_a_batch_of_other_versions_is_kept_and_the_new_one_lands_beside_it(here: Path) -> None:
    words = ("batch", BASE, "--days", "2", "--runs", "2", "--jobs", "1", "--json")
    first = Path(json.loads(whitecell(*words).stdout)["folder"])
    manifest = first / "manifest.json"
    told = json.loads(manifest.read_text())
    told["versions"]["numpy"] = "1.0"
    manifest.write_text(json.dumps(told))
    before = manifest.read_bytes()
    again = whitecell(*words)
    assert again.exit_code == 0
    assert f"{first} was played by other versions: numpy: 1.0 there" in again.stderr
    assert json.loads(again.stdout)["folder"] == f"{first}-2"
    assert manifest.read_bytes() == before
    assert json.loads(whitecell(*words).stdout)["folder"] == f"{first}-2"


def test_a_folder_with_another_batch_is_refused(here: Path) -> None:
    words = ("batch", BASE, "--days", "3", "--runs", "4", "--jobs", "1", "-o", "out")
    assert whitecell(*words).exit_code == 0
    other = whitecell(*words, "--set", "leak_chance=0.08")
    assert other.exit_code == 2
    assert other.stderr.startswith("Error: ")


def test_an_interrupted_batch_says_what_is_kept(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import whitecell.batch as batches

    def stopped(*_: object, progress: object, **__: object) -> None:
        progress(256)  # type: ignore[operator]
        raise KeyboardInterrupt

    monkeypatch.setattr(batches, "run_batch", stopped)
    result = whitecell("batch", BASE, "--runs", "1000", "-o", "out")
    assert result.exit_code == 130
    assert "256 of 1,000 runs are kept in out" in result.stderr
    assert "Nothing is kept" in whitecell("batch", BASE, "--no-store").stderr


def test_a_failed_slab_does_not_lose_the_rest(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from whitecell.game import play as game

    played = game.play

    def failing(scenario: object, seeds: object, *rest: object) -> object:
        if 16 in seeds:  # type: ignore[operator]
            raise RuntimeError("a law divided by zero")
        return played(scenario, seeds, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(game, "play", failing)
    result = whitecell("batch", BASE, "--days", "3", "--runs", "32", "--slab", "16", "--jobs", "1")
    assert result.exit_code == 1
    assert "16 runs, seeds 0 to 15" in result.stdout
    assert "a law divided by zero" in result.stderr


@pytest.mark.parametrize(
    ("words", "message", "help_of"),
    [
        (("run", BASE, "--seed", "x"), "invalid value for '--seed': 'x' is not a valid integer range", "run"),
        (("compare", BASE), "one scenario is nothing to compare", "compare"),
        (("--nope",), "no such option '--nope'", ""),
        (("game", "step"), "missing argument", "game step"),
    ],
)
def test_a_mistake_in_the_words_is_told_like_every_other(
    words: tuple[str, ...], message: str, help_of: str
) -> None:
    refused = whitecell(*words)
    assert refused.exit_code == 2
    first, hint = refused.stderr.splitlines()
    assert first.startswith(f"Error: {message}")
    assert hint == f"    `{' '.join(['whitecell', *help_of.split()])} --help` lists the options"
