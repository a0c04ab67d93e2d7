# SPDX-License-Identifier: MIT
"""Studies that move and go on: resume, export, import; and the shell's completion."""

import json
import pathlib
import sqlite3
import subprocess
import unittest

from wattle_command import QUICKSTART, WATTLE, CommandTest, branin

HERE = pathlib.Path(__file__).resolve().parent
SYSTEM_PYTHON = "/usr/bin/python3"

BRANIN = branin(name="moved", strategy={"kind": "bayesian"}, schedule="fixed_lag", budget={"trials": 8}, finalists=1)


class Resume(CommandTest):
    def test_goes_on_without_the_scenario(self):
        (self.folder / "home").mkdir()
        scenario = self.write("home/moved.json", BRANIN)
        self.wattle("tune", scenario, "--out", "whole", "--quiet", "--set", "budget.trials=12")
        self.wattle("tune", "home/moved.json", "--out", "out", "--quiet", "--jobs", 2)
        scenario.unlink()
        self.wattle("resume", "out", "--set", "budget.trials=12", "--quiet")
        self.assertEqual(self.parameters("out"), self.parameters("whole"))
        context = self.result("out")["context"]
        self.assertEqual((context["jobs"], context["scenario_folder"]), (2, str(self.folder.resolve() / "home")))

    def test_finds_the_files_of_the_scenario(self):
        (self.folder / "home").mkdir()
        self.write("home/program.sh", 'echo "{\\"loss\\": $1}"')
        self.write("home/program.json", {
            "name": "program", "objective": {"run": ["sh", "program.sh", "$x"], "metric": "loss"},
            "space": {"x": {"type": "int", "low": 1, "high": 9}}, "strategy": {"kind": "grid"},
            "goal": {"kind": "best", "metric": "loss", "direction": "minimize"}, "budget": {"trials": 2}, "finalists": 0})
        self.wattle("tune", "home/program.json", "--out", "out", "--quiet")
        self.wattle("resume", "out", "--quiet", "--set", "budget.trials=4")
        self.assertEqual([trial["state"] for trial in self.result("out")["trials"]], ["complete"] * 4)

    def test_after_a_kill(self):
        slow = {**BRANIN, "objective": branin(milliseconds=50)["objective"]}
        self.cut_off(self.start("tune", self.write("moved.json", slow), "--out", "out", "--json"))
        events = [json.loads(line) for line in self.wattle("resume", "out", "--json")[0].splitlines()]
        self.assertEqual(events[-1]["stopped_because"], "8 trials")
        self.assertEqual(len(self.result("out")["trials"]), 8)

    def test_a_study_that_has_ended_says_why_and_what_lets_it_go_on(self):
        self.wattle("tune", self.write("moved.json", BRANIN), "--out", "out", "--quiet")
        before = (self.folder / "out" / "result.json").read_bytes()
        said, _ = self.wattle("resume", "out")
        self.assertIn("has ended: 8 trials", said)
        self.assertIn("--set budget.trials=16", said)
        self.assertEqual(json.loads(self.wattle("resume", "out", "--json")[0])["stopped_because"], "8 trials")
        self.assertEqual((self.folder / "out" / "result.json").read_bytes(), before)

    def test_what_may_not_change(self):
        self.wattle("tune", self.write("moved.json", BRANIN), "--out", "out", "--quiet")
        self.assertIn("another seed", self.wattle("resume", "out", "--set", "seed=9", expect=2)[1])
        self.assertIn("/budget/trails", self.wattle("resume", "out", "--set", "budget.trails=9", expect=2)[1])
        self.assertIn("are gone", self.wattle("resume", "out", "--set", "space.x0.high=1", expect=2)[1])
        self.assertIn("holds no study", self.wattle("resume", "nowhere", expect=2)[1])

    def test_a_study_that_does_not_tell_its_folder(self):
        self.wattle("tune", self.write("moved.json", BRANIN), "--out", "out", "--quiet")
        with sqlite3.connect(self.folder / "out" / "study.db") as database:
            database.execute("UPDATE study SET context = json_remove(context, '$.scenario_folder')")
        database.close()
        more = ["--set", "budget.trials=9"]
        self.assertIn("--resume", self.wattle("resume", "out", *more, expect=2)[1])
        self.wattle("tune", "moved.json", "--out", "out", "--resume", "--quiet", *more)
        self.wattle("resume", "out", "--quiet", "--set", "budget.trials=10")


