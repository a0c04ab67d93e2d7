# SPDX-License-Identifier: MIT
"""docs/scenario.schema.json takes every shipped scenario and refuses the ones in rejected.json,
which the program's own check refuses as well (rejected_test.cc)."""

import copy
import json
import pathlib
import sys
import unittest

try:
    import jsonschema
except ImportError:
    print("skipped: the Python module jsonschema is missing (apt-get install python3-jsonschema)")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[3]
SCHEMA = json.loads((ROOT / "docs/scenario.schema.json").read_text())
REJECTED = json.loads((pathlib.Path(__file__).parent / "rejected.json").read_text())

# A merge patch: the members of the other kind go.
TABLE = {"kind": "table", "data": None, "model": None, "training": None, "file": "t.csv", "parameters": ["width"],
         "metric": "acc", "seconds": "s", "where": {"task": ["a", "b"]}}


class Schema(unittest.TestCase):
    def setUp(self):
        self.validator = jsonschema.Draft202012Validator(SCHEMA)

    def test_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_takes_every_shipped_scenario(self):
        files = sorted((ROOT / "scenarios").glob("*.json"))
        self.assertGreaterEqual(len(files), 3)
        for file in files:
            with self.subTest(file=file.name):
                self.validator.validate(json.loads(file.read_text()))

    def test_refuses_every_bad_document(self):
        quickstart = json.loads((ROOT / "scenarios/quickstart.json").read_text())
        for name, patch in REJECTED.items():
            with self.subTest(name=name):
                self.assertFalse(self.validator.is_valid(merged(quickstart, patch)))

    def test_takes_what_the_format_allows(self):
        quickstart = json.loads((ROOT / "scenarios/quickstart.json").read_text())
        patches = {
            "schedule as an object": {"schedule": {"kind": "fixed_lag", "lag": 8}},
            "a kind with its marker": {"objective": {"data": {"kind": "named", "name": "digits"}}},
            "arithmetic": {"objective": {"training": {"batch_size": "$width * 2"}}},
            "a list as a choice": {"objective": {"model": {"hidden": "$sizes"}}},
            "a varying family": {"objective": {"model": {"family": "$family", "layers": 3}}},
            "combined conditions": {"forbid": [{"any": [{"width": 16}, {"not": {"epochs": {"below": 5}}}]}]},
            "a weighted sum": {"forbid": [{"not": {"linear": {"width": 1, "batch_size": -2}, "above": 0, "at_most": 9}}]},
            "layers": {"objective": {"model": {"family": None, "hidden": None, "activation": None, "layers": [
                {"kind": "convolution", "channels": "$width * 2", "padding": "same"},
                {"repeat": "$epochs", "layers": [{"residual": [{"kind": "$kind"}], "shortcut": []}]},
                {"concat": [[{"kind": "relu"}], []], "name": "both"}, {"kind": "linear", "inputs": ["both"]}]}}},
            "a module": {"objective": {"model": {"family": None, "hidden": None, "activation": None,
                                                 "torchscript": "m.pt", "attributes": {"a.b": "$width"}}}},
            "listed points": {"points": [{"width": 16, "learning_rate": 0.1}, {"width": 32, "learning_rate": None}]},
            "points alone": {"points": [{"width": 16}], "space": None},
            "a table": {"objective": TABLE, "space": None},
            "an extension": {"extends": "base.json", "name": None, "budget": {"trials": None}},
        }
        for name, patch in patches.items():
            with self.subTest(name=name):
                self.validator.validate(merged(quickstart, patch))


def merged(document, patch):
    """The JSON merge patch of RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    result = copy.deepcopy(document) if isinstance(document, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


if __name__ == "__main__":
    unittest.main()
