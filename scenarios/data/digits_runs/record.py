#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Records the runs in runs.csv: trains every configuration with two seeds, one trial at a time.

usage: record.py WATTLE > runs.csv        WATTLE is the program, such as build/release/bin/wattle
"""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile

SCENARIO = {
    "name": "record",
    "objective": {
        "kind": "train",
        "data": {"name": "digits"},
        "model": {"family": "mlp", "hidden": ["$width"]},
        "training": {"optimizer": "sgd", "learning_rate": "$learning_rate", "batch_size": "$batch_size", "epochs": 9},
    },
    "space": {
        "batch_size": {"type": "ordinal", "values": [16, 64, 256]},
        "learning_rate": {"type": "ordinal", "values": [0.003, 0.01, 0.03, 0.1, 0.3]},
        "width": {"type": "ordinal", "values": [8, 32, 128]},
    },
    "goal": {"kind": "best", "metric": "val_accuracy"},
    "strategy": {"kind": "grid"},
    "budget": {"trials": 45},
    "finalists": 0,
}
PARAMETERS = list(SCENARIO["space"])


def trials(wattle, seed, folder):
    scenario = folder / "record.json"
    scenario.write_text(json.dumps({**SCENARIO, "seed": seed}))
    out = folder / f"seed{seed}"
    subprocess.run([wattle, "tune", scenario, "--out", out, "--quiet"], check=True)
    ended = json.loads((out / "result.json").read_text())["trials"]
    return sorted(ended, key=lambda trial: [trial["parameters"][name] for name in PARAMETERS])


def main(wattle):
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([*PARAMETERS, "seed", "epoch", "val_accuracy", "val_loss", "joules", "seconds"])
    with tempfile.TemporaryDirectory() as folder:
        for seed in (1, 2):
            for trial in trials(wattle, seed, pathlib.Path(folder)):
                for step in trial["steps"]:
                    metrics = step["metrics"]
                    writer.writerow([
                        *(trial["parameters"][name] for name in PARAMETERS), seed, step["step"],
                        f"{metrics['val_accuracy']:.4f}", f"{metrics['val_loss']:.4f}",
                        f"{step['joules']:.3f}", f"{step['seconds']:.4f}"])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
