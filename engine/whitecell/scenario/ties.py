"""Every reference of the language, and which references are refused: one table that the reader enforces.

The questions about each reference: may it name its own entry? stand twice? close a circle? contradict another
reference? be impossible in time? Nonsense is an error, an oddity a warning; an answer that allows says why. A
question without an answer does not arise: a key of a mapping and a single word cannot stand twice, and a name
of another kind of thing can neither name its own entry nor close a circle.
"""

from __future__ import annotations

from whitecell.scenario import contradictions as against
from whitecell.scenario import doubles, sequence, turns
from whitecell.scenario.agreements import Agreement, Step
from whitecell.scenario.bargain import Term
from whitecell.scenario.bargains import fixed_twice, unheard
from whitecell.scenario.bound_arms import bound_arms
from whitecell.scenario.cast import Actor, AirPower, Arm, Member, Relation, Side
from whitecell.scenario.clauses import (
    Answer,
    Ceasefire,
    Constraint,
    Notice,
    Observer,
    StrikeCoordination,
    Undertaking,
)
from whitecell.scenario.decisions import Course, Decision
from whitecell.scenario.diplomacy import Corridor, Leaks, Mediator, Requirement, Rivalry, Talks, TalksDate
from whitecell.scenario.effects import (
    BeginPatronage,
    CloseTalks,
    EndAgreement,
    EndPatronage,
    Escalate,
    Expose,
    HandOver,
    Hit,
    Impose,
    Lift,
    Movement,
    OpenTalks,
    Order,
    Postpone,
    Reinforce,
    ShiftWants,
    ShiftWill,
    Turn,
    Withdraw,
)
from whitecell.scenario.feasibility import dates
from whitecell.scenario.injects import Inject
from whitecell.scenario.model import Scenario
from whitecell.scenario.orders import StandingOrder
from whitecell.scenario.periods import periods
from whitecell.scenario.quantity import Correlation
from whitecell.scenario.replacing import replacing
from whitecell.scenario.steps import misstated_steps
from whitecell.scenario.theatre import Route, Zone
from whitecell.scenario.timeline import openings, signatures
from whitecell.scenario.variables import Variable
from whitecell.scenario.verdicts import Tie, allowed, error, note, warning
from whitecell.scenario.windows import windows
from whitecell.scenario.yardsticks import Measure, Record

TWICE = error("counts once")
AGAIN = warning("does nothing the second time", doubles.effects_twice)
UNDONE = warning("is undone by another effect of the same event", against.undone_at_once)
ADDS = allowed("each time again")
BEFORE = allowed("it reads the state of that morning")
IN_VAIN = warning("waits for an inject that comes after its last day", sequence.waits_in_vain)