class Export(CommandTest):
    def test_comes_back_byte_for_byte_and_goes_on_as_the_original(self):
        self.wattle("tune", self.write("moved.json", BRANIN), "--out", "first", "--quiet")
        exported, _ = self.wattle("export", "first", "--format", "jsonl")
        self.write("study.jsonl", exported)
        self.assertIn("8 trials imported", self.wattle("import", "study.jsonl", "--out", "second")[0])
        self.assertEqual(self.wattle("export", "second", "--format", "jsonl")[0], exported)
        for name in ("result.json", "trials.csv", "report.md", "report.html"):
            self.assertEqual((self.folder / "first" / name).read_bytes(), (self.folder / "second" / name).read_bytes())
        for out in ("first", "second"):
            self.wattle("resume", out, "--quiet", "--set", "budget.trials=12")
        self.assertEqual(self.parameters("first"), self.parameters("second"))

    def test_a_damaged_one_is_refused_whole(self):
        self.wattle("tune", self.write("moved.json", BRANIN), "--out", "first", "--quiet")
        lines = self.wattle("export", "first", "--format", "jsonl")[0].splitlines()
        self.write("cut.jsonl", "\n".join(lines[:5]) + "\n")
        _, error = self.wattle("import", "cut.jsonl", "--out", "second", expect=2)
        self.assertIn("as many lines as there are: 4", error)
        self.assertFalse((self.folder / "second").exists())
        self.write("whole.jsonl", "\n".join(lines) + "\n")
        self.assertIn("holds a study already", self.wattle("import", "whole.jsonl", "--out", "first", expect=2)[1])


class Tables(CommandTest):
    def test_rows_become_trials_of_a_study_that_goes_on(self):
        scenario = self.write("moved.json", BRANIN)
        self.write("runs.csv", "x0,x1,value,joules,seconds\n1,2,21.5,5,2\n0,0,55.6,4,1\n2,3,,1,1\n")
        self.wattle("import", "runs.csv", "--scenario", scenario, "--out", "out")
        result = self.result("out")
        self.assertEqual([trial["state"] for trial in result["trials"]], ["complete", "complete", "failed"])
        self.assertEqual((result["best"]["trial"], result["ledger"]["total"]), (0, 10))
        self.wattle("resume", "out", "--quiet")
        result = self.result("out")
        self.assertEqual(len(result["trials"]), 8)
        self.assertEqual(result["context"]["imported"]["trials"], 3)

    def test_without_joules_the_report_says_that_they_are_unknown(self):
        scenario = self.write("moved.json", BRANIN)
        self.write("runs.csv", "x0,x1,value\n1,2,21.5\n0,0,55.6\n")
        self.wattle("import", "runs.csv", "--scenario", scenario, "--out", "out")
        self.assertIsNone(self.result("out")["ledger"]["total"])
        self.assertIn("is not known: nobody counted it", (self.folder / "out" / "report.md").read_text())
        self.wattle("resume", "out", "--quiet")
        self.assertIn("The energy of 2 trials is not known", (self.folder / "out" / "report.md").read_text())

    def test_bad_cells_are_told_together_and_nothing_is_written(self):
        scenario = self.write("moved.json", BRANIN)
        self.write("runs.csv", "x0,x1,value\n1,2,a\n99,0,1\n")
        _, error = self.wattle("import", "runs.csv", "--scenario", scenario, "--out", "out", expect=2)
        self.assertIn("line 2, column value", error)
        self.assertIn("line 3, column x0", error)
        self.assertFalse((self.folder / "out").exists())
        self.assertIn("--scenario", self.wattle("import", "runs.csv", "--out", "out", expect=2)[1])


