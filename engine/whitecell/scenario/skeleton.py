"""Scenarios to write on: a first one that fits a screen, and a larger one that is commented; both play."""

from __future__ import annotations

from pathlib import Path
from string import Template

from whitecell.scenario.overriding import named_from, scalar
from whitecell.scenario.reading import read_scenario
from whitecell.scenario.templates import TEMPLATES, with_template

_START = Template(
    """\
# yaml-language-server: $$schema=scenario.schema.json
# Look it over, play it, read a run: whitecell check $file · batch $file · run $file --seed 1
title: $title
start: 2024-03-31   # the day before the first turn
days: 60
zones:
  hills: {name: the hills}
  town: {name: the town, control: {south: 1}}   # `at: [latitude, longitude]` puts a zone on a map
routes: [{between: [hills, town], days: 1}]
actors:
  north:
    {name: the northerners, kind: armed group, forces: {hills: northerners}, mobility: mobile,
     worth: {town: 1}}
  south: {name: the southerners, kind: state, forces: {town: southerners}}
relations: [{hostile: [north, south]}]
assumptions:   # the numbers that you doubt: a value, a range that you would defend, and what it rests on
  northerners: {value: 2500, range: [1500, 4000], unit: fighters, judgement: Counts differ twofold.}
  southerners: {value: 1200, range: [900, 1600], unit: fighters, judgement: It pays so many.}
  mobile: {value: 0.6, range: [0.4, 0.8], unit: share, judgement: Some always stay at home.}
measures:
  town_northern: {statistic: final, record: control, of: [north], zones: [town], label: held by the north}
  lost: {statistic: count, record: losses, unit: fighters, label: fighters lost}
"""
)
_TEXT = Template(
    """\
# yaml-language-server: $$schema=scenario.schema.json
# A scenario to write on. Play it:       whitecell batch $file
# See what is wrong or weak with it:     whitecell check $file
# Read one run as a story:               whitecell run $file --seed 1
# Every key is explained in docs/scenario-language.md; `whitecell schema` explains it to your editor.

title: $title
about: Two sides hold a valley with a bridge between them. Two powers talk about keeping one of them off it.
start: 2024-03-31   # the day before the first turn
days: 90            # a turn is a day

# The numbers that you doubt: a value, a range that you would defend, and what it rests on – `cites` for
# claims of a register under `claims:`, `judgement` where no source gives it. Use them anywhere by name.
assumptions:
  northern_fighters:
    {value: 2500, range: [1500, 4000], unit: fighters, judgement: Counts differ by a factor of two.}
  will_of_the_patron:
    {value: 0.5, range: [0.0, 0.9], unit: −1 to 1, judgement: It has said so once and not since.}
  leak_chance:
    {value: 0.02, range: [0.0, 0.06], unit: per day, judgement: Talks of this kind last weeks unnoticed.}

zones:
  north: {name: the north bank, at: [45.2, 10.0], people: 20000, control: {north: 1.0}}
  bridge: {name: the bridge, at: [45.0, 10.0], people: 5000, control: {south: 1.0}}
  south: {name: the south bank, at: [44.8, 10.0], people: 30000, control: {south: 1.0}}

routes:
  - {between: [north, bridge], days: 1}
  - {between: [bridge, south], days: 1}

actors:
  north:
    name: the northerners
    kind: armed group
    forces: {north: northern_fighters}
    reserve: north
    recruits: 5          # a day
    mobility: 0.6        # share that can leave where it stands
    skill: 1.0
    worth: {bridge: 0.6, north: 0.4}
    caution: 0.4
    fear: 0.4            # of strikes
    noise: 0.1           # how far choices stray from the best
    tempo: 7             # days between reviews
    fire: 0.3            # chance a day of harassing fire
  south:
    name: the southerners
    kind: state
    forces: {bridge: 600, south: 1200}
    reserve: south
    mobility: 0.5
    skill: 1.3
    worth: {bridge: 0.6, south: 0.6}
    caution: 0.6
    noise: 0.1
    tempo: 7
    fire: 0.2
    air:
      - {zone: bridge, sorties: 2, against: [north]}
  patron:
    name: the patron
    kind: state
    wants: {bridge_deal: 0.2}      # −1 against to 1 for
  mediator:
    name: the mediator
    kind: state
    wants: {bridge_deal: 0.5}

relations:
  - {hostile: [north, south]}
  - {patron: patron, client: north, leverage: 0.5, will: {bridge_deal: will_of_the_patron}}

# What parties demand of each other: exclusion, ceasefire, undertaking or strike coordination.
constraints:
  off_the_bridge:
    kind: exclusion
    name: the ban on northerners at the bridge
    applies_to: [north]
    zones: [bridge]
    in_force: with bridge_deal
    tolerance: 50        # fighters that are let pass
    trigger: 300         # fighters above that at which the breach is full
    watched_by: {detects: 0.8}
    answered_by: {actor: south, by: strike, resolve: 0.3, losses: 30}

talks:
  bridge_talks:
    name: the talks on the bridge
    parties: [patron, mediator]
    signs: bridge_deal
    gap: 12              # days between sessions, on average
    secret: true
    leaks: {chance: leak_chance, hurts: {patron: 0.3}, fades: 20}
    text: 0.2            # how ready it is
    progress: 0.4        # part of it that a session finishes, on average
    setback: 0.3
    slope: 4

agreements:
  bridge_deal:
    name: the bridge deal
    parties: [patron, mediator]
    guarantors: [patron]
    trust: 0.6
    trust_gain: 0.02
    trust_loss: 0.1
    collapse: {hazard: 0.05, trust: 3}

injects:
  vote:
    name: The mediator's parliament votes on the talks
    on: 2024-04-20
    chance: 0.5
    effects:
      - {kind: shift wants, actor: mediator, toward: bridge_deal, by: -0.4}

# What is recorded of each run.
measures:
  deal_signed: {statistic: ever, record: signed, of: [bridge_deal], label: the deal is signed}
  deal_held_days: {statistic: days, record: in_force, of: [bridge_deal], unit: days, label: days in force}
  strikes: {statistic: count, record: strikes, of: [off_the_bridge], unit: strikes}
  bridge_northern: {statistic: final, record: control, of: [north], zones: [bridge], unit: share,
                    label: the bridge in northern hands}
  fighters_lost: {statistic: count, record: losses, unit: fighters, label: fighters lost}
  displaced: {statistic: count, record: displaced, unit: people, label: people displaced}
"""
)


