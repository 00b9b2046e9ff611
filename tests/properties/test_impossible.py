"""Whatever reference is pointed back at its owner, doubled or closed to a ring is refused, told, or allowed.

``HYPOTHESIS_PROFILE=thousands python -m pytest -n0 tests/properties/test_impossible.py`` tries 10,000 slips.
In pieces of 500, each from another seed: ``HYPOTHESIS_PROFILE=deep … --hypothesis-seed=101``, up to 120.
"""

from __future__ import annotations

import copy
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from properties.quantities import Stated
from properties.strategies import brief, examples, theatres

from whitecell.scenario.impossible import tie_of
from whitecell.scenario.model import Scenario
from whitecell.scenario.named import Mention, mentions
from whitecell.scenario.reading import Examined, read_and_examined
from whitecell.scenario.verdicts import Verdict

SLIPS = 20
"""Slips that are tried in each theatre; they are the examples."""
Slip = tuple[str, Verdict | None, Stated]
"""What was done, what the table says of it, and the theatre after it."""


def read_again(stated: Stated) -> Examined:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "theatre.yaml"
        path.write_text(json.dumps(stated, ensure_ascii=False), encoding="utf-8")
        return read_and_examined(path)


def put(stated: Stated, place: tuple[Any, ...], value: Any) -> Stated:
    changed: Any = copy.deepcopy(stated)
    holder = changed
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value
    return changed  # type: ignore[no-any-return]


def at(stated: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        stated = stated[step]
    return stated


def of_itself(stated: Stated, mention: Mention) -> Iterator[Slip]:
    """A word that names what it stands in, or what its partner in the entry names."""
    verdict = tie_of(type(mention.entry), mention.key).itself
    section = {"forces": "actors"}.get(mention.section, mention.section)
    same = mention.place[0] == section
    same = same or (mention.section == "terms" and mention.place[0] in ("agreements", "constraints"))
    if same and at(stated, mention.place) == mention.name:
        yield f"itself: {mention.place}", verdict, put(stated, mention.place, mention.place[1])
    for key in tie_of(type(mention.entry), mention.key).beside:
        above = mention.place[: len(mention.place) - 1 - mention.place[::-1].index(mention.key)]
        partner = at(stated, above).get(key)
        if isinstance(partner, str) and partner:
            yield f"its partner: {mention.place}", verdict, put(stated, mention.place, partner)


def twice(stated: Stated, mention: Mention) -> Iterator[Slip]:
    """A word of a list once more, at its end; of two that stand in a pair the one instead of the other."""
    where = mention.place[:-1]
    if not isinstance(mention.place[-1], int):
        return
    words = at(stated, where)
    tie = tie_of(type(mention.entry), mention.key)
    if mention.key == "between":
        yield f"a pair of one: {where}", tie.itself, put(stated, where, [mention.name] * 2)
    else:
        verdict = tie.itself if mention.key in tie.beside else tie.twice
        yield f"twice: {where}", verdict, put(stated, where, [*words, mention.name])


def rings(stated: Stated, scenario: Scenario) -> Iterator[Slip]:
    """Two entries of one section that each name the other, by every key by which they can."""
    for section, key, wrap in (
        ("actors", "led_by", str),
        ("agreements", "ends", lambda name: [name]),
        ("injects", "when", "happened('{}')".format),
        ("variables", "equals", "level('{}') + 1".format),
    ):
        names = list(stated.get(section, {}))[:2]
        if len(names) == 2:
            changed = copy.deepcopy(stated)
            for one, other in (names, names[::-1]):
                if key == "equals":
                    changed[section][one] = {"name": one}
                changed[section][one][key] = wrap(other)  # type: ignore[operator]
            entry = next(iter(getattr(scenario, section).values()))
            yield f"ring: {section}.*.{key}", tie_of(type(entry), key).ring, changed
    names = list(stated["actors"])[:2]
    changed = copy.deepcopy(stated)
    changed["sides"] = {"one side": ["other side", names[0]], "other side": ["one side", names[1]]}
    yield "ring: sides", Verdict("error", ""), changed
    changed = copy.deepcopy(stated)
    changed["relations"] += [
        {"patron": patron, "client": client, "leverage": 0.5} for patron, client in (names, names[::-1])
    ]
    yield "ring: patrons", Verdict("allowed", ""), changed


@examples(1 / SLIPS)
@given(theatres(deal=True, lively=True), st.randoms(use_true_random=False))
def test_every_slip_is_refused_told_or_allowed(stated, chance) -> None:
    # The laws' own parameters are no references, and take a while to read.
    stated = brief(stated) | {"rules": {}}
    scenario, before, _ = read_again(stated)
    assume(scenario is not None)
    assert scenario is not None
    named = list(mentions(scenario))
    slips = [slip for mention in named for way in (of_itself, twice) for slip in way(stated, mention)]
    slips += rings(stated, scenario)
    for what, verdict, changed in chance.sample(slips, min(SLIPS, len(slips))):
        assert verdict is not None, f"the table says that this cannot be: {what}"
        if verdict.grade == "allowed" or changed == stated:
            continue
        found = [problem for problem in read_again(changed).problems if problem not in before]
        assert found, f"nothing is said of {what}"
        assert verdict.grade != "error" or any(problem.grade == "error" for problem in found), what
