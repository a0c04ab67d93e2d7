#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What one more point of accuracy costs: the front of a study, and the joules of each step along it.

    front_cost.py RESULT [--metric val_accuracy] [--requests 0 1e5 1e6 1e7] [--at-least 0.96]

RESULT is a result.json. A point is 0.01 of the metric, which is one to be maximised. The front is of training joules. With
--at-least also the cheapest trial that is so good, over training and so many answers.
"""

import argparse
import json


def front(trials, metric):
    """By ascending joules, those that no cheaper trial is as good as."""
    best, found = float("-inf"), []
    for trial in sorted(trials, key=lambda trial: trial["metrics"]["train_joules"]):
        if trial["metrics"][metric] > best:
            best = trial["metrics"][metric]
            found.append(trial)
    return found


def parameters(trial):
    def text(value):
        return f"{value:.3g}" if isinstance(value, float) else str(value)
    return ", ".join(f"{name} {text(value)}" for name, value in sorted(trial["parameters"].items()))


def print_front(trials, metric):
    print(f"| {metric} | J to train | J for one more point | J for 1,000 answers | parameters |\n|---:|---:|---:|---:|---|")
    before = None
    for trial in front(trials, metric):
        value, joules = trial["metrics"][metric], trial["metrics"]["train_joules"]
        step = f"{0.01 * (joules - before[1]) / (value - before[0]):.3g}" if before else ""
        print(f"| {value:.4f} | {joules:.3g} | {step} | {trial['metrics'].get('inference_joules_per_1000', float('nan')):.3g} | {parameters(trial)} |")
        before = (value, joules)


def print_lifetimes(trials, metric, at_least, requests):
    good = [trial for trial in trials if trial["metrics"][metric] >= at_least]
    print(f"\n{len(good)} of {len(trials)} trials have {metric} of {at_least} or more.\n")
    print("| answers | cheapest | J to train | J for 1,000 answers | J in all | share of training |\n|---:|---|---:|---:|---:|---:|")
    for count in requests:
        def whole_life(trial):
            return trial["metrics"]["train_joules"] + count / 1000 * trial["metrics"]["inference_joules_per_1000"]
        trial = min(good, key=whole_life)
        print(f"| {count:,.0f} | {parameters(trial)} | {trial['metrics']['train_joules']:.3g} | "
              f"{trial['metrics']['inference_joules_per_1000']:.3g} | {whole_life(trial):.3g} | "
              f"{100 * trial['metrics']['train_joules'] / whole_life(trial):.0f} % |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("result")
    parser.add_argument("--metric", default="val_accuracy")
    parser.add_argument("--at-least", type=float)
    parser.add_argument("--requests", type=float, nargs="*", default=[0, 1e5, 1e6, 1e7])
    arguments = parser.parse_args()
    with open(arguments.result) as file:
        trials = [trial for trial in json.load(file)["trials"] if trial["state"] == "complete"]
    print_front(trials, arguments.metric)
    if arguments.at_least is not None:
        print_lifetimes(trials, arguments.metric, arguments.at_least, arguments.requests)


if __name__ == "__main__":
    main()
