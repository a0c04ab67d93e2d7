#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes survival.json: what statsmodels makes of censored amounts.

Needs statsmodels (Debian: apt-get install python3-statsmodels); written with 0.13.5.
    /usr/bin/python3 survival.py > survival.json

The first case is the remission of 21 children with leukaemia, by Freireich and others (1963), which
most text books have. In no case is S exactly 1 - p: there statsmodels takes the quantile from the
next step, and Wattle from this one. The restricted mean is not in statsmodels: here it is summed up over a fine
grid, and its variance by Greenwood's formula on the same grid.
"""

import json
import sys

import numpy as np
import statsmodels
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight

rng = np.random.RandomState(5)
Z = stats.norm.ppf(0.975)


def restricted_mean(times, survival, events, at_risk, horizon):
    grid = np.linspace(0, horizon, 2_000_001)
    middles = (grid[:-1] + grid[1:]) / 2
    step = grid[1] - grid[0]
    height = np.concatenate([[1.0], survival])[np.searchsorted(times, middles, side="right")]
    variance = 0.0
    for t, d, n in zip(times, events, at_risk):
        if t <= horizon and n > d:
            variance += (height[middles > t].sum() * step)**2 * d / (n * (n - d))
    mean = height.sum() * step
    return {"horizon": horizon, "mean": mean, "low": mean - Z * np.sqrt(variance),
            "high": mean + Z * np.sqrt(variance)}


def case(name, spent, reached, horizon):
    curve = SurvfuncRight(spent, reached)
    survival, error = curve.surv_prob, curve.surv_prob_se
    steps = []
    for i, t in enumerate(curve.surv_times):
        step = {"spent": t, "at_risk": curve.n_risk[i], "reached": curve.n_events[i],
                "surviving": survival[i]}
        if survival[i] > 0:
            spread = Z * error[i] / survival[i] / np.log(survival[i])
            step["standard_error"] = error[i]
            step["interval"] = sorted([survival[i]**np.exp(spread), survival[i]**np.exp(-spread)])
        steps.append(step)
    quantiles = []
    for p in (0.25, 0.5):
        low, high = curve.quantile_ci(p, method="cloglog")
        quantiles.append({"p": p, "value": curve.quantile(p), "low": low,
                          "high": None if np.isinf(high) else high})
    return {"name": name, "spent": list(spent), "reached": [bool(r) for r in reached],
            "steps": steps, "quantiles": quantiles,
            "restricted_mean": restricted_mean(curve.surv_times, survival, curve.n_events,
                                               curve.n_risk, horizon)}


LEUKAEMIA = [(6, 1), (6, 1), (6, 1), (6, 0), (7, 1), (9, 0), (10, 1), (10, 0), (11, 0), (13, 1),
             (16, 1), (17, 0), (19, 0), (20, 0), (22, 1), (23, 1), (25, 0), (32, 0), (32, 0),
             (34, 0), (35, 0)]


def cases():
    spent, reached = zip(*LEUKAEMIA)
    yield case("Leukaemia", np.array(spent, float), np.array(reached), 30.0)
    needed = np.round(rng.exponential(100.0, size=41))
    budget = np.where(rng.uniform(size=41) < 0.5, 90.0, 160.0)
    yield case("TwoBudgets", np.minimum(needed, budget), (needed <= budget).astype(int), 120.0)
    # By statsmodels a curve that falls to 0 has an error of no number there.
    needed = np.round(rng.exponential(100.0, size=15), 2)
    with np.errstate(all="ignore"):
        yield case("AllReached", needed, np.ones(15, int), 80.0)


json.dump({"statsmodels": statsmodels.__version__, "cases": list(cases())}, sys.stdout,
          default=float)
print()
