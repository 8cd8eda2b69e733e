"""What it would be worth to find a number out: for a decision, and for the width of an answer."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from jointline.options.indices import Indices, jackknife
from jointline.options.surrogate import Floats, bins

_GROUPS = 16  # of draws by the number's value, in each of which the answer still spreads


def worth_of_knowing(found: Indices, inputs: Iterable[int], gain: Floats, at: float = 0.0) -> tuple[float, float]:
    """What knowing *inputs* before deciding would add to the mean gain, and its standard error, in *gain*'s unit.

    The expected value of partial perfect information for two choices, to take what gives *gain* (N,) or to leave it
    for *at*: ``E[max(0, m)] - max(0, E[m])`` with ``m = E(gain | inputs) - at`` by regression on the draws made
    (M. Strong, J. E. Oakley and A. Brennan, Med. Decis. Making 34, 2014); the regression is the surrogate's part in
    the inputs, held within what the gain can be. 0 where no value of theirs would change the choice; never more than
    knowing everything is worth.
    """
    if found.surrogate is None:
        return 0.0, 0.0
    effect, left_out = found.effect(inputs)
    mean = float(gain.mean()) - at

    def worth(m: Floats) -> Floats:
        centred = np.clip(m - m.mean(axis=-1, keepdims=True) + mean, gain.min() - at, gain.max() - at)
        return np.asarray(np.maximum(centred, 0).mean(axis=-1) - max(0.0, mean))

    most = worth_of_certainty(gain, at)
    return min(most, max(0.0, float(worth(effect)))), float(jackknife(worth(left_out))) if most else 0.0


def worth_of_certainty(gain: Floats, at: float = 0.0) -> float:
    """What knowing everything before deciding would add to the mean gain: no single number is worth more to know."""
    return max(0.0, float(np.maximum(gain - at, 0).mean() - max(0.0, float((gain - at).mean()))))


def width(values: NDArray[np.float64]) -> float:
    """P90 less P10 of *values*, by nearest rank."""
    low, high = np.quantile(values, [0.1, 0.9], method="inverted_cdf")
    return float(high - low)


def width_if_known(x: Floats, y: Floats) -> float:
    """How wide P10 to P90 of *y* (N,) would be on average if *x* (N,) were known: its mean over groups of draws that
    have (nearly) the same x."""
    codes = bins(x, _GROUPS)
    order = np.argsort(codes, kind="stable")
    parts = np.split(y[order], np.cumsum(np.bincount(codes))[:-1])
    return sum(len(p) * width(p) for p in parts) / len(y)
