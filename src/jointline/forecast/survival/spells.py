"""Waiting times as they are really known: an interval, a wait that has not ended, a wait seen only from some month on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jointline.errors import JointlineError

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spells:
    """n waiting times T. ``low`` < T <= ``high``; ``high`` is infinite where the wait had not ended; equal ends are exact.

    ``entry``: T was seen only because it is longer than this (left truncation; 0 is none). ``weight``: how much a
    spell counts. All (n,), in one unit of time.
    """

    entry: Vector
    low: Vector
    high: Vector
    weight: Vector

    def __len__(self) -> int:
        return len(self.low)

    @property
    def ended(self) -> int:
        """How many waits are known to have ended."""
        return int(np.isfinite(self.high).sum())


def spells(low: ArrayLike, high: ArrayLike, entry: ArrayLike | None = None, weight: ArrayLike | None = None) -> Spells:
    """Checked spells; raises ``JointlineError`` naming the first one that cannot be."""
    lows, highs = (np.asarray(x, float).reshape(-1) for x in (low, high))
    n = len(lows)
    entries = np.zeros(n) if entry is None else np.asarray(entry, float).reshape(-1)
    weights = np.ones(n) if weight is None else np.asarray(weight, float).reshape(-1)
    if not len(highs) == len(entries) == len(weights) == n:
        raise JointlineError("low, high, entry and weight are of different lengths", where="spells")
    faults: Sequence[tuple[str, Any]] = (
        ("is no number", np.isnan(lows) | np.isnan(highs) | np.isnan(entries) | np.isnan(weights)),
        ("begins before 0", (lows < 0) | (entries < 0)),
        ("ends before it begins", highs < lows),
        ("has no length", (highs <= 0) | ((lows == highs) & ~np.isfinite(lows))),
        ("had ended before it was seen", highs <= entries),
        ("has a weight below 0", weights < 0),
    )
    for what, wrong in faults:
        if wrong.any():
            i = int(np.argmax(wrong))
            raise JointlineError(
                f"spell {what}: {lows[i]:g} to {highs[i]:g}, seen from {entries[i]:g}", where=f"spell {i}"
            )
    return Spells(entries, np.maximum(lows, entries) if n else lows, highs, weights)


def months(days: float) -> float:
    """Days as months of 30.4375 days."""
    return days / 30.4375
