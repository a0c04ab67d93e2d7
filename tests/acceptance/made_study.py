# SPDX-License-Identifier: MIT
"""A made-up study as JSON lines, for `wattle import`: every state, conditions, curves, several workers. By formula."""

import json
import math

WIDTHS = [16, 32, 64, 128]


def scenario(trials):
    return {
        "name": "made_up",
        "objective": {"kind": "imported", "metric": "val_accuracy", "metrics": ["val_loss"]},
        "space": {
            "learning_rate": {"type": "float", "low": 1e-5, "high": 1.0, "scale": "log"},
            "batch_size": {"type": "int", "low": 8, "high": 512},
            "width": {"type": "ordinal", "values": WIDTHS},
            "optimizer": {"type": "categorical", "choices": ["adam", "sgd", "rmsprop"]},
            "momentum": {"type": "float", "low": 0, "high": 1, "when": {"optimizer": "sgd"}},
        },
        "goal": {"kind": "weighted", "metric": "val_accuracy", "direction": "maximize", "points_per_decade": 0.02},
        "strategy": {"kind": "random"},
        "budget": {"trials": max(trials, 1)},
        "seed": 7,
    }


def state_of(number):
    if number % 17 == 5:
        return "failed", ["the loss is no longer a finite number", "out of memory: 3.1 GB asked for, 2 GB allowed"][number % 2]
    if number % 7 == 3:
        return "pruned", f"val_accuracy at step 2 is behind {number % 12} of 14 other trials"
    if number % 29 == 11:
        return "infeasible", "the batch is larger than the data"
    return "complete", ""


def parameters_of(number):
    optimizer = ["adam", "sgd", "rmsprop"][number * 5 % 3]
    values = {
        "learning_rate": 10 ** (-4.5 + 4.3 * (number * 0.618034 % 1)),
        "batch_size": 8 + number * 37 % 500,
        "width": WIDTHS[number * 3 % 4],
        "optimizer": optimizer,
    }
    if optimizer == "sgd":
        values["momentum"] = round(number * 0.381966 % 1, 3)
    return values


def step_of(number, step, steps):
    """Accuracy and joules after a step."""
    values = parameters_of(number)
    off = math.log10(values["learning_rate"]) + 2
    best = 0.975 - 0.07 * off * off - 0.8 / values["width"] + 0.01 * math.sin(number)
    accuracy = max(0.1, best - 0.5 * math.exp(-3.0 * step / steps))
    return accuracy, 0.9 * step * (values["width"] / 16) ** 1.2 * (1 + 64 / values["batch_size"])


def energy_of(joules, seconds):
    return {"joules": joules, "low": 0.7 * joules, "high": 1.4 * joules, "gross_joules": 1.3 * joules,
            "window_seconds": seconds, "source": "estimated", "domains": ["package"], "shared": True}


def trial_of(number, started_at):
    state, reason = state_of(number)
    trial = {"number": number, "state": state, "parameters": parameters_of(number), "reason": reason, "metrics": {},
             "energy": None, "seconds": None, "started_at": started_at, "ended_at": started_at, "attempts": 1,
             "resumed_step": 0, "steps": []}
    if state == "infeasible":
        return trial
    steps = 8
    for step in range(1, (steps if state == "complete" else 3) + 1):
        accuracy, joules = step_of(number, step, steps)
        trial["steps"].append({"step": step, "metrics": {"val_accuracy": accuracy}, "joules": joules, "low": 0.7 * joules,
                               "high": 1.4 * joules, "gross_joules": 1.3 * joules, "seconds": joules / 21, "shared": True})
    accuracy = None if state == "failed" else accuracy
    seconds = joules / 21
    trial.update(metrics={"val_accuracy": accuracy, "val_loss": accuracy and 2 * (1 - accuracy), "train_joules": joules,
                          "seconds": seconds}, energy=energy_of(joules, seconds), seconds=seconds, ended_at=started_at + seconds)
    return trial


LAYERS = {
    "batch": 64, "threads": 2, "meter": "estimate", "window_seconds": 0.5, "resolution_seconds": 0.01,
    "kinds": [
        {"kind": "convolution", "layers": 4, "forward": {"joules": 2.1e-4, "half_width": 9e-6},
         "backward": {"joules": 3.9e-4, "half_width": 1.4e-5}},
        {"kind": "linear", "layers": 1, "forward": {"joules": 4e-5, "half_width": 3e-6},
         "backward": {"joules": 9e-5, "half_width": 4e-6}},
        {"kind": "activation", "layers": 4, "forward": {"joules": 1.1e-5, "half_width": 1e-6},
         "backward": {"joules": 1.6e-5, "half_width": 1e-6}},
        {"kind": "reshape", "layers": 1, "forward": {"joules": 1e-6, "half_width": 2e-7},
         "backward": {"joules": 0.0, "half_width": 0.0}},
    ],
    "step": {"joules": 1.02e-3, "half_width": 3.1e-5},
    "energy": {"joules": 31.0, "low": 21.7, "high": 43.4, "window_seconds": 21.0, "source": "estimated",
               "domains": ["package"], "shared": False},
}


def finalist_of(best):
    """The best trial's second run, alone, with what its layers cost."""
    energy = best["energy"] | {"joules": 0.94 * best["energy"]["joules"], "shared": False}
    return {"trial": best["number"], "state": "complete", "metrics": best["metrics"], "energy": energy,
            "seconds": best["seconds"], "reason": "", "layer_energy": LAYERS}


def json_lines(trials, workers=4, reason=None, profiled=None):
    """The whole text. `reason`: of every trial that did not complete. `profiled`: the trial that won, with its layers."""
    free = [0.0] * workers
    lines = []
    spent = 0.0
    for number in range(trials):
        worker = free.index(min(free))
        trial = trial_of(number, free[worker])
        if reason and trial["reason"]:
            trial["reason"] = reason
        free[worker] = trial["ended_at"] + 0.05
        spent += trial["energy"]["joules"] if trial["energy"] else 0
        lines.append({"trial": trial})
    if profiled is not None:
        lines.append({"finalist": finalist_of(lines[profiled]["trial"])})
    elapsed = max(free) + 2
    study = {"schema_version": 1, "name": "made_up", "scenario": scenario(trials),
             "context": {"jobs": workers, "meter": {"name": "estimate", "source": "estimated"}, "energy_metric": "train_joules"},
             "strategy_state": {}, "stopped_because": f"{trials} trials", "elapsed_seconds": elapsed,
             "ledger": {"trials": spent, "overhead": 0.08 * spent, "idle": 6.5 * elapsed,
                        "total": 1.08 * spent + 6.5 * elapsed},
             "trials": trials, "finalists": int(profiled is not None)}
    return "".join(json.dumps(line) + "\n" for line in [{"study": study}, *lines])
