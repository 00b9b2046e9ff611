"""The choice of main efforts: all actors that review today, all their options, all runs together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import Floats, at, divisor
from whitecell.game.ground import HOLD
from whitecell.game.record import Event, Option, Weighing

if TYPE_CHECKING:
    from whitecell.game.actor import Actor
    from whitecell.game.constraint import ExclusionAgent
    from whitecell.game.war_game import WarGame

Indices = NDArray[np.int64]


class Reviews:
    """Today's reviews: who weighs its options in which runs.

    A *pair* is an option (an actor and a zone, a row of :class:`Decisions`) and a run in which its
    actor reviews. Pairs stand row after row, so that those of an actor form a block of shape
    ``(its options, its runs)``.

    Attributes
    ----------
    run : array of int, shape ``(n_pairs,)``
    flat, post, actor : arrays of int, shape ``(n_pairs,)``
        Where to find a pair's value in arrays of shape ``(n_options, n_runs)``,
        ``(n_actors, n_zones, n_runs)`` and ``(n_actors, n_runs)`` that are laid out flat.
    runs : list of arrays of int
        For each decider the runs in which it reviews.
    deciding, effort : arrays of int, shape ``(n_reviews,)``
        Where to find a review's value in flat arrays of shape ``(n_deciders, n_runs)`` and
        ``(n_actors, n_runs)``; reviews stand decider after decider.
    """

    def __init__(self, decisions: Decisions, due: NDArray[np.bool_]) -> None:
        n = due.shape[1]
        self.deciding: Indices = np.flatnonzero(due)
        ends = np.searchsorted(self.deciding, np.arange(len(due) + 1) * n)
        counts = np.diff(ends)
        self._per_row = counts[decisions.decider]
        self._ends = np.concatenate(([0], np.cumsum(self._per_row)))
        self.flat: Indices = np.flatnonzero(due[decisions.decider])
        self.run: Indices = self.flat - self.spread(decisions.row_start)
        self.post: Indices = self.spread(decisions.post_start) + self.run
        self.actor: Indices = self.spread(decisions.actor_start) + self.run
        own = self.deciding - np.repeat(np.arange(len(due)) * n, counts)
        self.effort: Indices = np.repeat(decisions.place * n, counts) + own
        self._counts = counts
        self.own = [slice(int(ends[k]), int(ends[k + 1])) for k in range(len(due))]
        self.runs: list[Indices] = [own[part] for part in self.own]

    def spread(self, values: NDArray[Any]) -> NDArray[Any]:
        """Give each pair the value of its row; ``values`` has shape ``(n_options,)``."""
        return np.repeat(values, self._per_row)

    def each(self, values: NDArray[np.float64]) -> Floats:
        """Give each review the value of its decider; ``values`` has shape ``(n_deciders,)``."""
        return np.repeat(values, self._counts)

    def of_row(self, row: int) -> slice:
        """The pairs of an option, run after run."""
        return slice(int(self._ends[row]), int(self._ends[row + 1]))

    def of_rows(self, rows: slice) -> slice:
        """The pairs of some adjoining options."""
        return slice(int(self._ends[rows.start]), int(self._ends[rows.stop]))


class Decisions:
    """Who reviews its main effort today, what it weighs, and what it takes.

    An option is a row: an actor and a zone. ``actor`` and ``zone`` have shape ``(n_options,)``, in
    the order of the roster, and so has ``decider``, the place of the actor among ``deciders``;
    ``rows[a]`` is the slice of an actor's own options.
    """

    def __init__(self, game: WarGame) -> None:
        self.game, self.ground = game, game.ground
        value, ledger, dice = game.ledger.value, game.ledger, game.dice
        field: list[Actor] = [actor for actor in game.field if actor.options]
        options = [(actor, zone) for actor in field for zone in actor.options]
        self.deciders: list[Actor] = field
        self.place: Indices = np.array([actor.place for actor in field], dtype=np.int64)
        self.actor: Indices = np.array([actor.place for actor, _ in options], dtype=np.int64)
        self.zone: Indices = np.array([zone for _, zone in options], dtype=np.int64)
        self.decider: Indices = np.repeat(np.arange(len(field)), [len(actor.options) for actor in field])
        first = np.cumsum([0, *(len(actor.options) for actor in field)])
        self.rows: dict[int, slice] = {
            actor.place: slice(int(first[k]), int(first[k + 1])) for k, actor in enumerate(field)
        }
        n, n_zones = game.n_runs, len(game.ground.zones)
        self.row_start: Indices = np.arange(len(options)) * n
        self.post_start: Indices = (self.actor * n_zones + self.zone) * n
        self.actor_start: Indices = self.actor * n
        self._friends = self._posts_of_friends(n_zones)
        names = game.ground.zones.names
        self.worth = ledger.stack([actor.spec.worth.get(names[zone], 0.0) for actor, zone in options])
        everyone = [actor.spec for actor in game.field]
        self.caution = ledger.stack([spec.caution for spec in everyone])
        self.fear = ledger.stack([spec.fear for spec in everyone])
        self.noise = ledger.stack([spec.noise for spec in everyone])
        self.tempo = np.maximum(ledger.stack([actor.spec.tempo for actor in field]), 1.0)
        self.fog = value(game.rules.fog)
        keys = [game.actor_key(actor.name) for actor in field]
        paths = [f"{game.actor_key(actor.name)}/{game.zone_key(zone)}" for actor, zone in options]
        self._review = dice.streams("uniform", [f"{key}/review" for key in keys])
        unsure = [bool(game.ground.foes_at(actor.place, zone)) for actor, zone in options]
        self._fog = dice.streams(
            "normal", [f"{path}/fog" for path, so in zip(paths, unsure, strict=True) if so]
        )
        self.fog_start: Indices = (np.cumsum(unsure) - 1) * n
        self._shake = dice.streams("exponential", [f"{path}/effort" for path in paths])
        self._shake_hold = dice.streams("exponential", [f"{key}/effort/hold" for key in keys])
        game.incentives.attend(self)
        self._uneasy = [
            (k, self._uneasy_posts(actor.place))
            for k, actor in enumerate(field)
            if game.incentives.excluded[actor.place]
        ]

    def _posts_of_friends(self, n_zones: int) -> list[tuple[Indices, Floats]]:
        """For the first, second … friend of each option's actor: its post, and 1 if there is one."""
        friends = [self.ground.friends[a] for a in self.actor]
        found = []
        for k in range(max((len(each) for each in friends), default=0)):
            friend = np.array([each[k] if k < len(each) else 0 for each in friends], dtype=np.int64)
            there = np.array([float(k < len(each)) for each in friends])
            found.append(((friend * n_zones + self.zone) * self.game.n_runs, there))
        return found

    def decide(self) -> None:
        """Let every actor that reviews today take the best of its shaken utilities."""
        if not self.deciders:
            return
        self.game.incentives.look()
        reviews = Reviews(self, self._due())
        if not len(reviews.run):
            return
        spare = self.ground.by_actor(self.ground.mobile)
        terms = self._weigh(reviews, spare)
        utility = terms["worth"] + terms["losses"]
        for name in ("wariness", "restraint", "corridor", "grievance"):
            if name in terms:
                utility += terms[name]
        shaken = laws.quantal_choice(
            utility, self._of_actor(self.noise, reviews), self._shake.today.take(reviews.flat)
        )
        best, zone = np.empty(len(reviews.deciding)), np.empty(len(reviews.deciding), dtype=np.int64)
        for k, actor in enumerate(self.deciders):
            rows, own = self.rows[actor.place], reviews.own[k]
            mine = shaken[reviews.of_rows(rows)].reshape(rows.stop - rows.start, -1)
            if mine.shape[1]:
                zone[own] = self.zone[rows].take(mine.argmax(axis=0))
                best[own] = mine.max(axis=0)
        staying = self._stay(reviews, spare)
        noise = self.noise
        shaken_hold = laws.quantal_choice(
            staying["wariness"] + staying["restraint"],
            reviews.each(noise[self.place, 0]) if noise.shape[1] == 1 else noise.take(reviews.effort),
            self._shake_hold.today.take(reviews.deciding),
        )
        before = self.ground.forces.effort[:, 0].copy()
        self.ground.forces.effort.reshape(-1)[reviews.effort] = np.where(best > shaken_hold, zone, HOLD)
        if self.game.chronicle:
            for k, actor in enumerate(self.deciders):
                if len(reviews.runs[k]):
                    block, first = reviews.of_rows(self.rows[actor.place]), reviews.own[k].start
                    told = {name: term[block] for name, term in terms.items()}
                    holds = {name: float(cost[first]) for name, cost in staying.items()}
                    self._tell(actor, told, holds, int(before[actor.place]))

    def _due(self) -> NDArray[np.bool_]:
        """Who reviews today, ``(n_deciders, n_runs)``: by chance, or alarmed."""
        pull, drawn = self.game.incentives, self._review.today * self.tempo
        due = drawn < 1.0
        for k, actor in enumerate(self.deciders):
            hurry = pull.hurry(actor.name)
            if hurry is not None:
                due[k] = drawn[k] < 1.0 + hurry
        due |= self.ground.forces.alarmed[self.place]
        for agreement, bound in pull.alarms:
            if agreement.changed.any():
                due[bound] |= agreement.changed
        return due

    def _of_actor(self, values: Floats, reviews: Reviews) -> Floats:
        """Values of actors, ``(n_actors, n_runs)`` or ``(n_actors, 1)``, for each pair."""
        if values.shape[1] == 1:
            return np.asarray(reviews.spread(values[self.actor, 0]))
        return values.take(reviews.actor)

    def _weigh(self, reviews: Reviews, spare: Floats) -> dict[str, Floats]:
        """Terms of the utility of options, each of shape ``(n_pairs,)``.

        U(z) = worth · stake − caution · exposed share − fear · wariness − restraint
        + what the zone is worth to a corridor + what upsetting an agreement is worth.
        ``spare``, shape ``(n_actors, n_runs)``, are the fighters that may leave where they stand.

        Where no foe stands, winning is sure and nothing is exposed, so chances are reckoned only
        where one does.
        """
        game, ground, run, post = self.game, self.ground, reviews.run, reviews.post
        foes = ground.threat.take(post)
        opposed = np.flatnonzero(foes > 0.0)
        there = run.take(opposed)
        drawn = self._fog.today.take(reviews.spread(self.fog_start).take(opposed) + there)
        fog = laws.median_one(drawn, at(self.fog, there))
        threat = foes.take(opposed) * fog * at(game.defender_advantage, there)
        local = ground.support.take(post)
        game.air.support(self, reviews, local)
        local = local.take(opposed)
        skill = self._of_actor(ground.skill, reviews).take(opposed)
        where = post.take(opposed)
        already = np.maximum(ground.forces.fighters.take(where) - ground.garrison.take(where), 0.0) * skill
        joined = local + np.maximum(spare.take(reviews.actor.take(opposed)) * skill - already, 0.0)
        decisive = at(game.decisiveness, there)
        with_effort, without, exposed = np.ones(len(run)), np.ones(len(run)), np.zeros(len(run))
        with_effort[opposed] = laws.win_chance(joined, threat, decisive)
        without[opposed] = laws.win_chance(local, threat, decisive)
        exposed[opposed] = laws.exposed_share(joined, threat)
        held = ground.land.control.take(post)
        for start, known in self._friends:
            held += ground.land.control.take(reviews.spread(start) + run) * reviews.spread(known)
        worth = (
            reviews.spread(self.worth[:, 0]) if self.worth.shape[1] == 1 else self.worth.take(reviews.flat)
        )
        pull = game.incentives
        terms = {
            "worth": worth * laws.stake(np.minimum(held, 1.0), with_effort, without),
            "losses": -self._of_actor(self.caution, reviews) * exposed,
            "wariness": -self._of_actor(self.fear, reviews) * ground.forces.wariness.take(post),
            "restraint": -pull.restraint(reviews),
        }
        pull.hasten(reviews, terms["worth"])
        terms |= pull.further(reviews)
        return terms

    def _uneasy_posts(self, a: int) -> list[tuple[int, int, list[ExclusionAgent]]]:
        """Where a force of an actor may be wary or stand against an exclusion: post, zone, exclusions."""
        ground, name = self.ground, self.ground.field.names[a]
        wary = set(self.game.field[a].wary_zones)
        found = []
        for post in np.flatnonzero(ground.post_actor == a):
            zone = int(ground.post_zone[post])
            against = [e for e in self.game.exclusions if e.covers[zone] and e.binds(name)]
            if against or zone in wary:
                found.append((int(post), zone, against))
        return found

    def _stay(self, reviews: Reviews, spare: Floats) -> dict[str, Floats]:
        """Terms of the utility of holding, each of shape ``(n_reviews,)``.

        A force that stays where an exclusion forbids it keeps breaking it and may be struck: the
        terms of the zones are averaged over where the mobile force stands. Whom no exclusion binds
        holds for nothing.
        """
        ground, pull = self.ground, self.game.incentives
        terms = {"wariness": np.zeros(len(reviews.deciding)), "restraint": np.zeros(len(reviews.deciding))}
        for k, posts in self._uneasy:
            runs, a = reviews.runs[k], self.deciders[k].place
            if not len(runs):
                continue
            wary, uneasy = np.zeros(len(runs)), np.zeros(len(runs))
            for post, zone, against in posts:
                there = ground.mobile[post].take(runs)
                wary += there * ground.forces.wariness[a, zone].take(runs)
                uneasy += there * pull.unease(against, self.deciders[k].name, runs)
            everyone = divisor(spare[a].take(runs))
            fear = self.fear[a] if self.fear.shape[1] == 1 else self.fear[a].take(runs)
            terms["wariness"][reviews.own[k]] = -fear * (wary / everyone)
            terms["restraint"][reviews.own[k]] = -(uneasy / everyone)
        return terms

    def _tell(self, actor: Actor, terms: dict[str, Floats], staying: dict[str, float], before: int) -> None:
        """Record what was weighed in the one run that is told."""
        day, effort = self.game.day, int(actor.effort[0])
        names = ("hold", *actor.option_names)
        concerned = self.game.incentives.concerns(actor.name)
        weighed = [{name: cost for name, cost in staying.items() if cost != 0.0}]
        for k in range(len(actor.options)):
            weighed.append({name: float(values[k]) for name, values in terms.items() if name in concerned})
        utility = np.array([sum(option.values()) for option in weighed])
        noise = float(np.asarray(self.game.ledger.value(actor.spec.noise)).reshape(-1)[0])
        chances = laws.choice_chances(utility, noise)
        chosen = 0 if effort == HOLD else 1 + actor.options.index(effort)
        options = tuple(
            Option(name, weighed[k], float(utility[k]), float(chances[k])) for k, name in enumerate(names)
        )
        self.game.weigh(Weighing(day, actor.name, "effort", options, names[chosen]))
        if before != effort:
            zone = "" if effort == HOLD else names[chosen]
            numbers = {"chance": float(chances[chosen])}
            self.game.tell(Event(day, "decide", "effort", actor.name, zone, numbers=numbers))
