"""What a game never uses of Mesa is loaded when somebody does, and not before."""

from __future__ import annotations

import pytest
from afresh import printed

HEAVY = (
    "pandas.core",
    "networkx.classes",
    "scipy.spatial",
    "mesa.batchrunner",
    "mesa.experimental.continuous_space",
    "tqdm.auto",
)
HAS_RUN = """
def has_run(name):
    return name in sys.modules and "__builtins__" in vars(sys.modules[name])  # not so while it is asleep
"""


def said(code: str) -> str:
    return printed(f"import sys\nHEAVY = {HEAVY}\n{HAS_RUN}\n{code}")


def test_a_game_loads_nothing_that_it_does_not_use() -> None:
    assert said("import whitecell.game.play; print([m for m in HEAVY if has_run(m)])") == "[]"


def test_it_is_there_for_whoever_uses_it() -> None:
    code = """
import whitecell.game.play
from concurrent.futures import ThreadPoolExecutor
import mesa, pandas
from mesa.discrete_space import Grid
print(pandas.__name__, pandas.__file__.endswith("__init__.py"))
with ThreadPoolExecutor(8) as threads:
    shapes = list(threads.map(lambda n: pandas.DataFrame({"a": range(n)}).shape, range(1, 9)))
print(shapes == [(n, 1) for n in range(1, 9)])
experimental = mesa.experimental.continuous_space.ContinuousSpace
print(experimental.__name__, mesa.space.MultiGrid.__name__, Grid.__name__)
import networkx.algorithms.shortest_paths
print(networkx.path_graph(3).number_of_nodes())
model = mesa.Model()
collector = mesa.DataCollector({"steps": "steps"})
collector.collect(model)
print(len(collector.get_model_vars_dataframe()))
print(all(has_run(m) for m in HEAVY))
"""
    assert said(code).splitlines() == [
        "pandas True",
        "True",
        "ContinuousSpace MultiGrid Grid",
        "3",
        "1",
        "True",
    ]


@pytest.mark.parametrize("part", ["mesa.datacollection", "mesa.batchrunner", "mesa.experimental.devs"])
def test_a_part_of_mesa_can_come_before_its_package(part: str) -> None:
    code = f"""
import whitecell.game.play
import {part}
from mesa import Agent, Model, batch_run
from whitecell.game.light import Agent as A, Model as M
print(A is Agent, M is Model, has_run("{part}"))
"""
    assert said(code) == "True True True"


def test_mesas_loggers_have_the_names_that_mesa_gives_them() -> None:
    code = """
import logging
print(sorted(name for name in logging.root.manager.loggerDict if name.startswith("MESA")))
"""
    assert said(f"import whitecell.game.play\n{code}") == said(f"import mesa\n{code}")


def test_what_came_before_is_left_as_it_is() -> None:
    code = (
        "import pandas\nbefore = pandas\nimport whitecell.game.play\nprint(sys.modules['pandas'] is before)"
    )
    assert said(code) == "True"
