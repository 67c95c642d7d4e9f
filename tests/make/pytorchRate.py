"""
How fast PyTorch trains v2-nano on one thread: what docs/performance.md compares the processor engine with.

Not part of any test. In an environment with torch 2.13: `python tests/make/pytorchRate.py [seconds]`, right before or
after `lab bench --model v2-nano --engine wasm --batch 32 --threads 1`. Prints images/s, median and best, in both layouts.
"""

import json
import statistics
import sys
import time
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

BATCH, SIDE = 32, 32
VARIANTS = Path(__file__).parent.parent / "fixtures" / "small-variants.json"


class SameConv(nn.Conv2d):
    """TensorFlow's padding."""

    def forward(self, x):
        kernel, stride, side = self.kernel_size[0], self.stride[0], x.shape[-1]
        border = max(0, (-(-side // stride) - 1) * stride + kernel - side)
        if border:
            x = F.pad(x, (border // 2, border - border // 2) * 2)
        return self._conv_forward(x, self.weight, None)


def conv(inputs, outputs, kernel, stride=1, groups=1, silu=True):
    layers = [
        SameConv(inputs, outputs, kernel, stride, groups=groups, bias=False),
        nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.01),
    ]
    return nn.Sequential(*layers, *([nn.SiLU(inplace=True)] if silu else []))


class SqueezeExcite(nn.Module):
    def __init__(self, channels, reduced):
        super().__init__()
        self.reduce = nn.Conv2d(channels, reduced, 1)
        self.expand = nn.Conv2d(reduced, channels, 1)

    def forward(self, x):
        mean = x.mean((2, 3), keepdim=True)
        return x * torch.sigmoid(self.expand(F.silu(self.reduce(mean))))


class Block(nn.Module):
    def __init__(self, stage, inputs, stride):
        super().__init__()
        outputs, kernel, expand = stage["out"], stage["kernel"], stage["expand"]
        wide = inputs * expand
        self.skip = inputs == outputs and stride == 1
        if stage["op"] == "mbconv":
            gate = [SqueezeExcite(wide, int(inputs * stage["se_ratio"]))] if stage["se_ratio"] else []
            depthwise = conv(wide, wide, kernel, stride, wide)
            layers = [conv(inputs, wide, 1), depthwise, *gate, conv(wide, outputs, 1, silu=False)]
        elif expand == 1:
            layers = [conv(inputs, outputs, kernel, stride)]
        else:
            layers = [conv(inputs, wide, kernel, stride), conv(wide, outputs, 1, silu=False)]
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        y = self.layers(x)
        return x + y if self.skip else y


def build(variant):
    stem, head = variant["stem"], variant["head"]
    layers = [conv(3, stem["out"], stem["kernel"], stem["stride"])]
    for stage in variant["stages"]:
        for layer in range(stage["layers"]):
            first = layer == 0
            layers.append(Block(stage, stage["in" if first else "out"], stage["stride"] if first else 1))
    layers += [conv(head["in"], head["out"], 1), nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    network = nn.Sequential(*layers, nn.Linear(head["out"], head["classes"]))
    parameters = sum(p.numel() for p in network.parameters())
    assert parameters == variant["params"], (parameters, variant["params"])
    return network


def rates(network, layout, seconds):
    network = network.to(memory_format=layout)
    optimizer = torch.optim.SGD(network.parameters(), 0.05, momentum=0.9, nesterov=True, weight_decay=5e-4)
    images = torch.randn(BATCH, 3, SIDE, SIDE).to(memory_format=layout)
    labels = torch.randint(0, 10, (BATCH,))
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 10:
        start = time.perf_counter()
        optimizer.zero_grad()
        F.cross_entropy(network(images), labels, label_smoothing=0.1).backward()
        optimizer.step()
        times.append(time.perf_counter() - start)
    times = times[5:]
    return BATCH / statistics.median(times), BATCH / min(times)


def main():
    torch.set_num_threads(1)
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5
    variants = json.loads(VARIANTS.read_text())["variants"]
    variants = variants if isinstance(variants, dict) else {v["name"]: v for v in variants}
    for name in ("contiguous_format", "channels_last"):
        median, best = rates(build(variants["v2-nano"]), getattr(torch, name), seconds)
        print(f"PyTorch {torch.__version__}, {name}: {median:.0f} images/s, at best {best:.0f}")


main()
