"""Accelerated failure time model with normal priors: log T = x' beta + scale * Z.

The posterior of theta = (beta, log scale) is taken as normal around its mode,

    theta ~ N(mode, H^-1),  H = precision of the prior - second derivative of the log-likelihood at the mode,

and its evidence (marginal likelihood) by Laplace's approximation, which chooses how strongly classes are drawn
together (``pool``). A forecast averages S(t) over that normal, so that few data make it wide, not wrong.
Sources: Lawless (2003), section 6.3 (the model); Tierney and Kadane, J. Amer. Stat. Assoc. 81 (1986) (Laplace);
Morris, J. Amer. Stat. Assoc. 78 (1983) (empirical Bayes: the spread between classes from the data themselves).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from jointline.forecast.survival.likelihood import with_slopes
from jointline.forecast.survival.shapes import Shape, shape
from jointline.forecast.survival.spells import Spells, Vector

Matrix = NDArray[np.float64]
_FLAT = 1e-6  # precision of a prior that says nothing
_STEP = 1e-4
_ROUNDS, _LONGEST, _SHORTEST, _ENOUGH = 100, 1.0, 1e-6, 1e-9
_SCALES = (-4.0, 3.0)  # of the log scale
_NODES = 15
_SCALE_NODES = 5


@dataclass(frozen=True, slots=True)
class Prior:
    """Independent normals on (beta, log scale): ``mean`` and ``sd``, each (k + 1,); an infinite sd says nothing.

    An sd of 0 holds a number where it is.
    """

    mean: Vector
    sd: Vector


@dataclass(frozen=True, slots=True)
class Aft:
    """A fitted model: mode and covariance of (beta, log scale), (k + 1,) and (k + 1, k + 1); log-likelihood, evidence."""

    shape: str
    mode: Vector
    covariance: Matrix
    log_likelihood: float
    evidence: float

    @property
    def scale(self) -> float:
        return float(np.exp(self.mode[-1]))

    def sd(self) -> Vector:
        """Posterior standard deviations, (k + 1,)."""
        return np.sqrt(np.maximum(np.diag(self.covariance), 0.0))


def flat(k: int) -> Prior:
    """A prior that says nothing of k coefficients and the scale."""
    return Prior(np.zeros(k + 1), np.full(k + 1, np.inf))


def fit_aft(
    s: Spells, design: Matrix, shape_name: str, prior: Prior | None = None, offset: Vector | None = None
) -> Aft:
    """The model that fits spells best under a prior.

    design (n, k); offset (n,) is added to x' beta. No spells at all give the prior back.
    """
    k = design.shape[1]
    prior = prior or flat(k)
    free = prior.sd > 0
    aim = _Aim(s, design, np.zeros(len(s)) if offset is None else offset, shape(shape_name), prior)
    mode = _least(aim, _start(s, design, aim.offset, prior), free)
    hessian = aim.hessian(mode)[np.ix_(free, free)]
    covariance = np.zeros((k + 1, k + 1))
    covariance[np.ix_(free, free)] = _inverse(hessian)
    known = free & np.isfinite(prior.sd)
    sign, logdet = np.linalg.slogdet(hessian) if free.any() else (1.0, 0.0)
    evidence = -aim.value(mode)[0] - float(np.log(prior.sd[known]).sum()) - 0.5 * float(logdet)
    evidence += 0.5 * float(free.sum() - known.sum()) * float(np.log(2 * np.pi))
    fitted = float(aim.parts(mode)[0].sum())
    return Aft(shape_name, mode, covariance, fitted, evidence if sign > 0 else -np.inf)


@dataclass(frozen=True, slots=True)
class _Aim:
    """What is made least: minus the log-likelihood and the log prior of theta = (beta, log scale)."""

    spells: Spells
    design: Matrix
    offset: Vector
    shape: Shape
    prior: Prior

    def parts(self, theta: Vector, more: float = 0.0) -> tuple[Vector, Vector, Vector]:
        """Each spell's log-likelihood and its slopes, the locations moved by *more*."""
        location = _times(self.design, theta[:-1]) + self.offset + more
        return with_slopes(self.spells, location, float(np.exp(theta[-1])), self.shape)

    @property
    def precision(self) -> Vector:
        sd = self.prior.sd
        return np.divide(1.0, sd**2, out=np.zeros_like(sd), where=np.isfinite(sd) & (sd > 0))

    def value(self, theta: Vector) -> tuple[float, Vector]:
        """Value and slope."""
        fit, by_location, by_scale = self.parts(theta)
        off, precision = theta - self.prior.mean, self.precision
        slope = np.append(_times(self.design.T, by_location), by_scale.sum()) - precision * off
        return float(-fit.sum() + 0.5 * precision @ off**2), -slope

    def hessian(self, theta: Vector) -> Matrix:
        """Second derivatives: differences of the exact slopes by each spell's location and by the scale."""
        _, up_location, up_scale = self.parts(theta, _STEP)
        _, down_location, down_scale = self.parts(theta, -_STEP)
        twice = (up_location - down_location) / (2 * _STEP)
        mixed = _times(self.design.T, (up_scale - down_scale) / (2 * _STEP))
        step = np.append(np.zeros(len(theta) - 1), _STEP)
        scale = (self.parts(theta + step)[2] - self.parts(theta - step)[2]).sum() / (2 * _STEP)
        made = np.zeros((len(theta), len(theta)))
        made[:-1, :-1] = np.einsum("ni,nj->ij", self.design * twice[:, None], self.design)
        made[:-1, -1] = made[-1, :-1] = mixed
        made[-1, -1] = scale
        return np.diag(self.precision) - made


