"""The changes by effects of injects, decisions and steps, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from whitecell.report.names import Names
from whitecell.report.wording import capital, clean, counted, figure, possessive
from whitecell.scenario.effects import (
    Order,
    Postpone,
    Reinforce,
    Scale,
    SetNumber,
    Shift,
    ShiftWants,
    ShiftWill,
)
from whitecell.scenario.quantity import Entry

NOTHING: Mapping[str, float] = MappingProxyType({})


class EffectText:
    """Puts effects into sentences.

    Parameters
    ----------
    names : Names
    amounts : mapping of str to float
        By key, the values on that morning of amounts that the effect states as formulas.
    """

    def __init__(self, names: Names, amounts: Mapping[str, float] = NOTHING) -> None:
        self.names, self.amounts = names, amounts

    def tell(self, effect: Entry) -> str:
        """A sentence; empty for effects that the game reports itself."""
        say = SENTENCES.get(type(effect))
        return say(self, effect) if say else ""

    def _value(self, effect: Entry, key: str) -> float | None:
        """An amount as it was, or as the scenario states it; None if that is a formula."""
        number = getattr(effect, key)
        if key in self.amounts:
            return self.amounts[key]
        if isinstance(number, str) and number not in self.names.scenario.assumptions:
            return None
        return self.names.value(number)

    def _amount(self, effect: Entry, key: str) -> str:
        """An amount in words, or the formula that gives it."""
        value = self._value(effect, key)
        return clean(getattr(effect, key)) if value is None else figure(value)

    def _known(self, effect: Entry, key: str) -> float:
        """An amount as it was; a formula without a reported value has its value at the start."""
        value = self._value(effect, key)
        return self.names.value(getattr(effect, key)) if value is None else value

    def set_number(self, effect: SetNumber) -> str:
        """A number that was set."""
        return f"{capital(self.names.number(effect.number))} went to {self._amount(effect, 'to')}."

    def scale(self, effect: Scale) -> str:
        """A number that was multiplied."""
        return f"{capital(self.names.number(effect.number))} was multiplied by {self._amount(effect, 'by')}."

    def shift(self, effect: Shift) -> str:
        """A number that rose or fell."""
        what, by = capital(self.names.number(effect.number)), self._value(effect, "by")
        if by is None:
            return f"{what} changed by {self._amount(effect, 'by')}."
        return f"{what} {'rose' if by >= 0.0 else 'fell'} by {figure(abs(by))}."

    def shift_wants(self, effect: ShiftWants) -> str:
        """A party whose support rose or fell."""
        way = "rose" if self._known(effect, "by") > 0 else "fell"
        return f"{self._support(effect.actor)} for {self.names.toward(effect.toward)} {way}."

    def _support(self, actor: str) -> str:
        return capital(f"{possessive(self.names.actor(actor))} support")

    def shift_will(self, effect: ShiftWill) -> str:
        """A patron whose pressure rose or fell."""
        how = "more willing" if self._known(effect, "by") > 0 else "less willing"
        patron, client = capital(self.names.actor(effect.patron)), self.names.actor(effect.client)
        return f"{patron} became {how} to restrain {client}."

    def postpone(self, effect: Postpone) -> str:
        """A session that was put off."""
        days = counted(self._known(effect, "days"), "days")
        return f"The next session of {self.names.talks(effect.talks)} was postponed by {days}."

    def reinforce(self, effect: Reinforce) -> str:
        """Fighters who arrived."""
        fighters = capital(counted(self._known(effect, "fighters"), self.names.unit(effect.actor)))
        return f"{fighters} of {self.names.actor(effect.actor)} arrived in {self.names.zone(effect.zone)}."

    def order(self, effect: Order) -> str:
        """An actor that was told what to do."""
        deed = f"to make {self.names.zone(effect.zone)} the main effort" if effect.zone else "to hold"
        return f"{capital(self.names.actor(effect.actor))} received the order {deed}."


SENTENCES: dict[type, Callable[..., str]] = {
    SetNumber: EffectText.set_number,
    Scale: EffectText.scale,
    Shift: EffectText.shift,
    ShiftWants: EffectText.shift_wants,
    ShiftWill: EffectText.shift_will,
    Postpone: EffectText.postpone,
    Reinforce: EffectText.reinforce,
    Order: EffectText.order,
}
"""The method that describes each kind of effect."""
