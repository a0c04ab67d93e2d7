# SPDX-License-Identifier: MIT
"""A study that tries power limits of GPUs (the fake ones of $FAKE_NVML): each trial has its own, and they are put back."""

import json
import os
import shutil
import signal
import subprocess
import time
import unittest

from wattle_command import WATTLE, CommandTest

FORMER = {"0": "350000", "1": "300000"}
SCENARIO = {
    "name": "limits",
    "objective": {"kind": "command", "run": ["sh", "program.sh"], "metric": "milliwatts"},
    "space": {"watts": {"type": "int", "low": 100, "high": 300, "step": 50}, "cores": {"type": "int", "low": 1, "high": 2}},
    "goal": {"kind": "best", "metric": "milliwatts", "direction": "minimize"},
    "gpu_power_limit": "$watts",
    "trial_threads": "$cores",
    "energy": {"meter": "estimate"},
    "strategy": {"kind": "grid"},
    "budget": {"trials": 10},
}
REPORT = 'echo "{\\"milliwatts\\": $(cat gpus/1/limit), \\"threads\\": $WATTLE_THREADS}"'


class PowerLimit(CommandTest):
    def setUp(self):
        super().setUp()
        self.gpus = self.folder / "gpus"
        for gpu, limit in FORMER.items():
            (self.gpus / gpu).mkdir(parents=True)
            for name, text in {"uuid": f"GPU-{gpu}", "name": "Fake", "limit": limit, "least": "100000", "most": "400000"}.items():
                (self.gpus / gpu / name).write_text(text + "\n")
        (self.gpus / "count").write_text("2\n")
        libraries = self.folder / "libraries"
        libraries.mkdir()
        shutil.copy(os.environ["FAKE_NVML"], libraries / "libnvidia-ml.so.1")
        self.environment = dict(os.environ, WATTLE_FAKE_NVML=str(self.gpus), LD_LIBRARY_PATH=str(libraries))
        self.environment.pop("CUDA_VISIBLE_DEVICES", None)

    def limits(self):
        return {gpu: (self.gpus / gpu / "limit").read_text().strip() for gpu in FORMER}

    def tune(self, script, *arguments, **changes):
        self.write("program.sh", script)
        scenario = self.write("limits.json", {**SCENARIO, **changes})
        return subprocess.Popen([WATTLE, "tune", scenario, "--out", "out", "--quiet", *arguments], cwd=self.folder,
                                env=self.environment, stderr=subprocess.PIPE, text=True)

    def test_each_trial_runs_at_its_own(self):
        study = self.tune(REPORT)
        error = study.communicate(timeout=100)[1]
        trials = self.result("out")["trials"]
        self.assertEqual({trial["reason"] for trial in trials}, {""}, error)
        self.assertEqual(len(trials), 10)
        for trial in trials:
            printed = self.folder / "out" / "output" / f"trial-{trial['number']}" / "stdout.txt"
            self.assertEqual(json.loads(printed.read_text()),
                             {"milliwatts": 1000 * trial["parameters"]["watts"], "threads": trial["parameters"]["cores"]})
        self.assertEqual(self.limits(), FORMER)

    def test_they_are_put_back_after_kill_nine(self):
        study = self.tune("sleep 60", gpu_power_limit=200)
        self.wait_for({"0": "200000", "1": "200000"})
        study.send_signal(signal.SIGKILL)
        study.communicate(timeout=100)
        self.wait_for(FORMER)

    def wait_for(self, limits):
        end = time.monotonic() + 60
        while self.limits() != limits and time.monotonic() < end:
            time.sleep(0.01)
        self.assertEqual(self.limits(), limits)

    def test_without_the_right_nothing_starts(self):
        (self.gpus / "0" / "set_limit").write_text("error 4\n")
        study = self.tune(REPORT)
        self.assertIn("gpu_power_limit: ", study.communicate(timeout=100)[1])
        self.assertNotEqual(study.returncode, 0)
        self.assertFalse((self.folder / "out").exists())

    def test_trials_side_by_side_cannot_have_one_each(self):
        (self.gpus / "0" / "set_limit").write_text("error 4\n")  # is not what is complained of
        study = self.tune(REPORT, "--jobs", "2")
        self.assertIn("--jobs 1", study.communicate(timeout=100)[1])
        self.assertEqual(study.returncode, 2)


if __name__ == "__main__":
    unittest.main()