TIES: tuple[Tie, ...] = (
    Tie(Scenario, "extends", itself=error("extend itself"), ring=error("extend each other")),
    Tie(Correlation, "between", beside=("between",), itself=error("be correlated with itself"),
        twice=error("is stated twice", doubles.correlated_twice), ring=allowed("three may go together")),
    Tie(Zone, "control"),
    Tie(Route, "between", beside=("between",), itself=error("be both ends of a route"),
        twice=warning("is joined twice, for the same", doubles.roads_twice),
        ring=allowed("roads may meet again")),
    Tie(Route, "closed_to", twice=TWICE),
    Tie(Actor, "led_by", itself=error("lead itself"),
        ring=error("lead each other", against.leaders_in_a_circle, "actors"),
        against=warning("is led by an enemy", against.led_by_foes)),
    Tie(Member, "wants"),
    Tie(Actor, "wants"),
    Tie(Actor, "aims"),
    Tie(Actor, "forces"),
    Tie(Arm, "forces"),
    Tie(Actor, "reserve"),
    Tie(Actor, "supplied", twice=TWICE),
    Tie(Actor, "worth"),
    Tie(AirPower, "zone", twice=allowed("flights of one actor over one zone add up, each with its targets")),
    Tie(AirPower, "against", itself=error("fly against itself"), twice=TWICE,
        against=warning("is an ally, or under the same command", against.flights_against_friends)),
    Tie(Actor, "wariness"),
    Tie(Side, "actors", itself=error("hold itself"), twice=TWICE, ring=error("hold each other")),
    Tie(Relation, "hostile", beside=("hostile", "to"), itself=error("be hostile to itself"),
        twice=warning("is said in two relations", against.said_again),
        ring=allowed("foes of a foe may be foes"),
        against=error("is allied too", against.foes_allied, "relations", "actors")),
    Tie(Relation, "allied", beside=("allied", "to"), itself=error("be allied to itself"),
        twice=warning("is said in two relations", against.said_again),
        ring=allowed("allies of an ally may be allies"),
        against=error("is hostile too", against.foes_allied, "relations", "actors")),
    Tie(Relation, "to", twice=TWICE),
    Tie(Relation, "patron", beside=("client",), itself=error("be its own patron"),
        twice=warning("is patron of the same client in two relations", against.patrons_twice),
        ring=allowed("two may each have a hold on the other"),
        against=error("has no client", against.half_patronage, "relations", "actors")),
    Tie(Relation, "client", against=error("has no patron", against.half_patronage, "relations", "actors")),
    Tie(Relation, "in_force", late=warning("is begun by no effect", turns.patrons_unbegun)),
    Tie(Relation, "will"),
    Tie(Constraint, "applies_to", twice=TWICE, against=note("is an arm of one that is bound", bound_arms)),
    Tie(Constraint, "zones", twice=TWICE),
    Tie(Constraint, "in_force", late=warning("is brought too late to bind", periods)),
    Tie(Constraint, "when", itself=BEFORE, ring=BEFORE, late=IN_VAIN),
    Tie(Constraint, "from", late=warning("begins after its end, or the game's", periods)),
    Tie(Constraint, "obedience"),
    Tie(Observer, "actor", itself=allowed("who is bound may count its own breaches"),
        twice=error("watches twice", against.watches_twice, "constraints")),
    Tie(Observer, "sees"),
    Tie(Answer, "actor", itself=warning("is the only one bound", against.answers_itself)),
    Tie(Notice, "ladder"),
    Tie(Ceasefire, "toward", twice=TWICE, itself=warning("is the only one bound", against.alone),
        against=warning("is exempt too", against.protected_and_exempt)),
    Tie(Ceasefire, "exempt", twice=TWICE, itself=allowed("one may be bound and not protected")),
    Tie(StrikeCoordination, "against", twice=TWICE, itself=warning("is bound by it", against.alone)),
    Tie(Undertaking, "breached_when", itself=BEFORE, ring=BEFORE),
    Tie(Talks, "parties", twice=TWICE),
    Tie(Talks, "host"),
    Tie(Talks, "signs", twice=allowed("two tables may work on one text"),
        ring=warning("waits for talks that wait for it", openings),
        late=warning("is never signed, or after the last day", signatures)),
    Tie(Leaks, "hurts"),
    Tie(Talks, "mediators", against=allowed("a party may mediate between the others")),
    Tie(Mediator, "standing", itself=warning("says how it stands with itself", against.stands_with_itself)),
    Tie(Talks, "requires"),
    Tie(TalksDate, "on", late=note("lies outside the game")),
    Tie(Requirement, "pressure_of", beside=("on",), itself=error("press itself")),
    Tie(Requirement, "on"),
    Tie(Agreement, "parties", twice=TWICE,
        against=warning("is left out too", against.parties_left_out)),
    Tie(Agreement, "guarantors", twice=TWICE, against=allowed("a party may stand surety")),
    Tie(Agreement, "terms", against=error("is a term of another agreement too", fixed_twice, "agreements")),
    Tie(Agreement, "influence"),
    Tie(Term, "positions", against=warning("has nobody at the table who would hear it", unheard)),
    Tie(Agreement, "ends", itself=error("end itself"), twice=TWICE, ring=allowed("two may take turns"),
        against=warning("is in force from the start together with it", replacing)),
    Tie(Step, "clauses", twice=error("is brought twice", misstated_steps, "constraints", "agreements")),
    Tie(Step, "when", itself=BEFORE, ring=BEFORE),
    Tie(Step, "on", late=note("lies after the last day", periods)),
    Tie(Agreement, "left_out"),
    Tie(Agreement, "spreads_to", twice=TWICE, ring=warning("waits for talks that wait for it", openings)),
    Tie(Corridor, "owner"),
    Tie(Corridor, "friends", twice=TWICE,
        against=warning("is an enemy of the owner", against.friends_of_a_foe)),
    Tie(Corridor, "paths", itself=error("is a path of one zone that control opens", doubles.single_places),
        twice=warning("goes the same way as another", doubles.paths_twice),
        ring=allowed("a way may lead back over a zone")),
    Tie(Corridor, "stopped_by", twice=TWICE, itself=warning("is the owner", against.owners_who_stop),
        against=error("keeps it open too", against.friends_who_stop, "corridors")),
    Tie(Corridor, "supplies"),
    Tie(Corridor, "carries"),
    Tie(Corridor, "worth"),
    Tie(Rivalry, "between", beside=("between",), itself=error("be its own rival"),
        twice=allowed("two may have a ladder at sea and one in words"),
        ring=allowed("rivals may have others")),
    Tie(Rivalry, "rungs", twice=error("has the name of another", doubles.rungs_twice)),
    Tie(Rivalry, "breaches_of", twice=TWICE),
    Tie(Rivalry, "chills"),
    Tie(Variable, "equals", itself=error("depend on itself"), ring=error("depend on each other")),
    Tie(Decision, "by"),
    Tie(Decision, "when", itself=BEFORE, ring=BEFORE, late=IN_VAIN),
    Tie(Decision, "on", late=warning("is on a day that the game does not have", sequence.decided_outside)),
    Tie(Course, "requires", itself=BEFORE, ring=BEFORE),
    Tie(Course, "costs"),
    Tie(Inject, "when", itself=error("wait for itself", sequence.injects_in_a_circle, "talks", "constraints"),
        ring=error("wait for each other", sequence.injects_in_a_circle, "talks", "constraints"),
        late=IN_VAIN),
    Tie(Inject, "on", late=warning("is on a day that the game does not have", dates)),
    Tie(Movement, "number", itself=allowed("an event may change its own chance"), twice=ADDS, ring=BEFORE),
    Tie(Movement, "as_long_as", itself=BEFORE, ring=BEFORE),
    Tie(Movement, "until", late=warning("is before it can begin", sequence.over_at_once)),
    Tie(Impose, "constraint", twice=AGAIN, against=UNDONE),
    Tie(Lift, "constraint", twice=AGAIN, against=UNDONE),
    Tie(EndAgreement, "agreement", itself=allowed("its last step may end it"), twice=AGAIN),
    Tie(OpenTalks, "talks", twice=AGAIN, against=UNDONE),
    Tie(CloseTalks, "talks", twice=AGAIN, against=UNDONE),
    Tie(Postpone, "talks", twice=ADDS),
    Tie(Expose, "talks", twice=AGAIN),
    Tie(ShiftWants, "actor", twice=ADDS),
    Tie(ShiftWants, "toward", itself=allowed("a step may change who wants more")),
    Tie(ShiftWill, "patron", beside=("client",), itself=error("press itself"), twice=ADDS),
    Tie(ShiftWill, "client"),
    Tie(Escalate, "rivalry", twice=ADDS),
    Tie(Reinforce, "actor", twice=ADDS),
    Tie(Reinforce, "zone"),
    Tie(Withdraw, "actor", twice=ADDS),
    Tie(Withdraw, "zone"),
    Tie(Order, "actor", twice=allowed("the last order counts")),
    Tie(Order, "zone"),
    Tie(StandingOrder, "actor", twice=allowed("of several on one matter the last counts")),
    Tie(StandingOrder, "zone"),
    Tie(StandingOrder, "when", itself=BEFORE, ring=BEFORE),
    Tie(HandOver, "actor", beside=("to",), itself=error("go over to itself"), twice=ADDS),
    Tie(HandOver, "to"),
    Tie(HandOver, "zone"),
    Tie(Hit, "actor", itself=allowed("one may hit its own by mistake"), twice=ADDS),
    Tie(Hit, "zone"),
    Tie(Hit, "by"),
    Tie(Turn, "actors", beside=("actors", "to"), itself=error("change how it stands to itself"), twice=AGAIN,
        ring=allowed("all may turn on each other"),
        against=error("has nobody to whom it stands otherwise", turns.turned_alone)),
    Tie(Turn, "to", twice=TWICE, against=warning("is turned otherwise by the same event", turns.turned_back),
        late=warning("changes nothing: that is so already", turns.turned_in_vain)),
    Tie(BeginPatronage, "patron", beside=("client",), itself=error("become its own patron"), twice=AGAIN,
        against=error("has no relation that says how it presses", turns.patrons_unstated, "relations")),
    Tie(BeginPatronage, "client"),
    Tie(EndPatronage, "patron", beside=("client",), itself=error("let itself go"), twice=AGAIN,
        against=error("has no such client", turns.patrons_unstated, "relations")),
    Tie(EndPatronage, "client"),
    Tie(Record, "of", twice=error("counts once", doubles.recorded_twice)),
    Tie(Record, "zones", twice=TWICE),
    Tie(Record, "by", twice=TWICE),
    Tie(Measure, "from", late=warning("leaves no day of the game", windows)),
)  # fmt: skip
"""In the order of the file."""
