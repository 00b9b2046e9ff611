"""What the game records every day: the words of measures and formulas, and what each can be about."""

from __future__ import annotations

from whitecell.scenario.plugins import RECORDS, plugins

ABOUT: dict[str, tuple[str, ...]] = {
    "signed": ("agreements",),
    "in_force": ("agreements", "constraints"),
    "collapsed": ("agreements",),
    "lapsed": ("agreements",),
    "lifted": ("agreements",),
    "step": ("agreements",),
    "trust": ("agreements",),
    "leaked": ("talks",),
    "sessions": ("talks",),
    "text": ("talks",),
    "suspended": ("talks",),
    "failed": ("talks",),
    "refused": ("talks", "actors"),
    "happened": ("injects",),
    "joined": ("corridors",),
    "strength": ("corridors",),
    "deliveries": ("corridors",),
    "path": ("corridors",),
    "rung": ("rivalries",),
    "incidents": ("rivalries",),
    "support": ("talks", "actors"),
    "consent": ("talks", "actors"),
    "arrivals": ("actors",),
    "strikes": ("constraints",),
    "warnings": ("constraints",),
    "turned_back": ("constraints",),
    "seized": ("constraints",),
    "breaches": ("agreements", "constraints"),
    "recorded_breaches": ("agreements", "constraints"),
    "violations": ("agreements", "constraints"),
    "violations_by_fire": ("agreements", "constraints"),
    "violations_by_guns": ("agreements", "constraints"),
    "violations_on_ground": ("agreements", "constraints"),
    "violations_by_air": ("agreements", "constraints"),
    "counted_violations": ("agreements", "constraints"),
    "calm": ("agreements", "constraints"),
    "presence": ("actors",),
    "control": ("actors",),
    "losses": ("actors",),
    "retreats": ("actors",),
    "surrenders": ("actors",),
    "displaced": (),
    "level": ("variables",),
    "taken": ("decisions",),
    "stands": ("decisions",),
    **{word: kind.about for word, kind in plugins().kinds[RECORDS].items()},
}
"""Everything that a measure can record, and the sections that ``of`` names things from."""
VIOLATIONS = frozenset(
    {"violations", "violations_by_fire", "violations_by_guns", "violations_on_ground", "violations_by_air"}
)
PLACED = frozenset(
    {"strikes", "warnings", "turned_back", "seized", "presence", "control", "losses", "displaced", "arrivals"}
    | {"retreats", "surrenders"}
    | VIOLATIONS
    | {word for word, kind in plugins().kinds[RECORDS].items() if kind.placed}
)
"""Records that happen in zones, so that ``zones`` may limit them."""
BY_ARM = frozenset({"presence", "losses", "arrivals"})
"""Records of actors that can be about an arm too, as ``actor.arm``."""
ACTED = frozenset({"strikes", "warnings", "breaches", "recorded_breaches", "counted_violations"} | VIOLATIONS)
"""Records that somebody brings about, so that ``by`` may limit them."""
