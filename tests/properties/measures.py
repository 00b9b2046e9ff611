"""Every measure that a theatre allows, so that whatever is recorded is compared."""

from __future__ import annotations

from properties.quantities import Stated

KEPT = {
    "agreements": ("signed", "in_force", "collapsed", "lapsed", "trust", "breaches", "recorded_breaches"),
    "constraints": ("in_force", "strikes", "breaches", "recorded_breaches"),
    "talks": ("leaked", "sessions", "text"),
    "injects": ("happened",),
    "corridors": ("joined", "strength", "deliveries"),
    "rivalries": ("rung",),
    "variables": ("level",),
    "decisions": ("taken", "stands"),
    "actors": ("presence", "control", "losses", "arrivals"),
}
"""Records that each section's things have."""
STATISTICS = ("count", "first_day", "final", "peak", "days", "mean", "ever")


def every_measure(stated: Stated) -> Stated:
    """Each record of each thing, with the statistics in turn; signatures, sessions and leaks as counts."""
    measures: Stated = {"displaced": {"statistic": "count", "record": "displaced"}}
    for section, records in KEPT.items():
        for thing in stated.get(section, {}):
            for record in records:
                turn = STATISTICS[len(measures) % len(STATISTICS)]
                for statistic in {"count", turn}:
                    measure = {"statistic": statistic, "record": record, "of": [thing]}
                    measures[f"{statistic} of {record} of {thing}"] = measure
    for road in stated["corridors"]:
        measures[f"way of {road}"] = {"statistic": "which", "record": "path", "of": [road]}
    for table, spec in stated["talks"].items():
        measure = {"statistic": "mean", "record": "support", "of": [table, spec["parties"][0]]}
        measures[f"support in {table}"] = measure
        measure = {"statistic": "mean", "record": "consent", "of": [table, max(stated["actors"])]}
        measures[f"consent in {table}"] = measure
        during = {"record": "sessions", "of": [table]}
        measures[f"lost on days of {table}"] = {"statistic": "count", "record": "losses", "during": during}
        measures[f"fled without {table}"] = {"statistic": "mean", "record": "displaced", "unless": during}
        measures[f"lost since {table}"] = {
            "statistic": "mean", "record": "losses", "since": during, "within": 4, "until": "day 9",
        }  # fmt: skip
    for actor, spec in stated["actors"].items():
        for arm in spec.get("arms", {}):
            for record in ("presence", "losses", "arrivals"):
                measure = {"statistic": "count", "record": record, "of": [f"{actor}.{arm}"]}
                measures[f"count of {record} of {actor}: {arm}"] = measure
    measures["many lost"] = {"statistic": "days", "record": "losses", "at_least": 5, "from": "day 2"}
    measures["lost on day 3"] = {"statistic": "value", "record": "losses", "on": "day 3"}
    return measures
