# SPDX-License-Identifier: MIT
"""Strategies against each other on recorded runs, as a person compares them."""

import json
import unittest

from wattle_command import ROOT, CommandTest

REPLAY = str(ROOT / "scenarios" / "digits_replay.json")
FEW = ["--set", "compare.repeats=6", "--set", "budget.trials=12"]


class Compare(CommandTest):
    def compared(self, out="out"):
        return json.loads((self.folder / out / "comparison.json").read_text())

    def test_says_which_strategy_needs_less_energy(self):
        said, _ = self.wattle("compare", REPLAY, "--out", "out", *FEW)
        result = self.compared()
        self.assertEqual({arm["strategy"] for arm in result["arms"]}, {"grid", "random", "bayesian"})
        self.assertEqual(len(result["arms"]), 18)
        for sentence in result["verdicts"]:
            self.assertIn(sentence, said)
            self.assertIn(sentence, (self.folder / "out" / "comparison.md").read_text())
        ratios = result["energy_to_target"]["ratios"]
        self.assertEqual(len(ratios), 3)
        for ratio in ratios:
            self.assertIn("low", ratio["ratio"])
        for arm in result["arms"]:
            joules = [point["joules"] for point in arm["best_so_far"]]
            self.assertEqual(joules, sorted(joules))
            self.assertAlmostEqual(joules[-1], arm["ledger"]["trials"] + arm["ledger"]["overhead"])

    def test_gives_the_same_report_every_time(self):
        self.wattle("compare", REPLAY, "--out", "a", "--quiet", *FEW)
        self.wattle("compare", REPLAY, "--out", "b", "--quiet", *FEW)
        for name in ("comparison.md", "comparison.csv", "comparison.tex"):
            self.assertEqual((self.folder / "a" / name).read_bytes(), (self.folder / "b" / name).read_bytes())
        before = (self.folder / "a" / "comparison.json").read_bytes()
        said, _ = self.wattle("compare", REPLAY, "--out", "a", "--json", *FEW)
        self.assertEqual((self.folder / "a" / "comparison.json").read_bytes(), before)
        self.assertEqual([json.loads(line)["event"] for line in said.splitlines()], ["compared"], "nothing was run again")

    def test_keeps_a_folder_for_one_comparison(self):
        self.wattle("compare", REPLAY, "--out", "out", "--quiet", *FEW)
        _, said = self.wattle("compare", REPLAY, "--out", "out", "--set", "compare.repeats=3", expect=2)
        self.assertIn("holds another comparison", said)

    def test_compares_any_variants_and_an_arm_with_itself(self):
        arms = {"eager": {"pruner": {"kind": "none"}}}
        self.wattle("compare", REPLAY, "--out", "out", "--quiet", *FEW, "--set", 'compare.strategies=["random"]',
                    "--set", f"compare.arms={json.dumps(arms)}", "--set", "compare.again=random")
        self.assertEqual({arm["strategy"] for arm in self.compared()["arms"]}, {"random", "eager", "random again"})

    def test_each_study_can_be_looked_at(self):
        self.wattle("compare", REPLAY, "--out", "out", "--quiet", *FEW)
        records = sorted((self.folder / "out" / "studies").glob("*.db"))
        self.assertEqual(len(records), 18)
        said, _ = self.wattle("export", records[0])
        self.assertEqual(len(said.splitlines()), 1 + 12)
        best, _ = self.wattle("best", records[0], "--json")
        self.assertIn("val_accuracy", json.loads(best)["metrics"])

    def test_faults_are_named(self):
        for change, place in (('compare.strategies=["grid"]', "/compare"), ("compare.again=grit", "/compare/again"),
                              ('compare.arms={"x": 1}', "/compare/arms/x")):
            _, said = self.wattle("compare", REPLAY, "--out", "out", "--set", change, expect=2)
            self.assertIn(place, said)


if __name__ == "__main__":
    unittest.main()
