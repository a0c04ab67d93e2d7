# SPDX-License-Identifier: MIT
"""The tables of docs/benchmarks.md, from what run.py measured."""

import math
import pathlib
import statistics
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import page  # noqa: E402  (beside the folder of each benchmark)

COST_FIGURES = ("cpu_ms", "wall_ms", "worst_cpu_ms", "cold_cpu_ms", "peak_mb")


def cost_key(row):
    if row["player"] == "floor":
        return f"floor/n{row['n']}"
    return f"{row['player']}/d{row['d']}/n{row['n']}" + ("/pareto" if row["goal"] == "pareto" else "")


def quantile(values, q):
    """Linear between neighbours, as quantiles.h; infinite values are fine."""
    values = sorted(values)
    place = q * (len(values) - 1)
    below, share = math.floor(place), place - math.floor(place)
    if share == 0.0 or values[below] == values[below + 1]:
        return values[below]
    return values[below] + share * (values[below + 1] - values[below])


def quartiles(row, place):
    """Of the regret at one checkpoint, over the seeds. Null is infinite: nothing feasible was found."""
    values = [math.inf if regrets[place] is None else regrets[place] for regrets in row["regrets"]]
    return [quantile(values, q) for q in (0.25, 0.5, 0.75)]


def number(value):
    if math.isinf(value):
        return "-"
    if value != 0.0 and not 1e-3 <= abs(value) < 1e5:
        return f"{value:.1e}"
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.3g}"


def regret_text(row, place):
    low, middle, high = quartiles(row, place)
    return f"{number(middle)} ({number(low)} to {number(high)})"


def markdown(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def context_table(document):
    context = document["context"]
    versions = {**context["libraries"], **context["peers"]}
    installed = [f"{name} {version or 'not installed'}" for name, version in versions.items()]
    rows = [
        ["date, commit", f"{context['date']}, {context['commit']}"],
        ["machine", f"{context['processor']}, {context['processors']} processors, {context['system']}"],
        ["versions", ", ".join(installed)],
        ["load average", f"{context['load_before']:.1f} before, {context['load_after']:.1f} after"],
    ]
    return markdown(["", ""], rows)


def cost_table(document):
    """Medians over the rounds, with the least and the greatest of the CPU time."""
    by_key = {}
    for row in document["costs"]:
        if row["player"] != "floor":
            by_key.setdefault(cost_key(row), []).append(row)
    rows = []
    for same in sorted(by_key.values(), key=lambda s: (s[0]["goal"], s[0]["d"], s[0]["n"], s[0]["player"])):
        cpu = [row["cpu_ms"] for row in same]
        middle = {name: number(statistics.median(row[name] for row in same)) for name in COST_FIGURES}
        first = same[0]
        player = first["player"] + (" (two objectives)" if first["goal"] == "pareto" else "")
        spread = f"{middle['cpu_ms']} ({number(min(cpu))} to {number(max(cpu))})"
        shown = [middle[name] for name in ("worst_cpu_ms", "cold_cpu_ms", "wall_ms", "peak_mb")]
        rows.append([str(first["d"]), str(first["n"]), player, spread, *shown])
    return markdown(["d", "n", "player", "CPU ms", "slowest", "cold", "wall ms", "peak MB"], rows)


def floor_table(document):
    sizes = sorted({row["n"] for row in document["costs"] if row["player"] == "floor"})
    of = lambda n: statistics.median(r["cpu_ms"] for r in document["costs"] if r["player"] == "floor" and r["n"] == n)
    return markdown(["n", "CPU ms"], [[str(n), number(of(n))] for n in sizes])


def regret_table(document):
    players = list(dict.fromkeys(row["player"] for row in document["contests"]))
    cells = {}
    for row in document["contests"]:
        for place, trials in enumerate(row["trials"]):
            cells.setdefault((row["problem"], trials), {})[row["player"]] = regret_text(row, place)
    rows = [[problem, str(trials)] + [texts.get(p, "") for p in players] for (problem, trials), texts in cells.items()]
    return markdown(["problem", "trials", *players], rows)


def seeds_sentence(document):
    seeds = sorted({len(row["regrets"]) for row in document["contests"]})
    rounds = max(row["round"] for row in document["costs"])
    return f"Times: {rounds} rounds. Regrets: seeds 1 to {' or '.join(map(str, seeds))}."


TABLES = {
    "context": context_table,
    "seeds": seeds_sentence,
    "costs": cost_table,
    "floor": floor_table,
    "regrets": regret_table,
}


def text(document):
    return "\n\n".join(table(document) for table in TABLES.values())


def write(document, path):
    """Writes the tables in their places on the page."""
    page.replace(path, {name: table(document) for name, table in TABLES.items()})
