#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Worst over best, and joules over iterations, from the result.json of a study of kind `cheapest`.

    geissler_energy.py RESULT --examples 1079 --at-least 0.95

An iteration is one batch, an update is the change of one weight by one iteration. RESULT may be packed with gzip.
Joules are those up to the end of each epoch, evaluations of the validation part included. Regressions are ordinary least
squares over all epochs of all trials that completed; residuals are given as their root mean square and as a share of the mean.
"""

import argparse
import collections
import gzip
import json
import math
import statistics


def read(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt") as file:
        return json.load(file)


def epochs_of(trial, examples):
    """A row an epoch: the trial's number, iterations and examples so far, the network's weights, joules so far."""
    batches = math.ceil(examples / trial["parameters"]["batch_size"])
    weights = trial["metrics"].get("parameters")
    for step in trial["steps"]:
        if step.get("joules") is not None:
            joules = step["joules"]
            joules = joules["joules"] if isinstance(joules, dict) else joules
            yield {"trial": trial["number"], "iterations": step["step"] * batches, "examples": step["step"] * examples,
                   "weights": weights, "batch_size": trial["parameters"]["batch_size"], "joules": joules}


def solve(matrix, right):
    """Gaussian elimination with pivoting, for the few columns of a regression."""
    size = len(right)
    rows = [list(matrix[index]) + [right[index]] for index in range(size)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(size):
            if row != column:
                factor = rows[row][column] / rows[column][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column])]
    return [rows[index][size] / rows[index][index] for index in range(size)]


def regress(columns, joules):
    """Coefficients (the constant first), R squared and the root mean square of the residuals."""
    design = [[1.0, *values] for values in zip(*columns)]
    width = len(design[0])
    normal = [[sum(row[i] * row[j] for row in design) for j in range(width)] for i in range(width)]
    coefficients = solve(normal, [sum(row[i] * value for row, value in zip(design, joules)) for i in range(width)])
    residuals = [value - sum(c * x for c, x in zip(coefficients, row)) for row, value in zip(design, joules)]
    mean = statistics.mean(joules)
    squares = sum(residual * residual for residual in residuals)
    return coefficients, 1 - squares / sum((value - mean) ** 2 for value in joules), math.sqrt(squares / len(joules))


def print_regression(title, rows, names):
    joules = [row["joules"] for row in rows]
    coefficients, fit, error = regress([[row[name] for row in rows] for name in names], joules)
    slopes = ", ".join(f"{1000 * value:.3g} mJ for 1 of {name}" for name, value in zip(names, coefficients[1:]))
    print(f"| {title} | {len(rows)} | {1000 * coefficients[0]:.3g} | {slopes} | {fit:.3f} | {1000 * error:.3g} "
          f"({100 * error / statistics.mean(joules):.0f} %) |")


def print_within(rows):
    """How straight the line of joules over iterations is inside each trial of ten epochs and more."""
    trials = collections.defaultdict(list)
    for row in rows:
        trials[row["trial"]].append(row)
    fits = []
    for members in trials.values():
        if len(members) >= 10:
            joules = [row["joules"] for row in members]
            _, fit, error = regress([[row["iterations"] for row in members]], joules)
            fits.append((fit, error / joules[-1]))
    fits.sort()
    errors = sorted(error for _, error in fits)
    print(f"\nwithin a trial ({len(fits)} of ten epochs and more): R² median {fits[len(fits) // 2][0]:.4f}, least {fits[0][0]:.4f}; "
          f"residual over the trial's joules median {100 * errors[len(errors) // 2]:.1f} %, largest {100 * errors[-1]:.1f} %")


def print_iterations(trials, rows):
    """Joules of an iteration by optimiser, depth and batch size, medians over trials."""
    ends = {row["trial"]: row for row in rows}
    print("\n| optimizer | depth | " + " | ".join(f"mJ, batch {size}" for size in (16, 64, 256)) + " | nJ an update, batch 64 |\n|---|---:|---:|---:|---:|---:|")
    for optimizer in ("sgd", "adam", "rmsprop"):
        for depth in (1, 2, 4):
            cells = collections.defaultdict(list)
            for trial in trials:
                parameters, end = trial["parameters"], ends.get(trial["number"])
                if end and parameters["optimizer"] == optimizer and parameters["depth"] == depth:
                    cells[end["batch_size"]].append((1000 * end["joules"] / end["iterations"], end["weights"]))
            medians = [statistics.median(value for value, _ in cells[size]) for size in (16, 64, 256)]
            weights = next((weight for _, weight in cells[64] if weight), None)
            update = f"{1e6 * medians[1] / weights:.3g}" if weights else ""
            print(f"| {optimizer} | {depth} | " + " | ".join(f"{value:.3g}" for value in medians) + f" | {update} |")


def print_spread(trials, at_least):
    reached = [trial for trial in trials if trial["metrics"]["val_accuracy"] >= at_least]
    reached.sort(key=lambda trial: trial["energy"]["joules"])
    print(f"{len(reached)} of {len(trials)} combinations reached {at_least}.\n")
    print("| | joules | low to high | epochs | parameters |\n|---|---:|---|---:|---|")
    for name, trial in (("best", reached[0]), ("median", reached[len(reached) // 2]), ("worst", reached[-1])):
        energy = trial["energy"]
        print(f"| {name} | {energy['joules']:.3g} | {energy['low']:.3g} to {energy['high']:.3g} | {trial['steps'][-1]['step']} | "
              f"{', '.join(f'{key} {value}' for key, value in sorted(trial['parameters'].items()))} |")
    print(f"\nworst over best: {reached[-1]['energy']['joules'] / reached[0]['energy']['joules']:.3g}")
    missed = [trial["energy"]["joules"] for trial in trials if trial not in reached]
    total = sum(trial["energy"]["joules"] for trial in trials)
    print(f"trials that never got there took {sum(missed):.4g} of {total:.4g} J\n")


def print_levels(trials, at_least):
    print("| parameter | value | reached | joules, median of those |\n|---|---|---:|---:|")
    for name in sorted(trials[0]["parameters"]):
        groups = collections.defaultdict(list)
        for trial in trials:
            groups[trial["parameters"][name]].append(trial)
        for value, members in groups.items() if isinstance(next(iter(groups)), str) else sorted(groups.items()):
            joules = [trial["energy"]["joules"] for trial in members if trial["metrics"]["val_accuracy"] >= at_least]
            print(f"| {name} | {value} | {len(joules)} of {len(members)} | {statistics.median(joules):.3g} |" if joules else
                  f"| {name} | {value} | 0 of {len(members)} | |")
    print()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("result")
    parser.add_argument("--examples", type=int, required=True, help="examples to train on, as `wattle describe` tells them")
    parser.add_argument("--at-least", type=float, required=True)
    arguments = parser.parse_args()
    trials = [trial for trial in read(arguments.result)["trials"] if trial["state"] == "complete"]
    print_spread(trials, arguments.at_least)
    print_levels(trials, arguments.at_least)
    rows = [row for trial in trials for row in epochs_of(trial, arguments.examples)]
    print("| joules over | epochs | constant, mJ | slope | R² | residual, mJ |\n|---|---:|---:|---|---:|---:|")
    print_regression("iterations", rows, ["iterations"])
    for size in sorted({row["batch_size"] for row in rows}):
        print_regression(f"iterations, batches of {size}", [row for row in rows if row["batch_size"] == size], ["iterations"])
    print_regression("iterations and examples", rows, ["iterations", "examples"])
    print_within(rows)
    print_iterations(trials, rows)
    counted = [dict(row, updates=row["iterations"] * row["weights"]) for row in rows if row["weights"]]
    if counted:
        per_update = sorted(1e9 * row["joules"] / row["updates"] for row in counted)
        quarter = len(per_update) // 4
        print(f"\nnJ an update: median {statistics.median(per_update):.3g}, quartiles {per_update[quarter]:.3g} and "
              f"{per_update[-quarter - 1]:.3g}, from {per_update[0]:.3g} to {per_update[-1]:.3g}")


if __name__ == "__main__":
    main()
