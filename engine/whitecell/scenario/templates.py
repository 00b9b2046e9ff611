"""Starts for kinds of conflicts: what each adds to the small scenario, section by section."""

from __future__ import annotations

import re

TEMPLATES: dict[str, dict[str, str]] = {
    "ceasefire": {
        "constraints": """\
  # A truce that binds from a date; monitors see a part of the breaches, less where access is refused.
  truce:
    kind: ceasefire
    name: the truce
    applies_to: [north, south]
    zones: [bridge]
    from: day 5
    obedience: {north: 0.5, south: 0.8}
    watched_by: {detects: 0.6 * access}
""",
        "variables": """\
  # How far monitors get where they want to go: it falls with fighting and comes back by itself.
  access:
    name: access of the monitors
    unit: share
    start: 0.8
    bounds: [0, 1]
    per_day: -0.001 * sum(losses(north, bridge), 3)
    reverts_to: 0.8
    half_life: 14
""",
        "injects": """\
  # Comes each time that a breach was recorded, after a rest of ten days.
  protest:
    name: The mediator protests
    when: recorded_breaches(truce) > 0
    again_after: 10
    effects:
      - {kind: shift will, patron: patron, client: north, by: 0.05}
""",
        "measures": """\
  breaches: {statistic: count, record: breaches, of: [truce], label: breaches of the truce, unit: party-days}
""",
    },
    "blockade": {
        "variables": """\
  # A stock that is used up and fed by the lane below.
  fuel:
    name: fuel on the south bank
    unit: days of use
    start: {value: 20, range: [10, 30], judgement: Tanks of this size last two to four weeks.}
    bounds: [0, 40]
    per_day: "-1 * ration"
  ration: {name: use of fuel, unit: share of usual use, start: 1, bounds: [0.3, 1]}
""",
        "corridors": """\
  # Goods pass freely until somebody stops them; friends who stand there open the lane again.
  lane:
    name: the supply lane
    owner: south
    friends: [south]
    paths: {by_the_bridge: [bridge]}
    open_by: passage
    stopped_by: [north]
    half_stopped: 300
    threshold: 0
    carries: {fuel: 1.1}
""",
        "decisions": """\
  # Chosen again every week or so, by what each option is worth; the first stands at the start.
  rationing:
    name: the rationing of fuel
    by: south
    every: 7
    noise: 0.1
    turning: 0.05
    options:
      none: {name: none, effects: [{kind: set, number: ration, to: 1}]}
      half:
        name: half rations
        utility: 0.5 - fuel / 20
        effects: [{kind: set, number: ration, to: 0.5}]
""",
        "measures": """\
  fuel_low: {statistic: first_day, record: level, of: [fuel], below: 7, label: a week of fuel left, unit: day}
""",
    },
    "siege": {
        "variables": """\
  # Food in the besieged zone; relief comes by an inject.
  food:
    name: food on the south bank
    unit: days of use
    start: {value: 30, range: [15, 60], judgement: Stores of a town of this size.}
    bounds: [0, 90]
    per_day: "-1 + 0.9 * control(south, bridge)"
""",
        "injects": """\
  # Comes on any morning on which food is short, by chance; how much gets through is drawn.
  convoy:
    name: A relief convoy sets out
    when: food < 10
    chance_per_day: 0.1
    again_after: 7
    outcomes:
      through: {name: it gets through, weight: 2, effects: [{kind: shift, number: food, by: 15}]}
      looted: {name: it is looted, weight: 1}
  hunger:
    name: Hunger in the town
    when: food < 2
    effects:
      - {kind: scale, number: actors.south.skill, by: 0.7, as_long_as: food < 5}
      - {kind: hit, zone: south, people: 2000}
""",
        "measures": """\
  hunger_day: {statistic: first_day, record: happened, of: [hunger], label: day of hunger, unit: day}
  convoys: {statistic: count, record: happened, of: [convoy], label: convoys, unit: convoys}
""",
    },
    "coalition": {
        "variables": """\
  # Public anger at home: it rises with losses and fades.
  anger:
    name: anger at home
    unit: share
    start: 0.2
    bounds: [0, 1]
    per_day: 0.002 * losses(south)
    reverts_to: 0.1
    half_life: 30
""",
        "decisions": """\
  # Three parties vote; what has more than half of the weights is carried, and the smallest has a veto.
  mandate:
    name: the mandate of the mediator
    by: mediator
    every: 14
    noise: 0.1
    votes:
      left: {weight: 35, utility: {withdraw: -0.1 + anger}}
      centre: {weight: 45, utility: {withdraw: -0.3 + anger}}
      right: {weight: 20, utility: {withdraw: -0.5 + anger}, veto: true}
    options:
      stay: {name: to stay at the table}
      withdraw:
        name: to leave the table
        lasts: 30
        effects: [{kind: close talks, talks: bridge_talks}]
""",
        "measures": """\
  anger_peak: {statistic: peak, record: level, of: [anger], label: highest anger, unit: share}
  turns: {statistic: count, record: taken, of: [mandate], label: turns of the mandate, unit: turns}
""",
    },
}
"""By its name, what a template adds under each section of the file."""


def with_template(text: str, name: str) -> str:
    """The text of a scenario with what a template adds, before the entries of each section."""
    for section, entries in TEMPLATES[name].items():
        heading = re.search(rf"^{section}:\n", text, re.MULTILINE)
        if heading is None:
            before = text.index("# What is recorded of each run.")
            text = f"{text[:before]}{section}:\n{entries}\n{text[before:]}"
        else:
            text = text[: heading.end()] + entries + text[heading.end() :]
    return text
