"""The log-likelihood of spells under a log-location-scale shape, and its slope.

With z(t) = (log t - location) / scale, a spell adds, times its weight,

    log [S(z(low)) - S(z(high))]        where only an interval is known,
    log S(z(low))                       where the wait had not ended,
    log f(z(t)) - log scale - log t     where the day is exact,
    and each - log S(z(entry))          where it was seen only from ``entry`` on (left truncation).

Source: Klein and Moeschberger, Survival Analysis (2nd ed. 2003), section 3.5.
"""

from __future__ import annotations

import numpy as np

from jointline.forecast.survival.shapes import Shape
from jointline.forecast.survival.spells import Spells, Vector

_LEAST = -700.0  # log of a probability below this one counts as this one


def log_likelihood(s: Spells, location: Vector, scale: float, shape: Shape) -> Vector:
    """Each spell's contribution, (n,); ``location`` is (n,) on the scale of log time."""
    return _parts(s, location, scale, shape)[0]


def with_slopes(s: Spells, location: Vector, scale: float, shape: Shape) -> tuple[Vector, Vector, Vector]:
    """Contributions and their slopes by location and by log scale, each (n,)."""
    return _parts(s, location, scale, shape)


def _parts(s: Spells, location: Vector, scale: float, shape: Shape) -> tuple[Vector, Vector, Vector]:
    z_low, z_high, z_entry = (_z(t, location, scale) for t in (s.low, s.high, s.entry))
    exact = s.low == s.high
    value, by_low, by_high = _between(z_low, z_high, shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        exact_value = shape.log_density(z_low) - np.log(scale) - np.log(s.low)
        exact_slope = shape.slope(z_low)
    value = np.where(exact, exact_value, value)
    by_low, by_high = np.where(exact, exact_slope, by_low), np.where(exact, 0.0, by_high)
    late = s.entry > 0
    log_seen = np.where(late, shape.log_survival(np.where(late, z_entry, 0.0)), 0.0)
    by_entry = np.where(late, np.exp(shape.log_density(np.where(late, z_entry, 0.0)) - log_seen), 0.0)
    location_slope = -(by_low + by_high + by_entry) / scale
    scale_slope = -(_times(by_low, z_low) + _times(by_high, z_high) + _times(by_entry, z_entry)) - exact
    return s.weight * (value - log_seen), s.weight * location_slope, s.weight * scale_slope


def _z(t: Vector, location: Vector, scale: float) -> Vector:
    with np.errstate(divide="ignore"):
        return (np.log(t) - location) / scale


def _between(z_low: Vector, z_high: Vector, shape: Shape) -> tuple[Vector, Vector, Vector]:
    """log [S(z_low) - S(z_high)] and its slopes by both ends."""
    above, below = _log_survival(z_low, shape), _log_survival(z_high, shape)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        share = np.where(np.isneginf(below), 0.0, np.exp(np.minimum(below - above, 0.0)))
        value = np.maximum(above + np.log1p(-share), _LEAST)
    value = np.where(np.isnan(value), _LEAST, value)
    return value, -_ratio(z_low, value, shape), _ratio(z_high, value, shape)


def _log_survival(z: Vector, shape: Shape) -> Vector:
    """log S, 0 at minus infinity and minus infinity at plus infinity."""
    inside = np.isfinite(z)
    return np.where(inside, shape.log_survival(np.where(inside, z, 0.0)), np.where(z > 0, -np.inf, 0.0))


def _ratio(z: Vector, value: Vector, shape: Shape) -> Vector:
    """f(z) over the probability whose log is *value*; 0 at either infinity."""
    inside = np.isfinite(z)
    log_f = shape.log_density(np.where(inside, z, 0.0))
    return np.where(inside & (value > _LEAST), np.exp(np.clip(log_f - value, -_FAR, _FAR)), 0.0)


_FAR = 50.0


def _times(slope: Vector, z: Vector) -> Vector:
    return np.where(slope == 0, 0.0, slope * np.where(np.isfinite(z), z, 0.0))
