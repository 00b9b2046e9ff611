"""What keys mean wherever they stand."""

from __future__ import annotations

FIELD_HELP = {
    "cites": "Claims of the register that it rests on.",
    "note": "Anything that a reader should know.",
    "name": "The name that a reader sees.",
    "zones": "Zones, by name.",
    "parties": "Actors that take part.",
    "kind": "Which kind it is.",
    "actor": "An actor, by name.",
    "about": "What it is, in a sentence or two.",
    "patron": "The actor that presses.",
    "client": "The actor that is pressed.",
    "watched_by": "Who sees a breach, and how well; nobody if left out.",
    "answered_by": "Who answers a breach, and how; nobody if left out.",
    "host": "The actor at whose place they meet.",
    "opens": "Whether they go on from the start, or open when an agreement that spreads to them holds.",
    "sessions_held": "Sessions before the start, for the count in the story.",
    "leaks": "How they become known, and what that costs; they do not if left out.",
    "requires": "What a party makes its support depend on: a patron's pressure on a client.",
    "guarantors": "Actors that stand behind it and make its collapse less likely.",
    "in_force": "Whether it holds at the start, or once it is signed.",
    "collapse": "How fast it breaks down once trust is gone.",
    "owner": "The actor that wants it.",
    "between": "The two powers.",
    "effects": "What changes when it happens.",
    "by": "How a breach is answered: by strikes, or by pressing the client harder.",
    "toward": "The agreement or clause.",
    "rivalry": "A rivalry, by name.",
    "zone": "A zone, by name.",
    "talks": "Talks, by name.",
    "agreement": "An agreement, by name.",
    "constraint": "A constraint, by name.",
    "options": "What can be chosen; the first stands at the start.",
}
"""What a key means wherever it stands, for fields without a description of their own."""
