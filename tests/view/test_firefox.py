"""The page in Firefox: it draws, follows a slider, tells a run, and cuts off no label."""

from __future__ import annotations

import pytest
from firefox import Firefox
from pictures import EVERY
from viewing import Served

DRAWN = "document.body?.dataset.ready === 'true' && document.body.dataset.done === 'true'"


def amiss(firefox: Firefox) -> list[str]:
    """Labels that are cut off or run into each other."""
    # What belongs to a mark Firefox measures otherwise, with all that its line could reach to.
    return [said for said in firefox.evaluate(f"return {EVERY}") if "over a mark" not in said]


@pytest.mark.parametrize("width", [1280, 500])
def test_what_if_and_story_are_drawn_and_no_label_is_cut_off(
    firefox: Firefox, served: Served, width: int
) -> None:
    firefox.open("about:blank")
    firefox.open(served.address, width)
    firefox.wait(DRAWN)
    firefox.wait("document.querySelector('#map svg')")
    assert firefox.evaluate("return document.querySelectorAll('#cards .card svg .base').length") > 5
    assert amiss(firefox) == []
    drawn = firefox.evaluate("return document.body.dataset.drawn")
    firefox.evaluate(
        "const one = document.querySelector('.knob input[type=range]'); one.value = one.max;"
        "one.dispatchEvent(new Event('input', {bubbles: true}));"
    )
    firefox.wait(f"document.body.dataset.drawn !== '{drawn}' && {DRAWN}")
    assert amiss(firefox) == []
    firefox.evaluate("document.getElementById('tab-story').click()")
    firefox.wait("document.querySelector('#story svg')")
    assert amiss(firefox) == []
    assert firefox.evaluate("return document.body.dataset.owned ?? null") is None
