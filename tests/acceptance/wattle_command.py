# SPDX-License-Identifier: MIT
"""Runs the built `wattle` for the acceptance tests. $WATTLE is the program."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
WATTLE = os.environ["WATTLE"]
QUICKSTART = str(ROOT / "scenarios" / "quickstart.json")

# A quickstart that trains for a moment only.
SHORT = ["--set", "space.epochs.low=1", "--set", "space.epochs.high=3"]


def branin(milliseconds=0, **changes):
    """A scenario that finds the minimum of Branin's function at random; `changes` are members of its own."""
    pause = {"milliseconds": milliseconds} if milliseconds else {}
    return {
        "name": "branin",
        "objective": {"kind": "function", "name": "branin", **pause},
        "space": {
            "x0": {"type": "float", "low": -5, "high": 10},
            "x1": {"type": "float", "low": 0, "high": 15},
        },
        "goal": {"kind": "best", "metric": "value", "direction": "minimize"},
        "strategy": {"kind": "random"},
        "budget": {"trials": 6},
        **changes,
    }


def is_end_of_trial(event):
    return event["event"] == "trial_ended"


class CommandTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="wattle-acceptance-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def wattle(self, *arguments, expect=0):
        """Runs the command in the test's folder; returns its standard output and error."""
        done = subprocess.run([WATTLE, *map(str, arguments)], cwd=self.folder, capture_output=True, text=True,
                              timeout=300, check=False)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return done.stdout, done.stderr

    def start(self, *arguments):
        """Starts the command in the test's folder; it is killed when the test ends."""
        process = subprocess.Popen([WATTLE, *map(str, arguments)], cwd=self.folder, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def cut_off(self, process, after=is_end_of_trial, times=1, how=signal.SIGKILL):
        """Sends the signal once `after` was true of so many events (--json); returns the exit status."""
        for line in process.stdout:
            times -= after(json.loads(line))
            if times == 0:
                break
        self.assertEqual(times, 0, "it ended before it could be cut off")
        process.send_signal(how)
        process.communicate(timeout=60)
        return process.returncode

    def write(self, name, document):
        file = self.folder / name
        file.write_text(document if isinstance(document, str) else json.dumps(document))
        return file

    def result(self, out):
        """The study's result, of which the accounts must add up to what was metered."""
        result = json.loads((self.folder / out / "result.json").read_text())
        ledger = result["ledger"]
        if ledger["total"] is not None:
            self.assertAlmostEqual(ledger["trials"] + ledger["overhead"] + ledger["idle"], ledger["total"],
                                   delta=1e-9 * ledger["total"])
        return result

    def parameters(self, out):
        return [trial["parameters"] for trial in self.result(out)["trials"]]