def _quoted(title: str) -> str:
    """A title as YAML reads it back: one line, without characters that cannot be seen."""
    seen = "".join(c for c in " ".join(title.split()) if c.isprintable())
    return "'" + seen.replace("'", "''") + "'"


def first(title: str, file: str) -> str:
    """The text of a first scenario that fits a screen: two zones, two actors, and nothing that has a default.

    Parameters are those of :func:`skeleton`.
    """
    return _START.substitute(title=_quoted(title), file=file)


def skeleton(title: str, file: str, template: str = "") -> str:
    """The text of a larger scenario, with talks, an agreement, a clause and an event.

    Parameters
    ----------
    title : str
        One line; written so that YAML reads it as text.
    file : str
        The file's name, for the commands in the comments.
    template : str
        One of :data:`whitecell.scenario.templates.TEMPLATES`, whose entries are added; any other adds none.
    """
    text = _TEXT.substitute(title=_quoted(title), file=file)
    return with_template(text, template) if template in TEMPLATES else text


def course(title: str, base: str, path: Path) -> str:
    """The text of a course of action: what it extends, and the assumptions that it could change.

    Parameters
    ----------
    title : str
    base : str
        A bundled name, or a path as seen from here.
    path : Path
        Where the text will stand; a base that is a file is named as seen from there.

    Raises
    ------
    ScenarioError
        If the base cannot be read.
    """
    plot = read_scenario(base)
    reference = named_from(base, path)
    quoted = _quoted(title)
    lines = [
        "# yaml-language-server: $schema=scenario.schema.json",
        f"# A course of action: only what differs from {reference}.",
        f"# See the difference:  whitecell compare {base} {path.name}",
        "",
        f"extends: {scalar(reference)}",
        f"title: {quoted}",
        "",
        "# Change a number, take the mark from a further line; what is left marked stays as it is.",
        "assumptions:",
    ]
    for name, assumption in plot.assumptions.items():
        if "." in name:
            continue
        ends = "range {:g} to {:g}".format(*assumption.range) if assumption.range else ""
        said = "; ".join(word for word in (ends, assumption.unit) if word)
        mark = "# " if lines[-1] != "assumptions:" else ""
        lines.append(f"  {mark}{name}: {{value: {assumption.value:.15g}}}  # {said}".removesuffix("  # "))
    if lines[-1] == "assumptions:":
        del lines[-2:]
    return "\n".join([*lines, ""])
