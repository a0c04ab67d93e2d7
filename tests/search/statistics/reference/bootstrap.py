#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes bootstrap.json: SciPy's bootstrap intervals.

Needs SciPy (Debian: apt-get install python3-scipy); written with 1.10.1, which has the corrections of
several samples in a private function.
    /usr/bin/python3 bootstrap.py > bootstrap.json

`given` are intervals of resampled statistics that are written down, and so exact; `drawn` are
intervals from SciPy's own 200,000 draws.
"""

import json
import sys

import numpy as np
import scipy
from scipy import stats
from scipy.stats._resampling import _bca_interval

rng = np.random.RandomState(11)


def ratio_of_means(x, y, axis):
    return np.mean(x, axis=axis) / np.mean(y, axis=axis)


def mean(x, axis):
    return np.mean(x, axis=axis)


def leave_one_out(data, statistic):
    values = []
    for j, sample in enumerate(data):
        values.append([
            float(statistic(*(np.delete(other, i) if k == j else other
                              for k, other in enumerate(data)), axis=-1))
            for i in range(len(sample))])
    return values


def given(name, data, statistic):
    resampled = np.array([
        statistic(*(sample[rng.randint(len(sample), size=len(sample))] for sample in data), axis=-1)
        for _ in range(199)])
    low, high, _ = _bca_interval(data, statistic, -1, 0.025, resampled, None)
    return {"name": name, "resampled": list(resampled), "estimate": statistic(*data, axis=-1),
            "leave_one_out": leave_one_out(data, statistic),
            "percentile": list(np.quantile(resampled, [0.025, 0.975])),
            "bca": [np.quantile(resampled, float(low)), np.quantile(resampled, float(high))]}


def drawn(name, data, statistic):
    case = {"name": name, "samples": [list(sample) for sample in data]}
    for method in ("percentile", "BCa"):
        result = stats.bootstrap(data, statistic, n_resamples=200000, method=method,
                                 vectorized=True, random_state=3, batch=10000)
        case[method] = list(result.confidence_interval)
    return case


one = (rng.lognormal(size=25),)
two = (rng.lognormal(size=18) + 0.5, rng.lognormal(size=12))
json.dump({"scipy": scipy.__version__,
           "given": [given("Mean", one, mean), given("RatioOfMeans", two, ratio_of_means)],
           "drawn": [drawn("Mean", one, mean), drawn("RatioOfMeans", two, ratio_of_means)]},
          sys.stdout, default=float)
print()
