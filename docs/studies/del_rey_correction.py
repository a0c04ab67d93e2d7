#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Energy of the published GPU logs of del Rey et al. 2023, by their first formula and by integration.

    del_rey_correction.py FOLDER [--images FILE] [--csv]

FOLDER holds their logs, nvidia-smi's output once a second, as RAW/ENVIRONMENT/NETWORK/gpu-power-TIME.csv (the layout of
their repository) or as ENVIRONMENT_NETWORK_gpu-power-TIME.csv. Folders below are searched.

Two numbers a log:
  published   sum of the watts of all samples x seconds of the run, with the first and last three samples left out and
              watts cut to whole numbers, as their first code did it. A sum of one sample a second is an energy already;
              the second factor makes it too large by the length of the run.
  integrated  trapezoidal rule over all samples, in joules.

FILE is a table with a heading: environment,network,run,images. It tells how many pictures a run processed (run: from 0,
in the order of the logs' names), and adds joules a picture. The logs alone do not say it.
"""

import argparse
import csv
import datetime
import pathlib
import re
import statistics
import sys

FLAT_NAME = re.compile(r"^(?P<environment>[^_]+)_(?P<network>.+)_gpu-power-")
EDGE_SAMPLES = 3
POWER_COLUMNS = ("power.draw [W]", "gpu_power_draw")


def read_log(path):
    """Seconds since the epoch and watts of each whole row. A last row that was cut off is left out."""
    with open(path, newline="") as file:
        rows = list(csv.reader(file, skipinitialspace=True))
    heading = [cell.strip() for cell in rows[0]]
    power = next((heading.index(name) for name in POWER_COLUMNS if name in heading), None)
    if power is None:
        sys.exit(f"{path}: no column of {' or '.join(POWER_COLUMNS)}")
    seconds, watts = [], []
    for row in rows[1:]:
        if len(row) == len(heading):
            time = datetime.datetime.fromisoformat(row[0].strip().replace("/", "-"))
            seconds.append(time.replace(tzinfo=datetime.timezone.utc).timestamp())
            watts.append(float(row[power].split()[0]))
    return seconds, watts


def published(seconds, watts):
    seconds, watts = seconds[EDGE_SAMPLES:-EDGE_SAMPLES], watts[EDGE_SAMPLES:-EDGE_SAMPLES]
    return sum(int(watt) for watt in watts) * (seconds[-1] - seconds[0])


def integrated(seconds, watts):
    return sum((b - a) * (v + w) / 2 for a, b, v, w in zip(seconds, seconds[1:], watts, watts[1:]))


def where_from(path):
    flat = FLAT_NAME.match(path.name)
    if flat:
        return flat["environment"], flat["network"]
    return path.parent.parent.name, path.parent.name


def read_images(path):
    if path is None:
        return {}
    with open(path, newline="") as file:
        return {(row["environment"], row["network"], int(row["run"])): float(row["images"]) for row in csv.DictReader(file)}


def measure(folder, images):
    """A row a log."""
    logs = []
    runs = {}
    for path in sorted(pathlib.Path(folder).rglob("*gpu-power-*.csv"), key=lambda path: path.name):
        place = where_from(path)
        run = runs[place] = runs.get(place, -1) + 1
        seconds, watts = read_log(path)
        logs.append({
            "environment": place[0], "network": place[1], "run": run, "samples": len(watts),
            "seconds": seconds[-1] - seconds[0], "largest_gap": max(b - a for a, b in zip(seconds, seconds[1:])),
            "largest_watts": max(watts), "published": published(seconds, watts), "integrated": integrated(seconds, watts),
            "images": images.get((*place, run)),
        })
    return logs


def means(logs, column):
    """Mean of a column, a picture where pictures are known, for each environment and network."""
    groups = {}
    for log in logs:
        groups.setdefault((log["environment"], log["network"]), []).append(log[column] / (log["images"] or 1))
    return {place: statistics.mean(values) for place, values in groups.items()}


def print_logs(logs):
    print("| environment | network | run | samples | seconds | watts at most | published, J | integrated, J | times too much | watts it implies |")
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for log in logs:
        print(f"| {log['environment']} | {log['network']} | {log['run']} | {log['samples']} | {log['seconds']:.1f} | "
              f"{log['largest_watts']:.0f} | {log['published']:,.0f} | {log['integrated']:,.0f} | "
              f"{log['published'] / log['integrated']:,.0f} | {log['published'] / log['seconds']:,.0f} |")


def print_means(logs):
    unit = "J a picture" if all(log["images"] for log in logs) else "J a run"
    by_formula = {column: means(logs, column) for column in ("published", "integrated")}
    print(f"\n| environment | network | published, {unit} | integrated, {unit} |\n|---|---|---:|---:|")
    for place in sorted(by_formula["published"]):
        print(f"| {place[0]} | {place[1]} | {by_formula['published'][place]:,.4g} | {by_formula['integrated'][place]:,.4g} |")
    print()
    for column, values in by_formula.items():
        least, most = min(values, key=values.get), max(values, key=values.get)
        print(f"{column}: {' '.join(least)} takes {100 * (1 - values[least] / values[most]):.2f} % less than {' '.join(most)}")
        for network in sorted({place[1] for place in values}):
            order = sorted((value, place[0]) for place, value in values.items() if place[1] == network)
            if len(order) > 1:
                print(f"{column}: environments for {network}, cheapest first: {', '.join(name for _, name in order)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--images", help="a table of how many pictures each run processed")
    parser.add_argument("--csv", action="store_true", help="one row a log, comma-separated, instead of the tables")
    arguments = parser.parse_args()
    logs = measure(arguments.folder, read_images(arguments.images))
    if not logs:
        sys.exit(f"{arguments.folder}: no gpu-power-*.csv below it")
    if arguments.csv:
        writer = csv.DictWriter(sys.stdout, fieldnames=list(logs[0]))
        writer.writeheader()
        writer.writerows(logs)
        return
    print_logs(logs)
    print_means(logs)


if __name__ == "__main__":
    main()
