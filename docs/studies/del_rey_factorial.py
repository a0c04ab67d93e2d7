#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Families of networks in environments: joules a picture and an epoch, rank correlation with MACs, what a choice saves.

    del_rey_factorial.py TRIALS [--pictures 320] [--epochs 3]

TRIALS is the trials.csv of scenarios/del_rey_architectures.json. An environment is threads, precision and batch size. Joules of
a trial hold its evaluations too (two parts of 359 pictures); they are divided by the pictures trained on, pictures x epochs.
"""

import argparse
import collections
import csv
import itertools
import math
import statistics

FACTORS = ("threads", "precision", "batch_size")
FAMILIES = ("resnet", "vgg", "nasnet", "mobilenet_v2", "xception")


def read(path):
    with open(path, newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["state"] == "complete"]
    for row in rows:
        row["family"] = row["param:family"]
        row["environment"] = tuple(row[f"param:{name}"] for name in FACTORS)
        for name, column in (("joules", "joules"), ("accuracy", "metric:val_accuracy"), ("macs", "metric:macs"),
                             ("seconds", "seconds"), ("low", "low"), ("high", "high"),
                             ("inference", "metric:inference_joules_per_1000")):
            row[name] = float(row[column])
    return rows


def ranks(values):
    order = sorted(range(len(values)), key=values.__getitem__)
    found = [0.0] * len(values)
    for _, group in itertools.groupby(enumerate(order), key=lambda item: values[item[1]]):
        members = list(group)
        mean = statistics.mean(position for position, _ in members) + 1
        for _, index in members:
            found[index] = mean
    return found


def spearman(left, right):
    a, b = ranks(left), ranks(right)
    mean = (len(a) + 1) / 2
    above = sum((x - mean) * (y - mean) for x, y in zip(a, b))
    return above / math.sqrt(sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b))


def cells(rows):
    """Mean joules and accuracy of each family in each environment, over the runs."""
    groups = collections.defaultdict(list)
    for row in rows:
        groups[(row["environment"], row["family"])].append(row)
    return {place: {"joules": statistics.mean(row["joules"] for row in members),
                    "spread": max(row["joules"] for row in members) / min(row["joules"] for row in members),
                    "accuracy": statistics.mean(row["accuracy"] for row in members), "macs": members[0]["macs"]}
            for place, members in groups.items()}


def print_environments(found, pictures):
    print("| " + " | ".join(FACTORS) + " | " + " | ".join(FAMILIES) + " | Spearman with MACs |")
    print("|---|---|---:|" + "---:|" * (len(FAMILIES) + 1))
    for environment in sorted({place[0] for place in found}, key=lambda e: (e[0], e[1] != "float32", int(e[2]))):
        values = [found[(environment, family)] for family in FAMILIES]
        correlation = spearman([value["joules"] for value in values], [value["macs"] for value in values])
        print("| " + " | ".join(environment) + " | "
              + " | ".join(f"{1000 * value['joules'] / pictures:.2f} ({value['accuracy']:.2f})" for value in values)
              + f" | {correlation:.2f} |")


def print_choice(found):
    """What the best choices save, each against the worst of its kind."""
    dearest, cheapest = max(found, key=lambda p: found[p]["joules"]), min(found, key=lambda p: found[p]["joules"])
    print(f"\ncheapest {cheapest}: {found[cheapest]['joules']:.3g} J, accuracy {found[cheapest]['accuracy']:.3f}")
    print(f"dearest {dearest}: {found[dearest]['joules']:.3g} J, accuracy {found[dearest]['accuracy']:.3f}")
    print(f"saved: {100 * (1 - found[cheapest]['joules'] / found[dearest]['joules']):.1f} %")
    most = max(found, key=lambda p: found[p]["accuracy"])
    near = [place for place in found if found[place]["accuracy"] >= found[most]["accuracy"] - 0.02]
    least, worst = min(near, key=lambda p: found[p]["joules"]), max(near, key=lambda p: found[p]["joules"])
    print(f"within 0.02 of the best accuracy ({found[most]['accuracy']:.3f}, {most}): {len(near)} cells, from {least} "
          f"{found[least]['joules']:.3g} J to {worst} {found[worst]['joules']:.3g} J: "
          f"{100 * (1 - found[least]['joules'] / found[worst]['joules']):.1f} % saved")
    for family in FAMILIES:
        own = {place[0]: value["joules"] for place, value in found.items() if place[1] == family}
        best, most = min(own, key=own.get), max(own, key=own.get)
        print(f"{family}: best environment {best} {own[best]:.3g} J, worst {most} {own[most]:.3g} J, {own[most] / own[best]:.1f} times")


def print_front(rows):
    print("\nfront of single trials (joules, accuracy):")
    best = -1.0
    for row in sorted(rows, key=lambda row: row["joules"]):
        if row["accuracy"] > best:
            best = row["accuracy"]
            print(f"  {row['joules']:.3g} J  {best:.3f}  {row['family']} {' '.join(row['environment'])}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trials")
    parser.add_argument("--pictures", type=int, default=320)
    parser.add_argument("--epochs", type=int, default=3)
    arguments = parser.parse_args()
    rows = read(arguments.trials)
    found = cells(rows)
    print("mJ a picture trained on (accuracy), means over the runs:\n")
    print_environments(found, arguments.pictures * arguments.epochs)
    alone = [row for row in rows if row["environment"][0] == "1"]
    print(f"\nSpearman of joules with MACs over the {len(alone)} trials of one thread: "
          f"{spearman([row['joules'] for row in alone], [row['macs'] for row in alone]):.3f}")
    spreads = [value["spread"] for value in found.values()]
    print(f"largest over least joules of the runs of one cell: median {statistics.median(spreads):.2f}, at most {max(spreads):.2f}")
    print(f"intervals: low {min(row['low'] for row in rows):.3g} J, high / joules {statistics.median(row['high'] / row['joules'] for row in rows):.2f}")
    print("\n## one thread")
    print_choice({place: value for place, value in found.items() if place[0][0] == "1"})
    print("\n## all")
    print_choice(found)
    print_front(rows)


if __name__ == "__main__":
    main()
