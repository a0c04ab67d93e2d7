# SPDX-License-Identifier: MIT
"""The same training as trainer_benchmark's, as one writes it with Python's torch. Prints images a second as JSON."""

import argparse
import gzip
import json
import pathlib
import resource
import time

import torch


def read(folder, count):
    """The first images of the training part, scaled to [0, 1], and their labels."""
    with gzip.open(folder / "train-images-idx3-ubyte.gz") as file:
        pixels = torch.frombuffer(bytearray(file.read()[16:]), dtype=torch.uint8)
    with gzip.open(folder / "train-labels-idx1-ubyte.gz") as file:
        labels = torch.frombuffer(bytearray(file.read()[8:]), dtype=torch.uint8)
    images = pixels.view(-1, 1, 28, 28)[:count].float().div_(255)
    return images, labels[:count].long()


def network():
    return torch.nn.Sequential(
        torch.nn.Conv2d(1, 16, 3, padding=1),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(16, 32, 3, padding=1),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),
        torch.nn.Flatten(),
        torch.nn.Linear(32 * 7 * 7, 64),
        torch.nn.ReLU(),
        torch.nn.Linear(64, 10),
    )


def train_epoch(model, optimizer, loss_function, images, labels, batch_size):
    for numbers in torch.randperm(len(images)).split(batch_size):
        optimizer.zero_grad(set_to_none=True)
        loss = loss_function(model(images[numbers]), labels[numbers])
        loss.backward()
        optimizer.step()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, default="/usr/share/datasets")
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--images", type=int, default=6400)
    parser.add_argument("--epochs", type=int, default=4, help="the first one is not counted")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    images, labels = read(arguments.data / "fashion-mnist", arguments.images)
    model = network()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    rates = {"wall": [], "cpu": []}
    for epoch in range(arguments.epochs):
        wall, cpu = time.perf_counter(), time.thread_time()
        train_epoch(model, optimizer, torch.nn.CrossEntropyLoss(), images, labels, arguments.batch_size)
        if epoch > 0:
            rates["wall"].append(len(images) / (time.perf_counter() - wall))
            rates["cpu"].append(len(images) / (time.thread_time() - cpu))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"batch_size": arguments.batch_size, "trainings": [rates], "peak_mb": peak}))


if __name__ == "__main__":
    main()
