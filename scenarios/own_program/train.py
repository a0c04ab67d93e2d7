#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Softmax regression on handwritten digits, with Python's standard library only.

It stands for a program of yours: it reads its parameters, trains, and prints one JSON object after each epoch. Wattle
is not imported, and the program runs without it: python3 train.py --learning_rate=0.1 --batch_size=16 --epochs=3
"""

import argparse
import csv
import gzip
import json
import math
import os
import pathlib
import random

DIGITS = pathlib.Path(__file__).resolve().parents[1] / "data" / "digits" / "digits.csv.gz"
CLASSES = 10
BRIGHTEST = 16


def read_digits():
    """Images with a constant 1 at their end, for the bias, and labels; the last fifth is for validation."""
    with gzip.open(DIGITS, "rt", newline="") as file:
        rows = [[float(cell) for cell in row] for row in csv.reader(file) if row[0][0].isdigit()]
    examples = [([pixel / BRIGHTEST for pixel in row[:-1]] + [1.0], int(row[-1])) for row in rows]
    random.Random(0).shuffle(examples)  # one split for all trials
    cut = len(examples) * 4 // 5
    return examples[:cut], examples[cut:]


def probabilities(weights, image):
    scores = [sum(map(float.__mul__, row, image)) for row in weights]
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def train_epoch(weights, examples, learning_rate, batch_size):
    for start in range(0, len(examples), batch_size):
        batch = examples[start:start + batch_size]
        gradient = [[0.0] * len(weights[0]) for _ in weights]
        for image, label in batch:
            for k, probability in enumerate(probabilities(weights, image)):
                error = probability - (k == label)
                gradient[k] = [g + error * pixel for g, pixel in zip(gradient[k], image)]
        rate = learning_rate / len(batch)
        for k, row in enumerate(gradient):
            weights[k] = [w - rate * g for w, g in zip(weights[k], row)]


def judge(weights, examples):
    correct = 0
    loss = 0.0
    for image, label in examples:
        guess = probabilities(weights, image)
        correct += guess.index(max(guess)) == label
        loss -= math.log(max(guess[label], 1e-300))
    return {"val_accuracy": correct / len(examples), "val_loss": loss / len(examples)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--learning_rate", type=float, required=True)
    parser.add_argument("--batch_size", type=int, required=True)
    parser.add_argument("--epochs", type=int, required=True)
    options = parser.parse_args()

    order = random.Random(int(os.environ.get("WATTLE_SEED", "0")))
    training, validation = read_digits()
    weights = [[0.0] * len(training[0][0]) for _ in range(CLASSES)]
    for epoch in range(1, options.epochs + 1):
        order.shuffle(training)
        train_epoch(weights, training, options.learning_rate, options.batch_size)
        print(json.dumps({"step": epoch, **judge(weights, validation)}), flush=True)

    folder = os.environ.get("WATTLE_ARTIFACTS")
    if folder:
        (pathlib.Path(folder) / "weights.json").write_text(json.dumps(weights))


if __name__ == "__main__":
    main()
