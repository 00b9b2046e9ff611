"""The same plain model under other packages' batch runners, as their manuals show them."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from typing import Any

from benchmarks.reference.plain import Depot


def outcome(seed: float = 0, **_: Any) -> dict[str, float]:
    """One run of the plain model, for packages that call a function."""
    model = Depot(int(seed))
    while model.running:
        model.step()
    return model.measures()


def agentpy(runs: int) -> None:
    """Play under AgentPy's ``Experiment``, in one process."""
    import agentpy as ap

    class Wrapped(ap.Model):  # type: ignore[misc]
        def setup(self) -> None:
            self.inner = Depot(int(self.p.seed))

        def step(self) -> None:
            self.inner.step()
            if not self.inner.running:
                self.stop()

        def end(self) -> None:
            for name, value in self.inner.measures().items():
                self.report(name, value)

    sample = [{"seed": seed} for seed in range(runs)]
    with contextlib.redirect_stdout(io.StringIO()):
        ap.Experiment(Wrapped, sample).run()


def ema(runs: int, processes: int) -> None:
    """Play under EMA workbench's evaluators."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import ema_workbench as ew
        from ema_workbench.em_framework.samplers import FullFactorialSampler

        logging.getLogger("ema_workbench").setLevel(logging.ERROR)
        model = ew.Model("depot", function=outcome)
        model.uncertainties = [ew.IntegerParameter("seed", 0, runs - 1)]
        model.outcomes = [ew.ScalarOutcome(name) for name in Depot.NAMES]
        evaluator = (
            ew.SequentialEvaluator(model)
            if processes == 1
            else ew.MultiprocessingEvaluator(model, n_processes=processes)
        )
        with contextlib.redirect_stderr(io.StringIO()), evaluator:
            evaluator.perform_experiments(scenarios=runs, uncertainty_sampling=FullFactorialSampler())
