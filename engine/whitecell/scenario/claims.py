"""Registers of claims: what a source says, who says so, and how far it can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from whitecell.scenario.chain import Source
from whitecell.scenario.findings import from_validation
from whitecell.scenario.nodes import parse, read_text
from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.quantity import Entry
from whitecell.scenario.yardsticks import Expectation

Grade = Annotated[str, Field(pattern="^[A-F][1-6]$")]
Kind = Literal[
    "event", "plan", "constraint", "condition", "interest", "alignment", "capability",
    "forecast", "rule-violation",
]  # fmt: skip


class Claim(Entry):
    """One thing that a source says, in the register's own words."""

    says: str
    paragraphs: tuple[int, ...] = ()
    said_by: str
    when: str = ""
    grade: Grade = Field(description="Admiralty code: source A–F, information 1–6.")
    because: str = Field(description="Why that grade.")
    kind: Kind
    tensions: tuple[str, ...] = ()
    checked: str = ""


class Tension(Entry):
    """Claims that do not sit well together, and what a model must make of that."""

    says: str
    claims: tuple[str, ...]
    so: str


class Register(Entry):
    """The claims of a source."""

    title: str
    about: str = ""
    source: dict[str, Any] = Field(default_factory=dict)
    claims: dict[str, Claim]
    tensions: dict[str, Tension] = Field(default_factory=dict)
    not_modelled: dict[str, str] = Field(
        default_factory=dict, description="Claims that the scenario leaves out, and why."
    )
    silent_on: tuple[str, ...] = ()
    expectations: dict[str, Expectation] = Field(
        default_factory=dict, description="Facts that the runs of scenarios are held against."
    )


def read_register(path: Path) -> Register:
    """Read a register of claims.

    Raises
    ------
    ScenarioError
        If the file cannot be read or is no register.
    """
    text = read_text(path)
    source = Source(parse(text, str(path)), [path], {str(path): text.splitlines()})
    try:
        return Register.model_validate(source.root.plain())
    except ValidationError as error:
        raise ScenarioError(from_validation(error, source, Register)) from None
