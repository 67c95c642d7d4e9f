"""The small variants in PyTorch, built from their block tables with TensorFlow's padding."""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

VARIANTS = Path(__file__).parents[2] / "fixtures" / "small-variants.json"


def load_variant(name):
    variants = json.loads(VARIANTS.read_text())["variants"]
    variants = variants if isinstance(variants, dict) else {v["name"]: v for v in variants}
    return variants[name]


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
        nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.1),
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


def build(variant, dropout=None):
    """A network of a variant's table; `dropout`, a module, stands before the classifier."""
    stem, head = variant["stem"], variant["head"]
    layers = [conv(3, stem["out"], stem["kernel"], stem["stride"])]
    for stage in variant["stages"]:
        for layer in range(stage["layers"]):
            first = layer == 0
            layers.append(Block(stage, stage["in" if first else "out"], stage["stride"] if first else 1))
    layers += [conv(head["in"], head["out"], 1), nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    layers += [dropout] if dropout else []
    network = nn.Sequential(*layers, nn.Linear(head["out"], head["classes"]))
    parameters = sum(p.numel() for p in network.parameters())
    assert parameters == variant["params"], (parameters, variant["params"])
    return network


def initialise(network):
    """As the official code does: normal by fan-out, a depthwise kernel has a fan-out of one channel."""
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            outputs = 1 if module.groups > 1 else module.out_channels
            nn.init.normal_(module.weight, std=(2 / (module.kernel_size[0] ** 2 * outputs)) ** 0.5)
        elif isinstance(module, nn.Linear):
            nn.init.uniform_(module.weight, -(module.out_features**-0.5), module.out_features**-0.5)
        if isinstance(module, (nn.Conv2d, nn.Linear)) and module.bias is not None:
            nn.init.zeros_(module.bias)
    return network
