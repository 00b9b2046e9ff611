"""Loads every module of both packages, in the process from which the commands of trials are forked."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import whitecell
import whitecell_cli

for package in (whitecell, whitecell_cli):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
