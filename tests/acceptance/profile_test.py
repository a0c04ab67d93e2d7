# SPDX-License-Identifier: MIT
"""`wattle profile`: what each layer of a model costs."""

import json
import unittest

from wattle_command import QUICKSTART, SHORT, CommandTest

QUICK = ["--meter", "estimate", "--window", "0.003", "--repeats", "2"]


class Profile(CommandTest):
    def profile(self, *more):
        return json.loads(self.wattle("profile", QUICKSTART, *QUICK, "--json", *more)[0])

    def test_layers_kinds_and_predictions(self):
        found = self.profile()
        self.assertEqual([layer["kind"] for layer in found["layers"]],
                         ["reshape", "linear", "activation", "linear", "activation", "linear"])
        self.assertAlmostEqual(sum(layer["share"] for layer in found["layers"]), 1, places=6)
        self.assertAlmostEqual(sum(kind["share"] for kind in found["kinds"]), 1, places=6)
        self.assertEqual([each["batch"] for each in found["inference"]], [1, 32, 500])
        self.assertEqual(found["source"], "estimated")
        self.assertLess(found["low_factor"], 1)
        self.assertGreater(found["high_factor"], 1)

    def test_a_table_and_a_page(self):
        text = self.wattle("profile", QUICKSTART, *QUICK, "--html", "page.html")[0]
        self.assertIn("A training step of", text)
        self.assertIn("1,000 predictions", text)
        page = (self.folder / "page.html").read_text()
        self.assertIn("Kinds of layer", page)

    def test_the_model_of_a_studys_trial(self):
        self.wattle("tune", QUICKSTART, "--out", "out", "--quiet", "--set", "budget.trials=2", "--set", "finalists=0", *SHORT)
        trials = self.result("out")["trials"]
        self.assertEqual(self.profile("--study", "out", "--trial", "1")["parameters"], trials[1]["parameters"])
        self.assertIn(self.profile("--study", "out")["parameters"], [trial["parameters"] for trial in trials])
        error = self.wattle("profile", QUICKSTART, *QUICK, "--study", "out", "--trial", "7", expect=1)[1]
        self.assertIn("no trial 7", error)

    def test_a_studys_winner_is_profiled_at_its_end(self):
        for isolate in ("false", "true"):
            out = f"isolated-{isolate}"
            self.wattle("tune", QUICKSTART, "--out", out, "--quiet", "--meter", "estimate", "--set", "budget.trials=2",
                        "--set", "finalists.profile=true", "--set", f"objective.isolate={isolate}", *SHORT)
            result = self.result(out)
            [finalist] = result["finalists"]
            self.assertEqual(finalist["trial"], result["best"]["trial"])
            layers = finalist["layer_energy"]
            self.assertEqual(sorted((kind["kind"], kind["layers"]) for kind in layers["kinds"]),
                             [("activation", 2), ("linear", 3), ("reshape", 1)])
            self.assertEqual(layers["batch"], result["best"]["parameters"]["batch_size"])
            for kind in layers["kinds"]:
                self.assertGreaterEqual(kind["forward"]["joules"], 0)
            self.assertGreater(layers["step"]["joules"], 0)
            self.assertGreaterEqual(result["ledger"]["overhead"], layers["energy"]["joules"])
            self.assertEqual(layers["energy"]["source"], "estimated")
            self.assert_parts_add_up(out, layers)
            self.assert_written_twice(out)

    def assert_parts_add_up(self, out, layers):
        """The rows of the report's table are the parts of the step, to the digits that they have."""
        lines = (self.folder / out / "report.md").read_text().splitlines()
        rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line.startswith("|")]
        kinds = {kind["kind"]: kind for kind in layers["kinds"]}
        scales = {"nJ": 1e-9, "µJ": 1e-6, "mJ": 1e-3, "J": 1}
        told = {row[0]: row[4].split(" ± ")[0].split() for row in rows if len(row) == 6 and " ± " in row[4]}
        joules = {name: float(amount) * scales[unit] for name, (amount, unit) in told.items()}
        for name, kind in kinds.items():
            whole = kind["forward"]["joules"] + kind["backward"]["joules"]
            self.assertAlmostEqual(joules[name], whole, delta=0.01 * whole)
        self.assertAlmostEqual(joules["all layers"], sum(joules[name] for name in kinds), delta=0.01 * joules["all layers"])
        step = layers["step"]["joules"]
        self.assertAlmostEqual(joules["training step"], step, delta=0.01 * step)
        if "loss, update and data" in joules:
            self.assertAlmostEqual(joules["all layers"] + joules["loss, update and data"], step, delta=0.02 * step)
        else:
            self.assertGreaterEqual(joules["all layers"], 0.99 * step)

    def assert_written_twice(self, out):
        files = {name: (self.folder / out / name).read_bytes() for name in ("report.html", "report.md", "result.json")}
        for name in files:
            (self.folder / out / name).unlink()
        self.wattle("report", out)
        for name, before in files.items():
            self.assertEqual((self.folder / out / name).read_bytes(), before, name)

    def test_layers_that_cannot_be_measured_are_refused(self):
        error = self.wattle("tune", QUICKSTART, "--set", "finalists.count=0", "--set", "finalists.profile=true", expect=2)[1]
        self.assertIn("/finalists/profile", error)

    def test_what_has_no_layers_is_refused(self):
        scenario = self.write("branin.json", {
            "name": "branin", "objective": {"kind": "function", "name": "branin"},
            "space": {"x0": {"type": "float", "low": -5, "high": 10}, "x1": {"type": "float", "low": 0, "high": 15}},
            "goal": {"kind": "best", "metric": "value"}, "budget": {"trials": 3}})
        self.assertIn("layers to measure", self.wattle("profile", scenario, expect=2)[1])


if __name__ == "__main__":
    unittest.main()
