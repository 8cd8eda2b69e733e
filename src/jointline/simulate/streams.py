"""Random streams by name: the same number has the same draws in every network and option that has it.

Quasi-Monte Carlo: each name has its own one-dimensional Sobol' sequence (the van der Corput sequence in base 2)
under nested uniform (Owen) scrambling, and its own Owen-shuffled order of the points, so that two names are
independent of each other and every aligned power of two of draws is evenly spread for each name (A. Owen, 1995;
B. Burley, Practical Hash-based Owen Scrambling, JCGT 9(4), 2020; the hash is N. Vegdahl's of the Laine-Karras
kind). Draw i of a name depends on the seed, the name and i alone. scipy.stats.qmc.Sobol is not used for this: its
one-dimensional sequences all share one order, and two names would move together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointline.simulate.compiled import compiled

SAMPLINGS = ("sobol", "random")
MOST_DRAWS = 1 << 31  # of one run: draws are counted in 32 bits


def keys(seed: int, names: Sequence[str]) -> NDArray[np.uint32]:
    """Four 32-bit keys a name, (names, 4), out of SHA-256 over the seed and the name."""
    digests = [hashlib.sha256(f"{seed}/{name}".encode()).digest()[:16] for name in names]
    return np.frombuffer(b"".join(digests), dtype="<u4").reshape(len(names), 4).astype(np.uint32)


def uniforms(seed: int, names: Sequence[str], first: int, n: int, sampling: str = "sobol") -> NDArray[np.float64]:
    """Draws *first* to *first* + *n* - 1 of each name, (names, n), evenly in (0, 1).

    sampling: ``sobol`` (scrambled, shuffled Sobol') or ``random`` (Philox counters).
    """
    out = np.empty((len(names), n))
    if not names:
        return out
    by_name = keys(seed, names)
    if sampling == "sobol":
        _sobol(by_name, first, out)
        return out
    for i in range(len(names)):
        stream = np.random.Philox(key=by_name[i].view(np.uint64))
        # one counter step gives four numbers of 64 bits; steps are counted so that any chunk finds its own
        stream.advance(first // 4)
        out[i] = _half_open(stream.random_raw(n + first % 4)[first % 4 :])
    return out


def _half_open(bits: Any) -> NDArray[np.float64]:
    return np.asarray(((bits >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52)


@compiled()
def _reversed(x):  # type: ignore[no-untyped-def]
    x = ((x >> np.uint32(1)) & np.uint32(0x55555555)) | ((x & np.uint32(0x55555555)) << np.uint32(1))
    x = ((x >> np.uint32(2)) & np.uint32(0x33333333)) | ((x & np.uint32(0x33333333)) << np.uint32(2))
    x = ((x >> np.uint32(4)) & np.uint32(0x0F0F0F0F)) | ((x & np.uint32(0x0F0F0F0F)) << np.uint32(4))
    x = ((x >> np.uint32(8)) & np.uint32(0x00FF00FF)) | ((x & np.uint32(0x00FF00FF)) << np.uint32(8))
    return np.uint32(x >> np.uint32(16)) | np.uint32(x << np.uint32(16))


@compiled()
def _scrambled(x, key):  # type: ignore[no-untyped-def]
    """Nested uniform scrambling of reversed bits: a bit is flipped by what stands below it."""
    x = np.uint32(x ^ np.uint32(x * np.uint32(0x3D20ADEA)))
    x = np.uint32(x + key)
    x = np.uint32(x * np.uint32((key >> np.uint32(16)) | np.uint32(1)))
    x = np.uint32(x ^ np.uint32(x * np.uint32(0x05526C56)))
    return np.uint32(x ^ np.uint32(x * np.uint32(0x53A22864)))


@compiled()
def _sobol(by_name, first, out):  # type: ignore[no-untyped-def]
    for k in range(out.shape[0]):
        shuffle, scramble, shuffle2, scramble2 = by_name[k, 0], by_name[k, 1], by_name[k, 2], by_name[k, 3]
        for i in range(out.shape[1]):
            # the index reversed is the point; its shuffle moves whole aligned blocks and points within them
            point = _scrambled(_scrambled(_reversed(np.uint32(first + i)), shuffle), shuffle2)
            point = _reversed(_scrambled(_scrambled(_reversed(point), scramble), scramble2))
            out[k, i] = (np.float64(point) + 0.5) * 2.0**-32
