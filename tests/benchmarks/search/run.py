# SPDX-License-Identifier: MIT
"""`./dev bench search`: Wattle and its peers on the same work in one run, interleaved, each measurement a process with
one thread. Prints CPU times, regrets and ratios; --check fails when a ratio of limits.json is broken."""

import argparse
import collections
import concurrent.futures
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys

import plan
import tables

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE.parent))
import context  # noqa: E402  (beside the folder of each benchmark)

PEERS = ("optuna_tpe", "sklearn_gp", "sklearn_gp_once")


def say(text):
    print(text, file=sys.stderr, flush=True)


class Machine:
    """Runs the two programs that measure."""

    def __init__(self, arguments):
        self.program, self.python = str(arguments.program), arguments.python
        self.environment = dict(os.environ, OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
        for variable in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):  # they slow BLAS down
            self.environment.pop(variable, None)
        self.kinds = self.wattle("kinds")["results"]
        self.versions = self.peer("versions")

    def output(self, command, text=None):
        return subprocess.run(
            command, input=text, stdout=subprocess.PIPE, check=True, text=True, env=self.environment
        ).stdout

    def wattle(self, *arguments):
        return json.loads(self.output([self.program, *map(str, arguments)]))

    def peer(self, *arguments, text=None):
        return json.loads(self.output([self.python, "-B", str(HERE / "peers.py"), *map(str, arguments)], text))

    def knows(self, player):
        if player in PEERS:
            return self.versions["sklearn" if player.startswith("sklearn") else "optuna"] is not None
        return player in self.kinds

    def suggestion(self, item, seed):
        size = ["--d", item["d"], "--n", item["n"]]
        if item["player"] in PEERS:
            history = self.output([self.program, "history", *map(str, size), "--seed", str(seed)])
            row = self.peer(
                "suggest", item["player"], "--suggestions", item["suggestions"], "--seed", seed, text=history
            )
        else:
            flags = ["--strategy", item["player"], "--goal", item["goal"], "--suggestions", item["suggestions"]]
            flags += ["--repeats", 1, "--first-seed", seed, "--json"]
            row = self.wattle("suggest", *size, *flags)["results"][0]
        return dict(item, round=seed, **{name: row[name] for name in tables.COST_FIGURES})

    def contest(self, player, problem, trials, seed):
        common = ["--problem", problem, "--trials", ",".join(map(str, trials))]
        if player in PEERS:
            run = self.peer("regret", player, "--referee", self.program, "--seed", seed, *common)
            regrets = run["regrets"]
        else:
            flags = ["--strategy", player, "--seeds", 1, "--first-seed", seed, "--json"]
            run = self.wattle("regret", *common, *flags)["results"][0]
            regrets = run["regrets"][str(seed)]
        return regrets, run["suggest_cpu_seconds"]


def measure_costs(machine, costs, rounds):
    """All players take turns, so that what else the machine does falls on all alike."""
    rows = []
    for seed in range(1, rounds + 1):
        for row in machine.wattle("floor", "--n", ",".join(map(str, plan.FLOOR_SIZES)))["results"]:
            rows.append(dict(row, player="floor", round=seed))
        for item in costs:
            if machine.knows(item["player"]):
                rows.append(machine.suggestion(item, seed))
                say(f"round {seed}: {tables.cost_key(item)} {rows[-1]['cpu_ms']:.1f} ms")
    return rows


def measure_contests(machine, contests, processes, seeds_at_most):
    """Runs of one problem at a time, `processes` at once."""
    rows = []
    players = [p for p in (*plan.WATTLE, plan.BASELINE, *plan.PEERS_THAT_PLAY) if machine.knows(p)]
    with concurrent.futures.ThreadPoolExecutor(processes) as pool:
        for problems, trials, seeds in contests:
            for problem in problems:
                for player in players:
                    numbers = range(1, min(seeds, seeds_at_most) + 1)
                    play = lambda seed: machine.contest(player, problem, trials, seed)
                    runs = list(pool.map(play, numbers))
                    rows.append(contest_row(player, problem, trials, runs))
                    say(f"{problem}: {player} {tables.regret_text(rows[-1], 0)}")
    return rows


