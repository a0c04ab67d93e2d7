# SPDX-License-Identifier: MIT
"""Data of one's own, and the public data sets."""

import os
import pathlib
import shutil
import struct
import subprocess
import unittest
import zlib

from wattle_command import ROOT, WATTLE, CommandTest

STUDY = {
    "name": "own-data",
    "objective": {"kind": "train", "model": {"family": "mlp", "hidden": ["$width"]},
                  "training": {"epochs": 20, "batch_size": 16, "learning_rate": 0.01}},
    "space": {"width": {"type": "ordinal", "values": [16]}},
    "goal": {"kind": "best", "metric": "val_accuracy"},
    "strategy": {"kind": "random"},
    "budget": {"trials": 1},
    "finalists": 0,
}


def png(rows):
    """A grey image; `rows` are bytes of equal length."""
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


class OwnData(CommandTest):
    def study(self, data, **training):
        objective = dict(STUDY["objective"], data=data, training=dict(STUDY["objective"]["training"], **training))
        return self.write("study.json", dict(STUDY, objective=objective))

    def accuracy(self, data, **training):
        self.wattle("tune", self.study(data, **training), "--out", "out", "--quiet")
        return self.result("out")["trials"][0]["metrics"]["val_accuracy"]

    def test_a_table_is_found_beside_its_scenario_and_learned(self):
        shutil.copytree(ROOT / "scenarios" / "data" / "iris", self.folder / "data" / "iris")
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        data = {"csv": "data/iris/iris.csv", "target": "species", "standardise": True}
        done = subprocess.run([WATTLE, "tune", self.study(data), "--out", self.folder / "out", "--quiet"], cwd=elsewhere,
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreater(self.result("out")["trials"][0]["metrics"]["val_accuracy"], 0.8)

    def test_a_folder_of_images_is_learned(self):
        for kind, bright in [("dark", 40), ("light", 200)]:
            (self.folder / "pictures" / kind).mkdir(parents=True)
            for number in range(20):
                rows = [bytes([bright + number] * 6)] * (5 + number % 2)
                (self.folder / "pictures" / kind / f"{number}.png").write_bytes(png(rows))
        self.assertEqual(self.accuracy({"images": "pictures", "size": [3, 3]}), 1.0)

    def test_own_idx_files_are_learned(self):
        labels = bytes(number % 2 for number in range(40))
        images = b"".join(bytes([200 * label + 20] * 4) for label in labels)
        (self.folder / "images").write_bytes(struct.pack(">IIII", 0x803, 40, 2, 2) + images)
        (self.folder / "labels").write_bytes(struct.pack(">II", 0x801, 40) + labels)
        self.assertEqual(self.accuracy({"idx": {"images": "images", "labels": "labels"}}), 1.0)

    def test_some_classes_of_a_set_are_learned(self):
        self.assertGreater(self.accuracy({"name": "digits", "classes": [0, 1]}), 0.95)
        self.assertIn("2 classes", self.wattle("describe", self.folder / "study.json", "--no-probe")[0])

    def test_a_fault_in_a_table_is_named_before_anything_starts(self):
        (self.folder / "bad.csv").write_text("x,y\n1,a\n2,b\nthree,a\n")
        file = self.study({"csv": "bad.csv", "target": "y"})
        _, error = self.wattle("tune", file, "--out", "out", expect=1)
        self.assertIn('bad.csv: line 4, column "x": "three"', error)


class PublicSets(CommandTest):
    def put_mnist(self):
        """What is in the files is the trainer's affair."""
        (self.folder / "mnist").mkdir()
        for part in ["train", "t10k"]:
            for content in ["images-idx3", "labels-idx1"]:
                (self.folder / "mnist" / f"{part}-{content}-ubyte.gz").touch()

    def list_data(self):
        done = subprocess.run([WATTLE, "data", "list"], env=dict(os.environ, WATTLE_DATA=str(self.folder)),
                              capture_output=True, text=True, check=True)
        return done.stdout

    def test_list_names_every_set_with_its_licence(self):
        out, _ = self.wattle("data", "list")
        for name in ["cifar10", "cifar100", "digits", "fashion_mnist", "mnist"]:
            self.assertIn(f"{name}\n", out)
        self.assertEqual(out.count("licence: "), 5)

    def test_list_finds_a_set_in_the_cache(self):
        self.put_mnist()
        self.assertIn(f"found in {self.folder / 'mnist'}", self.list_data())

    def test_list_tells_a_set_that_lacks_files(self):
        self.put_mnist()
        (self.folder / "mnist" / "t10k-labels-idx1-ubyte.gz").unlink()
        self.assertIn(f"files are missing in {self.folder / 'mnist'}", self.list_data())

    def test_fetch_leaves_a_set_that_is_there(self):
        self.put_mnist()
        out, _ = self.wattle("data", "fetch", "mnist", "--into", self.folder)
        self.assertEqual(pathlib.Path(out.strip()), self.folder / "mnist")
        self.assertEqual(len(list(self.folder.iterdir())), 1)

    def test_fetch_of_no_set_exits_with_2(self):
        _, error = self.wattle("data", "fetch", "mnits", expect=2)
        self.assertIn("known are cifar10", error)


if __name__ == "__main__":
    unittest.main()
