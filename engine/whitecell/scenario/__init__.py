"""The scenario language: YAML in, a checked scenario out."""

from whitecell.scenario.library import bundled
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem, ScenarioError
from whitecell.scenario.reading import read_scenario

__all__ = ["Problem", "Scenario", "ScenarioError", "bundled", "read_scenario"]
