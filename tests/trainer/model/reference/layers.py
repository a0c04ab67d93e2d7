#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes layers.json: what PyTorch's modules make of known weights and inputs, in float64.

Needs PyTorch (Debian: apt-get install python3-torch); layers.json was written with 1.13.1.
    /usr/bin/python3 layers.py > layers.json

No tensor but the outputs is stored. The k-th trainable tensor of a model is sin(0.7 i + k + 1) / 2
at its i-th element, inputs are cos(0.9 i), tokens (7 i + i // 5) mod vocabulary; reference_cases.h fills
the same in.
A `running` of a case in training are its running statistics after that one step.
"""

import json
import sys

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)

BATCH = 3


def filled(k, *sizes):
    count = 1
    for size in sizes:
        count *= size
    return (torch.sin(0.7 * torch.arange(count) + k + 1) / 2).reshape(sizes)


def fill(modules):
    """Fills the parameters of modules, in their order, and returns the modules."""
    k = 0
    for module in modules:
        for parameter in module.parameters():
            parameter.data = filled(k, *parameter.shape)
            k += 1
    return modules


IMAGE = {"kind": "image", "shape": [4, 6, 6]}
TOKENS = {"kind": "tokens", "shape": [5], "vocabulary": 11}
TABLE = {"kind": "table", "shape": [6]}


def inputs_of(description):
    count = BATCH
    for size in description["shape"]:
        count *= size
    i = torch.arange(count)
    shape = [BATCH] + description["shape"]
    if description["kind"] == "tokens":
        return ((7 * i + i // 5) % description["vocabulary"]).reshape(shape)
    return torch.cos(0.9 * i).reshape(shape)


def padding_of(tokens):
    padding = tokens == 0
    padding[:, 0] = False
    return padding


def last_state(states, padding):
    """States behind the last token that is no padding."""
    length = states.shape[1]
    places = torch.arange(length).expand(padding.shape)
    last = torch.where(padding, torch.zeros_like(places), places).max(dim=1).values
    return states[torch.arange(states.shape[0]), last]


cases = []


def case(name, description, layers, compute, training=False, family=None, running=()):
    x = inputs_of(description)
    with torch.no_grad():
        output = compute(x).flatten(1)
    cases.append({
        "name": name,
        "input": description,
        "model": family or {"layers": layers + [{"kind": "flatten"}]},
        "training": training,
        "outputs": output.shape[1],
        "logits": output.flatten().tolist(),
    })
    if training:
        cases[-1]["running"] = [statistic.tolist() for statistic in running]


def single(name, description, layer, module, training=False):
    (made,) = fill([module])
    made.train(training)
    running = [made.running_mean, made.running_var] if training else []
    case(name, description, [layer], made, training, running=running)


def convolutions():
    def convolution(name, members, **options):
        kernel = members.get("kernel", 3)
        layer = {"kind": "convolution", "channels": 8, **members}
        single(name, IMAGE, layer, nn.Conv2d(4, 8, kernel, **options))

    convolution("Convolution", {}, padding=1)
    convolution("ConvolutionStrided", {"kernel": 5, "stride": 2, "padding": 1}, stride=2, padding=1)
    convolution("ConvolutionDilated", {"dilation": 2}, dilation=2, padding=2)
    convolution("ConvolutionGrouped", {"groups": 2, "bias": False}, groups=2, bias=False, padding=1)
    convolution("ConvolutionDepthwise", {"groups": 4}, groups=4, padding=1)
    convolution("ConvolutionEven", {"kernel": 2, "padding": 0}, padding=0)


def activations():
    functions = {
        "relu": F.relu, "tanh": torch.tanh, "gelu": F.gelu, "sigmoid": torch.sigmoid,
        "leaky_relu": F.leaky_relu, "silu": F.silu, "elu": F.elu, "relu6": F.relu6,
        "hardswish": F.hardswish, "softplus": F.softplus,
    }
    for name, function in functions.items():
        case("Activation_" + name, TABLE, [{"kind": name}], function)


def normalisations():
    for training in (False, True):
        suffix = "Training" if training else ""
        single("BatchNorm" + suffix, IMAGE, {"kind": "batch_norm"}, nn.BatchNorm2d(4), training)
        single("BatchNormOfAVector" + suffix, TABLE, {"kind": "batch_norm"}, nn.BatchNorm1d(6),
               training)
    single("LayerNormOfAnImage", IMAGE, {"kind": "layer_norm"}, nn.LayerNorm([4, 6, 6]))
    single("LayerNormOfAVector", TABLE, {"kind": "layer_norm"}, nn.LayerNorm([6]))
    single("GroupNorm", IMAGE, {"kind": "group_norm", "groups": 2}, nn.GroupNorm(2, 4))
    single("GroupNormOfAVector", TABLE, {"kind": "group_norm", "groups": 3}, nn.GroupNorm(3, 6))


def poolings():
    single("MaxPooling", IMAGE, {"kind": "max_pooling"}, nn.MaxPool2d(2))
    single("MaxPoolingOverlapping", IMAGE,
           {"kind": "max_pooling", "kernel": 3, "stride": 2, "padding": 1}, nn.MaxPool2d(3, 2, 1))
    single("AveragePooling", IMAGE,
           {"kind": "average_pooling", "kernel": 3, "stride": 2, "padding": 1},
           nn.AvgPool2d(3, 2, 1))
    case("GlobalAveragePooling", IMAGE, [{"kind": "global_average_pooling"}],
         lambda x: F.adaptive_avg_pool2d(x, 1).flatten(1))


def joins():
    case("PadChannels", IMAGE, [{"kind": "pad_channels", "channels": 7}],
         lambda x: torch.cat([x, torch.zeros(BATCH, 3, 6, 6)], 1))
    first, second = fill([nn.Conv2d(4, 4, 3, padding=1), nn.Conv2d(4, 4, 1)])
    case("Residual", IMAGE,
         [{"residual": [{"kind": "convolution", "channels": 4}, {"kind": "relu"}],
           "shortcut": [{"kind": "convolution", "channels": 4, "kernel": 1}]}],
         lambda x: F.relu(first(x)) + second(x))
    case("Concat", IMAGE,
         [{"concat": [[{"kind": "convolution", "channels": 4}], [],
                      [{"kind": "convolution", "channels": 4, "kernel": 1}]]}],
         lambda x: torch.cat([first(x), x, second(x)], 1))
    case("SumOfThree", TABLE,
         [{"kind": "tanh", "name": "a"}, {"kind": "relu", "name": "b"},
          {"kind": "add", "inputs": ["input", "a", "b"]}],
         lambda x: x + torch.tanh(x) + F.relu(torch.tanh(x)))
    case("SumOfOneTwice", TABLE,
         [{"kind": "tanh", "name": "a"}, {"kind": "add", "inputs": ["a", "a"]}],
         lambda x: 2 * torch.tanh(x))
    case("ResidualAroundNothing", TABLE,
         [{"kind": "tanh"}, {"residual": [{"repeat": 0, "layers": [{"kind": "relu"}]}]}],
         lambda x: 2 * torch.tanh(x))
    case("ConcatOfOneTwice", IMAGE, [{"kind": "relu"}, {"concat": [[], []]}],
         lambda x: torch.cat([F.relu(x), F.relu(x)], 1))


def sequences():
    single("Linear", TABLE, {"kind": "linear", "features": 5}, nn.Linear(6, 5))
    (on_pixels,) = fill([nn.Linear(4, 3)])
    case("LinearOnASequence", IMAGE, [{"kind": "sequence"}, {"kind": "linear", "features": 3}],
         lambda x: on_pixels(x.flatten(2).transpose(1, 2)))
    (normalise,) = fill([nn.LayerNorm([4])])
    case("LayerNormOfASequence", IMAGE, [{"kind": "sequence"}, {"kind": "layer_norm"}],
         lambda x: normalise(x.flatten(2).transpose(1, 2)))
    position = filled(0, 36, 4)
    case("Position", IMAGE, [{"kind": "sequence"}, {"kind": "position"}],
         lambda x: x.flatten(2).transpose(1, 2) + position)
    case("Mean", IMAGE, [{"kind": "sequence"}, {"kind": "mean"}], lambda x: x.mean([2, 3]))
    (embedding,) = fill([nn.Embedding(11, 6)])
    case("Embedding", TOKENS, [{"kind": "embedding", "features": 6}], embedding)
    case("ConcatOfSequences", TOKENS,
         [{"kind": "embedding", "features": 6, "name": "a"}, {"kind": "tanh", "name": "b"},
          {"kind": "concat", "inputs": ["a", "b"]}],
         lambda x: torch.cat([embedding(x), torch.tanh(embedding(x))], 2))

    def masked_mean(tokens):
        kept = ~padding_of(tokens)
        sums = [embedding(each)[keep].sum(0) / keep.sum() for each, keep in zip(tokens, kept)]
        return torch.stack(sums)

    case("MeanWithoutPadding", TOKENS, [{"kind": "embedding", "features": 6}, {"kind": "mean"}],
         masked_mean)


def recurrent():
    for kind, make in (("lstm", nn.LSTM), ("gru", nn.GRU)):
        for bidirectional in (False, True):
            name = kind.capitalize() + ("Bidirectional" if bidirectional else "")
            embedding, cell = fill([nn.Embedding(11, 6), make(
                6, 4, num_layers=2, batch_first=True, bidirectional=bidirectional)])
            embed = {"kind": "embedding", "features": 6}
            layer = {"kind": kind, "hidden": 4, "layers": 2, "bidirectional": bidirectional}

            def states(tokens):
                return cell(embedding(tokens))[0]

            def last(tokens):
                whole = states(tokens)
                ahead = last_state(whole, padding_of(tokens))[:, :4]
                return torch.cat([ahead, whole[:, 0, 4:]], 1)

            case(name + "Sequence", TOKENS, [embed, {**layer, "output": "sequence"}], states)
            case(name + "Last", TOKENS, [embed, layer], last)
    (cell,) = fill([nn.LSTM(4, 3, batch_first=True, bidirectional=True)])

    def whole_pixels(x):
        final = cell(x.flatten(2).transpose(1, 2))[1][0]
        return torch.cat([final[0], final[1]], 1)

    case("LstmOfPixels", IMAGE,
         [{"kind": "sequence"}, {"kind": "lstm", "hidden": 3, "bidirectional": True}],
         whole_pixels)


def attention():
    (module,) = fill([nn.MultiheadAttention(4, 2, batch_first=True)])

    def of_pixels(x):
        sequence = x.flatten(2).transpose(1, 2)
        return module(sequence, sequence, sequence, need_weights=False)[0]

    case("Attention", IMAGE, [{"kind": "sequence"}, {"kind": "attention", "heads": 2}], of_pixels)
    embedding, masked = fill([nn.Embedding(11, 6), nn.MultiheadAttention(6, 3, batch_first=True)])

    def of_tokens(tokens):
        x = embedding(tokens)
        return masked(x, x, x, key_padding_mask=padding_of(tokens), need_weights=False)[0]

    case("AttentionWithoutPadding", TOKENS,
         [{"kind": "embedding", "features": 6}, {"kind": "attention", "heads": 3}], of_tokens)


class Encoder(nn.Module):
    """The transformer family, from PyTorch's own encoder layers."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(11, 8)
        self.position = nn.Parameter(torch.zeros(5, 8))
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(8, 2, 12, dropout=0.0, batch_first=True) for _ in range(2))
        self.classify = nn.Linear(8, 4)

    def tensors(self):
        yield self.embedding.weight
        yield self.position
        for block in self.blocks:
            for module in (block.self_attn, block.norm1, block.linear1, block.linear2, block.norm2):
                yield from module.parameters()
        yield from self.classify.parameters()

    def forward(self, tokens):
        padding = padding_of(tokens)
        x = self.embedding(tokens) + self.position
        for block in self.blocks:
            x = block(x, src_key_padding_mask=padding)
        kept = (~padding).unsqueeze(2).to(x.dtype)
        return self.classify((x * kept).sum(1) / kept.sum(1))


def families():
    encoder = Encoder().train()  # the path without fused kernels; there is no dropout
    for k, tensor in enumerate(encoder.tensors()):
        tensor.data = filled(k, *tensor.shape)
    case("TransformerFamily", TOKENS, None, encoder, family={
        "family": "transformer", "width": 8, "heads": 2, "feed_forward": 12, "depth": 2,
        "dropout": 0.0})


for group in (convolutions, activations, normalisations, poolings, joins, sequences, recurrent,
              attention, families):
    group()
json.dump({"torch": torch.__version__, "batch": BATCH, "cases": cases}, sys.stdout)
print()
