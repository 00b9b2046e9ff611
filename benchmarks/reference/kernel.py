"""The reference game as a numba kernel: one run after the other in compiled loops."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from benchmarks.reference.figures import MEASURES, Figures, figures


@njit(cache=True)
def _win(own: float, threat: float, decisiveness: float) -> float:
    if threat <= 0.0:
        return 1.0
    if own <= 0.0:
        return 0.0
    return 1.0 / (1.0 + math.exp(min(decisiveness * math.log(threat / own), 700.0)))


@njit(cache=True)
def _gumbel() -> float:
    return -math.log(np.random.exponential())


@njit(cache=True)
def _play(f: Figures, runs: int, seed: int, out: NDArray[np.float64]) -> None:
    np.random.seed(seed)
    n, zones = f.force.shape
    decisive, advantage, fog, attrition, scale, luck_spread, fire_losses = f.rules[:7]
    restraint, drift, strike_spread, wary_gain, wary_half = f.rules[7:12]
    hasty, turning, masking, occupation = f.rules[12:]
    bound, depot = int(f.line[0]), int(f.line[1])
    tolerance, trigger, obedience, detects, resolve, cost = f.line[2:]
    wary_left = math.exp(-math.log(2.0) / wary_half)
    for run in range(runs):
        force, control = f.force.copy(), f.control.copy()
        garrison = f.force * (1.0 - f.mobility).reshape(-1, 1)
        road = np.zeros((f.leg.max() + 1, n, zones))
        slots = len(road)
        effort = np.full(n, -1)
        alarmed = np.ones(n, np.bool_)
        wariness = 0.0
        strikes, first, breaches, at_depot = 0.0, np.nan, 0.0, 0.0
        lost = np.zeros(n)
        for day in range(1, f.days + 1):
            strength = force * f.skill.reshape(-1, 1)
            threat, support = np.zeros((n, zones)), strength.copy()
            coming = strength.copy()
            for slot in range(slots):
                coming += road[slot] * f.skill.reshape(-1, 1)
            looming, backing, held = np.zeros((n, zones)), coming.copy(), control.copy()
            for a in range(n):
                for b in range(n):
                    for z in range(zones):
                        if f.foes[a, b]:
                            threat[a, z] += strength[b, z]
                            looming[a, z] += coming[b, z]
                        if f.allies[a, b]:
                            support[a, z] += strength[b, z]
                            backing[a, z] += coming[b, z]
                            held[a, z] += control[b, z]
            held = np.minimum(held, 1.0)
            # decide
            for a in range(n):
                if not (np.random.random() * f.tempo[a] < 1.0 or alarmed[a]):
                    continue
                spare = 0.0
                for z in range(zones):
                    if f.reach[a, z]:
                        spare += max(force[a, z] - garrison[a, z], 0.0)
                stays = 0.0
                if a == bound and spare > 0.0:
                    part = max(force[a, depot] - garrison[a, depot], 0.0) / spare
                    stays = -part * (f.fear[a] * wariness + obedience * restraint)
                turn = turning if day > 1 else 0.0
                best, chosen = -np.inf, -1
                for z in range(zones):
                    if not f.option[a, z]:
                        continue
                    facing = looming[a, z] * math.exp(fog * np.random.normal())
                    already = max(force[a, z] - garrison[a, z], 0.0)
                    joined = backing[a, z] + max(spare - already, 0.0) * f.skill[a]
                    facing *= advantage ** (1.0 - 2.0 * held[a, z])
                    with_effort, without = (
                        _win(joined, facing, decisive),
                        _win(backing[a, z], facing, decisive),
                    )
                    won = (1.0 - held[a, z]) * with_effort + held[a, z] * (with_effort - without)
                    u = f.worth[a, z] * won
                    turns = z != effort[a]
                    if stays >= 0.0 and (u <= 0.0 or (turns and u < turning)):
                        continue
                    if turns:
                        u -= turn
                    if facing > 0.0:
                        u -= f.caution[a] * facing / (joined + facing)
                    if a == bound and z == depot:
                        u -= f.fear[a] * wariness + obedience * restraint
                    u += f.noise[a] * _gumbel()
                    if u > best:
                        best, chosen = u, z
                hold = stays + f.noise[a] * _gumbel()
                if effort[a] >= 0:
                    hold -= turn
                effort[a] = chosen if best > hold else -1
            # move
            for a in range(n):
                if effort[a] < 0:
                    continue
                before, leaves, sum_to = force[a].copy(), np.zeros(zones), np.zeros(zones)
                for z in range(zones):
                    days = f.leg[z, effort[a]]
                    loose = max(before[z] - garrison[a, z], 0.0)
                    if days == 0 or loose <= 0.0:
                        continue
                    foes, goal, free = threat[a, z], f.hop[z, effort[a]], 1.0
                    if foes > 0.0:
                        if held[a, goal] > 0.5 or support[a, goal] > threat[a, goal]:
                            free = 1.0 if loose < 1.0 else strength[a, z] / (strength[a, z] + foes)
                        else:
                            free = max(1.0 - masking * foes / max(support[a, z], 1e-12), 0.0)
                    leaves[z] = loose * free
                    sum_to[goal] += loose * free * f.skill[a]
                for z in range(zones):
                    days, goal = f.leg[z, effort[a]], f.hop[z, effort[a]]
                    if leaves[z] <= 0.0:
                        continue
                    home = held[a, goal] > 0.5 or support[a, goal] > threat[a, goal]
                    if home or masking * threat[a, goal] <= backing[a, goal] + sum_to[goal]:
                        force[a, z] -= leaves[z]
                        road[(day + days - 1) % slots, a, goal] += leaves[z]
            force += road[day % slots]
            road[day % slots] = 0.0
            # strike
            losses = np.zeros((n, zones))
            struck = False
            depth = min(max((force[bound, depot] - tolerance) / trigger, 0.0), 1.0)
            if np.random.random() < 1.0 - math.exp(-resolve * detects * depth):
                strikes += 1.0
                if math.isnan(first):
                    first = day
                luck = math.exp(strike_spread * np.random.normal() - 0.5 * strike_spread**2)
                losses[bound, depot] += min(cost * luck, force[bound, depot])
                struck = force[bound, depot] >= 1.0
            # fight: attacks
            fought = np.zeros(zones, np.bool_)
            for a in range(n):
                z = effort[a]
                if z < 0 or force[a, z] < 1.0:
                    continue
                everyone = 0.0
                for b in range(n):
                    if f.foes[a, b] and force[b, z] >= 1.0:
                        everyone += force[b, z]
                if everyone <= 0.0:
                    continue
                fought[z] = True
                luck = math.exp(luck_spread * np.random.normal() - 0.5 * luck_spread**2)
                rate = attrition * luck
                mine, paid = force[a, z] * f.skill[a], 0.0
                for b in range(n):
                    if not (f.foes[a, b] and force[b, z] >= 1.0):
                        continue
                    there = force[b, z]
                    hit = rate * mine * there / everyone
                    if f.hides[b]:
                        hit *= there / (there + scale)
                    losses[b, z] += min(hit, there)
                    if effort[b] == z:
                        continue  # it fires in its own attack
                    pressed = 0.0
                    for c in range(n):
                        if f.foes[c, b] and effort[c] == z and force[c, z] >= 1.0:
                            pressed += force[c, z] * f.skill[c]
                    worth = hasty + (advantage - hasty) * held[b, z]
                    paid += rate * worth * there * f.skill[b] * mine / pressed
                losses[a, z] += min(paid, force[a, z])
            # fight: harassing fire
            for a in range(n):
                for z in range(zones):
                    if not f.reach[a, z] or np.random.random() >= f.fire[a] or force[a, z] < 1.0:
                        continue
                    everyone = 0.0
                    for b in range(n):
                        if f.foes[a, b] and f.reach[b, z]:
                            everyone += force[b, z]
                    if everyone < 1.0:
                        continue
                    share = min(fire_losses * force[a, z] * f.skill[a] / everyone, 1.0)
                    for b in range(n):
                        if f.foes[a, b] and f.reach[b, z]:
                            losses[b, z] += share * force[b, z]
            # settle
            for z in range(zones):
                everyone, contested = 0.0, False
                for a in range(n):
                    gone = min(losses[a, z], force[a, z])
                    force[a, z] -= gone
                    lost[a] += gone
                    if force[a, z] >= 1.0:
                        everyone += force[a, z] * f.skill[a]
                for a in range(n):
                    for b in range(a):
                        contested |= f.foes[a, b] and force[a, z] >= 1.0 and force[b, z] >= 1.0
                if everyone > 0.0 and (fought[z] or not contested):
                    speed = drift if contested else occupation
                    was = control[:, z].copy()
                    nobody = max(1.0 - was.sum(), 0.0)
                    for a in range(n):
                        if force[a, z] < 1.0:
                            continue
                        part = speed * force[a, z] * f.skill[a] / everyone
                        control[a, z] += part * nobody
                        for b in range(n):
                            if f.foes[a, b]:
                                control[b, z] -= part * was[b]
                                control[a, z] += part * was[b]
            for a in range(n):
                force[a, f.reserve[a]] += f.recruits[a]
            # judge, learn, record
            if force[bound, depot] > tolerance and np.random.random() < detects:
                breaches += 1.0
            wariness = wariness * wary_left + wary_gain * struck
            alarmed[:] = False
            alarmed[bound] = struck
            at_depot += force[bound, depot]
        row = out[run]
        row[0], row[1], row[2], row[3] = strikes, first, breaches, at_depot / f.days
        row[4] = control[0, depot] + control[1, depot]
        row[5] = control[bound, 1]
        row[6], row[7], row[8] = lost[bound], lost[0], lost[1]


def play(runs: int, seed: int = 0) -> dict[str, NDArray[np.float64]]:
    """Play many runs; measures by name, shape ``(runs,)``."""
    out = np.empty((runs, len(MEASURES)))
    _play(figures(), runs, seed, out)
    return dict(zip(MEASURES, out.T, strict=True))
