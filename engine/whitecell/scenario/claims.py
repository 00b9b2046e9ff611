"""Registers of claims: what a source says, who says so, and its grade."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from whitecell.scenario.files import read_text
from whitecell.scenario.findings import from_validation
from whitecell.scenario.loader import lines_of
from whitecell.scenario.parsing import parse
from whitecell.scenario.problems import Problem, ScenarioError
from whitecell.scenario.quantity import Entry
from whitecell.scenario.source import Source
from whitecell.scenario.yardsticks import Expectation

Grade = Annotated[str, Field(pattern="^[A-F][1-6]$")]
Kind = Literal[
    "event", "plan", "constraint", "condition", "interest", "alignment", "capability",
    "forecast", "rule-violation",
]  # fmt: skip

SOURCES = {
    "A": "reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
INFORMATION = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "cannot be judged",
}
"""The Admiralty code's letters and digits, as AJP-2.1 has them."""


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


class Tension(Entry):
    """Claims in tension with each other, and how a model must deal with that."""

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

    @model_validator(mode="after")
    def _names_fit(self) -> Register:
        for key in self.not_modelled:
            if key not in self.claims:
                raise ValueError(f"not_modelled: there is no claim '{key}'")
        for key, claim in self.claims.items():
            for name in claim.tensions:
                if name not in self.tensions or key not in self.tensions[name].claims:
                    raise ValueError(
                        f"claims.{key}: tension '{name}' is not there or does not name the claim"
                    )
        for name, tension in self.tensions.items():
            for key in tension.claims:
                if key not in self.claims or name not in self.claims[key].tensions:
                    raise ValueError(
                        f"tensions.{name}: claim '{key}' is not there or does not name the tension"
                    )
        return self


def read_register(path: Path) -> Register:
    """Read a register of claims.

    Raises
    ------
    ScenarioError
        If the file cannot be read or is no register.
    """
    return _understood(read_text(path), path)


@lru_cache(maxsize=4)
def _understood(text: str, path: Path) -> Register:
    """The register that a text states; the last few are cached."""
    try:
        root = parse(text, str(path))
    except ScenarioError as error:
        raise ScenarioError([replace(problem, excerpt="") for problem in error.problems]) from None
    if root.child("claims") is None:
        # A scenario may name any file here, so no content of a file that is not a register is shown.
        message = "this is not a register of claims: it has no `claims:`"
        hint = "`claims` of a scenario names the file in which its claims stand"
        raise ScenarioError([Problem("error", message, hint, str(path), 1, 1)])
    source = Source(root, [path], {str(path): lines_of(text)})
    try:
        return Register.model_validate(source.root.plain())
    except ValidationError as error:
        raise ScenarioError(from_validation(error, source, Register)) from None
