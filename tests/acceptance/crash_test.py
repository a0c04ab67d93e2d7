# SPDX-License-Identifier: MIT
"""A study survives being killed and being interrupted."""

import json
import random
import signal
import subprocess
import time
import unittest

from wattle_command import WATTLE, CommandTest

SLOW_BRANIN = {
    "name": "slow",
    "objective": {"kind": "function", "name": "branin", "milliseconds": 20},
    "space": {
        "x0": {"type": "float", "low": -5, "high": 10},
        "x1": {"type": "float", "low": 0, "high": 15},
    },
    "goal": {"kind": "best", "metric": "value", "direction": "minimize"},
    "strategy": {"kind": "bayesian"},
    "schedule": "fixed_lag",
    "budget": {"trials": 24},
    "finalists": 1,
}


class Crash(CommandTest):
    def start(self, *arguments):
        return subprocess.Popen([WATTLE, "tune", str(self.scenario), "--jobs", "2", "--json", *arguments],
                                cwd=self.folder, stdout=subprocess.PIPE, text=True)

    def setUp(self):
        super().setUp()
        self.scenario = self.write("slow.json", SLOW_BRANIN)

    def run_until(self, process, ended):
        """Reads events until that many trials have ended; returns the parameters of those, by number."""
        seen = {}
        for line in process.stdout:
            event = json.loads(line)
            if event["event"] == "trial_ended":
                seen[event["trial"]["number"]] = event["trial"]["parameters"]
            if len(seen) >= ended:
                break
        return seen

    def test_killed_studies_lose_nothing_and_run_nothing_twice(self):
        self.wattle("tune", self.scenario, "--jobs", 2, "--out", "whole", "--quiet")
        expected = self.parameters("whole")
        rng = random.Random(5)
        for round_number in range(5):
            out = f"killed{round_number}"
            process = self.start("--out", out)
            finished = self.run_until(process, rng.randrange(1, 20))
            time.sleep(rng.random() * 0.02)
            process.send_signal(signal.SIGKILL)
            process.wait()
            process.stdout.close()
            resumed, _ = self.wattle("tune", self.scenario, "--jobs", 2, "--json", "--out", out, "--resume")
            events = [json.loads(line) for line in resumed.splitlines()]
            again = {e["number"] for e in events if e["event"] == "trial_started"}
            self.assertFalse(again & set(finished), "a finished trial was run again")
            self.assertEqual(self.parameters(out), expected, "the resumed study differs from the uninterrupted one")
            self.assertTrue(all(t["state"] == "complete" for t in self.result(out)["trials"]))

    def test_an_interrupted_study_ends_in_order_and_goes_on(self):
        process = self.start("--out", "out")
        self.run_until(process, 4)
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        self.assertEqual(process.wait(timeout=30), 4)
        process.stdout.close()
        self.assertIn("interrupted", self.result("out")["stopped_because"])
        self.wattle("tune", self.scenario, "--out", "out", "--resume", "--quiet")
        self.assertEqual(len(self.result("out")["trials"]), 24)

    def test_resume_needs_a_study_and_the_same_scenario(self):
        self.wattle("tune", self.scenario, "--out", "none", "--resume", expect=2)
        self.wattle("tune", self.scenario, "--out", "out", "--quiet", "--set", "budget.trials=2")
        _, error = self.wattle("tune", self.scenario, "--out", "out", "--resume", "--seed", 99, expect=2)
        self.assertIn("seed", error)
        self.wattle("tune", self.scenario, "--out", "out", "--resume", "--quiet", "--set", "budget.trials=4")
        self.assertEqual(len(self.result("out")["trials"]), 4)

    def test_resume_takes_a_wider_space_and_refuses_a_narrower_one(self):
        self.wattle("tune", self.scenario, "--out", "out", "--quiet", "--set", "budget.trials=12")
        before = self.parameters("out")
        wider = ["--set", "space.x0.high=12", "--set", "budget.trials=16"]
        self.wattle("tune", self.scenario, "--out", "out", "--resume", "--quiet", *wider)
        after = self.parameters("out")
        self.assertEqual((len(after), after[:12]), (16, before))
        _, error = self.wattle("tune", self.scenario, "--out", "out", "--resume", "--set", "budget.trials=20", expect=2)
        self.assertIn("some values of x0 are gone", error)


if __name__ == "__main__":
    unittest.main()
