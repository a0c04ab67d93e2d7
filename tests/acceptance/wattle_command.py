# SPDX-License-Identifier: MIT
"""Runs the built `wattle` for the acceptance tests. $WATTLE is the program."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
WATTLE = os.environ["WATTLE"]
QUICKSTART = str(ROOT / "scenarios" / "quickstart.json")

# A quickstart that trains for a moment only.
SHORT = ["--set", "space.epochs.low=1", "--set", "space.epochs.high=3"]


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
