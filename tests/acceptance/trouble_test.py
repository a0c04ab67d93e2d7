# SPDX-License-Identifier: MIT
"""Files and folders that a study cannot be kept in: each is told clearly, and loses nothing that was there."""

import json
import shutil
import sqlite3
import subprocess
import unittest

from wattle_command import WATTLE, CommandTest, branin

def mounts():
    """Whether a test may mount a file system that nobody else sees."""
    probe = ["unshare", "--mount", "--map-root-user", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return shutil.which("unshare") and subprocess.run(probe, capture_output=True, check=False).returncode == 0


class Trouble(CommandTest):
    def setUp(self):
        super().setUp()
        self.scenario = self.write("branin.json", branin(budget={"trials": 12}, finalists=0))

    def more(self, *arguments, **options):
        """Goes on with the study in `out` up to 24 trials."""
        return self.wattle("tune", self.scenario, "--out", "out", "--resume", "--quiet", "--set",
                           "budget.trials=24", *arguments, **options)

    def begin(self):
        self.wattle("tune", self.scenario, "--out", "out", "--quiet")
        self.database = self.folder / "out" / "study.db"
        return self.database.read_bytes()

    def in_mounted(self, mount, script):
        """A shell script in a name space of its own, in which `out` is mounted."""
        (self.folder / "out").mkdir(exist_ok=True)
        return subprocess.run(
            ["unshare", "--mount", "--map-root-user", "sh", "-c", f"{mount} && {script}"],
            cwd=self.folder, capture_output=True, text=True, check=False, timeout=300)

    def test_a_schema_from_the_future_is_left_as_it_is(self):
        self.begin()
        connection = sqlite3.connect(self.database)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
        before = self.database.read_bytes()
        _, error = self.more(expect=2)
        self.assertIn("newer Wattle", error)
        self.assertIn("update Wattle", error)
        _, error = self.wattle("status", "out", expect=2)
        self.assertIn("newer Wattle", error)
        self.assertEqual(self.database.read_bytes(), before)

    def test_a_corrupted_file_is_left_as_it_is(self):
        content = bytearray(self.begin())
        content[4096:] = b"\xff" * (len(content) - 4096)
        self.database.write_bytes(content)
        _, error = self.more(expect=1)
        self.assertIn(str(self.database.name), error)
        self.assertIn("damaged", error)
        self.assertEqual(self.database.read_bytes(), bytes(content))

    def test_a_file_that_is_no_study_is_left_as_it_is(self):
        self.begin()
        self.database.write_text("not a database, but somebody's text\n" * 100)
        before = self.database.read_bytes()
        _, error = self.more(expect=1)
        self.assertIn("not a study", error)
        self.assertEqual(self.database.read_bytes(), before)

    def test_a_store_that_is_locked_says_so(self):
        self.begin()
        connection = sqlite3.connect(self.database, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
        _, error = self.more(expect=1)
        self.assertIn("another program holds the file", error)
        connection.execute("ROLLBACK")
        connection.close()
        self.more()
        self.assertEqual(len(self.result("out")["trials"]), 24)

    @unittest.skipUnless(mounts(), "nothing can be mounted here")
    def test_a_read_only_folder_says_so_and_can_still_be_looked_at(self):
        self.begin()
        done = self.in_mounted("mount --bind out out && mount -o remount,bind,ro out",
                               f"{WATTLE} status out --json && {WATTLE} tune branin.json --out out --resume --quiet "
                               "--set budget.trials=24")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(json.loads(done.stdout)["trials"], {"complete": 12})
        self.assertIn("can be written", done.stderr)
        self.more()
        self.assertEqual(len(self.result("out")["trials"]), 24)

    @unittest.skipUnless(mounts(), "nothing can be mounted here")
    def test_a_disk_that_fills_up_loses_nothing_that_was_finished(self):
        done = self.in_mounted(
            "mount -t tmpfs -o size=600k tmpfs out",
            f"{WATTLE} tune branin.json --out out --quiet --set budget.trials=20000; "
            "code=$?; cp out/study.db* . ; exit $code")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("disk is full", done.stderr)
        self.assertIn("resume", done.stderr)
        kept = self.folder / "kept"
        kept.mkdir()
        for file in self.folder.glob("study.db*"):
            shutil.move(file, kept / file.name)
        status, _ = self.wattle("status", "kept", "--json")
        finished = json.loads(status)["trials"]["complete"]
        self.assertGreater(finished, 10)
        self.wattle("tune", self.scenario, "--out", "kept", "--resume", "--quiet", "--set",
                    f"budget.trials={finished + 10}")
        trials = self.result("kept")["trials"]
        self.assertEqual({trial["state"] for trial in trials}, {"complete"})
        self.assertGreaterEqual(len(trials), finished + 1)


if __name__ == "__main__":
    unittest.main()
