# SPDX-License-Identifier: MIT
"""Makes optuna_study.sql, a storage of Optuna as SQL text, or a storage itself:

    /usr/bin/python3 make_optuna_study.py optuna_study.sql     # with Optuna 3.1
    /usr/bin/python3 make_optuna_study.py storage.db

`tuned` has one objective and everything that a trial may have; `traded` has two.
"""

import datetime
import math
import pathlib
import sqlite3
import sys
import tempfile

import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.trial import TrialState, create_trial

BEGIN = datetime.datetime(2024, 3, 1, 12, 0, 0)
DOMAINS = {
    "optimizer": CategoricalDistribution(["sgd", "adam"]),
    "lr.base": FloatDistribution(1e-4, 1e-1, log=True),
    "layers": IntDistribution(1, 3),
    "width": IntDistribution(16, 128, step=16),
    "dropout": FloatDistribution(0.0, 0.5, step=0.1),
    "momentum": FloatDistribution(0.0, 0.99),  # of sgd
    "units2": IntDistribution(1, 8, log=True),  # from two layers on
}


def parameters(number):
    """The values of one trial, by formula."""
    values = {
        "optimizer": ["sgd", "adam"][number % 2],
        "lr.base": 10.0 ** (-4.0 + 0.25 * (number * 5 % 12)),
        "layers": 1 + number % 3,
        "width": 16 * (1 + number * 3 % 8),
        "dropout": round(0.1 * (number % 6), 1),
    }
    if values["optimizer"] == "sgd":
        values["momentum"] = 0.09 * number
    if values["layers"] >= 2:
        values["units2"] = 1 + number % 8
    return values


def add(study, number, state, value=None, values=None, steps=None, attributes=None, drop=()):
    chosen = {name: value for name, value in parameters(number).items() if name not in drop}
    trial = create_trial(state=state, value=value, values=values, params=chosen,
                         distributions={name: DOMAINS[name] for name in chosen},
                         intermediate_values=steps or {}, user_attrs=attributes or {})
    trial.datetime_start = BEGIN + datetime.timedelta(seconds=10 * number)
    if state.is_finished():
        trial.datetime_complete = trial.datetime_start + datetime.timedelta(seconds=2.5 + number)
    study.add_trial(trial)


def make(file):
    storage = f"sqlite:///{file}"
    tuned = optuna.create_study(study_name="Tuned", storage=storage, direction="minimize")
    for number in range(6):
        loss = 1.0 / (1 + number)
        add(tuned, number, TrialState.COMPLETE, value=loss, steps={1: 2 * loss, 2: loss},
            attributes={"size": 1000 * number, "seconds": 1.0, "note": "by hand"})
    add(tuned, 6, TrialState.PRUNED, steps={1: 0.9, 2: 0.8})
    add(tuned, 7, TrialState.FAIL, drop=("dropout",))
    add(tuned, 8, TrialState.FAIL, steps={1: math.nan})
    add(tuned, 9, TrialState.COMPLETE, value=math.inf)
    add(tuned, 10, TrialState.RUNNING)
    tuned.enqueue_trial(parameters(11))
    tuned.enqueue_trial({"optimizer": "sgd"})
    traded = optuna.create_study(study_name="Traded", storage=storage, directions=["maximize", "minimize"])
    for number in range(4):
        add(traded, number, TrialState.COMPLETE, values=[0.5 + 0.1 * number, 10.0 + number])


def main():
    target = pathlib.Path(sys.argv[1])
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    if target.suffix != ".sql":
        make(target)
        return
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "storage.db"
        make(file)
        with sqlite3.connect(file) as database:
            target.write_text("\n".join(database.iterdump()) + "\n")


main()
