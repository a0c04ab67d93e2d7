# SPDX-License-Identifier: MIT
"""Replaying a table of recorded runs."""

import json
import math
import unittest

from wattle_command import ROOT, CommandTest

REPLAY = ROOT / "scenarios" / "digits_replay.json"

SMALL = {
    "name": "small",
    "objective": {"kind": "table", "file": "t.csv", "parameters": ["x"], "metric": "acc", "joules": "J", "seconds": "s"},
    "goal": {"kind": "best", "metric": "acc", "direction": "maximize"},
    "strategy": {"kind": "random"},
    "budget": {"trials": 4},
}
ROWS = "x,acc,J,s\n" + "".join(f"{x},{x / 10},{x + 1},2\n" for x in range(10))


class Replay(CommandTest):
    def test_the_shipped_scenario_is_the_same_every_time(self):
        first, _ = self.wattle("tune", REPLAY, "--jobs", 3, "--out", "a")
        self.wattle("tune", REPLAY, "--jobs", 3, "--out", "b", "--quiet")
        self.assertEqual(self.result("a"), self.result("b"))
        self.assertIn("Nothing was run and nothing measured", " ".join(first.split()))
        self.assertEqual((self.folder / "a" / "trials.csv").read_bytes(), (self.folder / "b" / "trials.csv").read_bytes())

    def test_every_joule_is_the_tables(self):
        self.wattle("tune", REPLAY, "--jobs", 2, "--out", "out", "--quiet")
        result = self.result("out")
        self.assertTrue(all(trial["energy"]["source"] == "replayed" for trial in result["trials"]))
        ledger = result["ledger"]
        self.assertTrue(math.isclose(ledger["total"], sum(trial["energy"]["joules"] for trial in result["trials"])))
        self.assertEqual((ledger["overhead"], ledger["idle"]), (0, 0))
        self.assertEqual(result["finalists"], [])
        for name in ["report.md", "report.html"]:
            self.assertIn("not measured", (self.folder / "out" / name).read_text())

    def test_a_bad_table_exits_with_2_and_starts_nothing(self):
        scenario = self.write("small.json", SMALL)
        _, error = self.wattle("tune", scenario, "--out", "out", expect=2)
        self.assertIn("/objective/file", error)
        self.write("t.csv", "x,acc,energy,s\n1,2,3,4\n")
        _, error = self.wattle("tune", scenario, "--out", "out", expect=2)
        self.assertIn("/objective/joules", error)
        self.assertFalse((self.folder / "out").exists())

    def test_describe_says_what_is_recorded(self):
        self.write("t.csv", ROWS)
        out, _ = self.wattle("describe", self.write("small.json", SMALL))
        self.assertIn("10 runs of 10 configurations, 20 s and 55 J in all", out)

    def test_without_joules_none_are_claimed(self):
        self.write("t.csv", ROWS)
        objective = {name: value for name, value in SMALL["objective"].items() if name != "joules"}
        out, _ = self.wattle("tune", self.write("small.json", {**SMALL, "objective": objective}), "--out", "out")
        self.assertIn("the table records no joules", " ".join(out.split()))
        energy = self.result("out")["best"]["energy"]
        self.assertEqual((energy["joules"], energy["source"]), (None, "unknown"))
        self.assertNotIn("train_joules", self.result("out")["best"]["metrics"])

    def test_joules_that_nobody_counted_are_null(self):
        self.write("t.csv", "x,epoch,acc,s\n1,1,0.5,1\n1,2,0.6,2\n")
        objective = {name: value for name, value in SMALL["objective"].items() if name != "joules"}
        scenario = self.write("small.json", {**SMALL, "objective": {**objective, "step": "epoch"}})
        events, _ = self.wattle("tune", scenario, "--out", "out", "--json")
        events = [json.loads(line) for line in events.splitlines()]
        told = {event["event"]: event for event in events}
        self.assertIsNone(told["trial_step"]["joules"])
        self.assertIsNone(told["trial_ended"]["totals"]["trial_joules"])
        self.assertIsNone(told["trial_ended"]["totals"]["total_joules"])
        result = self.result("out")
        self.assertEqual([step["joules"] for step in result["trials"][0]["steps"]], [None, None])
        self.assertEqual(set(result["ledger"].values()), {None})
        self.assertEqual(result["context"]["energy_metric"], "")

    def test_the_rows_that_forbid_left_out_can_be_added_later(self):
        self.write("t.csv", ROWS)
        small = {**SMALL, "strategy": {"kind": "grid"}, "budget": {"trials": 100}}
        fewer = self.write("fewer.json", {**small, "forbid": [{"x": 1}, {"x": 2}]})
        self.wattle("tune", fewer, "--out", "out", "--quiet")
        self.assertEqual(len(self.result("out")["trials"]), 8)
        self.assertEqual(self.result("out")["context"]["table"]["rows"], 8)
        all_rows = self.write("all.json", small)
        self.wattle("tune", all_rows, "--out", "out", "--quiet", "--resume")
        self.assertEqual(len(self.result("out")["trials"]), 10)
        _, error = self.wattle("tune", fewer, "--out", "out", "--quiet", "--resume", expect=2)
        self.assertIn("can be widened only", error)

    def test_a_changed_table_is_not_resumed(self):
        self.write("t.csv", ROWS)
        scenario = self.write("small.json", SMALL)
        self.wattle("tune", scenario, "--out", "out", "--quiet")
        self.wattle("tune", scenario, "--out", "out", "--quiet", "--resume", "--set", "budget.trials=6")
        self.assertEqual(len(self.result("out")["trials"]), 6)
        self.write("t.csv", ROWS + "10,0.9,1,1\n")
        self.wattle("tune", scenario, "--out", "out", "--quiet", "--resume", expect=2)

    def test_wattles_own_trials_can_be_replayed(self):
        self.write("t.csv", ROWS)
        self.wattle("tune", self.write("small.json", SMALL), "--set", "budget.trials=10", "--out", "first", "--quiet")
        again = {**SMALL["objective"], "file": "first/trials.csv", "joules": "joules", "seconds": "seconds"}
        self.wattle("tune", self.write("again.json", {**SMALL, "objective": again}), "--out", "again", "--quiet")
        best = self.result("again")["best"]
        self.assertEqual(best["energy"]["joules"], best["parameters"]["x"] + 1)

    def test_a_killed_replay_goes_on(self):
        rows = "x,epoch,acc,J,s\n" + "".join(
            f"{x},{epoch},{x * epoch / 6e4},{epoch},{epoch * (1 + x % 7)}\n" for x in range(300) for epoch in range(1, 6))
        self.write("t.csv", rows)
        scenario = self.write("small.json", {
            **SMALL, "objective": {**SMALL["objective"], "step": "epoch"}, "budget": {"trials": 300},
            "schedule": "fixed_lag"})
        self.wattle("tune", scenario, "--jobs", 2, "--out", "whole", "--quiet")
        self.cut_off(self.start("tune", scenario, "--jobs", 2, "--json", "--out", "cut"))
        self.wattle("tune", scenario, "--jobs", 2, "--out", "cut", "--quiet", "--resume")
        self.assertEqual(self.parameters("cut"), self.parameters("whole"))
        total = sum(trial["energy"]["joules"] for trial in self.result("cut")["trials"])
        self.assertTrue(math.isclose(self.result("cut")["ledger"]["total"], total))


if __name__ == "__main__":
    unittest.main()
