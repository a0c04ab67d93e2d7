# SPDX-License-Identifier: MIT
"""Studies that end when enough is found, begin with what others found, and train nothing twice."""

import json
import unittest

from wattle_command import QUICKSTART, SHORT, CommandTest

BOWL = {
    "name": "bowl",
    "objective": {"kind": "function", "name": "sphere", "milliseconds": 2},
    "space": {
        "x0": {"type": "float", "low": -5, "high": 5},
        "x1": {"type": "float", "low": -5, "high": 5},
    },
    "goal": {"kind": "best", "metric": "value", "direction": "minimize"},
    "strategy": {"kind": "bayesian"},
    "budget": {"trials": 60},
    "finalists": 0,
}


class Stopping(CommandTest):
    def tune(self, *arguments, **changes):
        scenario = self.write("bowl.json", {**BOWL, **changes})
        self.wattle("tune", scenario, "--out", "out", "--quiet", *arguments)
        return self.result("out")

    def test_at_a_target(self):
        result = self.tune("--set", "stop.target=0.5")
        values = [trial["metrics"]["value"] for trial in result["trials"]]
        self.assertEqual([value <= 0.5 for value in values], [False] * (len(values) - 1) + [True])
        self.assertIn(f"in trial {len(values) - 1}, wanted 0.5", result["stopped_because"])
        self.assertIn("target reached", (self.folder / "out" / "report.md").read_text())

    def test_resume_says_how_to_go_on_and_does(self):
        first = len(self.tune("--set", "stop.target=0.5")["trials"])
        self.assertIn("--set stop.target=..", self.wattle("resume", "out")[0])
        self.wattle("resume", "out", "--quiet", "--set", "stop=null", "--set", f"budget.trials={first + 2}")
        self.assertEqual(len(self.result("out")["trials"]), first + 2)

    def test_when_a_joule_buys_too_little(self):
        for strategy in ("bayesian", "random"):
            with self.subTest(strategy):
                scenario = self.write("bowl.json", BOWL)
                self.wattle("tune", scenario, "--out", strategy, "--quiet", "--strategy", strategy,
                            "--set", "stop.gain_per_joule.below=1e9", "--set", "stop.gain_per_joule.in_a_row=2")
                result = self.result(strategy)
                self.assertIn("a joule buys too little: 2 suggestions in a row", result["stopped_because"])
                self.assertEqual(len(result["trials"]), 7, "6 fill the space, and the second of the model's is not begun")

    def test_a_rule_may_be_added_and_taken_away(self):
        self.tune("--set", "budget.trials=8")
        self.wattle("resume", "out", "--quiet", "--set", "budget.trials=20", "--set", "stop.gain_per_joule.below=1e9")
        self.assertIn("too little", self.result("out")["stopped_because"])
        ended = len(self.result("out")["trials"])
        self.wattle("resume", "out", "--quiet", "--set", "stop=null")
        self.assertGreater(len(self.result("out")["trials"]), ended)

    def test_faults_are_named(self):
        scenario = self.write("bowl.json", {**BOWL, "stop": {"gain_per_joule": {"bellow": 1}}})
        _, said = self.wattle("tune", scenario, "--out", "out", expect=2)
        self.assertIn("/stop/gain_per_joule/bellow", said)
        self.assertIn("below", said)
        _, said = self.wattle("tune", self.write("bowl.json", {**BOWL, "stop": {}}), "--out", "out", expect=2)
        self.assertIn("/stop", said)


class WarmStart(CommandTest):
    def setUp(self):
        super().setUp()
        self.wattle("tune", self.write("bowl.json", BOWL), "--out", "before", "--quiet", "--set", "budget.trials=10")

    def test_begins_with_what_another_study_found(self):
        wider = {**BOWL, "name": "wider"}
        wider["space"] = {**BOWL["space"], "x0": {"type": "float", "low": -9, "high": 9}}
        self.wattle("tune", self.write("wider.json", wider), "--out", "out", "--quiet", "--warm-start", "before",
                    "--set", "budget.trials=4")
        result = self.result("out")
        warm, own = result["trials"][:10], result["trials"][10:]
        self.assertEqual([trial["parameters"] for trial in warm], self.parameters("before"))
        self.assertEqual([trial["origin"] for trial in warm], [{"study": "bowl", "trial": i} for i in range(10)])
        self.assertEqual(len(own), 4)
        self.assertTrue(all("origin" not in trial for trial in own))
        self.assertEqual(result["context"]["warm_start"][0]["trials"], 10)
        self.assertIn("10 trials came from other studies", (self.folder / "out" / "report.md").read_text())

    def test_goes_on_by_resume_and_moves_by_export(self):
        self.wattle("tune", "bowl.json", "--out", "out", "--quiet", "--warm-start", "before", "--set", "budget.trials=2")
        self.wattle("resume", "out", "--quiet", "--set", "budget.trials=4")
        result = self.result("out")
        self.assertEqual(len(result["trials"]), 14)
        self.assertIn("warm_start", result["context"])
        lines, _ = self.wattle("export", "out", "--format", "jsonl")
        self.wattle("import", self.write("out.jsonl", lines), "--out", "moved")
        self.assertEqual(self.wattle("export", "moved", "--format", "jsonl")[0], lines)

    def test_refuses_what_cannot_be_compared(self):
        other = {**BOWL, "objective": {"kind": "function", "name": "ackley"}}
        scenario = self.write("other.json", other)
        _, said = self.wattle("tune", scenario, "--out", "out", "--warm-start", "before", expect=2)
        self.assertIn("is another than this one's", said)
        self.wattle("tune", scenario, "--out", "out", "--quiet", "--warm-start", "before", "--set",
                    "warm_start.any_objective=true", "--set", "budget.trials=1")
        _, said = self.wattle("tune", scenario, "--out", "none", "--warm-start", "nowhere", expect=2)
        self.assertIn("holds no study", said)


class Reuse(CommandTest):
    def test_a_training_is_not_run_twice(self):
        self.wattle("tune", QUICKSTART, "--out", "first", "--quiet", "--reuse", "results", "--set", "budget.trials=4",
                    "--set", "finalists=0", *SHORT)
        self.wattle("tune", QUICKSTART, "--out", "second", "--quiet", "--reuse", "results", "--set", "budget.trials=6",
                    "--set", "finalists=1", *SHORT)
        first, second = self.result("first"), self.result("second")
        reused = [trial for trial in second["trials"] if "origin" in trial]
        self.assertEqual([trial["number"] for trial in reused], [0, 1, 2, 3])
        for trial, ran in zip(reused, first["trials"]):
            self.assertEqual((trial["metrics"], trial["energy"]), (ran["metrics"], ran["energy"]))
        self.assertAlmostEqual(second["saved_joules"], sum(trial["energy"]["joules"] for trial in first["trials"]))
        self.assertTrue((self.folder / "second" / "best" / "parameters.json").exists())
        self.assertTrue(list((self.folder / "second" / "best").glob("*.pt")), "the finalist leaves its model")
        self.assertIn("were not run, because an identical one had been", (self.folder / "second" / "report.md").read_text())

    def test_resume_goes_on_with_the_folder(self):
        self.wattle("tune", self.write("bowl.json", BOWL), "--out", "out", "--quiet", "--reuse", "results",
                    "--set", "budget.trials=2")
        self.wattle("resume", "out", "--quiet", "--set", "budget.trials=5")
        self.assertEqual(len(list((self.folder / "results").iterdir())), 5)
        file = next((self.folder / "results").iterdir())
        self.assertEqual(json.loads(file.read_text())["version"], 1)


if __name__ == "__main__":
    unittest.main()