def contest_row(player, problem, trials, runs):
    return {
        "player": player,
        "problem": problem,
        "trials": trials,
        "regrets": [regrets for regrets, _ in runs],
        "suggest_cpu_seconds": statistics.median(seconds for _, seconds in runs),
    }


def figures_by_key(document):
    """{"bayesian/d20/n100": [{"cpu_ms": ...}, one a round], "bayesian/branin@40": [{"regret": median}], ...}."""
    figures = collections.defaultdict(list)
    for row in document["costs"]:
        figures[tables.cost_key(row)].append(row)
    for row in document["contests"]:
        for place, trials in enumerate(row["trials"]):
            figures[f"{row['player']}/{row['problem']}@{trials}"] = [{"regret": tables.quartiles(row, place)[1]}]
    return figures


def ratio(limit, figures):
    """The median over the rounds; None when a side was not measured."""
    name = limit.get("figure", "cpu_ms")
    above = [row[name] for row in figures.get(limit["of"], [])]
    below = [row[name] for row in figures.get(limit["to"], [])] if "to" in limit else [1.0] * len(above)
    if not above or not below:
        return None
    # A regret of zero on both sides is no ratio, and no fault.
    return statistics.median(a / b if b > 0.0 else (0.0 if a == 0.0 else math.inf) for a, b in zip(above, below))


def check(document):
    """Prints every limit; returns how many are broken."""
    figures = figures_by_key(document)
    broken = 0
    print(f"\n{'ratio':58} {'measured':>9} {'limit':>7}")
    for limit in json.loads((HERE / "limits.json").read_text()):
        measured = ratio(limit, figures)
        if measured is None:
            print(f"{limit['what']:58} {'-':>9} {limit['at_most']:7.3g}  not checked: one side was not measured")
            continue
        kept = measured <= limit["at_most"]
        broken += not kept
        print(f"{limit['what']:58} {measured:9.3g} {limit['at_most']:7.3g}  {'kept' if kept else 'BROKEN'}")
    return broken


def measure(arguments):
    machine = Machine(arguments)
    for module in ("optuna", "sklearn"):
        if machine.versions[module] is None:
            say(f"{module} is not installed for {machine.python}: nothing is compared with it")
    document = {"schema": 1, "context": context.describe(ROOT, machine.program, machine.versions)}
    costs = plan.FULL_COSTS if arguments.full else plan.SHORT_COSTS
    contests = plan.FULL_CONTESTS if arguments.full else plan.SHORT_CONTESTS
    document["costs"] = measure_costs(machine, costs, arguments.rounds)
    document["contests"] = measure_contests(machine, contests, arguments.processes, arguments.seeds)
    document["context"]["load_after"] = os.getloadavg()[0]
    return document


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "build/release/bin/search_benchmark")
    parser.add_argument("--python", default="/usr/bin/python3", help="the one that has the peers (Debian's)")
    parser.add_argument("--check", action="store_true", help="fail when a ratio is beyond its limit")
    parser.add_argument("--full", action="store_true", help="all sizes and problems (most of an hour)")
    parser.add_argument("--rounds", type=int, default=3, help="of the costs")
    parser.add_argument("--seeds", type=int, default=1000, help="of the contests, at most (default: the plan's)")
    parser.add_argument("--processes", type=int, default=1, help="contests at once")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "build/search_benchmark.json")
    parser.add_argument("--from", dest="source", type=pathlib.Path, help="measure nothing, read this file")
    parser.add_argument("--docs", action="store_true", help="write the tables of docs/benchmarks.md")
    return parser.parse_args()


def main():
    arguments = parse()
    if arguments.source:
        document = json.loads(arguments.source.read_text())
    else:
        document = measure(arguments)
        arguments.out.write_text(json.dumps(document, indent=1) + "\n")
        say(f"wrote {arguments.out}")
    print(tables.text(document))
    broken = check(document)
    if arguments.docs:
        tables.write(document, ROOT / "docs/benchmarks.md")
    return 1 if arguments.check and broken else 0


if __name__ == "__main__":
    sys.exit(main())
