# SPDX-License-Identifier: MIT
"""Configures, builds and runs a project that uses Wattle."""

import os
import pathlib
import re
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ["BUILD"])
CMAKE = os.environ["CMAKE"]
COMPONENTS = os.environ["COMPONENTS"].split()


def run(*command, **options):
    """The program's output; a failure shows it."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=600, check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout[-8000:]}")
    return done.stdout


class Consumer:
    """Tests for both ways of use. `project` is configured in a fresh folder and built once for all tests of a class."""

    project = ""
    definitions = {}

    @classmethod
    def setUpClass(cls):
        # Beside the build, and the same each time, so that ccache knows the objects, also where it is told a base_dir.
        cls.folder = BUILD.parent / f"{BUILD.name}-{cls.project}"
        shutil.rmtree(cls.folder, ignore_errors=True)
        settings = {
            "CMAKE_CXX_COMPILER": os.environ["COMPILER"],
            "CMAKE_CXX_COMPILER_LAUNCHER": os.environ["LAUNCHER"],
            "CMAKE_BUILD_TYPE": os.environ["BUILD_TYPE"],
            "CMAKE_CXX_FLAGS": os.environ["FLAGS"],
            "CMAKE_PREFIX_PATH": os.environ["PREFIX_PATH"],
            "WATTLE_REPOSITORY": ROOT,
            **cls.definitions,
        }
        run(CMAKE, "-G", "Ninja", "-S", ROOT / "tests" / "consumer" / cls.project, "-B", cls.folder,
            *(f"-D{name}={value}" for name, value in settings.items()))
        run(CMAKE, "--build", cls.folder)

    def program(self, name, *arguments):
        return run(self.folder / name, *arguments, cwd=self.folder)

    def test_energy_alone_counts_joules(self):
        self.assertEqual(self.program("energy_only"), f"wattle {os.environ['VERSION']}: 40.0 J\n")

    def test_a_function_is_minimised(self):
        # (1, 1) is the minimum, and its value 0; the seed is fixed.
        self.assertLess(float(self.program("minimise").split()[0]), 0.05)

    def test_a_study_tells_its_joules_with_their_interval(self):
        out = self.program("metered_study")
        best = re.search(r"digits for ([\d.]+) J \(([\d.]+) to ([\d.]+) J, \w+\)", out)
        self.assertIsNotNone(best, out)
        joules, low, high = map(float, best.groups())
        self.assertLessEqual(low, joules)
        self.assertLessEqual(joules, high)
        self.assertGreater(joules, 0)
        parts = re.search(r"the study: ([\d.]+) J = ([\d.]+) J .*? ([\d.]+) J .*? ([\d.]+) J idle", out)
        total, trials, search, idle = map(float, parts.groups())
        rounding = 0.03  # of four numbers with two decimals each
        self.assertAlmostEqual(trials + search + idle, total, delta=rounding)

    def test_a_scheduler_of_ones_own_asks_and_tells(self):
        # Forty points at random come to about 0.5.
        self.assertLess(float(self.program("own_scheduler").split()[0]), 0.5)

    def test_own_parts_keep_the_contracts(self):
        out = self.program("own_parts", "--gtest_brief=1")
        self.assertRegex(out, r"\[  PASSED  \] [3-9]\d tests")

    def test_a_library_that_uses_wattle_does_not_offer_its_symbols(self):
        [library] = self.folder.glob("libplugin.*")
        offered = run(os.environ["NM"], "-DC", "--defined-only", library)
        self.assertIn("smallest_square", offered)
        self.assertNotIn("wattle::", offered)
