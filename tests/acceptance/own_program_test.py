# SPDX-License-Identifier: MIT
"""A program of the user's: parameters in, results out, and nothing left behind."""

import json
import os
import pathlib
import signal
import subprocess
import time
import unittest

from wattle_command import ROOT, WATTLE, CommandTest

SCENARIO = {
    "name": "program",
    "objective": {"kind": "command", "run": ["sh", "program.sh"], "metric": "loss", "grace_seconds": 1},
    "space": {"x": {"type": "int", "low": 1, "high": 100}},
    "goal": {"kind": "best", "metric": "loss", "direction": "minimize"},
    "strategy": {"kind": "random"},
    "budget": {"trials": 8},
    "seed": 3,
}
# A loss that is (x - 40)^2, after three steps, and some work of the processor's.
STEPS = """
x=${1#--x=}
for step in 1 2 3; do
  i=0; while [ $i -lt 3000 ]; do i=$((i+1)); done
  echo "{\\"step\\": $step, \\"loss\\": $(( (x - 40) * (x - 40) + 30 - 10 * step ))}"
done
echo "about x = $x" >&2
"""


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class OwnProgram(CommandTest):
    def scenario(self, script, **changes):
        self.write("program.sh", script)
        return self.write("program.json", {**SCENARIO, **changes})

    def test_a_trial_at_its_limit_keeps_what_it_has_reported(self):
        objective = {**SCENARIO["objective"], "limits": {"seconds": 0.5}}
        scenario = self.scenario("""echo '{"step": 1, "loss": 7}'; sleep 1000""", objective=objective, budget={"trials": 1})
        self.wattle("tune", scenario, "--out", "out", "--quiet")
        (trial,) = self.result("out")["trials"]
        self.assertEqual((trial["state"], trial["reason"]), ("pruned", "ran for its limit of 0.5 s"))
        self.assertEqual(trial["metrics"]["loss"], 7)

    def test_a_trial_that_died_is_tried_again_and_pays_for_both(self):
        dies_once = """
if [ -e been-here ]; then echo '{"loss": 1}'; exit; fi
touch been-here
i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done
kill -KILL $$"""
        scenario = self.scenario(dies_once, retries={"attempts": 2}, budget={"trials": 1}, finalists=0)
        self.wattle("tune", scenario, "--out", "out", "--quiet")
        (trial,) = self.result("out")["trials"]
        self.assertEqual((trial["state"], trial["attempts"]), ("complete", 2))
        self.assertIn("signal 9", trial["retried_after"])
        self.assertGreater(trial["energy"]["joules"], 0)

    def test_a_wide_trial_is_refused_where_it_can_never_run(self):
        changes = {"trial_threads": 4, "capacity": {"threads": 2}}
        _, error = self.wattle("tune", self.scenario(STEPS, **changes), "--out", "out", expect=2)
        self.assertIn("every trial needs 4 threads; the study has 2", error)

    def test_trials_run_side_by_side_and_their_joules_are_theirs(self):
        self.wattle("tune", self.scenario(STEPS), "--jobs", 3, "--out", "out", "--quiet")
        result = self.result("out")
        self.assertEqual({trial["state"] for trial in result["trials"]}, {"complete"})
        for trial in result["trials"]:
            self.assertEqual(trial["metrics"]["loss"], (trial["parameters"]["x"] - 40) ** 2)
            self.assertEqual([step["step"] for step in trial["steps"]], [1, 2, 3])
            self.assertGreater(trial["energy"]["joules"], 0)
            printed = self.folder / "out" / "output" / f"trial-{trial['number']}"
            self.assertIn('{"step": 3', (printed / "stdout.txt").read_text())
            self.assertEqual((printed / "stderr.txt").read_text(), f"about x = {trial['parameters']['x']}\n")
        ledger = result["ledger"]
        self.assertAlmostEqual(ledger["trials"] + ledger["overhead"] + ledger["idle"], ledger["total"], places=6)
        self.assertEqual(len(result["finalists"]), 1)

    def test_the_same_seed_gives_the_same_trials(self):
        scenario = self.scenario('echo "{\\"loss\\": ${1#--x=}.$WATTLE_SEED}"', schedule="fixed_lag")
        for out, jobs in [("a", 1), ("b", 3)]:
            self.wattle("tune", scenario, "--jobs", jobs, "--out", out, "--quiet")
        a, b = ([trial["metrics"]["loss"] for trial in self.result(out)["trials"]] for out in ["a", "b"])
        self.assertEqual(a, b)

    def test_a_pruner_stops_programs(self):
        script = STEPS + "sleep 1000\n"  # nobody gets that far: a metric is good enough at step 3
        scenario = self.scenario(script, goal={"kind": "cheapest", "metric": "loss", "direction": "minimize",
                                               "at_most": 10000})
        self.wattle("tune", scenario, "--out", "out", "--quiet")
        trials = self.result("out")["trials"]
        self.assertEqual({trial["state"] for trial in trials}, {"complete"})
        self.assertTrue(all("good enough" in trial["reason"] for trial in trials))

    def test_failures_are_reasons_and_exit_with_3(self):
        script = 'echo "no data" >&2; exit 5'
        self.wattle("tune", self.scenario(script), "--out", "out", "--quiet", expect=3)
        reasons = {trial["reason"] for trial in self.result("out")["trials"]}
        self.assertEqual(reasons, {"the program ended with exit status 5; its last words: no data"})

    def test_a_missing_program_starts_nothing(self):
        scenario = self.scenario("", objective={**SCENARIO["objective"], "run": ["./absent"]})
        _, error = self.wattle("tune", scenario, "--out", "out", expect=1)
        self.assertIn("absent", error)
        self.assertFalse((self.folder / "out").exists())

    def test_killed_wattle_leaves_nothing_behind_and_resumes(self):
        script = 'echo $$ >> pids; setsid sh -c "echo \\$\\$ >> pids; sleep 1000" &\n' \
                 '[ -e go ] || sleep 1000\necho "{\\"loss\\": 1}"'
        scenario = self.scenario(script)
        process = subprocess.Popen([WATTLE, "tune", str(scenario), "--jobs", "2", "--out", "out", "--quiet"],
                                   cwd=self.folder)
        pids = self.folder / "pids"
        deadline = time.monotonic() + 60
        while len(pids.read_text().split() if pids.exists() else []) < 4 and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        started = [int(pid) for pid in pids.read_text().split()]
        self.assertEqual(len(started), 4)
        while any(map(is_alive, started)) and time.monotonic() < deadline:
            time.sleep(0.02)
        self.assertFalse(any(map(is_alive, started)))
        (self.folder / "go").touch()
        self.wattle("tune", scenario, "--out", "out", "--resume", "--quiet")
        self.assertEqual({trial["state"] for trial in self.result("out")["trials"]}, {"complete"})

    def test_an_interrupted_study_stops_its_programs_and_goes_on(self):
        scenario = self.scenario('echo $$ >> pids; [ -e go ] || sleep 1000\necho "{\\"loss\\": 1}"')
        process = subprocess.Popen([WATTLE, "tune", str(scenario), "--out", "out", "--quiet"], cwd=self.folder)
        pids = self.folder / "pids"
        while not pids.exists() or not pids.read_text():
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=60), 4)
        self.assertFalse(is_alive(int(pids.read_text().split()[0])))
        (self.folder / "go").touch()
        self.wattle("tune", scenario, "--out", "out", "--resume", "--quiet")
        self.assertEqual(len(self.result("out")["trials"]), 8)

    def test_the_shipped_scenarios_run(self):
        few = ["--set", "budget.trials=4", "--quiet"]
        self.wattle("tune", ROOT / "scenarios" / "own_program.json", "--jobs", 2, "--out", "python", *few)
        self.wattle("tune", ROOT / "scenarios" / "own_program_shell.json", "--jobs", 2, "--out", "shell", *few)
        for out in ["python", "shell"]:
            self.assertFalse({trial["state"] for trial in self.result(out)["trials"]} - {"complete", "pruned"})
        weights = json.loads((self.folder / "python" / "best" / "weights.json").read_text())
        self.assertEqual((len(weights), len(weights[0])), (10, 65))
        self.assertTrue(pathlib.Path(self.folder / "shell" / "output" / "trial-0" / "stdout.txt").exists())


if __name__ == "__main__":
    unittest.main()
