#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes classifier.pt, a network of one's own for scenarios/own_torchscript.json.

Needs PyTorch (Debian: apt-get install python3-torch). Run it in this folder:
    /usr/bin/python3 export.py
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Gate(nn.Module):
    """Lets each channel through by a share that depends on the whole picture."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weigh = nn.Linear(channels, channels)
        self.sharpness = 1.0  # an attribute that a scenario may set

    def forward(self, x: Tensor) -> Tensor:
        share = torch.sigmoid(self.sharpness * self.weigh(x.mean(dim=[2, 3])))
        return x * share.unsqueeze(2).unsqueeze(3)


class Classifier(nn.Module):
    """Pixels batch x 1 x 8 x 8 in, logits batch x 10 out."""

    def __init__(self, channels: int = 16) -> None:
        super().__init__()
        self.first = nn.Conv2d(1, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)
        self.normalise = nn.BatchNorm2d(channels)
        self.gate = Gate(channels)
        self.classify = nn.Linear(channels * 4 * 4, 10)
        # nn.Dropout's probability is fixed when the module is scripted; an attribute is not.
        self.dropout = 0.0

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.first(x))
        x = self.gate(F.relu(self.normalise(self.second(x))))
        x = torch.flatten(F.max_pool2d(x, 2), 1)
        x = F.dropout(x, self.dropout, self.training)
        return self.classify(x)


if __name__ == "__main__":
    torch.manual_seed(7)
    torch.jit.script(Classifier()).save("classifier.pt")
