"""The laws of the game as pure functions on arrays.

Every argument is an array over runs (last axis) or a number that holds in all of them, and broadcasts.
Nothing here knows a scenario. Only ``exp`` and ``log`` are used beside plain arithmetic, because their
results do not depend on a number's place in an array.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import ByRunOr1, Flags, Floats, any_of, divisor, limited, total

PRESENT = 1.0
"""Fewest fighters that count as a force being present; less than one is the tail of a march."""


def win_chance(own: Floats, threat: Floats, decisiveness: ByRunOr1) -> Floats:
    """Chance of holding a zone after a contest of strengths.

    ``own^m / (own^m + threat^m)``, written with logarithms; 1 without a threat, 0 where there is a threat and
    no own strength.

    Source: Hirshleifer (1989), "Conflict and rent-seeking success functions", Public Choice 63,
    the ratio form.
    """
    unopposed = np.asarray(threat <= 0.0)
    settled = unopposed | (own <= 0.0)
    some, contested = any_of(settled), ~settled
    ratio = (threat * contested + settled) / (own * contested + settled) if some else threat / own
    chance = 1.0 / (1.0 + np.exp(np.minimum(decisiveness * np.log(ratio), 700.0)))
    return np.asarray(chance * contested + unopposed if some else chance)


def stake(held: Floats, with_effort: Floats, without: Floats) -> Floats:
    """Part of a zone's worth that an effort wins: ground not yet held, and ground kept.

    ``(1 − held)·P(with effort) + held·(P(with effort) − P(local forces only))``; both chances are from
    :func:`win_chance`. Source: own; by the second term, reinforcing a threatened zone is worth the ground
    that it saves.
    """
    return (1.0 - held) * with_effort + held * (with_effort - without)


def exposed_share(own: Floats, threat: Floats) -> Floats:
    """Share of an attacking force at risk: ``threat / (own + threat)``, 0 without a threat.

    Source: own; the foe's side of Hirshleifer's ratio form at a decisiveness of one.
    """
    return threat / divisor(own + threat)


def quantal_choice(utility: Floats, noise: ByRunOr1, exponentials: Floats) -> Floats:
    """Utilities with random noise, so that taking the largest is a quantal response.

    ``U + τ·G`` with ``G = −log(E)`` a standard Gumbel draw made from a standard exponential draw ``E``.
    Option ``k`` is the largest with chance ``exp(U_k/τ) / Σ exp(U/τ)``; with τ = 0 the best option is.
    Shapes: ``(n_options, n)``.

    Source: McFadden (1974), "Conditional logit analysis of qualitative choice behavior". Related models
    differ, because their players anticipate each other: McKelvey & Palfrey (1995), "Quantal response
    equilibria for normal form games", Games and Economic Behavior 10; Signorino (1999), American Political
    Science Review 93.
    """
    return utility - noise * np.log(exponentials)


def approved(worth: Floats, able: Flags) -> Flags:
    """Which options a voice approves: those that can be chosen and are worth at least the mean of all such.

    Shapes: ``(n_options, n)``. This is the best rule for a voice that knows nothing of the other votes.

    Source: Brams & Fishburn (1978), "Approval voting", American Political Science Review 72(3).
    """
    mean = total(np.where(able, worth, 0.0)) / np.maximum(able.sum(axis=0), 1)
    return np.asarray(able & (worth >= mean))


def choice_chances(utility: Floats, noise: float) -> Floats:
    """Chances of the options of one choice, shape ``(n_options,)``: the logit of the utilities.

    Source: McFadden (1974), as in :func:`quantal_choice`.
    """
    if noise <= 0.0:
        best = (utility == utility.max()).astype(np.float64)
        return np.asarray(best / best.sum())
    weights = np.exp((utility - utility.max()) / noise)
    return np.asarray(weights / weights.sum())


def logistic(x: Floats | float) -> Floats:
    """``1 / (1 + exp(−x))``, safe for large ``|x|``.

    Source: Cox (1958), "The regression analysis of binary sequences", Journal of the Royal Statistical
    Society B 20.
    """
    return np.asarray(1.0 / (1.0 + np.exp(-limited(x, -700.0, 700.0))))


def enforcing_share(presence: Floats, scale: ByRunOr1) -> Floats:
    """The part of breaches that enforcers on the spot can answer: ``min(presence / scale, 1)``.

    At a scale of zero one fighter is enough. Source: own; each patrol covers a stretch of its own until the
    whole zone is watched.
    """
    needed = np.asarray(np.maximum(scale, 1.0))
    return np.asarray(np.minimum(presence / needed, 1.0))


def hazard_chance(hazard: Floats | float) -> Floats:
    """Chance of an event within the day at a constant hazard per day: ``1 − exp(−h)``.

    Source: the exponential waiting time, as in Cox & Oakes (1984), "Analysis of Survival Data".
    """
    return np.asarray(1.0 - np.exp(-np.asarray(hazard)))


def breach_depth(presence: Floats, tolerance: ByRunOr1, trigger: ByRunOr1) -> Floats:
    """Size of a breach of an exclusion, 0 to 1: fighters above the tolerance divided by the trigger.

    Source: own.
    """
    return limited((presence - tolerance) / np.maximum(trigger, 1e-9), 0.0, 1.0)


def arriving_weight(there: Floats, sat: Floats, sitting: ByRunOr1) -> Floats:
    """Weight of a presence: fighters that came lately count 1, those present for long ``sitting``.

    ``1 − (1 − sitting) · sat / there``, 1 where nobody is there.

    Source: own; enforcers answer an approach.
    """
    return np.asarray(1.0 - (1.0 - np.asarray(sitting)) * sat / divisor(there))


def settled(sat: Floats, there: Floats, left: ByRunOr1) -> Floats:
    """Fighters that count as long present by the evening: all there, less the part ``left`` of the newcomers.

    Source: own; newcomers settle by half-lives, as in :func:`fade`.
    """
    return np.asarray(there - (there - sat) * left)


def mean_one(normal: Floats, spread: ByRunOr1) -> Floats:
    """Log-normal luck with mean 1, from a standard normal draw: ``exp(σz − σ²/2)``.

    Source: Aitchison & Brown (1957), "The Lognormal Distribution"; log-normal luck in battle is ours.
    """
    return np.asarray(np.exp(spread * normal - 0.5 * spread * spread))


def median_one(normal: Floats, spread: ByRunOr1) -> Floats:
    """Log-normal error with median 1, from a standard normal draw: ``exp(σz)``.

    Source: Aitchison & Brown (1957), as in :func:`mean_one`; log-normal fog is ours.
    """
    return np.asarray(np.exp(spread * normal))


def aimed_losses(rate: ByRunOr1, enemy_strength: Floats) -> Floats:
    """Losses a day from aimed fire at a force in the open: ``a · enemy strength``.

    Source: Lanchester (1916), "Aircraft in Warfare", the square law.
    """
    return rate * enemy_strength


def dispersed_losses(rate: ByRunOr1, enemy_strength: Floats, fighters: Floats, scale: ByRunOr1) -> Floats:
    """Losses a day of a force that fights dispersed: the enemy must find it first.

    ``a · enemy strength · n / (n + scale)``: with few fighters proportional to their number (area fire), with
    many as from aimed fire. Source: Deitchman (1962), "A Lanchester model of guerrilla warfare", Operations
    Research 10; the saturation that joins his two cases is ours.
    """
    found = fighters / np.maximum(fighters + scale, 1e-9)
    return rate * enemy_strength * found


def engaged_share(fighters: Floats, frontage: ByRunOr1) -> Floats:
    """The part of a side's fighters that can fight at once: ``min(1, frontage / fighters)``.

    Source: for ground limiting how many can fight, Lanchester (1916), the linear law; the form is ours.
    """
    return np.asarray(np.minimum(frontage / np.maximum(fighters, PRESENT), 1.0))


def defence(held: Floats, prepared: ByRunOr1, hasty: ByRunOr1) -> Floats:
    """Worth of a defender: ``hasty`` where its side holds nothing, ``prepared`` where its side holds all.

    Source: for the two postures, Dupuy (1979), "Numbers, Predictions and War", as transcribed; prepared
    positions on ground that one's side holds are ours.
    """
    return np.asarray(hasty + (prepared - hasty) * np.minimum(held, 1.0))


def advance_days(road: Floats | NDArray[np.int64], advance: ByRunOr1, strange: Floats) -> Floats:
    """Whole days, at least one, of a march on a road that takes ``road`` days over ground of one's own side.

    ``round(road · (1 + (advance − 1) · strange))``, halves up; ``strange`` is the share of the ground that
    foes hold or nobody does. Source: own.
    """
    days = np.floor(road * (1.0 + (advance - 1.0) * strange) + 0.5)
    return np.asarray(np.maximum(days, 1.0))


def break_hazard(
    chance: ByRunOr1, odds: Floats, by_odds: ByRunOr1, lost: Floats, by_losses: ByRunOr1
) -> Floats:
    """Hazard per day that a force under attack breaks: ``−log(1 − chance) · odds^k · exp(lost / scale)``.

    ``odds`` are the attackers' strength divided by the defenders', ``lost`` is the share of the force lost
    lately. Source: for losses alone seldom ending a defence, McQuie (1987); for the losses of the beaten
    side, Helmbold (1971), RAND R-772; both as quoted. The hazard and its form are ours.
    """
    base = -np.log(1.0 - np.minimum(chance, 1.0 - 1e-12))
    by_both = by_odds * np.log(np.maximum(odds, 1e-12)) + lost / np.maximum(by_losses, 1e-9)
    return np.asarray(base * np.exp(np.minimum(by_both, 50.0)))


def air_losses(sorties: Floats | float, rate: ByRunOr1, fighters: Floats, scale: ByRunOr1) -> Floats:
    """Losses a day from the air: ``sorties · rate · n / (n + scale)``; few targets are hard to find.

    Source: Holling (1959), the disc equation's saturation, as used for searching weapons.
    """
    return sorties * rate * fighters / np.maximum(fighters + scale, 1e-9)


def fade(half_life: ByRunOr1) -> Floats:
    """Part left after a day of a quantity that halves in ``half_life`` days; 0 if ``half_life`` is 0.

    Source: own; exponential forgetting, the simplest form that does not depend on a date.
    """
    days = np.asarray(half_life, dtype=np.float64)
    return np.where(days > 0.0, np.exp(-np.log(2.0) / np.where(days > 0.0, days, 1.0)), 0.0)


def pressing(level: Floats, usual: ByRunOr1) -> Floats:
    """How far a level is above its usual value, −1 to 1: ``(level − usual) / (level + usual)``.

    0 at the usual level, a third at twice that level; 0 where both are 0.

    Source: own; for ceasefires being likelier where violence is intense, Clayton et al. (2022).
    """
    return np.asarray((level - usual) / divisor(np.asarray(level + usual)))


def nearing(days: float, felt: ByRunOr1) -> ByRunOr1:
    """How near a date is, 0 to 1: ``exp(−ln 2 · days / felt)``, 0 after the date.

    Source: for agreements made just before a deadline, Roth, Murnighan & Schoumaker (1988), "The deadline
    effect in bargaining", American Economic Review 78(4); halving is ours.
    """
    if days < 0.0:
        return 0.0
    return np.asarray(np.exp(-np.log(2.0) * days / np.maximum(felt, 1e-9)))


def entry_lag(uniform: Floats, at_once: ByRunOr1, scale: ByRunOr1, shape: ByRunOr1) -> Floats:
    """Days from signature to entry into force, from a uniform draw: 0 with chance ``at_once``, else Weibull.

    ``scale · (−log v)^(1/shape)``, where ``v`` is the part of the draw beyond the chance, as a share.

    Source: for the days from declaration to effect, 567 ceasefires in the ETH/PRIO Civil Conflict Ceasefire
    Dataset, Clayton et al. (2022), Journal of Conflict Resolution; the form is ours.
    """
    beyond = 1.0 - np.minimum((uniform - at_once) / np.maximum(1.0 - np.asarray(at_once), 1e-12), 1.0)
    waited = -np.log(np.clip(beyond, 1e-12, 1.0 - 1e-12))
    longer = np.minimum(np.log(waited) / np.maximum(shape, 1e-6), 50.0)
    return np.asarray(np.where(uniform < at_once, 0.0, scale * np.exp(longer)))


def left(half_life: ByRunOr1, days: ByRunOr1) -> Floats:
    """Part left after some days of a quantity that halves in ``half_life`` days: ``2^(−days / h)``.

    Source: own, as :func:`fade`.
    """
    return np.exp(np.asarray(-np.log(2.0) * np.asarray(days)) / np.maximum(half_life, 1e-9))


def collapse_hazard(
    base: ByRunOr1, trust_effect: ByRunOr1, trust: Floats, supports: Floats | float, hardened: Floats
) -> Floats:
    """Hazard per day that an agreement collapses: ``base · exp(−k·trust − supports − hardened)``.

    Guarantors and monitors take ``supports`` off the log hazard, age takes off ``hardened``
    (:func:`hardened`). Source: for guarantees and monitoring lowering the hazard, Fortna (2003), "Scraps of
    paper?", International Organization 57; the proportional form with these terms is ours.
    """
    return base * np.exp(-trust_effect * trust - supports - hardened)


def hardened(age: Floats, settles: ByRunOr1, hardens: ByRunOr1) -> Floats:
    """The part that age takes off an agreement's log hazard: ``p · log(1 + age / settles)``.

    So the hazard falls with a power of age once the first days are over. Source: Weibull (1951), "A
    statistical distribution function of wide applicability", Journal of Applied Mechanics 18, at a shape of
    1 − p; the finite hazard at the beginning is ours.
    """
    return np.asarray(hardens * np.log(1.0 + age / np.maximum(settles, 1e-9)))


def unusual(count: Floats, usual: Floats) -> Floats:
    """The part of a day's breaches beyond the usual number: ``max(0, n − usual) / n``, 0 without any.

    Source: Helson (1964), "Adaptation-level theory": people judge the difference to a running level.
    """
    return np.asarray(np.maximum(count - usual, 0.0) / divisor(count))


def extra_events(drawn: Floats, mean: Floats) -> Floats:
    """Number of further events in a day whose mean is itself drawn: ``⌊E / log(1 + 1 / mean)⌋``.

    ``E`` is a standard exponential draw. The result is geometric, that is Poisson with an exponentially
    distributed mean, so its variance is ``mean + mean²``.

    Source: Greenwood & Yule (1920), "An inquiry into the nature of frequency distributions representative of
    multiple happenings", Journal of the Royal Statistical Society 83, at a shape of one.
    """
    return np.asarray(np.floor(drawn / np.log(1.0 + 1.0 / np.maximum(mean, 1e-9))))


def counted(count: Floats, detects: Floats, drawn: Floats) -> Floats:
    """How many of a day's violations an observer counts: about the part ``detects`` of them, at least one.

    ``drawn`` is uniform; where it is not below ``detects``, the observer sees nothing. Source: own.
    """
    seen = drawn < detects
    part = np.floor(count * detects + drawn / np.maximum(detects, 1e-12))
    return np.asarray(seen * np.maximum(np.minimum(part, count), 1.0))


def deployed(stood: ByRunOr1, deploys: ByRunOr1) -> Floats:
    """The part of an observer deployed after some days: ``min(1, days / deploys)``, all if ``deploys`` is 0.

    Source: for missions deploying late, Lundgren, Oksamytna & Coleman (2021), "Only as fast as its troop
    contributors", Journal of Peace Research 58; the even pace of deployment is ours.
    """
    days = np.asarray(deploys, dtype=np.float64)
    return np.where(days > 0.0, np.minimum(stood / np.where(days > 0.0, days, 1.0), 1.0), 1.0)


def decided(resolve: Floats, drawn: Floats, anew: ByRunOr1) -> Floats:
    """An actor's disposition to a truce today: unchanged, unless it decides again with chance ``anew``.

    ``drawn`` is uniform, and so is the disposition; the truce is kept where it is below obedience ``o``. This
    is a chain of two states: it turns to breaking with chance ``anew · (1 − o)`` a day and to keeping with
    ``anew · o``. The share of days kept is ``o``, their correlation at a lag of n days ``(1 − anew)^n``.

    Source: for regimes that switch, Hamilton (1989), "A new approach to the economic analysis of
    nonstationary time series", Econometrica 57; the uniform disposition that lasts is ours.
    """
    return np.where(drawn < anew, drawn / np.maximum(anew, 1e-12), resolve)


def kept_share(obedience: Floats, lean: Floats | float) -> Floats:
    """Share of days on which a truce is kept: obedience, its odds multiplied by ``exp(lean)``.

    0 and 1 stay unchanged. Source: own, the logit form of :func:`quantal_choice` for two options.
    """
    weight = np.exp(limited(-lean, -50.0, 50.0)) * (1.0 - obedience)
    weight += obedience  # never 0, since the odds are limited
    return np.asarray(obedience / weight)


def trust_after(trust: Floats, worse: Floats, gain: ByRunOr1, loss: ByRunOr1) -> Floats:
    """Trust after a day: it loses a part in proportion to ``worse`` (0 to 1), else gains a part of the rest.

    Source: Bush & Mosteller (1955), "Stochastic models for learning", the linear operators.
    """
    return np.where(worse > 0.0, trust * (1.0 - loss * worse), trust + gain * (1.0 - trust))


def climb_chance(incidents: Floats, climb: ByRunOr1, hotline: ByRunOr1) -> Floats:
    """Chance that at least one of a day's incidents lifts a rivalry by a rung.

    ``1 − (1 − climb·(1 − hotline))^incidents``. Source: Kahn (1965), "On Escalation", for the
    ladder; independent incidents are ours.
    """
    lift = np.minimum(climb * (1.0 - np.asarray(hotline)), 1.0 - 1e-12)
    return np.asarray(1.0 - np.exp(incidents * np.log(1.0 - lift)))


MOST_LUCK = 1.0 - 2.0**-45
"""Sums of rounded terms need not come closer to 1, and on some processors do not."""
MOST_EVENTS = 200
"""Most events counted in a day; at a mean of 20, the chance of more is too small for a number to hold."""


def poisson_count(uniform: Floats, rate: ByRunOr1) -> Floats:
    """Number of independent events in a day at a mean of ``rate``, from a uniform draw ``u``.

    The least ``k`` with ``Σ_{i≤k} exp(−rate)·rate^i / i! > u``. Source: Richardson (1944), "The distribution
    of wars in time", Journal of the Royal Statistical Society 107, for the Poisson law of outbreaks.
    """
    uniform = np.minimum(uniform, MOST_LUCK)
    term = np.exp(-np.asarray(rate)) * np.ones(uniform.shape)
    below, count = term.copy(), np.zeros(uniform.shape)
    for k in range(1, MOST_EVENTS):
        more = uniform >= below
        if not any_of(more):
            break
        count += more
        term = term * (rate / k)
        below += term
    return count


def people_fleeing(people: Floats, rate: ByRunOr1, lost: Floats) -> Floats:
    """People who flee a zone in a day: ``people · (1 − exp(−rate · lost / 100))``.

    Source: for violence driving flight, Davenport, Moore & Poe (2003), "Sometimes you just have to leave",
    International Interactions 29; the form is ours.
    """
    return people * hazard_chance(rate * lost / 100.0)
