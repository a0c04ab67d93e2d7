#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes anova.json: statsmodels' tables of type II.

Needs statsmodels (Debian: apt-get install python3-statsmodels); written with 0.13.5.
    /usr/bin/python3 anova.py > anova.json
"""

import itertools
import json
import sys

import numpy as np
import pandas
import statsmodels
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm

rng = np.random.RandomState(3)


def design(levels, repeats, dropped):
    """All cells `repeats` times, less `dropped` observations, of which no cell loses all."""
    rows = list(itertools.product(*(range(n) for n in levels))) * repeats
    keep = np.ones(len(rows), bool)
    free = np.arange(len(rows) - len(rows) // repeats)  # the last round stays whole
    keep[rng.choice(free, size=dropped, replace=False)] = False
    return np.array(rows)[keep]


def case(name, levels, repeats, dropped, formula, highest_interaction):
    cells = design(levels, repeats, dropped)
    names = "abc"[:len(levels)]
    effects = cells @ np.array([0.8, 0.3, -0.2])[:len(levels)]
    values = effects + 0.4 * cells[:, 0] * cells[:, -1] + rng.normal(size=len(cells))
    data = pandas.DataFrame(cells, columns=list(names)).assign(y=values)
    table = anova_lm(ols("y ~ " + formula, data).fit(), typ=2)
    terms = [{"name": term.replace("C(", "").replace(", Sum)", ""), "sum_of_squares": row["sum_sq"],
              "degrees_of_freedom": row["df"], "f": row["F"], "p_value": row["PR(>F)"]}
             for term, row in table.iterrows()]
    return {"name": name, "factors": cells.T.tolist(), "values": list(values),
            "highest_interaction": highest_interaction, "terms": terms[:-1],
            "residual": terms[-1]["sum_of_squares"],
            "residual_degrees_of_freedom": terms[-1]["degrees_of_freedom"]}


def cases():
    yield case("OneWay", [4], 5, 3, "C(a, Sum)", 1)
    yield case("TwoWayBalanced", [3, 4], 3, 0, "C(a, Sum) * C(b, Sum)", 2)
    yield case("TwoWayUnbalanced", [3, 4], 4, 13, "C(a, Sum) * C(b, Sum)", 2)
    yield case("TwoWayWithoutInteraction", [3, 4], 2, 7, "C(a, Sum) + C(b, Sum)", 1)
    yield case("ThreeWayUnbalanced", [2, 3, 3], 4, 21, "C(a, Sum) * C(b, Sum) * C(c, Sum)", 3)
    yield case("ThreeWayOfPairs", [2, 3, 3], 3, 11, "(C(a, Sum) + C(b, Sum) + C(c, Sum))**2", 2)


json.dump({"statsmodels": statsmodels.__version__, "cases": list(cases())}, sys.stdout,
          default=float)
print()
