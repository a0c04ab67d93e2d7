#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Strategies over budget and parallelism on objectives that cost nothing: the table of docs/choosing.md.

    choosing.py OUT [--zeus FILE] [--repeats 20] [--problems branin,...] [--budgets 6,15,30,100] [--lags 1,8] [--arms random,...]
                [--base random] [--final]

Runs `wattle compare` (the program is $WATTLE, or `wattle` in PATH) for every problem, budget and lag, each into a folder
below OUT; a comparison that is there is not run again. FILE is what zeus_table.py writes; without it that table is
left out. A lag of 8 means that a suggestion knows nothing of the seven trials before it, as with eight workers.

What is counted: the cost to get to the target, which is the median of what `random` ends with at that budget. Cost is
trials for the test functions, whose trials all cost the same, and recorded joules for tables. A study that does not get
there has spent all of its cost in vain; an arm's cost is that of all its studies over those that got there. Printed is its
ratio to that of the base, `random` unless told otherwise, with a percentile bootstrap interval of 95 % over repeats (2,000
draws, seed 1). A ratio whose interval holds 1 is no difference shown. The target is an easy one;
--final prints what the arms end with instead: the median of the least loss, and in how many repeats it is below and above the
base's (bold: p < 0.05 by the sign test, not adjusted for the number of cells).
"""

import argparse
import json
import math
import os
import pathlib
import random
import statistics
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
SCENARIOS = HERE.parent.parent / "scenarios"
ARMS = ["random", "grid", "sobol", "tpe", "cma_es", "bayesian"]
DRAWS = 2000


def box(count, low, high, shift=0.0):
    """A space of so many parameters. With a shift the place of the minimum in its range differs from parameter to parameter."""
    moves = [round(shift * math.sin(2 + index), 3) for index in range(count)]
    parameters = {f"x{index}": {"type": "float", "low": low - move, "high": high - move, "levels": 3}
                  for index, move in enumerate(moves)}
    return "space=" + json.dumps(parameters)


# name: scenario, settings, what a study pays with, most trials that make sense
PROBLEMS = {
    "branin": (SCENARIOS / "branin.json", [], "trials", 100),
    "hartmann6": (SCENARIOS / "branin.json", ["objective.name=hartmann6", box(6, 0, 1)], "trials", 100),
    "levy10": (SCENARIOS / "branin.json", ["objective.name=levy", box(10, -10, 10, shift=8.0)], "trials", 100),
    "levy10 centred": (SCENARIOS / "branin.json", ["objective.name=levy", box(10, -10, 7)], "trials", 30),
    "digits table": (SCENARIOS / "digits_replay.json", ['pruner={"kind": "none"}'], "joules", 30),
    "zeus table": (HERE / "zeus_cifar100.json", [], "joules", 30),
}


def compare(problem, budget, lag, arguments):
    scenario, settings, unit, _ = PROBLEMS[problem]
    out = pathlib.Path(arguments.out) / f"{problem.replace(' ', '_')}-{budget}-{lag}"
    settings = settings + [f"budget.trials={budget}", f'schedule={{"kind": "fixed_lag", "lag": {lag}}}',
                           "compare=" + json.dumps({"strategies": arguments.arms, "repeats": arguments.repeats})]
    if problem == "zeus table":
        settings.append(f"objective.file={pathlib.Path(arguments.zeus).resolve()}")
    # A folder that has ended is not run again, and one with another comparison is refused.
    command = [os.environ.get("WATTLE", "wattle"), "compare", str(scenario), "--out", str(out), "--quiet"]
    subprocess.run(command + [part for setting in settings for part in ("--set", setting)], check=True)
    return courses(json.loads((out / "comparison.json").read_text()), unit)


def courses(comparison, unit):
    """By arm and repeat: the points (cost, least loss so far) of the study, by ascending cost."""
    found = {}
    for study in comparison["arms"]:
        points = [(point[unit], point["loss"]) for point in study["best_so_far"]]
        found.setdefault(study["strategy"], {})[study["repeat"]] = points
    return found


def final(points):
    losses = [loss for _, loss in points if loss is not None]
    return min(losses) if losses else float("inf")


def spent(points, target):
    """What the study paid, and whether it got to the target."""
    for cost, loss in points:
        if loss is not None and loss <= target:
            return cost, 1
    return points[-1][0], 0


def expected(pairs):
    reached = sum(success for _, success in pairs)
    return sum(cost for cost, _ in pairs) / reached if reached else float("inf")


def ratios(found, others, base):
    """For each of the others: the ratio of its cost to the base's, with its interval."""
    target = statistics.median(final(points) for points in found["random"].values())
    paid = {arm: [spent(points, target) for _, points in sorted(found[arm].items())] for arm in found}
    repeats = len(paid[base])
    generator = random.Random(1)
    draws = [[generator.randrange(repeats) for _ in range(repeats)] for _ in range(DRAWS)]
    for arm in others:
        ratio = expected(paid[arm]) / expected(paid[base])
        drawn = []
        for draw in draws:
            above, below = (expected([paid[name][index] for index in draw]) for name in (arm, base))
            drawn.append(1.0 if above == below else above / below)
        drawn.sort()
        yield ratio, drawn[int(0.025 * DRAWS)], drawn[int(0.975 * DRAWS) - 1]


def sign_test(below, above):
    """Two-sided probability of a split at least so uneven of a fair coin's tosses."""
    tosses, fewer = below + above, min(below, above)
    return min(1.0, 2 * sum(math.comb(tosses, count) for count in range(fewer + 1)) / 2**tosses)


def finals(found, others, base):
    """For each of the others: the median of what it ends with, and how often that is below and above the base's."""
    ends = {arm: [final(points) for _, points in sorted(found[arm].items())] for arm in found}
    for arm in others:
        pairs = list(zip(ends[arm], ends[base]))
        below, above = sum(a < b for a, b in pairs), sum(a > b for a, b in pairs)
        mark = "**" if sign_test(below, above) < 0.05 else ""
        yield f"{statistics.median(ends[arm]):.4g} ({mark}{below} : {above}{mark})"


def cells_of(found, others, arguments):
    if arguments.final:
        return list(finals(found, others, arguments.base))
    cells = []
    for ratio, low, high in ratios(found, others, arguments.base):
        mark = "**" if high < 1 or low > 1 else ""
        cells.append("**never**" if low == float("inf") else f"{mark}{ratio:.2f}{mark} ({low:.2f} to {high:.2f})")
    return cells


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--zeus")
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--problems", default=",".join(PROBLEMS))
    parser.add_argument("--budgets", default="6,15,30,100")
    parser.add_argument("--lags", default="1,8")
    parser.add_argument("--arms", default=ARMS, type=lambda text: text.split(","), help="`random`, which sets the target, among them")
    parser.add_argument("--base", default="random")
    parser.add_argument("--final", action="store_true", help="what the arms end with, not the cost to the target")
    arguments = parser.parse_args()
    others = [arm for arm in arguments.arms if arm != arguments.base]
    print("| problem | trials | lag | " + " | ".join(others) + " |")
    print("|---|---:|---:|" + "---|" * len(others))
    for problem in arguments.problems.split(","):
        if problem == "zeus table" and not arguments.zeus:
            continue
        for budget in map(int, arguments.budgets.split(",")):
            if budget > PROBLEMS[problem][3]:
                continue
            for lag in map(int, arguments.lags.split(",")):
                cells = cells_of(compare(problem, budget, lag, arguments), others, arguments)
                print(f"| {problem} | {budget} | {lag} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
