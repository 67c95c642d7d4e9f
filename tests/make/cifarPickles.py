"""Makes tests/fixtures/pickles/: CIFAR's files for Python, with a few images, in every protocol that they are met in.

Run with Python 3 and NumPy: python3 tests/make/cifarPickles.py. The official files were written by Python 2, whose
pickles have text as SHORT_BINSTRING and BINSTRING and NumPy's old names; `Python2Pickler` writes them so.
"""

import io
import pickle
from pathlib import Path

import numpy as np

folder = Path(__file__).resolve().parent.parent / "fixtures" / "pickles"


class Python2Pickler(pickle._Pickler):
    dispatch = dict(pickle._Pickler.dispatch)

    def __init__(self, file):
        super().__init__(file, protocol=2)

    def save_bytes(self, value):
        if isinstance(value, str):
            value = value.encode("latin1")
        if len(value) < 256:
            self.write(pickle.SHORT_BINSTRING + bytes([len(value)]) + value)
        else:
            self.write(pickle.BINSTRING + len(value).to_bytes(4, "little") + value)
        self.memoize(value)

    dispatch[bytes] = save_bytes
    dispatch[str] = save_bytes

    def save_global(self, value, name=None):
        module = value.__module__.replace("numpy._core", "numpy.core")
        self.write(pickle.GLOBAL + f"{module}\n{value.__qualname__}\n".encode())
        self.memoize(value)

    dispatch[type(pickle.loads)] = save_global
    dispatch[type] = save_global


def python2(value):
    out = io.BytesIO()
    Python2Pickler(out).dump(value)
    return out.getvalue()


def pixels(count, first=0):
    """Byte j of image i is 7 i + 13 j + floor(j² / 32), modulo 256; tests say the same."""
    i = np.arange(first, first + count)[:, None]
    j = np.arange(3072)[None, :]
    return ((7 * i + 13 * j + j * j // 32) % 256).astype(np.uint8)


def batch10(data, labels):
    names = [f"image_{i}.png".encode() for i in range(len(labels))]
    return {b"batch_label": b"batch 1 of 5", b"labels": labels, b"data": data, b"filenames": names}


names10 = b"airplane automobile bird cat deer dog frog horse ship truck".split()
train10 = batch10(pixels(3), [3, 9, 0])
files = {
    "python2/data_batch_1": python2(train10),
    "python2/test_batch": python2(batch10(pixels(2, 3), [5, 1])),
    "python2/batches.meta": python2({b"num_cases_per_batch": 10000, b"label_names": names10, b"num_vis": 3072}),
    "python2-fortran": python2(batch10(np.asfortranarray(pixels(3)), [3, 9, 0])),
    "protocol5-fortran": pickle.dumps(batch10(np.asfortranarray(pixels(3)), [3, 9, 0]), protocol=5),
    "cifar100/train": python2(
        {
            b"filenames": [b"a.png", b"b.png"],
            b"batch_label": b"training batch 1 of 1",
            b"fine_labels": [99, 19],
            b"coarse_labels": [13, 11],
            b"data": pixels(2),
        }
    ),
    "cifar100/test": python2({b"fine_labels": [42], b"coarse_labels": [8], b"data": pixels(1, 2)}),
    "cifar100/meta": python2(
        {
            b"fine_label_names": [f"fine_{i}".encode() for i in range(100)],
            b"coarse_label_names": [f"coarse_{i}".encode() for i in range(20)],
        }
    ),
    "wide": pickle.dumps({b"labels": [1], b"data": np.zeros((1, 3072), np.int64)}, protocol=2),
}
for protocol in (2, 4, 5):
    files[f"protocol{protocol}"] = pickle.dumps(train10, protocol=protocol)

for name, content in files.items():
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
