# SPDX-License-Identifier: MIT
"""`./dev bench study`: what a study costs beside its trials. Trials that do nothing, each kept durably, beside Optuna's in the
same run; 20,000 of them in one study; and trainings side by side. --check fails when a figure is beyond its limit."""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE.parent))
import context  # noqa: E402  (beside the folder of each benchmark)
import page  # noqa: E402

# Ours over theirs, at most.
OF_SQLITE = 1 / 20
OF_JOURNAL = 1.0
# The last thousand trials of a large study over its first, at most; resident bytes a trial, at most.
GROWTH = 1.5
BYTES = 2000
# Two trainings at once over one after another, at least; and over what two processes reach that share nothing.
SPEEDUP = 1.9
OF_APART = 0.95

TRAINING = {
    "name": "side_by_side",
    "objective": {
        "kind": "train",
        "data": {"name": "digits", "validation": 0.2, "test": 0.2},
        "model": {"family": "mlp", "hidden": [256, 256]},
        "training": {"optimizer": "sgd", "learning_rate": "$rate", "batch_size": 32, "epochs": 60},
    },
    "space": {"rate": {"type": "float", "low": 0.01, "high": 0.02}},
    "goal": {"kind": "best", "metric": "val_accuracy"},
    "strategy": {"kind": "random"},
    "energy": {"meter": "estimate"},
    "budget": {"trials": 8},
    "finalists": 0,
}


def start(*command):
    return subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True, env=context.environment())


def output(process):
    text, _ = process.communicate()
    if process.returncode != 0:
        sys.exit(f"{process.args[0]} failed")
    return text


def no_work(arguments, trials):
    """A study of trials that do nothing, on a new file."""
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        return json.loads(output(start(arguments.programs / "study_benchmark", "--trials", trials, "--store", f"{folder}/study.db")))


def optuna(arguments, storage):
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        flags = ["--storage", storage, "--file", f"{folder}/study", "--trials", arguments.trials]
        return json.loads(output(start(arguments.python, "-B", HERE / "optuna_study.py", *flags)))


def training_seconds(arguments, jobs, processes=1):
    """How long the study takes, the slowest of so many processes that each run it."""
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        scenario = pathlib.Path(folder, "scenario.json")
        scenario.write_text(json.dumps(TRAINING))
        outs = [pathlib.Path(folder, str(number)) for number in range(processes)]
        flags = ["--jobs", jobs, "--quiet", "--out"]
        for process in [start(arguments.programs / "wattle", "tune", scenario, *flags, out) for out in outs]:
            output(process)
        return max(json.loads((out / "result.json").read_text())["context"]["elapsed_seconds"] for out in outs)


def measure(arguments):
    rounds = []
    for turn in range(1, arguments.rounds + 1):
        row = {
            "wattle": no_work(arguments, arguments.trials)["wall_ms_a_trial"],
            "sqlite": optuna(arguments, "sqlite")["wall_ms_a_trial"],
            "journal": optuna(arguments, "journal")["wall_ms_a_trial"],
            "one": training_seconds(arguments, 1),
            "two": training_seconds(arguments, 2),
            "apart": training_seconds(arguments, 1, processes=2) / 2,
        }
        rounds.append(row)
        print(f"round {turn}: {', '.join(f'{name} {value:.2f}' for name, value in row.items())}", file=sys.stderr, flush=True)
    return {"rounds": rounds, "large": no_work(arguments, arguments.many)}


def figures(document):
    """[(what, measured, limit, whether it must be below)]"""
    rounds, large = document["rounds"], document["large"]

    def ratio(one, other):
        return statistics.median(row[one] / row[other] for row in rounds)

    blocks = large["ms_a_trial_by_thousand"]
    return [
        ("a trial, of Optuna's with SQLite", ratio("wattle", "sqlite"), OF_SQLITE, True),
        ("a trial, of Optuna's with a journal", ratio("wattle", "journal"), OF_JOURNAL, True),
        (f"the last of {large['trials']:,} trials, of the first", blocks[-1] / blocks[0], GROWTH, True),
        ("resident bytes a trial", large["resident_bytes_a_trial"], BYTES, True),
        ("two trainings at once, times one", ratio("one", "two"), SPEEDUP, False),
        ("the same, of two processes apart", ratio("apart", "two"), OF_APART, False),
    ]


def keeps(measured, limit, below):
    return measured <= limit if below else measured >= limit


def figure_text(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3f}"


def table(document):
    lines = ["| | measured | limit |", "|---|---|---|"]
    for what, measured, limit, below in figures(document):
        lines.append(f"| {what} | {figure_text(measured)} | {'at most' if below else 'at least'} {figure_text(limit)} |")
    return "\n".join(lines)


def times(document):
    names = {"wattle": "Wattle, SQLite", "sqlite": "Optuna, SQLite", "journal": "Optuna, journal"}
    lines = ["| | ms a trial |", "|---|---|"]
    for name, words in names.items():
        lines.append(f"| {words} | {statistics.median(row[name] for row in document['rounds']):.2f} |")
    return "\n".join(lines)


def optuna_version(arguments):
    return context.output(arguments.python, "-c", "import optuna; print(optuna.__version__)") or None


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=pathlib.Path, default=ROOT / "build/release/bin")
    parser.add_argument("--python", default="/usr/bin/python3", help="the one that has Optuna (Debian's)")
    parser.add_argument("--folder", default=ROOT / "build", help="where the studies are kept: the disk that is measured")
    parser.add_argument("--check", action="store_true", help="fail when a figure is beyond its limit")
    parser.add_argument("--docs", action="store_true", help="write the tables of docs/benchmarks.md")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--trials", type=int, default=1000, help="that do nothing")
    parser.add_argument("--many", type=int, default=20000, help="of the large study")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "build/study_benchmark.json")
    return parser.parse_args()


def main():
    arguments = parse()
    version = optuna_version(arguments)
    if version is None:
        print(f"Optuna is not installed for {arguments.python}: there is nothing to compare with", file=sys.stderr)
        return 1
    document = {"schema": 1, "context": context.describe(ROOT, arguments.programs, {"Optuna": version}), **measure(arguments)}
    arguments.out.write_text(json.dumps(document, indent=1) + "\n")
    print(times(document) + "\n")
    if arguments.docs:
        tables = {"study context": context.in_words(document["context"]), "study times": times(document), "study figures": table(document)}
        page.replace(ROOT / "docs/benchmarks.md", tables)
    broken = 0
    for what, measured, limit, below in figures(document):
        kept = keeps(measured, limit, below)
        broken += not kept
        print(f"{what:45} {figure_text(measured):>8}; {'at most' if below else 'at least'} {figure_text(limit)}: {'kept' if kept else 'BROKEN'}")
    return 1 if arguments.check and broken else 0


if __name__ == "__main__":
    sys.exit(main())
