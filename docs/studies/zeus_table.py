#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Energy to a target accuracy from the traces that the authors of Zeus published, and its worst over its best.

    zeus_table.py FOLDER                   # a table: worst over best of each workload on each GPU
    zeus_table.py FOLDER --table FILE      # the joined rows, for an objective of kind `table`

FOLDER holds examples/research_reproducibility/zeus_nsdi23/trace of https://github.com/ml-energy/zeus (Apache-2.0):
summary_train.csv (epochs to a metric, by batch size and run) and summary_power_*.csv (seconds an epoch and mean watts of
the GPU, by batch size and power limit). train.csv and power.csv, the latter with a column gpu, serve as well.

    energy to the target = epochs to the target x seconds an epoch x mean watts

Targets are those of the authors' own run_alibaba.py. The learning rate is a function of the batch size in these traces.
"""

import argparse
import csv
import math
import pathlib
import statistics
import sys

TARGETS = {"cifar100": 0.6, "imagenet": 0.65, "librispeech": 40.0, "movielens-1m": 0.41, "sentiment140": 0.84, "squad": 84.0}
COLUMNS = ["dataset", "network", "batch_size", "optimizer", "learning_rate", "run", "epochs_to_target", "gpu", "power_limit_W",
           "time_to_target_s", "energy_to_target_J"]


def rows_of(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def read_train(folder):
    path = folder / "summary_train.csv"
    return rows_of(path if path.exists() else folder / "train.csv")


def read_power(folder):
    files = sorted(folder.glob("summary_power_*.csv"))
    if not files:
        return rows_of(folder / "power.csv")
    return [dict(row, gpu=path.stem.removeprefix("summary_power_")) for path in files for row in rows_of(path)]


def join(folder):
    """A row for each run, GPU and power limit; no epochs, seconds or joules where the run never got to the target."""
    power = {}
    for row in read_power(folder):
        key = (row["dataset"], row["network"], row["batch_size"], row["optimizer"])
        power.setdefault(key, []).append(row)
    joined = []
    for run in read_train(folder):
        if not math.isclose(float(run["target_metric"]), TARGETS[run["dataset"]]):
            continue
        epochs = float(run["target_epoch"] or "nan")
        for row in power.get((run["dataset"], run["network"], run["batch_size"], run["optimizer"]), []):
            seconds = epochs * float(row["time_per_epoch"])
            reached = not math.isnan(epochs)
            joined.append({
                "dataset": run["dataset"], "network": run["network"], "batch_size": int(run["batch_size"]),
                "optimizer": run["optimizer"], "learning_rate": run["learning_rate"], "run": run["run"],
                "epochs_to_target": int(epochs) if reached else "", "gpu": row["gpu"], "power_limit_W": int(row["power_limit"]),
                "time_to_target_s": f"{seconds:.7g}" if reached else "",
                "energy_to_target_J": f"{seconds * float(row['average_power']):.7g}" if reached else "",
            })
    return joined


def worst_over_best(joined):
    """By GPU and data set: configurations whose every run got to the target, by their mean joules over runs."""
    groups = {}
    for row in joined:
        place = (row["gpu"], row["dataset"], row["network"])
        configuration = (row["batch_size"], row["power_limit_W"], row["optimizer"])
        groups.setdefault(place, {}).setdefault(configuration, []).append(row["energy_to_target_J"])
    for place, configurations in sorted(groups.items()):
        reached = {key: statistics.mean(map(float, joules)) for key, joules in configurations.items() if "" not in joules}
        if reached:
            best, worst = min(reached, key=reached.get), max(reached, key=reached.get)
            yield place, len(reached), len(configurations), best, reached[best], worst, reached[worst]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--table", help="write the joined rows there")
    arguments = parser.parse_args()
    joined = join(arguments.folder)
    if not joined:
        sys.exit(f"{arguments.folder}: no run with one of the targets")
    if arguments.table:
        with open(arguments.table, "w", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=COLUMNS)
            writer.writeheader()
            writer.writerows(joined)
        return
    print("| GPU | data set | network | configurations that got there | best: batch, W | J | worst: batch, W | J | worst / best |")
    print("|---|---|---|---:|---|---:|---|---:|---:|")
    for (gpu, dataset, network), reached, of, best, least, worst, most in worst_over_best(joined):
        print(f"| {gpu} | {dataset} | {network} | {reached} of {of} | {best[0]}, {best[1]} | {least:,.0f} | {worst[0]}, {worst[1]} | "
              f"{most:,.0f} | {most / least:.3g} |")


if __name__ == "__main__":
    main()
