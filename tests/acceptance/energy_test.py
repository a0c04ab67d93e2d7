# SPDX-License-Identifier: MIT
"""`wattle energy`: which meters work, live watts, the joules of any command."""

import json
import os
import signal
import subprocess
import sys
import time
import unittest

from wattle_command import WATTLE, CommandTest

BURN = "import time\nwhile time.process_time() < 0.4: pass"


class Energy(CommandTest):
    def measure(self, *command, flags=(), expect=0, **run):
        done = subprocess.run([WATTLE, "energy", "measure", "--meter", "estimate", "--json", *flags, "--", *command],
                              cwd=self.folder, capture_output=True, text=True, timeout=100, check=False, **run)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done.stdout, json.loads(done.stderr.splitlines()[-1])

    def test_list_names_every_meter_and_what_would_help(self):
        meters = json.loads(self.wattle("energy", "list", "--json")[0])
        works = {meter["name"]: meter["works"] for meter in meters}
        self.assertTrue(works["estimate"])
        self.assertFalse(works["replay"])  # it wants a file
        for meter in meters:
            self.assertTrue(meter["explanation"] if meter["works"] else meter["reason"])
        text = self.wattle("energy", "list")[0]
        self.assertIn("auto takes", text)

    def test_the_environment_says_what_auto_takes(self):
        def taken(name):
            return subprocess.run([WATTLE, "energy", "list"], env=dict(os.environ, WATTLE_METER=name), capture_output=True,
                                  text=True, check=False).stdout.splitlines()[-1]
        self.assertEqual(taken("estimate"), "auto takes estimate.")
        self.assertEqual(taken("no-such-meter"), "None works here.")

    def test_an_unknown_meter_is_a_wrong_flag(self):
        error = self.wattle("energy", "watch", "--meter", "estimat", "--count", "1", expect=2)[1]
        self.assertIn('did you mean "estimate"?', error)

    def test_watch_tells_watts_a_line_an_interval(self):
        lines = self.wattle("energy", "watch", "--meter", "estimate", "--interval", "0.05", "--count", "4", "--json")[0]
        told = [json.loads(line) for line in lines.splitlines()]
        self.assertEqual(len(told), 4)
        self.assertEqual([line["seconds"] for line in told], sorted(line["seconds"] for line in told))
        for line in told:
            self.assertGreater(line["watts"], 0)
            self.assertTrue(line["low"] <= line["watts"] <= line["high"])

    def test_watch_ends_with_a_sum_at_ctrl_c(self):
        watching = subprocess.Popen([WATTLE, "energy", "watch", "--meter", "estimate", "--interval", "0.05"],
                                    stdout=subprocess.PIPE, text=True)
        watching.stdout.readline()
        watching.stdout.readline()
        watching.stdout.readline()
        watching.send_signal(signal.SIGINT)
        rest = watching.communicate(timeout=60)[0]
        self.assertEqual(watching.returncode, 0)
        self.assertIn("W on average", rest.splitlines()[-1])

    def test_check_tries_a_meter(self):
        out = subprocess.run([WATTLE, "energy", "check", "--meter", "estimate", "--window", "0.05", "--pairs", "2", "--json"],
                             capture_output=True, text=True, timeout=100, check=False).stdout
        seen = json.loads(out)
        self.assertGreater(seen["all_busy_watts"], 0)
        self.assertIn("estimate", seen["meter"])
        self.assertTrue(any("not how true" in concern for concern in seen["concerns"]))

    def test_calibrate_keeps_what_the_estimate_then_takes(self):
        self.wattle("energy", "calibrate", "--meter", "estimate", expect=2)
        environment = dict(os.environ, XDG_CONFIG_HOME=str(self.folder), WATTLE_METER_COMMAND="echo 12.5 W")
        def run(*arguments):
            return subprocess.run([WATTLE, "energy", *arguments], env=environment, capture_output=True, text=True, timeout=100,
                                  check=False)
        done = run("calibrate", "--meter", "command", "--window", "0.3")
        if "take longer windows" in done.stderr:  # a busy machine ran the command too seldom
            done = run("calibrate", "--meter", "command", "--window", "3")
        if "equally busy" in done.stderr:
            self.skipTest("other programs keep all processors busy: no load can be told from another")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Fitted to command", done.stdout)
        kept = json.loads((self.folder / "wattle" / "calibration.json").read_text())
        self.assertTrue(kept)
        self.assertIn("a curve fitted to \"command\"", run("list").stdout)

    def test_measure_counts_the_command_and_what_it_starts(self):
        _, alone = self.measure(sys.executable, "-c", BURN)
        self.assertGreaterEqual(alone["cpu_seconds"], 0.38)  # clocks of two kinds
        self.assertGreater(alone["joules"], 0)
        self.assertTrue(alone["low"] <= alone["joules"] <= alone["high"])
        self.assertLessEqual(alone["joules"], alone["gross_joules"])
        self.assertLessEqual(alone["gross_joules"], alone["machine_joules"] * (1 + 1e-9))
        _, below = self.measure("sh", "-c", f'{sys.executable} -c "$1"; true', "sh", BURN)
        self.assertGreaterEqual(below["cpu_seconds"], 0.38)

    def test_measure_leaves_input_output_and_status_alone(self):
        out, _ = self.measure("sh", "-c", "cat; exit 7", expect=7, input="as it came\n")
        self.assertEqual(out, "as it came\n")
        self.measure("sh", "-c", "kill -TERM $$", expect=128 + signal.SIGTERM)
        self.wattle("energy", "measure", "--", "no-such-program", expect=127)
        self.wattle("energy", "measure", "--", str(self.write("no-program", "")), expect=126)

    def test_measure_repeats_until_a_run_fails(self):
        _, three = self.measure("true", flags=["--repeat", "3"])
        self.assertEqual(three["runs"], 3)
        script = "test -e once && exit 5; touch once"
        _, two = self.measure("sh", "-c", script, flags=["--repeat", "9"], expect=5)
        self.assertEqual(two["runs"], 1)  # the one that failed is not in the mean

    def test_ctrl_c_is_the_commands_and_the_sum_is_told(self):
        # A session of its own, so that the signal goes to this pair alone, as from a terminal.
        script = "trap 'echo caught; exit 9' INT; echo ready; while :; do sleep 0.05; done"
        measuring = subprocess.Popen([WATTLE, "energy", "measure", "--meter", "estimate", "--json", "--", "sh", "-c", script],
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
        self.assertEqual(measuring.stdout.readline(), "ready\n")
        time.sleep(0.1)
        os.killpg(measuring.pid, signal.SIGINT)
        out, error = measuring.communicate(timeout=60)
        self.assertEqual(out, "caught\n")
        self.assertEqual(measuring.returncode, 9)
        self.assertGreater(json.loads(error)["seconds"], 0)


if __name__ == "__main__":
    unittest.main()
