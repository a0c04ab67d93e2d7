# SPDX-License-Identifier: MIT
"""Several processes work on one study."""

import json
import signal
import sqlite3
import time
import unittest

from wattle_command import CommandTest, branin

GRID = branin(
    name="grid",
    space={
        "x0": {"type": "float", "low": -5, "high": 10, "levels": 50},
        "x1": {"type": "float", "low": 0, "high": 15, "levels": 40},
    },
    strategy={"kind": "grid"},
    budget={"trials": 100000},
)
SLOW = branin(milliseconds=20, name="slow", budget={"trials": 60}, finalists=0)


class Shared(CommandTest):
    def tune(self, scenario, *arguments):
        return self.start("tune", scenario, "--out", "out", "--join", *arguments)

    def end(self, process, expect=0):
        output, error = process.communicate(timeout=60)
        self.assertEqual(process.returncode, expect, error)
        return output

    def rows(self, query):
        connection = sqlite3.connect(self.folder / "out" / "study.db")
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def wait_for_trials(self, count, process=None):
        """Until so many have ended."""
        for _ in range(6000):
            self.assertTrue(process is None or process.poll() is None, "it ended before its trials did")
            try:
                ended = self.rows("SELECT COUNT(*) FROM trial WHERE state = 'complete'")[0][0]
            except sqlite3.Error:
                ended = 0
            if ended >= count:
                return
            time.sleep(0.01)
        self.fail(f"less than {count} trials in a minute")

    def test_eight_processes_try_each_point_of_a_grid_once(self):
        scenario = self.write("grid.json", GRID)
        for process in [self.tune(scenario, "--quiet") for _ in range(8)]:
            self.end(process)
        points = self.rows("SELECT parameters, state FROM trial")
        self.assertEqual(len(points), 2000)
        self.assertEqual(len({parameters for parameters, _ in points}), 2000)
        self.assertEqual({state for _, state in points}, {"complete"})
        self.assertEqual(self.rows("SELECT COUNT(*) FROM finalist"), [(1,)], "one of them measured the best again")
        self.assertEqual(len(self.result("out")["trials"]), 2000, "the last one wrote the report")
        self.assertEqual(sum(ended for (ended,) in self.rows("SELECT ended FROM session")), 8)
        self.assertGreater(len(self.rows("SELECT DISTINCT session FROM trial")), 1, "they shared the work")

    def test_those_that_are_left_run_the_trials_of_those_that_were_killed(self):
        scenario = self.write("slow.json", {**SLOW, "budget": {"trials": 200}})
        processes = [self.tune(scenario, "--quiet", "--jobs", "2") for _ in range(4)]
        for killed in processes[:3]:
            self.wait_for_trials(10, killed)
            killed.send_signal(signal.SIGKILL)
            killed.communicate()
        self.end(processes[3])
        trials = self.result("out")["trials"]
        self.assertEqual(len(trials), 200)
        self.assertEqual({trial["state"] for trial in trials}, {"complete"})
        self.assertGreater(max(trial["attempts"] for trial in trials), 1, "none was cut off by the kills")

    def test_fixed_lag_gives_the_same_trials_whoever_runs_them(self):
        scenario = self.write("lag.json", {**SLOW, "schedule": "fixed_lag", "strategy": {"kind": "bayesian"},
                                           "budget": {"trials": 24}})
        self.wattle("tune", scenario, "--out", "alone", "--quiet")
        for process in [self.tune(scenario, "--quiet", "--jobs", "2") for _ in range(3)]:
            self.end(process)
        self.assertEqual(self.parameters("out"), self.parameters("alone"))

    def test_without_join_a_second_process_is_refused(self):
        scenario = self.write("slow.json", SLOW)
        first = self.tune(scenario, "--quiet")
        self.wait_for_trials(1)
        _, error = self.wattle("tune", scenario, "--out", "out", "--resume", "--quiet", expect=1)
        self.assertIn("works on this study", error)
        self.assertIn("--join", error)
        self.end(first)

    def test_stop_ends_all_of_them_and_resume_goes_on(self):
        scenario = self.write("slow.json", {**SLOW, "budget": {"trials": 100000}})
        processes = [self.tune(scenario, "--quiet") for _ in range(2)]
        self.wait_for_trials(3)
        output, _ = self.wattle("stop", "out")
        self.assertIn("process", output)
        for process in processes:
            self.end(process, expect=4)
        begun = len(self.rows("SELECT number FROM trial"))
        self.assertEqual(self.rows("SELECT COUNT(*) FROM trial WHERE state = 'running'"), [(0,)])
        self.wattle("tune", scenario, "--out", "out", "--resume", "--quiet", "--set", f"budget.trials={begun + 2}")
        trials = self.result("out")["trials"]
        self.assertEqual(len(trials), begun + 2)
        self.assertEqual({trial["state"] for trial in trials}, {"complete"})

    def test_stop_of_a_study_that_is_not_running_says_so(self):
        scenario = self.write("slow.json", {**SLOW, "budget": {"trials": 1}})
        self.wattle("tune", scenario, "--out", "out", "--quiet")
        output, _ = self.wattle("stop", "out")
        self.assertIn("nobody works on", output)

    def test_another_meter_is_refused(self):
        scenario = self.write("slow.json", SLOW)
        first = self.tune(scenario, "--quiet")
        self.wait_for_trials(1)
        reading = "import time; print(time.time() * 10)"
        second = self.tune(scenario, "--quiet", "--meter", "command", "--set",
                            "energy.command=" + json.dumps(["python3", "-c", reading]))
        _, error = second.communicate(timeout=60)
        self.assertEqual(second.returncode, 2, error)
        self.end(first)


if __name__ == "__main__":
    unittest.main()
