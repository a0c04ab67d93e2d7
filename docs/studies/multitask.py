#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Two networks for two tasks against one network for both, from the records of a comparison.

    multitask.py FOLDER

FOLDER is what `wattle compare scenarios/geissler_multitask.json --out FOLDER` left. The comparison itself judges by one metric, and
the accuracy of the second task stands in the record of each study alone, which `wattle` ($WATTLE) exports.
"""

import collections
import csv
import io
import os
import pathlib
import statistics
import subprocess
import sys


def trial_of(record):
    """The only trial of a study."""
    text = subprocess.run([os.environ.get("WATTLE", "wattle"), "export", record], check=True, capture_output=True, text=True).stdout
    return list(csv.DictReader(io.StringIO(text)))[0]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    arms = collections.defaultdict(dict)
    for record in sorted(pathlib.Path(sys.argv[1], "studies").glob("*.db")):
        arm, repeat = record.stem.split("-", 1)[1].rsplit("-", 1)
        arms[arm][repeat] = trial_of(record)
    alone = {"digit": "metric:val_accuracy", "parity": "metric:val_accuracy"}
    print("| network | J | accuracy of the digit | accuracy of even or odd |\n|---|---:|---:|---:|")
    for arm, trials in sorted(arms.items()):
        columns = [statistics.median(float(trial["joules"]) for trial in trials.values())]
        for task, column in (("digit", "metric:val_accuracy_class"), ("parity", "metric:val_accuracy_parity")):
            column = alone[task] if arm == task else column
            values = [float(trial[column]) for trial in trials.values() if trial.get(column)]
            columns.append(statistics.median(values) if values else None)
        print(f"| {arm} | " + " | ".join("" if value is None else f"{value:.3f}" for value in columns) + " |")
    for arm in sorted(set(arms) - set(alone)):
        ratios = sorted(float(trial["joules"]) / (float(arms["digit"][repeat]["joules"]) + float(arms["parity"][repeat]["joules"]))
                        for repeat, trial in arms[arm].items())
        print(f"\n{arm}: joules over those of both networks together: median {statistics.median(ratios):.3f}, {ratios[0]:.3f} to {ratios[-1]:.3f}")
        for task, column in (("digit", "metric:val_accuracy_class"), ("parity", "metric:val_accuracy_parity")):
            gaps = [float(trial[column]) - float(arms[task][repeat]["metric:val_accuracy"]) for repeat, trial in arms[arm].items()]
            print(f"{arm}: {task} less alone: median {100 * statistics.median(gaps):.2f} points, "
                  f"better in {sum(gap > 0 for gap in gaps)}, worse in {sum(gap < 0 for gap in gaps)} of {len(gaps)}")


if __name__ == "__main__":
    main()
