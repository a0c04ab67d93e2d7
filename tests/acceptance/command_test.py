# SPDX-License-Identifier: MIT
"""What `wattle` promises on the command line."""

import contextlib
import json
import math
import pathlib
import sqlite3
import subprocess
import unittest

from wattle_command import QUICKSTART, SHORT, WATTLE, CommandTest, branin


class Start(CommandTest):
    def test_version_is_printed(self):
        out, _ = self.wattle("--version")
        self.assertRegex(out, r"^wattle \d+\.\d+\.\d+\n$")

    def test_program_is_not_linked_with_libtorch(self):
        libraries = subprocess.run(["ldd", WATTLE], capture_output=True, text=True, check=True).stdout
        self.assertNotIn("torch", libraries)

    def test_each_command_has_help_with_an_example(self):
        for command in ["tune", "describe", "report", "schema", "data list", "data fetch"]:
            out, _ = self.wattle(*command.split(), "--help")
            self.assertIn(f"Example: wattle {command}", out)

    def test_unknown_command_and_flag_exit_with_2(self):
        self.wattle("tun", expect=2)
        self.wattle("tune", QUICKSTART, "--job", "2", expect=2)


class Invalid(CommandTest):
    def test_all_faults_are_listed_and_nothing_is_started(self):
        document = json.loads(pathlib.Path(QUICKSTART).read_text())
        document["space"]["learning_rate"]["low"] = -1
        document["strategy"] = {"kind": "bayesan"}
        document["budgett"] = document.pop("budget")
        file = self.write("bad.json", document)
        _, error = self.wattle("tune", file, "--out", "out", expect=2)
        for expected in ["/space/learning_rate", "/strategy/kind", "bayesian", "/budgett", "budget"]:
            self.assertIn(expected, error)
        self.assertFalse((self.folder / "out").exists())

    def test_missing_and_malformed_files_exit_with_2(self):
        _, error = self.wattle("tune", "nowhere.json", expect=2)
        self.assertIn("nowhere.json", error)
        self.wattle("tune", self.write("half.json", '{"name": "x",'), expect=2)

    def test_a_folder_with_a_study_is_not_overwritten(self):
        scenario = self.write("branin.json", branin())
        self.wattle("tune", scenario, "--out", "out", "--quiet")
        before = (self.folder / "out" / "study.db").read_bytes()
        _, error = self.wattle("tune", scenario, "--out", "out", expect=2)
        self.assertIn("--resume", error)
        self.assertEqual((self.folder / "out" / "study.db").read_bytes(), before)


