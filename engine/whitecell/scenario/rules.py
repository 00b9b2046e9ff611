"""The parameters of the engine's laws: a scenario states each of them, none is hidden in code."""

from __future__ import annotations

from pydantic import Field

from whitecell.scenario.quantity import Amount, Days, Entry, Factor, Share, Spread


class Rules(Entry):
    """How the world of the scenario works; ``whitecell.game.laws`` has the formulas."""

    decisiveness: Factor = Field(
        description="Exponent of the contest for a zone: how surely the stronger side wins."
    )
    defender_advantage: Factor = Field(description="Worth of a defending fighter over an attacking one.")
    fog: Spread = Field(description="Error of estimates of the enemy: standard deviation of the log.")
    attrition: Share = Field(
        description="Enemies that one attacked fighter of average skill puts out of action a day."
    )
    ambush_scale: Amount = Field(
        description="Dispersed fighters in a zone at which finding them is half as easy as in the open."
    )
    battle_noise: Spread = Field(description="Luck of a day's fighting: standard deviation of the log.")
    fire_losses: Share = Field(
        description="Enemies that one fighter puts out of action in a day of harassing fire."
    )
    ceasefire_calm: Factor = Field(
        description="Fall of the log chance of harassing fire at full obedience to a ceasefire."
    )
    restraint: Factor = Field(
        description="What breaking a fully obeyed constraint costs, on the scale of a zone's worth."
    )
    drift: Share = Field(description="Part of the way that control moves to the holder in a day.")
    displacement: Share = Field(
        description="Part of a zone's people that flees when 100 fighters are lost in it."
    )
    air_losses: Amount = Field(description="Fighters that a sortie puts out of action at plain targets.")
    air_scale: Amount = Field(
        description="Fighters of the targeted group in the zone at which a sortie finds half its targets."
    )
    air_support: Amount = Field(
        description="Fighters that one sortie a day is worth to friends on the ground."
    )
    air_incidents: Share = Field(
        description="Chance per day of an incident between two air forces over one zone, uncoordinated."
    )
    air_interference: Share = Field(
        description="Part of their effect that two uncoordinated air forces over one zone lose."
    )
    strike_spread: Spread = Field(description="Spread of a strike's losses: standard deviation of the log.")
    wariness: Factor = Field(description="Rise of wariness in a zone when struck there.")
    wariness_fades: Days = Field(description="Days until half of it is gone, but for the part that lasts.")
    lasting_wariness: Share = Field(description="Part of each lesson that lasts when the rest has faded.")
    lasting_wariness_fades: Days = Field(description="Days until half of that part is gone.")
    preemption: Factor = Field(
        description="Rise of the worth of zones, and of an actor's tempo, as a text nears that will bind it."
    )
    pressure_fades: Days = Field(
        description="Days until half of the added pressure after a recorded breach is gone."
    )
