"""Profiles: the same few examples every time, or many new ones with HYPOTHESIS_PROFILE=deep or =thousands.

The quick profile shows the example that failed as it was drawn; the deep one makes it smaller,
which takes minutes with a whole theatre.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)

_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)

settings.register_profile(
    "quick",
    derandomize=True,
    deadline=None,
    max_examples=8,
    database=None,
    phases=_PHASES,
    suppress_health_check=_SLOW,
)
settings.register_profile(
    "deep",
    deadline=None,
    max_examples=500,
    print_blob=True,
    suppress_health_check=_SLOW,
)
settings.register_profile(
    "thousands",
    deadline=None,
    max_examples=10_000,
    database=None,
    phases=_PHASES,
    suppress_health_check=_SLOW,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
