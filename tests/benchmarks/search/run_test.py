# SPDX-License-Identifier: MIT
"""The runner judges and writes what it measured; the program's output is what the runner reads."""

import contextlib
import io
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import plan
import run
import tables

PROGRAM = os.environ["SEARCH_BENCHMARK"]
LIMITS = json.loads((HERE / "limits.json").read_text())


def program(*arguments):
    text = subprocess.run([PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE, check=True, text=True).stdout
    return json.loads(text)["results"]


def cost_row(player, n, cpu_ms, seed=1):
    row = plan.cost(player, n)
    return dict(row, round=seed, wall_ms=cpu_ms, worst_cpu_ms=cpu_ms, cold_cpu_ms=cpu_ms, cpu_ms=cpu_ms, peak_mb=10.0)


def document():
    """Everything of the short plan, each suggestion at 1 ms and each regret 0.01, but for the peers and random."""
    costs = [cost_row(item["player"], item["n"], 1.0) for item in plan.SHORT_COSTS]
    for row in costs:
        row["cpu_ms"] *= 100.0 if row["player"] in run.PEERS else 1.0
    costs += [{"player": "floor", "n": n, "cpu_ms": 1.0, "round": 1} for n in plan.FLOOR_SIZES]
    contests = []
    for problems, trials, seeds in plan.SHORT_CONTESTS:
        for problem in problems:
            for player, regret in (("bayesian", 0.01), ("random", 1.0)):
                runs = [([regret] * len(trials), 0.1)] * seeds
                contests.append(run.contest_row(player, problem, trials, runs))
    context = {"date": "", "commit": "", "processor": "", "processors": 1, "system": "", "libraries": {}, "peers": {}}
    context.update(load_before=0.0, load_after=0.0)
    return {"schema": 1, "context": context, "costs": costs, "contests": contests}


def check(measured):
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        broken = run.check(measured)
    return broken, printed.getvalue()


class Limits(unittest.TestCase):
    def test_all_speak_of_what_the_short_plan_measures(self):
        figures = run.figures_by_key(document())
        for limit in LIMITS:
            self.assertIsNotNone(run.ratio(limit, figures), limit)

    def test_are_kept_by_a_good_run(self):
        self.assertEqual(check(document())[0], 0)

    def test_each_is_broken_by_a_bad_run(self):
        for limit in LIMITS:
            measured = run.figures_by_key(document())
            name = limit.get("figure", "cpu_ms")
            measured[limit["of"]] = [dict(measured[limit["of"]][0], **{name: 1e9})]
            self.assertGreater(run.ratio(limit, measured), limit["at_most"], limit)

    def test_break_the_check(self):
        measured = document()
        for row in measured["costs"]:
            if row["player"] in run.PEERS:
                row["cpu_ms"] = 0.1
        broken, text = check(measured)
        self.assertEqual(broken, 3)
        self.assertEqual(text.count("BROKEN"), 3)

    def test_an_absent_peer_is_said(self):
        measured = document()
        measured["costs"] = [row for row in measured["costs"] if row["player"] not in run.PEERS]
        broken, text = check(measured)
        self.assertEqual(broken, 0)
        self.assertEqual(text.count("not checked"), 3)

    def test_ratios_are_taken_inside_a_round(self):
        measured = document()
        # Twice as slow a machine in the second round, ten times in the third.
        for seed, slowdown in ((2, 2.0), (3, 10.0)):
            measured["costs"] += [cost_row("bayesian", 200, slowdown, seed), cost_row("bayesian", 100, slowdown, seed)]
        figures = run.figures_by_key(measured)
        self.assertEqual(run.ratio({"of": "bayesian/d20/n200", "to": "bayesian/d20/n100"}, figures), 1.0)


class Tables(unittest.TestCase):
    def test_quantiles_are_linear(self):
        self.assertEqual(tables.quantile([4.0, 1.0, 2.0, 3.0], 0.5), 2.5)
        self.assertEqual(tables.quantile([1.0, math.inf, math.inf], 0.5), math.inf)

    def test_fill_the_page(self):
        page = pathlib.Path(__file__).resolve().parents[3] / "docs/benchmarks.md"
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "benchmarks.md"
            copy.write_text(page.read_text())
            tables.write(document(), copy)
            once = copy.read_text()
            tables.write(document(), copy)
            self.assertEqual(copy.read_text(), once)
        self.assertIn("| 20 | 100 | bayesian | 1 (1 to 1) |", once)
        self.assertIn("| hartmann6 | 40 | 0.01 (0.01 to 0.01) | 1 (1 to 1) |", once)


class Program(unittest.TestCase):
    def test_measures_a_suggestion(self):
        [row] = program("suggest", "--d", 2, "--n", 12, "--suggestions", 2, "--repeats", 1, "--json")
        for name in tables.COST_FIGURES:
            self.assertGreater(row[name], 0.0)
        self.assertGreaterEqual(row["worst_cpu_ms"], row["cpu_ms"])

    def test_takes_both_goals_and_histories(self):
        flags = ["--d", 2, "--n", 12, "--suggestions", 1, "--repeats", 1, "--json"]
        [row] = program("suggest", "--goal", "pareto", "--history", "clustered", *flags)
        self.assertEqual((row["goal"], row["history"]), ("pareto", "clustered"))

    def test_same_seed_same_regrets(self):
        flags = ["--strategy", "bayesian,random", "--problem", "branin", "--trials", "8,12", "--seeds", 2, "--json"]
        first, second = program("regret", *flags), program("regret", "--processes", 2, *flags)
        self.assertEqual([row["regrets"] for row in first], [row["regrets"] for row in second])
        self.assertEqual([row["strategy"]["kind"] for row in first], ["bayesian", "random"])

    def test_referees_a_run(self):
        command = [PROGRAM, "referee", "--problem", "branin", "--trials", "1,2"]
        answers = '{"x0": 0, "x1": 0}\n{"x0": 3.141592653589793, "x1": 2.275}\n'
        lines = subprocess.run(command, input=answers, stdout=subprocess.PIPE, check=True, text=True).stdout
        messages = [json.loads(line) for line in lines.splitlines()]
        self.assertEqual(messages[1], {"number": 0, "last": None})
        self.assertAlmostEqual(messages[3]["result"]["regrets"][1], 0.0, places=9)

    def test_the_floor_grows(self):
        small, large = program("floor", "--n", "50,400")
        self.assertGreater(large["cpu_ms"], small["cpu_ms"])


if __name__ == "__main__":
    unittest.main()
