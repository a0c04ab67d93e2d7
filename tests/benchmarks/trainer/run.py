# SPDX-License-Identifier: MIT
"""`./dev bench trainer`: Wattle's training beside the same one in Python's torch, on the same libtorch, network, data and
threads, in turns. Prints images a second and their ratios; --check fails when a ratio is below its limit."""

import argparse
import collections
import json
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE.parent))
import context  # noqa: E402  (beside the folder of each benchmark)
import page  # noqa: E402

BATCHES = (32, 128, 512)
# At least these times Python's images a second; two trainings beside two processes.
ALONE = {32: 1.15, 128: 1.1, 512: 1.1}
BESIDE = {32: 1.0, 128: 1.0, 512: 1.0}


def start(command):
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=context.environment())


def finish(process):
    output, _ = process.communicate()
    if process.returncode != 0:
        sys.exit(f"{process.args[0]} failed")
    return json.loads(output)


class Contenders:
    """Runs one training, or two side by side: Wattle's in one process, Python's in two."""

    def __init__(self, arguments):
        self.wattle = [str(arguments.program)]
        self.python = [arguments.python, "-B", str(HERE / "python_trainer.py")]
        self.common = ["--images", str(arguments.images), "--epochs", str(arguments.epochs)]

    def run(self, player, batch, jobs):
        flags = [*self.common, "--batch-size", str(batch)]
        if player == "wattle":
            answers = [finish(start([*self.wattle, *flags, "--jobs", str(jobs)]))]
        else:
            answers = [finish(process) for process in [start([*self.python, *flags]) for _ in range(jobs)]]
        trainings = [training for answer in answers for training in answer["trainings"]]
        return {
            "player": player,
            "batch": batch,
            "jobs": jobs,
            # What the trainings reached together: the sum of each one's median epoch.
            "wall": sum(statistics.median(training["wall"]) for training in trainings),
            "cpu": statistics.mean(statistics.median(training["cpu"]) for training in trainings),
            "peak_mb": sum(answer["peak_mb"] for answer in answers),
            # Libtorch and the data, before the trainings.
            "base_mb": sum(answer.get("base_mb", 0) for answer in answers),
            "first_batch_ms": max((ms for answer in answers for ms in answer.get("first_batch_ms", [])), default=None),
        }


def measure(arguments):
    contenders = Contenders(arguments)
    rows = []
    for turn in range(1, arguments.rounds + 1):
        for jobs in (1, 2):
            for batch in BATCHES:
                for player in ("wattle", "python"):
                    row = dict(contenders.run(player, batch, jobs), round=turn)
                    rows.append(row)
                    print(f"round {turn}: {text(row)}", file=sys.stderr, flush=True)
    return rows


def text(row):
    return f"{row['player']} batch {row['batch']} jobs {row['jobs']}: {row['wall']:.0f} images/s, {row['cpu']:.0f} a CPU second"


def medians(rows, figure):
    groups = collections.defaultdict(list)
    for row in rows:
        groups[row["player"], row["batch"], row["jobs"]].append(row[figure])
    return {key: statistics.median(values) for key, values in groups.items()}


def ratios(rows):
    """[(what, measured, limit)]. One training by the processor's time, which neighbours on the machine disturb least; two
    by the clock, since what they wait for is the question."""
    cpu, wall = medians(rows, "cpu"), medians(rows, "wall")
    alone = [
        (f"one training, batch {b}", cpu["wattle", b, 1] / cpu["python", b, 1], ALONE[b]) for b in BATCHES
    ]
    beside = [
        (f"two trainings, batch {b}", wall["wattle", b, 2] / wall["python", b, 2], BESIDE[b]) for b in BATCHES
    ]
    return alone + beside


def table(rows):
    wall, cpu, peak = (medians(rows, figure) for figure in ("wall", "cpu", "peak_mb"))
    first = medians([row for row in rows if row["first_batch_ms"] is not None], "first_batch_ms")
    base = medians(rows, "base_mb")
    lines = [
        "| trainings | batch | images/s | Python's | images a CPU second | Python's | peak MB | of it before | Python's | first batch ms |"
    ]
    lines.append("|---|---|---|---|---|---|---|---|---|---|")
    for jobs in (1, 2):
        for b in BATCHES:
            mine, theirs = ("wattle", b, jobs), ("python", b, jobs)
            lines.append(
                f"| {jobs} | {b} | {wall[mine]:,.0f} | {wall[theirs]:,.0f} | {cpu[mine]:,.0f} | {cpu[theirs]:,.0f} "
                f"| {peak[mine]:.0f} | {base[mine]:.0f} | {peak[theirs]:.0f} | {first[mine]:.0f} |"
            )
    return "\n".join(lines)


def ratio_table(rows):
    lines = ["| | times Python's | at least |", "|---|---|---|"]
    lines += [f"| {what} | {measured:.2f} | {limit:.2f} |" for what, measured, limit in ratios(rows)]
    return "\n".join(lines)


def versions(arguments):
    command = [arguments.python, "-c", "import torch; print(torch.__version__)"]
    found = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return {"torch": found.stdout.strip() or None}


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "build/release/bin/trainer_benchmark")
    parser.add_argument("--python", default="/usr/bin/python3", help="the one that has torch (Debian's)")
    parser.add_argument("--check", action="store_true", help="fail when a ratio is below its limit")
    parser.add_argument("--docs", action="store_true", help="write the tables of docs/benchmarks.md")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--images", type=int, default=6400, help="an epoch")
    parser.add_argument("--epochs", type=int, default=4, help="the first one is not counted")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "build/trainer_benchmark.json")
    return parser.parse_args()


def main():
    arguments = parse()
    peers = versions(arguments)
    if peers["torch"] is None:
        print(f"torch is not installed for {arguments.python}: there is nothing to compare with", file=sys.stderr)
        return 1
    document = {"schema": 1, "context": context.describe(ROOT, arguments.program, peers), "rows": measure(arguments)}
    arguments.out.write_text(json.dumps(document, indent=1) + "\n")
    print(f"Images a second; load {document['context']['load_before']:.1f} at the start\n\n{table(document['rows'])}\n")
    if arguments.docs:
        tables = {"trainer context": context.in_words(document["context"]), "trainer": table(document["rows"]), "trainer ratios": ratio_table(document["rows"])}
        page.replace(ROOT / "docs/benchmarks.md", tables)
    broken = 0
    for what, measured, limit in ratios(document["rows"]):
        broken += measured < limit
        print(f"{what:28} {measured:5.2f} times Python's; at least {limit:.2f}: {'kept' if measured >= limit else 'BROKEN'}")
    return 1 if arguments.check and broken else 0


if __name__ == "__main__":
    sys.exit(main())
