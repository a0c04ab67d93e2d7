# SPDX-License-Identifier: MIT
"""CPU milliseconds an update with images stored plane by plane (contiguous) and pixel by pixel (channels_last), in turns,
one thread: whether the trainer should order them anew. Needs Debian's python3-torch, and OMP_NUM_THREADS=1, or threads that
wait are counted too."""

import statistics
import time

import torch
from torch import nn

UPDATES = 12
ROUNDS = 7


def small():
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(32 * 49, 64), nn.ReLU(), nn.Linear(64, 10),
    )


def deep():
    layers, channels = [], 3
    for out, stride in ((16, 1), (16, 1), (16, 1), (32, 2), (32, 1), (64, 2), (64, 1)):
        layers += [nn.Conv2d(channels, out, 3, padding=1, stride=stride, bias=False), nn.BatchNorm2d(out), nn.ReLU()]
        channels = out
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def update(make, shape, batch, memory_format):
    torch.manual_seed(0)
    model = make().to(memory_format=memory_format)
    images = torch.rand(batch, *shape).to(memory_format=memory_format)
    labels = torch.randint(0, 10, (batch,))
    optimizer = torch.optim.SGD(model.parameters(), 0.01, momentum=0.9)

    def step():
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(images), labels).backward()
        optimizer.step()

    return step


def main():
    torch.set_num_threads(1)
    formats = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}
    for make, shape, batch in ((small, (1, 28, 28), 32), (small, (1, 28, 28), 128), (deep, (3, 32, 32), 64)):
        steps = {name: update(make, shape, batch, form) for name, form in formats.items()}
        times = {name: [] for name in formats}
        for turn in range(ROUNDS + 1):
            for name, step in steps.items():
                start = time.process_time()
                for _ in range(UPDATES):
                    step()
                if turn > 0:  # the first turn warms caches
                    times[name].append((time.process_time() - start) / UPDATES * 1e3)
        print(make.__name__, batch, {name: round(statistics.median(values), 2) for name, values in times.items()})


if __name__ == "__main__":
    main()
