# SPDX-License-Identifier: MIT
"""The commands that look at a study: while it runs, when it has ended, and when there is none."""

import json
import signal
import subprocess
import time
import unittest

from wattle_command import WATTLE, CommandTest

SCENARIO = {
    "name": "viewed",
    "objective": {"kind": "command", "run": ["sh", "program.sh", "$x"], "metric": "loss"},
    "space": {"x": {"type": "int", "low": 1, "high": 9}},
    "goal": {"kind": "best", "metric": "loss", "direction": "minimize"},
    "strategy": {"kind": "grid"},
    "energy": {"meter": "estimate"},
    "budget": {"trials": 3},
    "finalists": 0,
}


class Views(CommandTest):
    def tune(self, script, **changes):
        self.write("program.sh", script)
        return [WATTLE, "tune", self.write("viewed.json", {**SCENARIO, **changes}), "--out", "out", "--quiet"]

    def status(self):
        return json.loads(self.wattle("status", "out", "--json")[0])

    def test_a_study_that_runs_and_then_is_killed(self):
        study = subprocess.Popen(self.tune('echo "{\\"step\\": 1, \\"loss\\": $1}"; sleep 60'), cwd=self.folder)
        try:
            end = time.monotonic() + 60
            while time.monotonic() < end:
                if (self.folder / "out" / "study.db").exists():
                    seen = json.loads(subprocess.run([WATTLE, "status", "out", "--json"], cwd=self.folder, capture_output=True,
                                                     text=True, check=False).stdout or "{}")
                    if seen.get("at_work") and seen["at_work"][0]["step"]:
                        break
                time.sleep(0.05)
            self.assertTrue(seen["running"])
            self.assertEqual(seen["trials"], {"running": 1})
            self.assertEqual(seen["at_work"][0]["step"]["step"], 1)
            self.assertIn("viewed, running; 1 trial", self.wattle("list", ".")[0])
            self.assertIn("step 1: loss", self.wattle("status", "out")[0])
            self.wattle("report", "out")
        finally:
            study.send_signal(signal.SIGKILL)
            study.wait()
        seen = self.status()
        self.assertFalse(seen["running"])
        self.assertEqual((seen["state"], seen["at_work"]), ("interrupted", []))
        self.assertEqual(seen["trials"], {"cut off": 1})

    def test_a_study_that_has_ended(self):
        subprocess.run(self.tune('echo "{\\"loss\\": $1}"'), cwd=self.folder, check=True)
        before = sorted(path.name for path in (self.folder / "out").iterdir())
        seen = self.status()
        self.assertEqual((seen["state"], seen["trials"], seen["at_work"]), ("3 trials", {"complete": 3}, []))
        result = self.result("out")
        best = json.loads(self.wattle("best", "out", "--json")[0])
        self.assertEqual(best, result["best"])
        self.assertIn(f"trial {best['trial']}, loss", self.wattle("best", "out")[0])
        self.assertEqual(json.loads(self.wattle("show", "out", 1, "--json")[0]), result["trials"][1])
        self.assertIn("viewed, trial 1: complete", self.wattle("show", "out", 1)[0])
        self.assertEqual(self.wattle("export", "out")[0], (self.folder / "out" / "trials.csv").read_text())
        lines = [json.loads(line) for line in self.wattle("export", "out", "--format", "jsonl")[0].splitlines()]
        self.assertEqual(lines[0]["study"]["scenario"], result["context"]["scenario"])
        self.assertEqual([line["trial"] for line in lines[1:]], result["trials"])
        listed = json.loads(self.wattle("list", ".", "--json")[0])
        self.assertEqual([(study["name"], study["folder"]) for study in listed], [("viewed", "./out")])
        self.wattle("status", "out", "--watch", 1)  # has ended: does not wait
        self.assertEqual(sorted(path.name for path in (self.folder / "out").iterdir()), before)

    def test_what_is_not_there(self):
        self.assertIn("holds no study", self.wattle("status", "nowhere", expect=2)[1])
        self.assertIn("no folder", self.wattle("list", "nowhere", expect=1)[1])
        subprocess.run(self.tune("exit 1"), cwd=self.folder, check=False)
        self.assertIn("no best trial", self.wattle("best", "out", expect=3)[0])
        self.assertEqual(json.loads(self.wattle("best", "out", "--json", expect=3)[0]), None)
        self.assertIn("it has 3, from 0 on", self.wattle("show", "out", 3, expect=2)[1])
        (self.folder / "other").mkdir()
        (self.folder / "other" / "study.db").write_text("x" * 4096)
        self.assertIn("cannot be read", self.wattle("list", ".")[0])


if __name__ == "__main__":
    unittest.main()
