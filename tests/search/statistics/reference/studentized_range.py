#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes studentized_range.json: the range of k standard normal numbers, to 20 digits.

Needs mpmath (Debian: apt-get install python3-mpmath); written with 1.2.1.
    /usr/bin/python3 studentized_range.py > studentized_range.json

P(Q >= q) = 1 - k int phi(z) (Phi(z) - Phi(z - q))^(k - 1) dz, by tanh-sinh quadrature at 60 digits,
which leaves more than 20 of the difference.
"""

import json
import sys

import mpmath
from mpmath import mp

mp.dps = 60


def upper(q, k):
    q = mpmath.mpf(q)

    def integrand(z):
        return mpmath.npdf(z) * (mpmath.ncdf(z) - mpmath.ncdf(z - q))**(k - 1)

    return 1 - k * mpmath.quad(integrand, [-16, -4, -1, 0, 1, 2, 4, 6, 8, 12, q + 16])


cases = [{"q": q, "k": k, "p_value": float(upper(q, k))}
         for k in (2, 3, 5, 10, 40) for q in (0.01, 0.5, 1.0, 2.5, 3.633, 5.0, 8.0, 12.0)]
json.dump({"mpmath": mpmath.__version__, "cases": cases}, sys.stdout)
print()
