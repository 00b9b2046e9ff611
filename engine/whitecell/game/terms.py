"""The terms that actors weigh: the name of each in an option, and its words for a reader."""

from __future__ import annotations

TERMS: dict[str, str] = {
    # of the utility of a main effort
    "worth": "worth",
    "losses": "losses",
    "wariness": "wariness",
    "restraint": "restraint",
    "corridor": "corridor",
    "grievance": "grievance",
    "turning": "the cost of turning",
    # of a party's support for a text; a rivalry that chills talks and a clause of the text add terms under
    # their own names
    "wants": "its own wish",
    "pressure": "pressure",
    "exposure": "the leak",
    "mediation": "the standing of who mediates",
    "fighting": "what fighting costs",
    "dates": "a date that nears",
    "rest": "the rest of the text",
    # of a patron's pressure on a client
    "will": "will",
    "leverage": "leverage",
    # of a strike
    "breach": "breach",
    "arriving": "approach",
    "notice": "notice",
    "hazard": "hazard",
}
"""Name → words; the names are those in :attr:`whitecell.game.record.Option.terms`."""
VOICES = "its voices together"
"""Words for ``wants`` of an actor whose voices make up its wish."""
