# SPDX-License-Identifier: MIT
"""A study survives being killed and being interrupted."""

import contextlib
import json
import random
import signal
import sqlite3
import sys
import time
import unittest

from wattle_command import CommandTest, branin

SLOW_BRANIN = branin(milliseconds=20, name="slow", strategy={"kind": "bayesian"}, schedule="fixed_lag",
                     budget={"trials": 24}, finalists=1)


class Crash(CommandTest):
    def setUp(self):
        super().setUp()
        self.scenario = self.write("slow.json", SLOW_BRANIN)

    def tune(self, *arguments):
        return self.start("tune", self.scenario, "--jobs", 2, "--json", *arguments)

    def kill_at_a_random_moment(self, process, rng):
        """Numbers of the trials that were begun, and parameters of those that ended, as far as it said so."""
        time.sleep(rng.random() * self.longest_life)
        process.send_signal(signal.SIGKILL)
        output, _ = process.communicate()
        begun, ended = set(), {}
        for line in output.splitlines():
            if not line.endswith("}"):
                continue  # cut off
            event = json.loads(line)
            if event["event"] == "trial_started":
                begun.add(event["number"])
            if event["event"] == "trial_ended":
                ended[event["trial"]["number"]] = event["trial"]["parameters"]
        return begun, ended

    def kill_until_done(self, out, expected, rng):
        """Runs and kills a study until it is through; returns how often it was killed."""
        finished = {}
        for kills in range(1000):
            arguments = ["--resume"] if (self.folder / out / "study.db").exists() else []
            process = self.tune("--out", out, *arguments)
            begun, ended = self.kill_at_a_random_moment(process, rng)
            self.assertFalse(begun & set(finished), "a finished trial was run again")
            finished.update(ended)
            for number, parameters in self.stored(out).items():
                self.assertEqual(parameters, expected[number])
            self.assertLessEqual(set(finished), set(self.stored(out)), "a finished trial was lost")
            if process.returncode == 0:
                return kills
        self.fail("it never ends")

    def stored(self, out):
        """Parameters of the trials that ended, by number."""
        if not (self.folder / out / "study.db").exists():
            return {}
        with contextlib.closing(sqlite3.connect(self.folder / out / "study.db")) as database:
            if not database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
                return {}  # killed before its first write
            rows = database.execute("SELECT number, parameters FROM trial WHERE state = 'complete'").fetchall()
        if rows:
            self.wattle("status", out)
        return {number: json.loads(parameters) for number, parameters in rows}

    def test_studies_killed_at_300_random_moments_lose_nothing_and_run_nothing_twice(self):
        started = time.monotonic()
        self.wattle("tune", self.scenario, "--jobs", 2, "--out", "whole", "--quiet")
        self.longest_life = (time.monotonic() - started) / 3
        expected = self.parameters("whole")
        rng = random.Random(5)
        kills = studies = 0
        while kills < 300:
            out = f"killed{studies}"
            kills += self.kill_until_done(out, expected, rng)
            studies += 1
            self.assertEqual(self.parameters(out), expected, "the resumed study differs from the uninterrupted one")
            trials = self.result(out)["trials"]
            self.assertEqual({t["state"] for t in trials}, {"complete"}, "a trial was left behind")
        print(f"{kills} kills of {studies} studies", file=sys.stderr)

    def test_an_interrupted_study_ends_in_order_and_goes_on(self):
        self.assertEqual(self.cut_off(self.tune("--out", "out"), times=4, how=signal.SIGINT), 4)
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
