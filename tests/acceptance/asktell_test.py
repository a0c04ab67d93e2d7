# SPDX-License-Identifier: MIT
"""What `wattle asktell` promises a program that talks to it, and what docs/ask_and_tell.md says of it."""

import json
import math
import os
import pathlib
import re
import subprocess
import unittest

from wattle_command import ROOT, WATTLE, CommandTest

SEARCH = {
    "space": {
        "x0": {"type": "float", "low": -5, "high": 10},
        "x1": {"type": "float", "low": 0, "high": 15},
    },
    "goal": {"kind": "best", "metric": "value", "direction": "minimize"},
}
BRANIN_MINIMUM = 0.397887
# Thirty random points come to about 1.2; the seed is fixed, so there is nothing to chance.
REGRET = 0.1


def branin(x0, x1):
    valley = x1 - 5.1 / (4 * math.pi**2) * x0**2 + 5 / math.pi * x0 - 6
    return valley**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x0) + 10


class Conversation:
    """Reads each answer before the next line is sent, so an answer that is kept back ends in a timeout."""

    def __init__(self, folder, *arguments):
        self.process = subprocess.Popen([WATTLE, "asktell", *map(str, arguments)], cwd=folder, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def say(self, line):
        text = line if isinstance(line, bytes) else json.dumps(line).encode()
        self.process.stdin.write(text + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def run(self, trials):
        for _ in range(trials):
            [trial] = self.say({"ask": 1})["suggestions"]
            answer = self.say({"tell": {"id": trial["id"], "metrics": {"value": branin(**trial["parameters"])}}})
            assert answer == {"ok": True}, answer

    def end(self):
        self.process.stdin.close()
        rest = self.process.stdout.read()
        self.process.stdout.close()
        return rest, self.process.wait(timeout=60)


class AskTellTest(CommandTest):
    def talk(self, *arguments, search=None):
        file = self.write("search.json", SEARCH if search is None else search)
        conversation = Conversation(self.folder, file, *arguments)
        self.addCleanup(self.close, conversation)
        return conversation

    def close(self, conversation):
        if not conversation.process.stdin.closed:
            conversation.end()

    def answers(self, lines, *arguments, search=None):
        """All answers to `lines`, sent at once."""
        file = self.write("search.json", SEARCH if search is None else search)
        done = subprocess.run([WATTLE, "asktell", str(file), *arguments], input=lines, capture_output=True,
                              cwd=self.folder, timeout=300, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return [json.loads(line) for line in done.stdout.splitlines()]


class Search(AskTellTest):
    def test_bayesian_finds_the_minimum_of_branin_in_30_trials(self):
        wattle = self.talk("--strategy", "bayesian", "--seed", 1)
        wattle.run(30)
        best = wattle.say({"best": True})["best"]
        self.assertAlmostEqual(best["metrics"]["value"], branin(**best["parameters"]), places=12)
        self.assertLess(best["metrics"]["value"] - BRANIN_MINIMUM, REGRET)
        self.assertEqual(wattle.end(), (b"", 0))

    def test_same_seed_repeats_and_another_seed_differs(self):
        one, two, other = (self.answers(b'{"ask": 4}\n', "--seed", seed) for seed in ["1", "1", "2"])
        self.assertEqual(one, two)
        self.assertNotEqual(one, other)

    def test_flags_win_over_the_file(self):
        search = {**SEARCH, "strategy": {"kind": "random"}, "seed": 3}
        [kept] = self.answers(b'{"state": true}', search=search)
        [changed] = self.answers(b'{"state": true}', "--strategy", "grid", "--seed", "4", search=search)
        self.assertEqual((kept["state"]["strategy"]["kind"], kept["state"]["seed"]), ("random", 3))
        self.assertEqual((changed["state"]["strategy"]["kind"], changed["state"]["seed"]), ("grid", 4))

    def test_whole_scenario_will_do(self):
        scenario = json.loads((ROOT / "scenarios" / "branin.json").read_text())
        [answer] = self.answers(b'{"ask": 2}', search=scenario)
        self.assertEqual(len(answer["suggestions"]), 2)

    def test_used_up_space_is_said(self):
        search = {**SEARCH, "space": {"n": {"type": "int", "low": 1, "high": 3}}}
        first, second = self.answers(b'{"ask": 2}\n{"ask": 2}\n', search=search)
        self.assertNotIn("exhausted", first)
        self.assertEqual((len(second["suggestions"]), second["exhausted"]), (1, True))

    def test_goal_on_joules_asks_for_them(self):
        search = {**SEARCH, "goal": {**SEARCH["goal"], "kind": "pareto"}}
        wattle = self.talk(search=search)
        wattle.say({"ask": 1})
        refused = wattle.say({"tell": {"id": 0, "metrics": {"value": 1}}})["error"]
        self.assertEqual((refused["code"], refused["pointer"]), ("missing_joules", "/tell/joules"))
        self.assertEqual(wattle.say({"tell": {"id": 0, "metrics": {"value": 1}, "joules": 5}}), {"ok": True})
        self.assertEqual([trial["id"] for trial in wattle.say({"best": True})["front"]], [0])


class Errors(AskTellTest):
    def test_error_leaves_the_state_as_it_was(self):
        wattle = self.talk("--seed", 1)
        wattle.run(12)
        wattle.say({"ask": 2})
        state = wattle.say({"state": True})
        for line in [
            b'{"ask": 1', b"?", b"\xff\xfe", b"\x00", b'{"ask": 1e999}', b'{"ask": NaN}', b'{"ask": 1, "ask": 2}',
            b"[" * 100000, b"{}", b'{"ask": 0}', b'{"aks": 1}', b'{"ask": 1, "best": true}', b'{"restore": {}}',
            b'{"tell": {"id": 99, "metrics": {"value": 1}}}', b'{"tell": {"id": 3, "metrics": {"value": 1}}}',
            b'{"tell": {"id": 12, "metrics": {"vlaue": 1}}}', b'{"tell": {"id": 12}}', b'{"fail": {"id": 99}}',
            b'{"tell": {"parameters": {"x0": 11, "x1": 1}, "metrics": {"value": 1}}}',
        ]:
            with self.subTest(line=line[:80]):
                answer = wattle.say(line)
                self.assertEqual(list(answer), ["error"])
                self.assertTrue(answer["error"]["message"] and answer["error"]["code"])
                self.assertEqual(wattle.say({"state": True}), state)

    def test_error_names_line_column_and_nearest(self):
        wattle = self.talk()
        wattle.say({"ask": 1})
        self.assertEqual(wattle.say(b'\n{"ask": x}')["error"]["line"], 3)
        self.assertEqual(wattle.say(b'{"ask": x}')["error"]["column"], 9)
        self.assertEqual(wattle.say({"tel": {}})["error"]["nearest"], "tell")

    def test_line_beyond_the_limit_is_skipped(self):
        answers = self.answers(b'{"ask": 1}\n' + b"x" * (64 * 2**20 + 1) + b'\n{"state": true}\n')
        self.assertEqual(answers[1]["error"]["code"], "too_long")
        self.assertEqual(len(answers[2]["state"]["trials"]), 1)


class Lines(AskTellTest):
    def test_last_line_needs_no_newline_and_others_may_end_in_crlf(self):
        answers = self.answers(b'{"ask": 1}\r\n\r\n{"fail": {"id": 0, "reason": "no"}}\r\n{"best": true}')
        self.assertEqual(answers[1:], [{"ok": True}, {"best": None}])

    def test_reader_that_goes_away_ends_it_quietly(self):
        wattle = self.talk()
        wattle.say({"ask": 1})
        wattle.process.stdout.close()
        wattle.process.stdin.write(b'{"ask": 1}\n')
        wattle.process.stdin.flush()
        self.assertEqual(wattle.process.wait(timeout=60), 0)
        wattle.process.stdin.close()

    @unittest.skipUnless(os.path.exists("/dev/full"), "needs /dev/full")
    def test_full_disk_is_an_error(self):
        file = self.write("search.json", SEARCH)
        with open("/dev/full", "wb") as full:
            done = subprocess.run([WATTLE, "asktell", file], input=b'{"ask": 1}\n', stdout=full, stderr=subprocess.PIPE,
                                  timeout=60, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"standard output", done.stderr)

    def test_libtorch_is_not_loaded(self):
        wattle = self.talk()
        wattle.say({"ask": 1})
        maps = pathlib.Path(f"/proc/{wattle.process.pid}/maps").read_text()
        self.assertNotIn("torch", maps)


class State(AskTellTest):
    def test_search_goes_on_from_a_saved_state(self):
        for strategy in ["random", "grid", "bayesian"]:
            with self.subTest(strategy=strategy):
                first = self.talk("--strategy", strategy, "--seed", 1)
                first.run(12)
                first.say({"ask": 1})
                answer = first.say({"state": True})
                expected = first.say({"ask": 3})
                saved = self.write("state.json", answer)
                self.assertEqual(self.talk("--strategy", strategy, "--seed", 1, "--state", saved).say({"ask": 3}),
                                 expected)
                bare = self.write("bare.json", answer["state"])
                self.assertEqual(self.talk("--strategy", strategy, "--seed", 1, "--state", bare).say({"ask": 3}),
                                 expected)
                restored = self.talk("--strategy", strategy, "--seed", 1)
                self.assertEqual(restored.say({"restore": answer["state"]}), {"ok": True})
                self.assertEqual(restored.say({"ask": 3}), expected)

    def test_state_of_another_search_exits_with_2(self):
        wattle = self.talk("--seed", 1)
        saved = self.write("state.json", wattle.say({"state": True}))
        file = self.write("search.json", SEARCH)
        _, error = self.wattle("asktell", file, "--seed", 2, "--state", saved, expect=2)
        self.assertIn("/seed", error)
        self.wattle("asktell", file, "--state", "nowhere.json", expect=2)


class Start(AskTellTest):
    def test_faults_of_the_file_look_like_a_scenarios(self):
        search = {**SEARCH, "strategy": {"kind": "bayesan"}, "gaol": SEARCH["goal"],
                  "space": {"x": {"type": "float", "low": 1, "high": 0}}}
        del search["goal"]
        out, error = self.wattle("asktell", self.write("bad.json", search), expect=2)
        self.assertEqual(out, "")
        for expected in ["/space/x", "/strategy/kind", "did you mean bayesian?", "/gaol", "did you mean goal?"]:
            self.assertIn(expected, error)

    def test_wrong_flags_exit_with_2(self):
        file = self.write("search.json", SEARCH)
        self.wattle("asktell", "nowhere.json", expect=2)
        _, error = self.wattle("asktell", file, "--strategy", "bayesan", expect=2)
        self.assertIn("bayesian", error)
        self.wattle("asktell", file, "--seed", "one", expect=2)

    def test_help_has_an_example(self):
        out, _ = self.wattle("asktell", "--help")
        self.assertIn("Example: wattle asktell", out)


class Documentation(AskTellTest):
    EXAMPLES = ROOT / "docs" / "examples"

    def listing(self, language, count=1):
        page = (ROOT / "docs" / "ask_and_tell.md").read_text()
        listings = re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
        self.assertEqual(len(listings), count)
        return listings[0]

    def run_example(self, *command):
        self.write("search.json", self.listing("json"))
        environment = {**os.environ, "PATH": f"{pathlib.Path(WATTLE).parent}:{os.environ['PATH']}"}
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=300,
                              check=True)
        return float(done.stdout)

    def test_page_shows_the_examples_as_they_are(self):
        for language, name in [("json", "search.json"), ("python", "ask_and_tell.py"), ("cpp", "ask_and_tell.cc")]:
            self.assertEqual(self.listing(language), (self.EXAMPLES / name).read_text())
        self.assertLess(len(self.listing("python").splitlines()), 25)

    def test_both_examples_find_the_same_minimum(self):
        in_python = self.run_example("python3", "-B", self.EXAMPLES / "ask_and_tell.py")
        in_cpp = self.run_example(os.environ["ASK_AND_TELL_EXAMPLE"])
        self.assertEqual(in_python, in_cpp)
        self.assertLess(in_python - BRANIN_MINIMUM, REGRET)

    def test_conversation_on_the_page_is_what_is_said(self):
        lines = self.listing("jsonl").splitlines()
        said = [line[2:] for line in lines if line.startswith("> ")]
        heard = [json.loads(line[2:]) for line in lines if line.startswith("< ")]
        answers = self.answers("\n".join(said).encode(), "--strategy", "random", "--seed", "1")
        self.assertEqual(answers, heard)


if __name__ == "__main__":
    unittest.main()