class Tune(CommandTest):
    def check_result(self, result, trials):
        self.assertEqual(result["schema_version"], 1)
        self.assertEqual(len(result["trials"]), trials)
        for key in ["machine", "versions", "meter", "coverage", "seed", "scenario"]:
            self.assertIn(key, result["context"])
        for number, trial in enumerate(result["trials"]):
            self.assertEqual(trial["number"], number)
            self.assertIn(trial["state"], ["complete", "failed"])
            energy = trial["energy"]
            self.assertGreater(energy["joules"], 0)
            self.assertLessEqual(energy["low"], energy["joules"])
            self.assertLessEqual(energy["joules"], energy["high"])
            self.assertTrue(energy["source"] and energy["domains"])
            self.assertIn("shared", energy)
        ledger = result["ledger"]
        parts = ledger["trials"] + ledger["overhead"] + ledger["idle"]
        self.assertTrue(math.isclose(parts, ledger["total"], rel_tol=1e-9))

    def test_every_strategy_tunes_the_quickstart(self):
        for strategy in ["grid", "random", "bayesian"]:
            with self.subTest(strategy=strategy):
                self.wattle("tune", QUICKSTART, "--strategy", strategy, "--jobs", 2, "--seed", 7, "--out", strategy,
                            "--quiet", "--set", "budget.trials=5", *SHORT)
                result = self.result(strategy)
                self.check_result(result, 5)
                self.assertEqual(result["stopped_because"], "5 trials")
                self.assertTrue(result["best"]["energy"]["joules"] > 0)
                self.assertFalse(result["best"]["energy"]["shared"])

    def test_output_folder_holds_everything(self):
        self.wattle("tune", QUICKSTART, "--out", "out", "--quiet", "--set", "budget.trials=3", *SHORT)
        out = self.folder / "out"
        for name in ["study.db", "result.json", "trials.csv", "report.md", "report.html", "best/parameters.json",
                     "best/model.pt"]:
            self.assertGreater((out / name).stat().st_size, 0, name)
        best = self.result("out")["best"]
        self.assertEqual(json.loads((out / "best/parameters.json").read_text()), best["parameters"])

    def test_default_folders_are_numbered(self):
        scenario = self.write("branin.json", branin())
        self.wattle("tune", scenario, "--quiet")
        self.wattle("tune", scenario, "--quiet")
        self.assertTrue((self.folder / "wattle-out/branin/result.json").exists())
        self.assertTrue((self.folder / "wattle-out/branin-2/result.json").exists())

    def test_fixed_lag_gives_the_same_trials_with_any_number_of_jobs(self):
        for strategy in ["grid", "random", "bayesian"]:
            with self.subTest(strategy=strategy):
                for jobs in [1, 2]:
                    self.wattle("tune", QUICKSTART, "--strategy", strategy, "--jobs", jobs, "--out",
                                f"{strategy}{jobs}", "--quiet", "--set", "schedule=fixed_lag", "--set",
                                "budget.trials=14", "--set", "finalists=0", *SHORT)
                one, two = self.result(f"{strategy}1"), self.result(f"{strategy}2")
                self.assertEqual(self.parameters(f"{strategy}1"), self.parameters(f"{strategy}2"))
                for a, b in zip(one["trials"], two["trials"]):
                    for metric in ["val_accuracy", "val_loss", "test_accuracy", "modelled_joules"]:
                        self.assertEqual(a["metrics"].get(metric), b["metrics"].get(metric), metric)

    def test_same_seed_repeats_and_another_seed_differs(self):
        scenario = self.write("branin.json", branin())
        for out, seed in [("a", 1), ("b", 1), ("c", 2)]:
            self.wattle("tune", scenario, "--seed", seed, "--out", out, "--quiet")
        self.assertEqual(self.parameters("a"), self.parameters("b"))
        self.assertNotEqual(self.parameters("a"), self.parameters("c"))

    def test_a_study_that_is_older_than_a_field_goes_on(self):
        scenario = self.write("branin.json", branin())
        self.wattle("tune", scenario, "--out", "out", "--quiet")
        with contextlib.closing(sqlite3.connect(self.folder / "out" / "study.db")) as record, record:
            [[text]] = record.execute("SELECT scenario FROM study")
            stored = json.loads(text)
            del stored["retries"], stored["schedule"], stored["energy"]
            record.execute("UPDATE study SET scenario = ?", [json.dumps(stored)])
        self.wattle("tune", scenario, "--out", "out", "--resume", "--quiet", "--set", "budget.trials=8")
        self.assertEqual(len(self.result("out")["trials"]), 8)
        _, said = self.wattle("tune", scenario, "--out", "out", "--resume", "--set", "goal.direction=maximize", expect=2)
        self.assertIn("another goal", said)

    def test_auto_says_what_it_chose_and_stays_with_it(self):
        scenario = self.write("branin.json", branin())
        chosen = "sobol (chosen by auto: 3 trials are too few for a model)"
        out, _ = self.wattle("tune", scenario, "--strategy", "auto", "--out", "out", "--set", "budget.trials=3")
        self.assertIn(chosen, out)
        out, _ = self.wattle("tune", scenario, "--strategy", "auto", "--out", "out", "--resume",
                             "--set", "budget.trials=20")
        self.assertIn(chosen, out)
        self.assertEqual(self.result("out")["context"]["strategy"], chosen)
        for name in ["report.md", "report.html"]:
            self.assertIn(chosen, (self.folder / "out" / name).read_text())

    def test_json_prints_one_object_a_line(self):
        out, _ = self.wattle("tune", self.write("branin.json", branin()), "--json")
        events = [json.loads(line)["event"] for line in out.splitlines()]
        self.assertEqual(events.count("trial_started"), 6)
        self.assertEqual(events.count("trial_ended"), 6)

    def test_quiet_prints_nothing(self):
        out, error = self.wattle("tune", self.write("branin.json", branin()), "--quiet")
        self.assertEqual((out, error), ("", ""))

    def test_plain_output_has_no_escape_codes_and_ends_with_the_report(self):
        out, _ = self.wattle("tune", self.write("branin.json", branin()))
        self.assertNotIn("\033", out)
        self.assertIn("report.html", out.splitlines()[-1])


class Failures(CommandTest):
    def test_diverged_trials_are_states_with_reasons(self):
        self.wattle("tune", QUICKSTART, "--strategy", "random", "--seed", 3, "--out", "out", "--quiet", *SHORT,
                    "--set", "budget.trials=8", "--set", "space.learning_rate.high=1e8", "--set", "forbid=[]",
                    "--set", 'space.optimizer={"type": "constant", "value": "sgd"}')
        trials = self.result("out")["trials"]
        failed = [trial for trial in trials if trial["state"] == "failed"]
        self.assertTrue(failed)
        self.assertLess(len(failed), len(trials))
        for trial in failed:
            self.assertIn("not finite", trial["reason"])
            self.assertGreater(trial["energy"]["joules"], 0)

    def test_all_failed_exits_with_3(self):
        self.wattle("tune", QUICKSTART, "--out", "out", "--quiet", *SHORT, "--set", "budget.trials=2", "--set",
                    "space.learning_rate.low=1e11", "--set", "space.learning_rate.high=1e12", "--set", "forbid=[]",
                    "--set", 'space.optimizer={"type": "constant", "value": "sgd"}', expect=3)
        result = self.result("out")
        self.assertIsNone(result["best"])
        self.assertEqual({trial["state"] for trial in result["trials"]}, {"failed"})


class Report(CommandTest):
    def test_report_is_the_same_byte_for_byte(self):
        self.wattle("tune", self.write("branin.json", branin()), "--out", "out", "--quiet")
        names = ["result.json", "trials.csv", "report.md", "report.html"]
        before = [(self.folder / "out" / name).read_bytes() for name in names]
        for name in names:
            (self.folder / "out" / name).unlink()
        self.wattle("report", "out")
        self.assertEqual([(self.folder / "out" / name).read_bytes() for name in names], before)

    def test_a_folder_without_a_study_exits_with_2(self):
        self.wattle("report", self.folder, expect=2)


class Describe(CommandTest):
    def test_describe_prints_space_grid_layers_and_cost(self):
        out, _ = self.wattle("describe", QUICKSTART)
        self.assertIn("Strategy: bayesian", out)
        for expected in ["6 parameters", "Grid:", "linear", "MACs", "parameters", " J"]:
            self.assertIn(expected, out)


if __name__ == "__main__":
    unittest.main()
