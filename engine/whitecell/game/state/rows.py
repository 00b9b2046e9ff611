"""Descriptors by which an agent shows its own rows of the state and of the day without keeping them."""

from __future__ import annotations

from typing import Any, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value", bound=np.generic)


class Own(Generic[Value]):
    """An agent's own row of an array of its section of the state.

    Reading gives the row itself, of shape ``(n_runs,)``; assigning writes into the state. So an agent stores
    nothing of its own. The agent's ``row`` and ``section`` tell which row of which section.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self._name, self._held = name, f"_row of {name}"

    @overload
    def __get__(self, agent: None, owner: type) -> Own[Value]: ...
    @overload
    def __get__(self, agent: Any, owner: type) -> NDArray[Value]: ...
    def __get__(self, agent: Any, owner: type) -> Own[Value] | NDArray[Value]:
        if agent is None:
            return self
        row: NDArray[Value] | None = agent.__dict__.get(self._held)
        return self._found(agent) if row is None else row

    def __set__(self, agent: Any, value: Any) -> None:
        row = agent.__dict__.get(self._held)
        if row is None:
            row = self._found(agent)
        if value is not row:  # the same object after `+=` and similar operators
            row[...] = value

    def _found(self, agent: Any) -> NDArray[Value]:
        """Look the row up, once, since arrays of the state are made once."""
        row: NDArray[Value] = getattr(agent.section, self._name)[agent.row]
        agent.__dict__[self._held] = row
        return row


class Daily(Generic[Value]):
    """An agent's own row of an array of the day, :class:`whitecell.game.state.today.Today`.

    It works like :class:`Own`, but is looked up each time, since the day is replaced as a whole every
    morning. The agent's ``row`` tells which row; the day is in ``board.today``.

    Parameters
    ----------
    array : str
        Name of the array.
    """

    def __init__(self, array: str) -> None:
        self._array = array

    @overload
    def __get__(self, agent: None, owner: type) -> Daily[Value]: ...
    @overload
    def __get__(self, agent: Any, owner: type) -> NDArray[Value]: ...
    def __get__(self, agent: Any, owner: type) -> Daily[Value] | NDArray[Value]:
        if agent is None:
            return self
        row: NDArray[Value] = getattr(agent.board.today, self._array)[agent.row]
        return row

    def __set__(self, agent: Any, value: Any) -> None:
        getattr(agent.board.today, self._array)[agent.row] = value
