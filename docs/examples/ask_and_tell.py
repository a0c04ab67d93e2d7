# SPDX-License-Identifier: MIT
import json
import math
import subprocess

wattle = subprocess.Popen(["wattle", "asktell", "search.json", "--strategy", "bayesian", "--seed", "1"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def say(command):
    print(json.dumps(command), file=wattle.stdin, flush=True)
    return json.loads(wattle.stdout.readline())


def branin(x0, x1):
    valley = x1 - 5.1 / (4 * math.pi**2) * x0**2 + 5 / math.pi * x0 - 6
    return valley**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x0) + 10


for _ in range(30):
    [trial] = say({"ask": 1})["suggestions"]
    say({"tell": {"id": trial["id"], "metrics": {"value": branin(**trial["parameters"])}}})
print(f"{say({'best': True})['best']['metrics']['value']:.6f}")