class Optuna(CommandTest):
    def storage(self):
        with sqlite3.connect(self.folder / "storage.db") as database:
            database.executescript((HERE / "optuna_study.sql").read_text())
        database.close()
        return "storage.db"

    def check_tuned(self, out):
        result = self.result(out)
        states = [trial["state"] for trial in result["trials"]]
        self.assertEqual(states, ["complete"] * 6 + ["pruned", "failed", "complete", "waiting", "waiting"])
        space = result["context"]["scenario"]["space"]
        self.assertEqual(space["lr_base"], {"type": "float", "low": 1e-4, "high": 0.1, "scale": "log", "levels": 5})
        self.assertEqual(space["momentum"]["when"], {"optimizer": {"is": "sgd"}})
        self.assertEqual(space["units2"]["when"], {"layers": {"at_least": 2}})
        trial = result["trials"][5]
        self.assertEqual(trial["parameters"]["width"], 128)
        self.assertEqual(trial["parameters"]["lr_base"], 10.0 ** -3.75)
        self.assertEqual(trial["metrics"],
                         {"value": 1 / 6, "size": 5000, "optuna_seconds": 1, "seconds": 7.5})
        self.assertEqual([step["metrics"]["value"] for step in trial["steps"]], [1 / 3, 1 / 6])
        self.assertEqual((trial["started_at"], trial["ended_at"]), (50, 57.5))
        self.assertEqual((trial["energy"]["source"], trial["energy"]["joules"]), ("unknown", None))
        self.assertIsNone(result["trials"][8]["metrics"]["value"])  # was infinite
        self.assertEqual(result["best"]["trial"], 5)
        self.assertIsNone(result["ledger"]["total"])

    def test_a_storage_of_version_3(self):
        said, _ = self.wattle("import", self.storage(), "--study", "Tuned", "--out", "out")
        self.assertIn('"lr.base" is lr_base here', said)
        self.assertIn("2 trials that do not have all their parameters were left out", said)
        self.check_tuned("out")
        exported, _ = self.wattle("export", "out", "--format", "jsonl")
        self.write("study.jsonl", exported)
        self.wattle("import", "study.jsonl", "--out", "again")
        self.assertEqual(self.wattle("export", "again", "--format", "jsonl")[0], exported)
        self.assertIn("nothing says how to run", self.wattle("resume", "out", expect=2)[1])

    def test_a_storage_made_just_now(self):
        made = subprocess.run([SYSTEM_PYTHON, HERE / "make_optuna_study.py", "storage.db"], cwd=self.folder,
                              capture_output=True, text=True, check=False)
        if made.returncode != 0:
            self.skipTest("Python's optuna is not installed")
        self.wattle("import", "storage.db", "--study", "Tuned", "--out", "out")
        self.check_tuned("out")

    def test_goes_on_with_a_scenario_of_its_space(self):
        storage = self.storage()
        self.wattle("import", storage, "--study", "Tuned", "--out", "looked")
        space = self.result("looked")["context"]["scenario"]["space"]
        self.write("program.sh", 'echo "{\\"loss\\": 0.5}"')
        scenario = self.write("further.json", {
            "name": "further", "objective": {"run": ["sh", "program.sh"], "metric": "loss"}, "space": space,
            "goal": {"kind": "best", "metric": "loss", "direction": "minimize"}, "strategy": {"kind": "tpe"},
            "budget": {"trials": 13}, "finalists": 0})
        self.wattle("import", storage, "--study", "Tuned", "--scenario", scenario, "--out", "out")
        self.wattle("resume", "out", "--quiet")
        result = self.result("out")
        self.assertEqual([trial["state"] for trial in result["trials"][9:]], ["complete"] * 4)
        self.assertEqual(result["trials"][5]["metrics"]["loss"], 1 / 6)

    def test_several_studies_and_several_objectives(self):
        storage = self.storage()
        self.assertIn("Tuned, Traded", self.wattle("import", storage, expect=2)[1])
        self.assertIn("did you mean Tuned", self.wattle("import", storage, "--study", "tuned", expect=2)[1])
        _, error = self.wattle("import", storage, "--study", "Traded", "--out", "out", expect=2)
        self.assertIn("value_0, value_1", error)
        self.wattle("import", storage, "--study", "Traded", "--metric", "value_0", "--out", "out")
        result = self.result("out")
        self.assertEqual((result["best"]["trial"], result["best"]["metrics"]["value_1"]), (3, 13))
        self.assertEqual(result["context"]["scenario"]["goal"]["direction"], "maximize")

    def test_what_is_no_storage(self):
        self.write("text.db", "no database")
        self.wattle("import", "text.db", "--format", "optuna", expect=2)
        with sqlite3.connect(self.folder / "other.db") as database:
            database.execute("CREATE TABLE t (x)")
        database.close()
        self.assertIn("no storage of Optuna", self.wattle("import", "other.db", expect=2)[1])
        self.assertIn("of no use", self.wattle("import", QUICKSTART, "--study", "x", expect=2)[1])


class Completion(CommandTest):
    def complete(self, *words):
        """What bash offers for the last of these words."""
        program = f'source <({WATTLE} completion bash); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _wattle; ' \
                  'printf "%s\\n" "${COMPREPLY[@]}"'
        done = subprocess.run(["bash", "-c", program, "bash", "wattle", *words], cwd=self.folder, capture_output=True,
                              text=True, check=True)
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def test_bash_completes_commands_flags_and_values(self):
        self.assertEqual(self.complete("exp"), ["export"])
        self.assertIn("--jobs", self.complete("tune", "x.json", "--"))
        self.assertEqual(self.complete("tune", "--strategy", "ba"), ["bayesian"])
        self.assertEqual(self.complete("tune", "--strategy", "=", "s"), ["sobol"])
        self.assertEqual(self.complete("energy", "mea"), ["measure"])
        self.assertEqual(self.complete("completion", ""), ["bash", "zsh", "fish"])
        self.assertEqual(self.complete("data", "--"), ["--help"])

    def test_bash_completes_scenarios_and_studies(self):
        self.write("mine.json", {})
        self.write("mine.txt", "")
        self.assertEqual(self.complete("tune", "mi"), ["mine.json"])
        (self.folder / "wattle-out" / "mine").mkdir(parents=True)
        (self.folder / "wattle-out" / "other").mkdir()
        (self.folder / "wattle-out" / "mine" / "study.db").write_text("x")
        self.assertEqual(self.complete("best", ""), ["wattle-out/mine"])
        self.assertEqual(self.complete("show", "wattle-out/mine", ""), [])
        self.assertEqual(self.complete("profile", "mine.json", "--study", "wattle-"), ["wattle-out/mine"])

    def test_other_shells_can_read_theirs(self):
        self.wattle("completion", "tcsh", expect=2)
        for shell in ("bash", "zsh", "fish"):
            with self.subTest(shell=shell):
                script = self.write("script", self.wattle("completion", shell)[0])
                try:
                    subprocess.run([shell, "-n", script], check=True)
                except FileNotFoundError:
                    self.skipTest(f"{shell} is not installed")


if __name__ == "__main__":
    unittest.main()
