# SPDX-License-Identifier: MIT
"""A project that finds an installed Wattle, and what is installed."""

import os
import pathlib
import shutil
import subprocess
import unittest

from consumer import BUILD, CMAKE, COMPONENTS, ROOT, Consumer, run

PREFIX = BUILD / "consumer" / "prefix"


class FindPackage(Consumer, unittest.TestCase):
    project = "find_package"
    definitions = {
        "CMAKE_PREFIX_PATH": ";".join(filter(None, [str(PREFIX), os.environ["PREFIX_PATH"]])),
        "COMPONENTS": ";".join(COMPONENTS),
    }

    @classmethod
    def setUpClass(cls):
        shutil.rmtree(PREFIX, ignore_errors=True)
        run(CMAKE, "--install", BUILD, "--prefix", PREFIX)
        super().setUpClass()

    def configure(self, *definitions):
        """The output of a configuration in a folder of its own, and whether it went well."""
        folder = BUILD / "consumer" / "refused"
        shutil.rmtree(folder, ignore_errors=True)
        source = folder / "source"
        source.mkdir(parents=True)
        (source / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.25)\nproject(refused LANGUAGES CXX)\n"
            "find_package(wattle ${ASKED} REQUIRED)\n")
        done = subprocess.run([CMAKE, "-G", "Ninja", "-S", source, "-B", folder / "build", f"-Dwattle_ROOT={PREFIX}",
                               f"-DCMAKE_CXX_COMPILER={os.environ['COMPILER']}", *definitions],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        return done.returncode == 0, " ".join(done.stdout.split())

    def test_the_page_shows_the_programs_as_they_are(self):
        page = (ROOT / "docs" / "library.md").read_text()
        for name in ("minimise", "metered_study", "own_scheduler"):
            program = (ROOT / "docs" / "examples" / f"{name}.cc").read_text()
            self.assertIn(f"```cpp\n{program}```\n", page)

    def test_a_component_that_is_not_installed_is_named(self):
        found, out = self.configure("-DASKED=COMPONENTS;charts")
        self.assertFalse(found)
        self.assertIn("no component charts", out)

    def test_another_minor_version_is_refused(self):
        self.assertTrue(self.configure("-DASKED=0.1")[0])
        self.assertFalse(self.configure("-DASKED=0.2")[0])

    @unittest.skipUnless(os.environ["BUILD_TYPE"] == "Release", "debug information names folders")
    def test_nothing_installed_names_the_folders_it_was_built_in(self):
        for file in (PREFIX / "lib").rglob("*.cmake"):
            self.assertNotIn(str(ROOT), file.read_text(), file)
        for file in (PREFIX / "bin" / "wattle", *(PREFIX / "lib").rglob("*.so")):
            self.assertNotIn(str(BUILD).encode(), file.read_bytes(), file)

    def test_a_model_is_trained_by_the_installed_trainer(self):
        if "trainer" not in COMPONENTS:
            self.skipTest("this build has no trainer")
        self.assertRegex(self.program("train"), r"^val_accuracy 0\.\d+")

    def test_the_installed_command_finds_its_trainer_and_data(self):
        command = PREFIX / "bin" / "wattle"
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder)}
        self.assertEqual(run(command, "--version"), f"wattle {os.environ['VERSION']}\n")
        if "trainer" not in COMPONENTS:
            self.skipTest("this build has no trainer")
        scenario = ROOT / "scenarios" / "quickstart.json"
        out = self.folder / "out"
        run(command, "tune", scenario, "--set", "budget.trials=1", "--set", "finalists=0", "--out", out, "--quiet",
            "--set", "objective.training.epochs=1", env=environment, cwd=self.folder)
        self.assertTrue(pathlib.Path(out, "report.html").exists())


if __name__ == "__main__":
    unittest.main()
