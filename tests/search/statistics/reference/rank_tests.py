#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes rank_tests.json: what SciPy and statsmodels make of samples with and without ties.

Needs SciPy, statsmodels and mpmath (Debian: apt-get install python3-scipy python3-statsmodels
python3-mpmath); rank_tests.json was written with SciPy 1.10.1, statsmodels 0.13.5 and mpmath 1.2.1.
    /usr/bin/python3 rank_tests.py > rank_tests.json

SciPy has no Dunn, no Iman-Davenport, no Cliff's delta and no Fisher interval of a rank correlation:
those are their formulas here, in terms of SciPy's ranks and distributions; but its quantiles of
Student's t, which are off by 2e-9, are mpmath's.
"""

import json
import sys

import mpmath
import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.multitest import multipletests

rng = np.random.RandomState(7)


def sample(n, shift=0.0, digits=None):
    values = rng.lognormal(size=n) + shift
    return values if digits is None else np.round(values, digits)


def wilcoxon(name, x, y, zeros, exact):
    result = stats.wilcoxon(x, y, zero_method=zeros, correction=not exact,
                            mode="exact" if exact else "approx")
    return {"name": name, "x": list(x), "y": list(y), "zeros": zeros, "exact": exact,
            "p_value": result.pvalue}


def wilcoxon_cases():
    yield wilcoxon("SixPairs", sample(6), sample(6), "pratt", True)
    yield wilcoxon("TwentyPairs", sample(20), sample(20, 1.2), "pratt", True)
    yield wilcoxon("FiftyPairs", sample(50), sample(50, 0.3), "wilcox", True)
    yield wilcoxon("SixtyPairs", sample(60), sample(60, 0.3), "pratt", False)
    x, y = sample(70, 0.0, 1), sample(70, 0.3, 1)
    yield wilcoxon("TiesAndZerosByPratt", x, y, "pratt", False)
    yield wilcoxon("TiesAndZerosDropped", x, y, "wilcox", False)


def mann_whitney(name, x, y, exact):
    result = stats.mannwhitneyu(x, y, method="exact" if exact else "asymptotic",
                                use_continuity=True)
    return {"name": name, "x": list(x), "y": list(y), "exact": exact,
            "statistic": result.statistic, "p_value": result.pvalue}


def mann_whitney_cases():
    yield mann_whitney("FiveAgainstSeven", sample(5), sample(7, 0.5), True)
    yield mann_whitney("TwentyEach", sample(20), sample(20, 0.5), True)
    yield mann_whitney("Many", sample(45), sample(31, 0.4), False)
    yield mann_whitney("ManyTied", sample(45, 0.0, 1), sample(31, 0.3, 1), False)


def dunn(groups):
    ranks = stats.rankdata(np.concatenate(groups))
    n = len(ranks)
    counts = np.unique(ranks, return_counts=True)[1]
    variance = n * (n + 1) / 12 - (counts**3 - counts).sum() / (12 * (n - 1))
    ends = np.cumsum([len(group) for group in groups])
    means = [part.mean() for part in np.split(ranks, ends[:-1])]
    z = [(means[i] - means[j]) / np.sqrt(variance * (1 / len(groups[i]) + 1 / len(groups[j])))
         for i in range(len(groups)) for j in range(i + 1, len(groups))]
    p = 2 * stats.norm.sf(np.abs(z))
    return {"z": z, "p_values": list(p), "adjusted": list(multipletests(p, method="holm")[1])}


def groups_case(name, groups):
    h, p = stats.kruskal(*groups)
    n = sum(len(group) for group in groups)
    return {"name": name, "groups": [list(group) for group in groups], "statistic": h, "p_value": p,
            "epsilon_squared": h * (n + 1) / (n**2 - 1), "dunn": dunn(groups)}


def groups_cases():
    yield groups_case("Three", [sample(6), sample(8, 0.5), sample(7, 1.0)])
    yield groups_case("FourTied", [sample(9, shift, 0) for shift in (0.0, 0.0, 1.0, 0.5)])


def friedman_case(name, values):
    n, k = values.shape
    chi_squared, p = stats.friedmanchisquare(*values.T)
    f = (n - 1) * chi_squared / (n * (k - 1) - chi_squared)
    ranks = np.apply_along_axis(stats.rankdata, 1, values).mean(axis=0)
    deviation = np.sqrt(k * (k + 1) / (6 * n))
    distances = np.abs(ranks[:, None] - ranks[None, :])
    nemenyi = stats.studentized_range.sf(np.sqrt(2) * distances / deviation, k, np.inf)
    return {"name": name, "values": values.tolist(), "average_ranks": list(ranks),
            "chi_squared": chi_squared, "chi_squared_p": p, "f": f,
            "f_p": stats.f.sf(f, k - 1, (k - 1) * (n - 1)), "nemenyi": nemenyi.tolist(),
            "critical_difference":
                deviation * stats.studentized_range.ppf(0.95, k, np.inf) / np.sqrt(2)}


def friedman_cases():
    shifts = np.array([0.0, 0.2, 0.9, 0.4, 0.0])
    yield friedman_case("Untied", rng.lognormal(size=(12, 5)) + 2 * shifts)
    yield friedman_case("Tied", np.round(rng.lognormal(size=(15, 5)) + shifts))


def spearman_case(name, x, y):
    rho, p = stats.spearmanr(x, y)
    half_width = stats.norm.ppf(0.975) * np.sqrt((1 + rho**2 / 2) / (len(x) - 3))
    return {"name": name, "x": list(x), "y": list(y), "rho": rho, "p_value": p,
            "low": np.tanh(np.arctanh(rho) - half_width),
            "high": np.tanh(np.arctanh(rho) + half_width)}


def spearman_cases():
    x = sample(15)
    yield spearman_case("Untied", x, x + sample(15))
    x = sample(30, 0.0, 1)
    yield spearman_case("Tied", x, np.round(x - sample(30), 1))


def t_quantile(p, freedom):
    def excess(t):
        tail = mpmath.betainc(freedom / 2, 0.5, 0, freedom / (freedom + t * t), regularized=True) / 2
        return tail - (1 - p)

    return float(mpmath.findroot(excess, stats.t.ppf(p, freedom)))


def variance_terms(d):
    n_x, n_y = d.shape
    delta = d.mean()
    return (((d.mean(axis=1) - delta)**2).sum() / (n_x - 1),
            ((d.mean(axis=0) - delta)**2).sum() / (n_y - 1),
            ((d - delta)**2).sum() / ((n_x - 1) * (n_y - 1)))


def consistent_variance(d):
    n_x, n_y = d.shape
    rows, columns, pairs = variance_terms(d)
    return ((n_y - 1) * rows + (n_x - 1) * columns + pairs) / (n_x * n_y)


def unbiased_variance(d):
    n_x, n_y = d.shape
    rows, columns, pairs = variance_terms(d)
    return n_y * rows / (n_x * (n_y - 1)) + n_x * columns / (n_y * (n_x - 1)) - pairs / (n_x * n_y)


def cliffs_interval(x, y, variance):
    d = np.sign(np.subtract.outer(x, y))
    t = t_quantile(0.975, len(x) + len(y) - 2)
    delta = d.mean()
    spread = t**2 * variance(d)
    center = delta - delta**3
    half_width = np.sqrt(spread) * np.sqrt((1 - delta**2)**2 + spread)
    return delta, np.array([center - half_width, center + half_width]) / (1 - delta**2 + spread)


# Of these two, R's effsize documents the terms 0.2669753, 0.447 and 1.0055556 and, with the
# unbiased variance, the interval from -0.7265846 to 0.3890062.
TREATMENT = [10, 10, 20, 20, 20, 30, 30, 30, 40, 50]
CONTROL = [10, 20, 30, 40, 40, 50]


def check_documented_example():
    terms = variance_terms(np.sign(np.subtract.outer(TREATMENT, CONTROL)))
    assert np.allclose(terms, [0.2669753, 0.447, 1.0055556], atol=1e-7)
    delta, interval = cliffs_interval(TREATMENT, CONTROL, unbiased_variance)
    assert delta == -0.25
    assert np.allclose(interval, [-0.7265846, 0.3890062], atol=1e-7)


def effect_case(name, x, y):
    u = stats.mannwhitneyu(x, y).statistic
    delta, interval = cliffs_interval(x, y, consistent_variance)
    return {"name": name, "x": list(x), "y": list(y), "a12": u / (len(x) * len(y)), "delta": delta,
            "low": interval[0], "high": interval[1]}


def effect_cases():
    yield effect_case("Untied", sample(12), sample(9, 0.5))
    yield effect_case("Tied", sample(25, 0.0, 0), sample(30, 0.6, 0))
    yield effect_case("Documented", TREATMENT, CONTROL)


def holm_case():
    p = [0.01, 0.04, 0.03, 0.005, 0.9, 0.03]
    return {"p_values": p, "adjusted": list(multipletests(p, method="holm")[1])}


check_documented_example()
json.dump({"scipy": scipy.__version__, "statsmodels": statsmodels.__version__,
           "wilcoxon": list(wilcoxon_cases()), "mann_whitney": list(mann_whitney_cases()),
           "groups": list(groups_cases()), "friedman": list(friedman_cases()),
           "spearman": list(spearman_cases()), "effect_size": list(effect_cases()),
           "holm": holm_case()}, sys.stdout, indent=None, default=float)
print()
