# SPDX-License-Identifier: MIT
"""`./dev bench service`: how long a service's answers take while many workers ask, report and tell at once. --check fails when a
figure is beyond its limit, or a trial was lost or doubled."""

import argparse
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE.parent))
import context  # noqa: E402  (beside the folder of each benchmark)

# Milliseconds, at most.
MEDIAN, P99, PREPARED_P99 = 5.0, 50.0, 200.0


def serve(arguments, folder):
    process = subprocess.Popen([arguments.programs / "wattle", "serve", "--port", "0", "--data", folder, "--rate", "0"],
                               stdout=subprocess.PIPE, text=True, env=context.environment())
    return process, re.search(r"http://[^,]+", process.stdout.readline())[0]


def create(url, scenario):
    request = urllib.request.Request(url + "/v1/studies", json.dumps(scenario).encode(), {"Content-Type": "application/json"})
    urllib.request.urlopen(request).read()


def run(arguments, strategy, workers, pause, trials):
    """One study of trials that do nothing, from its first to its last."""
    scenario = {
        "name": "load",
        "space": {name: {"type": "float", "low": 0, "high": 1} for name in ("x", "y", "z")},
        "goal": {"kind": "best", "metric": "loss", "direction": "minimize"},
        "strategy": {"kind": strategy},
        "budget": {"trials": trials},
    }
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        process, url = serve(arguments, folder)
        try:
            create(url, scenario)
            text = subprocess.run([arguments.programs / "service_load", "--server", url, "--study", "load", "--workers", str(workers),
                                   "--pause", str(pause)], check=True, capture_output=True, text=True).stdout
        finally:
            process.terminate()
            process.wait()
    result = json.loads(text)
    told = result.pop("told")
    result["once"] = [number for number, _ in told] == list(range(trials)) and all(len(losses) == 1 for _, losses in told)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=500)
    parser.add_argument("--pause", type=float, default=1000, help="milliseconds of work before each call")
    parser.add_argument("--trials", type=int, default=5000)
    parser.add_argument("--programs", type=pathlib.Path, default=ROOT / "build" / "release" / "bin")
    parser.add_argument("--folder", help="where the studies are kept meanwhile")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    rounds = [run(arguments, "random", arguments.workers, arguments.pause, arguments.trials) for _ in range(arguments.rounds)]
    # 550 trials, so that the last suggestions know 500.
    prepared = [run(arguments, "bayesian", 20, 500, 550) for _ in range(arguments.rounds)]

    def median(results, call, figure):
        return statistics.median(each["calls"][call][figure] for each in results)

    figures = [
        (f"{arguments.workers} workers, random: ask, median", median(rounds, "ask", "median_ms"), MEDIAN),
        ("the same, p99", median(rounds, "ask", "p99_ms"), P99),
        ("20 workers, bayesian, up to 550 trials: ask, p99", median(prepared, "ask", "p99_ms"), PREPARED_P99),
    ]
    print("| | ms | at most |\n|---|---|---|")
    for what, measured, limit in figures:
        print(f"| {what} | {measured:.2f} | {limit:.0f} |")
    for call in ("report", "tell"):
        print(f"| {call}, median; p99 | {median(rounds, call, 'median_ms'):.2f}; {median(rounds, call, 'p99_ms'):.2f} | |")
    once = all(each["once"] for each in rounds + prepared)
    print(f"\nEvery trial was told once: {'yes' if once else 'NO'}.")
    beyond = [what for what, measured, limit in figures if measured > limit]
    if arguments.check and (beyond or not once):
        sys.exit("beyond the limit: " + "; ".join(beyond or ["trials"]))


if __name__ == "__main__":
    main()
