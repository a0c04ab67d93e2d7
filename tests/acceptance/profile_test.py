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

    def test_what_has_no_layers_is_refused(self):
        scenario = self.write("branin.json", {
            "name": "branin", "objective": {"kind": "function", "name": "branin"},
            "space": {"x0": {"type": "float", "low": -5, "high": 10}, "x1": {"type": "float", "low": 0, "high": 15}},
            "goal": {"kind": "best", "metric": "value"}, "budget": {"trials": 3}})
        self.assertIn("layers to measure", self.wattle("profile", scenario, expect=2)[1])


if __name__ == "__main__":
    unittest.main()
