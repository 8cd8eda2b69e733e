"""Competing ends: of cases that can end in several ways, the share that ends in each by each month.

With the hazard h_k of each end (the chance that it comes in a month if none has come before),

    S = prod (1 - sum_k h_k),   I_k = sum S(before) * h_k,   sum_k I_k + S = 1.

With hazards counted as ends over cases at risk this is the Aalen-Johansen estimate. Sources: Aalen and Johansen,
Scand. J. Stat. 5 (1978); Putter, Fiocco and Geskus, Statistics in Medicine 26 (2007) (cause-specific hazards).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jointline.forecast.survival.spells import Vector


def incidence(hazards: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Mass of each end in each cell, (cells, ends), and the share left at the end, from hazards (cells, ends).

    Hazards of one cell that add up to more than 1 are scaled down to 1.
    """
    total = hazards.sum(axis=1)
    scaled = hazards / np.maximum(total, 1.0)[:, None]
    left = np.cumprod(1.0 - np.minimum(total, 1.0))
    before = np.concatenate([[1.0], left[:-1]])
    return before[:, None] * scaled, float(left[-1]) if len(left) else 1.0


def hazards_of(mass: Vector, beyond: float) -> Vector:
    """The hazard of each cell out of a distribution without competitors: mass over what had not come before."""
    at_risk = beyond + np.cumsum(mass[::-1])[::-1]
    return np.divide(mass, at_risk, out=np.zeros_like(mass), where=at_risk > 1e-300)
