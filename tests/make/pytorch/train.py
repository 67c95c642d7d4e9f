"""
A run of `lab train` in PyTorch, with Pillow's own operations: what docs/performance.md compares accuracies with.

Not part of any test. In an environment with torch 2.13 and Pillow 13:
`python tests/make/pytorch/train.py FOLDER --sizes 16,21,27,32 --epochs 20 --randaugment 2,4,6,8 --seeds 0,1,2`.
The recipe is that of `lab train`'s defaults: SGD with Nesterov momentum 0.9, peak rate 0.05, an epoch of linear
warm-up, cosine; decay 5e-4 on tensors of two or more dimensions; label smoothing 0.1; resize with antialias, flip, crop
with 2 px of grey, RandAugment, mixup. The draws are PyTorch's own, so only averages can be compared.
"""

import argparse
import json
import math
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageEnhance, ImageOps
from torch import nn
from torch.nn import functional as F

from network import build, initialise, load_variant

BATCH, PADDING, LAYERS, SMOOTHING, PEAK, CLASSES = 32, 2, 2, 0.1, 0.05, 10
GREY = (128, 128, 128)


def read(folder, pattern):
    rows = np.concatenate([np.fromfile(f, np.uint8).reshape(-1, 3073) for f in sorted(Path(folder).glob(pattern))])
    return torch.from_numpy(rows[:, 1:].reshape(-1, 3, 32, 32).copy()), torch.from_numpy(rows[:, 0].astype(np.int64))


def affine(image, matrix):
    return image.transform(image.size, Image.Transform.AFFINE, matrix, Image.Resampling.NEAREST, fillcolor=GREY)


def cutout(image, half, generator):
    column, row = (int(v) for v in generator.integers(0, image.size[0], 2))
    image = image.copy()
    image.paste(GREY, (max(0, column - half), max(0, row - half), column + half, row + half))
    return image


def solarize_add(image, added):
    return image.point([min(255, level + added) if level < 128 else level for level in range(256)] * 3)


def operate(image, magnitude, generator):
    """One operation of the official list; levels as docs/augmentation.md has them."""
    m, side = magnitude / 10, image.size[0]
    sign = -1 if generator.random() < 0.5 else 1
    enhance = lambda kind: lambda: kind(image).enhance(1.8 * m + 0.1)
    shift = sign * 0.45 * m * side
    operations = [
        lambda: ImageOps.autocontrast(image),
        lambda: ImageOps.equalize(image),
        lambda: ImageOps.invert(image),
        lambda: image.rotate(sign * 30 * m, fillcolor=GREY),
        lambda: ImageOps.posterize(image, min(8, max(1, int(4 * m)))),
        lambda: ImageOps.solarize(image, min(256, int(256 * m))),
        lambda: solarize_add(image, int(110 * m)),
        enhance(ImageEnhance.Color),
        enhance(ImageEnhance.Contrast),
        enhance(ImageEnhance.Brightness),
        enhance(ImageEnhance.Sharpness),
        lambda: affine(image, (1, sign * 0.3 * m, 0, 0, 1, 0)),
        lambda: affine(image, (1, 0, 0, sign * 0.3 * m, 1, 0)),
        lambda: affine(image, (1, 0, shift, 0, 1, 0)),
        lambda: affine(image, (1, 0, 0, 0, 1, shift)),
        lambda: cutout(image, int(0.15625 * m * side), generator),
    ]
    return operations[generator.integers(len(operations))]()


def randaugment(images, magnitude, generator):
    levels = images.round().clamp(0, 255).byte().permute(0, 2, 3, 1).numpy()
    made = []
    for each in levels:
        image = Image.fromarray(each)
        for _ in range(LAYERS):
            image = operate(image, magnitude, generator)
        made.append(np.asarray(image))
    return torch.from_numpy(np.stack(made)).permute(0, 3, 1, 2).float()


def resize(images, size):
    if size == images.shape[-1]:
        return images.float()
    return F.interpolate(images.float(), size=(size, size), mode="bilinear", antialias=True)


def augment(images, size, magnitude, generator):
    images = resize(images, size)
    padded = F.pad(images, (PADDING,) * 4, value=128)
    made = []
    for each, image in zip(padded, images):
        dy, dx = generator.integers(0, 2 * PADDING + 1, 2)
        if generator.random() < 0.5:
            each = F.pad(image.flip(2), (PADDING,) * 4, value=128)
        made.append(each[:, dy : dy + size, dx : dx + size])
    made = torch.stack(made)
    return randaugment(made, magnitude, generator) if magnitude else made


def mix(images, targets, alpha, generator):
    own = generator.beta(alpha, alpha, len(images))
    own = torch.from_numpy(np.maximum(own, 1 - own)).float()
    images = own[:, None, None, None] * images + (1 - own[:, None, None, None]) * images.flip(0)
    return images, own[:, None] * targets + (1 - own[:, None]) * targets.flip(0)


def rate(step, steps_per_epoch, total):
    return PEAK * step / steps_per_epoch if step < steps_per_epoch else PEAK * (1 + math.cos(math.pi * step / total)) / 2


def decayed(network):
    kinds = {True: [], False: []}
    for parameter in network.parameters():
        kinds[parameter.dim() >= 2].append(parameter)
    return [{"params": kinds[True], "weight_decay": 5e-4}, {"params": kinds[False], "weight_decay": 0.0}]


def train(options, seed):
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    images, labels = read(options.folder, "data_batch_*.bin")
    dropout = nn.Dropout(0.0)
    network = initialise(build(load_variant(options.model), dropout))
    optimizer = torch.optim.SGD(decayed(network), PEAK, momentum=0.9, nesterov=True)
    steps_per_epoch = len(images) // BATCH
    total, stages = options.epochs * steps_per_epoch, len(options.sizes)
    network.train()
    for step in range(total):
        if step % steps_per_epoch == 0:
            order = torch.from_numpy(generator.permutation(len(images)))
        stage = min(stages - 1, step * stages // total)
        rows = order[(step % steps_per_epoch) * BATCH :][:BATCH]
        batch = (augment(images[rows], options.sizes[stage], options.randaugment[stage], generator) - 128) / 128
        targets = F.one_hot(labels[rows], CLASSES).float() * (1 - SMOOTHING) + SMOOTHING / CLASSES
        if options.mixup[stage]:
            batch, targets = mix(batch, targets, options.mixup[stage], generator)
        dropout.p = options.dropout[stage]
        for group in optimizer.param_groups:
            group["lr"] = rate(step, steps_per_epoch, total)
        optimizer.zero_grad()
        F.cross_entropy(network(batch), targets).backward()
        optimizer.step()
    return judge(network, options)


@torch.no_grad()
def judge(network, options):
    network.eval()
    images, labels = read(options.folder, "test_batch.bin")
    answers = network((resize(images, options.sizes[-1]) - 128) / 128).argmax(1)
    return (answers == labels).float().mean().item()


def each(kind):
    return lambda text: [kind(part) for part in text.split(",")]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--model", default="v2-nano")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--sizes", type=each(int), default=[32])
    for name in ("randaugment", "mixup", "dropout"):
        parser.add_argument(f"--{name}", type=each(float), default=[0.0])
    parser.add_argument("--seeds", type=each(int), default=[0, 1, 2])
    options = parser.parse_args()
    for name in ("randaugment", "mixup", "dropout"):
        values = getattr(options, name)
        setattr(options, name, values * len(options.sizes) if len(values) == 1 else values)
    torch.set_num_threads(1)
    for seed in options.seeds:
        print(json.dumps({"seed": seed, "accuracy": round(train(options, seed), 4)}), flush=True)


main()
