"""Shapes of log T: with z = (log t - location) / scale, a lognormal, log-logistic or Weibull waiting time.

Survival S(z), density f(z) of z, and the slope of log f. Source: Lawless, Statistical Models and Methods for
Lifetime Data (2nd ed. 2003), chapters 1 and 6 (log-location-scale models).

=============  ===================  =========================
shape          S(z)                 f(z)
=============  ===================  =========================
lognormal      Phi(-z)              phi(z)
log-logistic   1 / (1 + e^z)        e^z / (1 + e^z)^2
weibull        exp(-e^z)            exp(z - e^z)
=============  ===================  =========================
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, log_expit, log_ndtr

from jointline.errors import JointlineError, suggest
from jointline.forecast.survival.spells import Vector

_LOG_ROOT = 0.5 * np.log(2 * np.pi)
_FAR = 700.0  # beyond it e^z is no number any more


@dataclass(frozen=True, slots=True)
class Shape:
    """log S(z), log f(z) and d log f / dz, each (n,) -> (n,)."""

    name: str
    log_survival: Callable[[Vector], Vector]
    log_density: Callable[[Vector], Vector]
    slope: Callable[[Vector], Vector]


def _exp(z: Vector) -> Vector:
    return np.exp(np.minimum(z, _FAR))


SHAPES = {
    "lognormal": Shape("lognormal", lambda z: log_ndtr(-z), lambda z: -0.5 * z**2 - _LOG_ROOT, lambda z: -z),
    "log-logistic": Shape(
        "log-logistic", lambda z: log_expit(-z), lambda z: log_expit(z) + log_expit(-z), lambda z: 1 - 2 * expit(z)
    ),
    "weibull": Shape("weibull", lambda z: -_exp(z), lambda z: z - _exp(z), lambda z: 1 - _exp(z)),
}


def shape(name: str) -> Shape:
    """The shape of that name. Raises ``JointlineError``."""
    if name not in SHAPES:
        raise JointlineError(f"there is no shape {name!r}", remedy=suggest(name, SHAPES))
    return SHAPES[name]
