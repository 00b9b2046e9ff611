"""How often actors change their main effort, per 180 days, by actor.

Run ``python -m benchmarks.turns SCENARIO [--runs N]``; it prints the median and the middle 90 % of runs.
"""

from __future__ import annotations

import argparse

import numpy as np

from whitecell.game.war_game import WarGame
from whitecell.scenario.reading import read_scenario


def turns(name: str, runs: int) -> dict[str, np.ndarray]:
    """Changes of main effort per 180 days, shape ``(runs,)``, for each actor that chooses one."""
    scenario = read_scenario(name)
    with WarGame(scenario, np.arange(runs)) as game:
        effort = game.state.forces.effort
        count = np.zeros(effort.shape)
        before = effort.copy()
        for day in range(scenario.days):
            game.step()
            if day:  # the first choice is none
                count += effort != before
            before[:] = effort
        count *= 180.0 / scenario.days
        names = game.setup.field.names
        return {names[a]: count[a] for a in range(len(names)) if game.setup.options[a]}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario")
    parser.add_argument("--runs", type=int, default=200)
    asked = parser.parse_args()
    print(f"turns of main effort per 180 days: {asked.scenario}, {asked.runs} seeds")
    for name, count in turns(asked.scenario, asked.runs).items():
        low, middle, high = np.quantile(count, [0.05, 0.5, 0.95])
        print(f"  {name:28} median {middle:5.1f}   90 % range {low:5.1f} to {high:5.1f}")


if __name__ == "__main__":
    main()