def _times(matrix: Matrix, vector: Vector) -> Vector:
    """matrix @ vector in one thread: for matrices this small threads wait for one another, on a busy machine for long."""
    made: Vector = np.einsum("ij,j->i", matrix, vector)
    return made


def _start(s: Spells, design: Matrix, shift: Vector, prior: Prior) -> Vector:
    """Prior means; where the prior says nothing of the first coefficient, the middle of what was seen."""
    theta = prior.mean.copy()
    if len(s) and np.isinf(prior.sd[0]):
        middle = np.where(np.isfinite(s.high), (s.low + s.high) / 2, 1.5 * s.low + 1)
        theta[0] = float(np.median(np.log(np.maximum(middle, 1e-3)) - shift))
    return theta


def _least(aim: _Aim, start: Vector, free: NDArray[np.bool_]) -> Vector:
    """The mode by Newton's method: curvature made positive where it is not, steps halved until they gain."""
    if not free.any():
        return start
    theta = start.copy()
    value, slope = aim.value(theta)
    for _ in range(_ROUNDS):
        curve, vectors = np.linalg.eigh(aim.hessian(theta)[np.ix_(free, free)])
        step = -(vectors / np.maximum(np.abs(curve), _FLAT)) @ (vectors.T @ slope[free])
        step *= min(1.0, _LONGEST / max(float(np.abs(step).max()), 1e-300))
        gain = float(slope[free] @ step)
        length = 1.0
        while True:
            new = theta.copy()
            new[free] += length * step
            new[-1] = np.clip(new[-1], *_SCALES) if free[-1] else new[-1]
            new_value, new_slope = aim.value(new)
            if new_value <= value + 1e-4 * length * gain or length < _SHORTEST:
                break
            length /= 2
        if new_value >= value:
            break
        theta, value, slope = new, new_value, new_slope
        if -gain < _ENOUGH:
            break
    return theta


def _inverse(hessian: Matrix) -> Matrix:
    """The inverse of a matrix that should be positive; a direction of which nothing is known gets a wide spread."""
    values, vectors = np.linalg.eigh(hessian)
    made: Matrix = (vectors / np.maximum(values, _FLAT)) @ vectors.T
    return made


def pool(fit: Callable[[float], Aft], low: float = 0.02, high: float = 1.5) -> tuple[float, Aft]:
    """The spread between classes (standard deviation on log time) with the highest evidence, and its fit.

    fit: makes the model with that spread as the prior sd of every class's effect.
    """
    found = minimize_scalar(lambda x: -fit(float(np.exp(x))).evidence, bounds=(np.log(low), np.log(high)),
                            method="bounded", options={"xatol": 0.05})  # fmt: skip
    tau = float(np.exp(found.x))
    return tau, fit(tau)


@dataclass(frozen=True, slots=True)
class Mixture:
    """S(t) averaged over locations and scales with their weights, all (m,): what a forecast is made of."""

    shape: str
    location: Vector
    scale: Vector
    weight: Vector

    def survival(self, t: Vector) -> Vector:
        """P(T > t), (n,) for times (n,); 1 at and before 0."""
        form: Shape = shape(self.shape)
        late = np.maximum(t, 1e-12)
        z = (np.log(late)[:, None] - self.location) / self.scale
        made = np.exp(form.log_survival(z)) @ self.weight
        return np.where(t <= 0, 1.0, made)


def predictive(model: Aft, row: Vector, shift: float = 0.0, more_variance: float = 0.0) -> Mixture:
    """The distribution of log T for one design row, with what is not known of the coefficients and the scale.

    Gauss-Hermite nodes over log scale, then over the location given it. ``more_variance``: of the location,
    from elsewhere.
    """
    whole = np.append(row, 0.0)
    centre = float(whole @ model.mode) + shift
    variance = float(whole @ model.covariance @ whole) + more_variance
    scale_variance = float(model.covariance[-1, -1])
    shared = float(model.covariance[-1] @ whole)
    outer, outer_weight = _hermite(_SCALE_NODES if scale_variance > 0 else 1)
    inner, inner_weight = _hermite(_NODES)
    locations, scales, weights = [], [], []
    for u, w in zip(outer, outer_weight, strict=True):
        mean = centre + (shared / np.sqrt(scale_variance) * u if scale_variance > 0 else 0.0)
        left = variance - (shared**2 / scale_variance if scale_variance > 0 else 0.0)
        locations.append(mean + np.sqrt(max(left, 0.0)) * inner)
        scales.append(np.full(_NODES, np.exp(model.mode[-1] + np.sqrt(scale_variance) * u)))
        weights.append(w * inner_weight)
    return Mixture(model.shape, np.concatenate(locations), np.concatenate(scales), np.concatenate(weights))


@cache
def _hermite(n: int) -> tuple[Vector, Vector]:
    """Nodes and weights that average over a standard normal."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(n)
    return nodes, weights / weights.sum()
