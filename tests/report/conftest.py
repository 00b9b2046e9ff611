import pytest

from whitecell.game.play import tell
from whitecell.game.record import Story
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return read_scenario("southwest-syria-2017", days=60)


@pytest.fixture(scope="session")
def story(scenario: Scenario) -> Story:
    return tell(scenario, 1)
