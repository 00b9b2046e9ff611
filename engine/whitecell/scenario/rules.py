"""The parameters of the engine's laws: no parameter is hidden in code.

A scenario may state each of them; ``laws.yaml`` beside this file has those that it leaves out.
"""

from __future__ import annotations

from pydantic import Field

from whitecell.scenario.quantity import Amount, Days, Entry, Factor, Share, Spread


class Rules(Entry):
    """How the world of the scenario works; ``whitecell.game.laws`` has the formulas."""

    decisiveness: Factor = Field(
        description="Exponent of the contest for a zone: how surely the stronger side wins."
    )
    defender_advantage: Factor = Field(
        description="Worth of a defending fighter over an attacking one, on ground that its side holds."
    )
    hasty_defence: Factor = Field(
        description="The same on ground that the defender's side does not hold, where nothing is prepared."
    )
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
        description="Fall of the log chance of harassing fire on days on which a ceasefire is kept."
    )
    truce_dwell: Days = Field(
        description="Days for which an actor goes on keeping a ceasefire, or breaking it, before it decides "
        "again; 0 lets it decide every day."
    )
    reprisal: Factor = Field(
        description="Fall of the log odds of keeping a ceasefire when foes break it every day who never did."
    )
    reprisal_fades: Days = Field(description="Days until half of a breach no longer calls for a reprisal.")
    trust_restrains: Factor = Field(
        description="Rise of the log odds of keeping a ceasefire from no trust in its agreement to full."
    )
    violations: Factor = Field(
        description="Single violations of a ceasefire by 1,000 fighters who fire or attack on a day, beyond "
        "the first, on average."
    )
    restraint: Factor = Field(
        description="What breaking a fully obeyed constraint costs, on the scale of a zone's worth."
    )
    turning_cost: Amount = Field(
        description="What turning to another main effort costs, on the scale of a zone's worth; what would "
        "win less is not an option."
    )
    frontage: Amount = Field(
        description="Fighters of one side that can fight at once in a zone that states no other number."
    )
    guard: Factor = Field(
        description="Strength that stays in a zone of worth, per strength of foes in it, near it or coming."
    )
    masking: Factor = Field(
        description="Strength that contains foes while the rest passes them by, per strength of these foes."
    )
    advance: Factor = Field(
        description="Days of a march into ground that foes hold or nobody, per day of its road."
    )
    detour: Days = Field(
        description="Days of a longer way round a zone that fear of strikes outweighs, per unit of worth."
    )
    break_chance: Share = Field(
        description="Chance per day that an attacked defender breaks at even odds and without losses."
    )
    break_by_odds: Factor = Field(description="Exponent of the attackers' odds in the hazard of a break.")
    break_by_losses: Amount = Field(
        description="Share of a force lost at which the hazard of its break is e times as high."
    )
    losses_heal: Days = Field(description="Days until half of the losses no longer weigh on a force.")
    retreat_losses: Share = Field(
        description="Part of a broken force that is lost in its retreat, by the share of foes in the zone."
    )
    stores: Days = Field(description="Days until a force that is cut off has used up half of its supply.")
    unsupplied: Factor = Field(description="Worth of a fighter without any supply, of one with all of it.")
    drift: Share = Field(
        description="Part of the way that control moves to who stands there in a day of fighting."
    )
    occupation: Share = Field(
        description="Part of the way that control moves in a day where nobody contests the zone."
    )
    contest: Share = Field(
        description="Strength, as a share of the stronger foe's, from which a force contests a zone."
    )
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
    collapse_hazard: Factor = Field(
        description="Hazard that an agreement collapses on its first day, a day, without trust or guarantor."
    )
    trust_protects: Factor = Field(description="Fall of the log of that hazard from no trust to full trust.")
    guarantor_protects: Factor = Field(description="Fall of the log of that hazard with each guarantor.")
    monitors_protect: Factor = Field(
        description="Fall of the log of that hazard at first where every breach is to be detected."
    )
    monitors_wear: Days = Field(description="Days until half of that fall is gone.")
    agreement_settles: Days = Field(
        description="Days after which an agreement's hazard of collapse begins to fall with its age."
    )
    agreement_hardens: Factor = Field(
        description="Exponent with which that hazard falls with age, at the same trust; 0 if it does not."
    )
    usual_after: Days = Field(
        description="Days until half of a new level of recorded breaches counts as usual and costs no trust."
    )
    clause_weight: Factor = Field(
        description="Weight of a party's want of a clause in its support of the text that has the clause."
    )
    terms_weight: Factor = Field(
        description="Support that a party loses by a term at the other end of its range from what it would "
        "have, at full salience."
    )
    terms_spread: Factor = Field(
        description="Spread of what is settled about the weighted mean of positions, in parts of their "
        "weighted standard deviation."
    )
    fighting_drives: Factor = Field(
        description="Support that talks on a ceasefire win where fighting is far above its usual level, and "
        "lose where it is far below."
    )
    usual_fighting: Share = Field(
        description="Share of the fighters in the zones of a ceasefire that is lost in a day at that level."
    )
    fighting_felt: Days = Field(description="Days until half of a day's losses no longer drive talks.")
    urgency_quickens: Factor = Field(
        description="Rise of the pace of sessions at full urgency: by fighting, a collapse or a date."
    )
    alarm_fades: Days = Field(description="Days until half of the urgency is gone that a collapse brings.")
    date_drives: Factor = Field(description="Support that a date brings on its day.")
    date_felt: Days = Field(description="Days before a date on which it presses half as much as on its day.")
    mediation_drives: Factor = Field(
        description="Support that mediation adds to a party with the best relations to the mediators."
    )
    mediation_quickens: Factor = Field(
        description="Rise of the pace of sessions where they stand so with all parties."
    )
    text_kept: Share = Field(
        description="Part of a text that survives a break-off of talks, and the end of what was signed."
    )
    refusals: Amount = Field(
        description="Refusals of a ready text in a row after which talks break off, if they state no other."
    )
    talks_rest: Days = Field(
        description="Days from a break-off of talks until they resume, if they state no other."
    )
    second_thoughts: Share = Field(
        description="Chance that a party makes up its mind again before a text that it could sign."
    )
    signed_at_once: Share = Field(
        description="Chance that what is signed enters into force the same day, if its text states no delay."
    )
    days_to_entry: Days = Field(
        description="Days within which 63 % of the others do; the delay of the text is the least."
    )
    entry_shape: Factor = Field(
        description="Shape of the Weibull law of these days; below 1 some take very long."
    )
