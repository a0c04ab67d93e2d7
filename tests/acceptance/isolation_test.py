# SPDX-License-Identifier: MIT
"""Trainings in worker processes: the same numbers, and nothing left behind."""

import json
import os
import signal
import time
import unittest

from wattle_command import QUICKSTART, SHORT, CommandTest

MEASURED = {"seconds", "train_joules", "inference_joules_per_1000"}


def workers_below(folder):
    """Processes that run `wattle trial-worker` in that folder."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                command = file.read().split(b"\0")
            if b"trial-worker" in command and os.readlink(f"/proc/{pid}/cwd") == str(folder.resolve()):
                found.append(int(pid))
        except OSError:
            pass  # it ended
    return found


class Isolation(CommandTest):
    def test_isolated_trials_have_the_same_numbers(self):
        for out, isolate in [("here", "false"), ("apart", "true")]:
            self.wattle("tune", QUICKSTART, "--jobs", 2, "--out", out, "--quiet", *SHORT, "--set", "schedule=fixed_lag",
                        "--set", "budget.trials=6", "--set", f"objective.isolate={isolate}")
        here, apart = self.result("here"), self.result("apart")
        for a, b in zip(here["trials"], apart["trials"], strict=True):
            self.assertEqual(a["parameters"], b["parameters"])
            self.assertEqual({k: v for k, v in a["metrics"].items() if k not in MEASURED},
                             {k: v for k, v in b["metrics"].items() if k not in MEASURED})
            self.assertGreater(b["energy"]["joules"], 0)
        self.assertEqual(workers_below(self.folder), [])

    def tune(self, *more):
        return self.start("tune", QUICKSTART, "--jobs", 2, "--out", "out", "--json", "--set", "objective.isolate=true",
                          "--set", "finalists=0", *more)

    def wait_for_step(self, process):
        for line in process.stdout:
            if json.loads(line)["event"] == "trial_step":
                return

    def test_a_killed_worker_costs_one_trial(self):
        process = self.tune("--set", "space.epochs.low=400", "--set", "space.epochs.high=500", "--set",
                            "budget.trials=4")
        self.wait_for_step(process)
        os.kill(workers_below(self.folder)[0], signal.SIGKILL)
        process.communicate(timeout=120)
        self.assertEqual(process.returncode, 0)
        trials = self.result("out")["trials"]
        failed = [trial for trial in trials if trial["state"] == "failed"]
        self.assertEqual((len(trials), len(failed)), (4, 1))
        self.assertIn("was killed, probably out of memory", failed[0]["reason"])

    def test_killed_wattle_leaves_no_worker(self):
        process = self.tune("--set", "space.epochs.low=4000", "--set", "space.epochs.high=5000")
        self.wait_for_step(process)
        self.assertTrue(workers_below(self.folder))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        deadline = time.monotonic() + 60
        while workers_below(self.folder) and time.monotonic() < deadline:
            time.sleep(0.02)
        self.assertEqual(workers_below(self.folder), [])


if __name__ == "__main__":
    unittest.main()
