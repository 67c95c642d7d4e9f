"""
How fast PyTorch trains v2-nano on one thread: what docs/performance.md compares the processor engine with.

Not part of any test. In an environment with torch 2.13: `python tests/make/pytorch/rate.py [seconds]`, right before or
after `lab bench --model v2-nano --engine wasm --batch 32 --threads 1`. Prints images/s, median and best, in both layouts.
"""

import statistics
import sys
import time

import torch
from torch.nn import functional as F

from network import build, load_variant

BATCH, SIDE = 32, 32


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
    for name in ("contiguous_format", "channels_last"):
        median, best = rates(build(load_variant("v2-nano")), getattr(torch, name), seconds)
        print(f"PyTorch {torch.__version__}, {name}: {median:.0f} images/s, at best {best:.0f}")


main()
