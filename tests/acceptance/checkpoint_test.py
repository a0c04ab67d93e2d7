# SPDX-License-Identifier: MIT
"""A training that was cut off goes on from its checkpoint, to the same numbers."""

import signal
import unittest

from wattle_command import CommandTest

EPOCHS = 60

LONG_TRAININGS = {
    "name": "long",
    "objective": {
        "kind": "train",
        "data": {"name": "digits"},
        "model": {"family": "mlp", "hidden": [64], "dropout": 0.2},
        "training": {"optimizer": "adam", "learning_rate": "$learning_rate", "batch_size": 16, "epochs": EPOCHS},
    },
    "space": {"learning_rate": {"type": "float", "low": 1e-4, "high": 1e-2, "scale": "log"}},
    "goal": {"kind": "best", "metric": "val_accuracy"},
    "strategy": {"kind": "random"},
    "budget": {"trials": 2},
    "finalists": 0,
    "seed": 3,
}


def numbers(trial):
    """What does not depend on the clock or the meter."""
    measured = {"seconds", "train_joules", "inference_joules_per_1000"}
    return [
        {name: value for name, value in metrics.items() if name not in measured}
        for metrics in [trial["metrics"]] + [step["metrics"] for step in trial["steps"]]
    ]


class Checkpoint(CommandTest):
    def cut_off_after(self, epoch, out, how, *settings):
        """Runs until a trial has made that epoch, then sends the signal."""
        def made_it(event):
            return event["event"] == "trial_step" and event["step"] == epoch

        process = self.start("tune", "long.json", "--jobs", 2, "--json", "--out", out, *settings)
        self.cut_off(process, after=made_it, how=how)

    def check(self, how, *settings):
        self.write("long.json", LONG_TRAININGS)
        self.wattle("tune", "long.json", "--jobs", 2, "--out", "whole", "--quiet")
        self.cut_off_after(20, "cut", how, *settings)
        self.assertTrue(list((self.folder / "cut" / "checkpoints").glob("trial-*/checkpoint")))
        self.wattle("tune", "long.json", "--jobs", 2, "--out", "cut", "--resume", "--quiet", *settings)
        trials = self.result("cut")["trials"]
        self.assertEqual([numbers(t) for t in trials], [numbers(t) for t in self.result("whole")["trials"]])
        self.assertGreater(max(t["resumed_step"] for t in trials), 1, "nothing was gone on from")
        for trial in trials:
            joules = [step["joules"] for step in trial["steps"]]
            self.assertEqual(joules, sorted(joules), "joules of the earlier attempt were lost")
            self.assertGreaterEqual(trial["energy"]["joules"], joules[-1])
        ledger = self.result("cut")["ledger"]
        self.assertGreaterEqual(ledger["trials"] * (1 + 1e-9), sum(t["energy"]["joules"] for t in trials))
        self.assertFalse(list((self.folder / "cut" / "checkpoints").glob("*")))

    def test_after_an_interruption(self):
        self.check(signal.SIGINT)

    def test_after_a_crash(self):
        self.check(signal.SIGKILL)

    def test_in_a_process_of_its_own(self):
        self.check(signal.SIGINT, "--set", "objective.isolate=true")


if __name__ == "__main__":
    unittest.main()
