# SPDX-License-Identifier: MIT
"""The study of study_benchmark.cc in Optuna: random points of six parameters, an objective that does nothing, every trial
kept in an SQLite file or a journal. Prints {"wall_ms_a_trial": ...}."""

import argparse
import json
import time
import warnings

import optuna


def objective(trial):
    return (
        trial.suggest_float("rate", 1e-5, 1.0, log=True)
        + trial.suggest_float("decay", 0.0, 1.0)
        + trial.suggest_float("momentum", 0.0, 0.99)
        + trial.suggest_int("width", 8, 512)
        + trial.suggest_int("layers", 1, 8)
        + len(trial.suggest_categorical("optimizer", ["sgd", "adam", "rmsprop"]))
    )


def storage(kind, file):
    if kind == "sqlite":
        return f"sqlite:///{file}"
    return optuna.storages.JournalStorage(optuna.storages.JournalFileStorage(file))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--storage", choices=("sqlite", "journal"), required=True)
    parser.add_argument("--file", required=True)
    parser.add_argument("--trials", type=int, default=1000)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")  # the journal is experimental in 3.1
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study(storage=storage(arguments.storage, arguments.file), sampler=optuna.samplers.RandomSampler())
    begin = time.monotonic()
    study.optimize(objective, n_trials=arguments.trials)
    print(json.dumps({"wall_ms_a_trial": 1e3 * (time.monotonic() - begin) / arguments.trials}))


if __name__ == "__main__":
    main()
