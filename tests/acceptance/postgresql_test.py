# SPDX-License-Identifier: MIT
"""A study on a PostgreSQL server. Skipped where Debian's package postgresql is not installed."""

import json
import subprocess
import time
import unittest

from postgresql_server import OnPostgresql
from wattle_command import WATTLE, CommandTest, branin

BRANIN = branin(milliseconds=5, strategy={"kind": "bayesian"}, schedule="fixed_lag", budget={"trials": 20})


class Postgresql(OnPostgresql, CommandTest):
    def named(self, name, **changes):
        """A scenario of that name: a server has one study of each."""
        return self.write(f"{name}.json", {**BRANIN, "name": name, **changes})

    def tune(self, scenario, *arguments):
        return self.start("tune", scenario, "--store", self.database.url, "--quiet", *arguments)

    def test_a_study_is_the_same_as_in_a_file(self):
        scenario = self.named("same")
        self.wattle("tune", scenario, "--out", "file", "--quiet")
        self.wattle("tune", scenario, "--out", "server", "--quiet", "--store", self.database.url)
        self.assertEqual(self.parameters("server"), self.parameters("file"))
        self.assertFalse((self.folder / "server" / "study.db").exists())

    def test_its_folder_and_its_name_stand_for_it(self):
        self.wattle("tune", self.named("looked_at"), "--out", "out", "--quiet", "--store", self.database.url)
        by_folder, _ = self.wattle("status", "out", "--json")
        by_name, _ = self.wattle("status", f"{self.database.url}#looked_at", "--json")
        self.assertEqual(json.loads(by_folder)["trials"], {"complete": 20})
        self.assertEqual(by_name, by_folder)
        listed, _ = self.wattle("list", self.database.url)
        self.assertIn("#looked_at: looked_at, 20 trials", listed)
        exported, _ = self.wattle("export", "out")
        self.assertEqual(len(exported.splitlines()), 21)
        self.wattle("report", "out")
        self.wattle("resume", "out", "--set", "budget.trials=22", "--quiet")
        self.assertEqual(len(self.result("out")["trials"]), 22)

    def test_one_that_is_there_is_not_begun_again(self):
        scenario = self.named("there")
        self.wattle("tune", scenario, "--out", "one", "--quiet", "--store", self.database.url)
        _, error = self.wattle("tune", scenario, "--out", "two", "--quiet", "--store", self.database.url, expect=2)
        self.assertIn("holds a study already", error)

    def test_processes_with_folders_of_their_own_share_it(self):
        scenario = self.named("shared", strategy={"kind": "grid"}, schedule="async", budget={"trials": 9999},
                              space={"x0": {"type": "float", "low": -5, "high": 10, "levels": 10},
                                     "x1": {"type": "float", "low": 0, "high": 15, "levels": 12}})
        processes = [self.tune(scenario, "--join", "--out", f"out{i}") for i in range(4)]
        for process in processes:
            _, error = process.communicate(timeout=120)
            self.assertEqual(process.returncode, 0, error)
        exported, _ = self.wattle("export", f"{self.database.url}#shared", "--format", "jsonl")
        lines = [json.loads(line) for line in exported.splitlines()]
        points = [json.dumps(line["trial"]["parameters"]) for line in lines if "trial" in line]
        self.assertEqual(len(points), 120)
        self.assertEqual(len(set(points)), 120)

    def test_a_server_that_goes_away_loses_nothing_that_was_finished(self):
        scenario = self.named("gone")
        self.wattle("tune", scenario, "--out", "whole", "--quiet")
        process = self.tune(scenario, "--out", "out")
        while "complete" not in self.wattle_or_nothing("status", "out"):
            self.assertIsNone(process.poll(), "it ended before a trial did")
            time.sleep(0.01)
        self.database.stop()
        _, error = process.communicate(timeout=60)
        self.database.start()
        self.assertEqual(process.returncode, 1, error)
        self.assertIn("resume", error)
        self.wattle("resume", "out", "--quiet")
        self.assertEqual(self.parameters("out"), self.parameters("whole"))

    def wattle_or_nothing(self, *arguments):
        done = subprocess.run([WATTLE, *arguments], cwd=self.folder, capture_output=True, text=True, check=False)
        return done.stdout

    def test_a_server_that_is_not_there_is_named_without_the_password(self):
        scenario = self.named("nowhere")
        url = "postgresql://ann:secret@/nowhere?host=/nonexistent"
        _, error = self.wattle("tune", scenario, "--out", "out", "--store", url, expect=1)
        self.assertIn("/nonexistent", error)
        self.assertNotIn("secret", error)
        self.assertFalse((self.folder / "out" / "study.url").exists())

    def test_the_folder_does_not_keep_the_password(self):
        url = self.database.url + "&password=secret"
        self.wattle("tune", self.named("trusted"), "--out", "out", "--quiet", "--store", url)
        self.assertNotIn("secret", (self.folder / "out" / "study.url").read_text())

    def test_a_folder_with_another_study_is_not_taken(self):
        self.wattle("tune", self.named("local"), "--out", "out", "--quiet")
        _, error = self.wattle("tune", self.named("elsewhere"), "--out", "out", "--quiet", "--store", self.database.url,
                               expect=2)
        self.assertIn("holds a study already", error)
        status, _ = self.wattle("status", "out")
        self.assertIn("local", status)


if __name__ == "__main__":
    unittest.main()
