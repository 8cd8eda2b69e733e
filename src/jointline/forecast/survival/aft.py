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

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar

from jointline.forecast.survival.likelihood import with_slopes
from jointline.forecast.survival.shapes import Shape, shape
from jointline.forecast.survival.spells import Spells, Vector

Matrix = NDArray[np.float64]
_FLAT = 1e-6  # precision of a prior that says nothing
_STEP = 1e-4
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
    form, k = shape(shape_name), design.shape[1]
    prior = prior or flat(k)
    free = prior.sd > 0
    precision = np.where(np.isinf(prior.sd), 0.0, 1.0 / np.where(free, prior.sd, 1.0) ** 2)
    shift = np.zeros(len(s)) if offset is None else offset

    def objective(theta: Vector) -> tuple[float, Vector]:
        value, by_location, by_scale = with_slopes(s, design @ theta[:-1] + shift, float(np.exp(theta[-1])), form)
        off = theta - prior.mean
        slope = np.append(design.T @ by_location, by_scale.sum()) - precision * off
        return float(-value.sum() + 0.5 * precision @ off**2), -slope

    start = _start(s, design, shift, prior)
    mode = _minimum(objective, start, free, 1.0 / max(1.0, float(s.weight.sum())))
    hessian = _hessian(lambda x: objective(x)[1], mode, free)
    covariance = np.zeros((k + 1, k + 1))
    inside = np.ix_(free, free)
    covariance[inside] = _inverse(hessian[inside])
    total, _ = objective(mode)
    fitted = float(with_slopes(s, design @ mode[:-1] + shift, float(np.exp(mode[-1])), form)[0].sum())
    known = free & np.isfinite(prior.sd)
    sign, logdet = np.linalg.slogdet(hessian[inside]) if free.any() else (1.0, 0.0)
    evidence = (
        -total
        - float(np.log(prior.sd[known]).sum())
        - 0.5 * float(logdet)
        + 0.5 * (free.sum() - known.sum()) * np.log(2 * np.pi)
    )
    return Aft(shape_name, mode, covariance, fitted, evidence if sign > 0 else -np.inf)


def _start(s: Spells, design: Matrix, shift: Vector, prior: Prior) -> Vector:
    """Prior means; where the prior says nothing of the first coefficient, the middle of what was seen."""
    theta = prior.mean.copy()
    if len(s) and np.isinf(prior.sd[0]):
        middle = np.where(np.isfinite(s.high), (s.low + s.high) / 2, 1.5 * s.low + 1)
        theta[0] = float(np.median(np.log(np.maximum(middle, 1e-3)) - shift))
    return theta


def _minimum(
    objective: Callable[[Vector], tuple[float, Vector]], start: Vector, free: NDArray[np.bool_], unit: float
) -> Vector:
    """The least of *objective* from *start*; *unit* brings it to the size of one spell, so that the first step is short."""
    if not free.any():
        return start

    def part(x: Vector) -> tuple[float, Vector]:
        theta = start.copy()
        theta[free] = x
        value, slope = objective(theta)
        return unit * value, unit * slope[free]

    bounds = [(-4.0, 3.0) if i == len(start) - 1 else (-30.0, 30.0) for i in np.flatnonzero(free)]
    found = minimize(part, start[free], jac=True, method="L-BFGS-B", bounds=bounds,
                     options={"maxiter": 2000, "ftol": 1e-11, "gtol": 1e-7})  # fmt: skip
    theta = start.copy()
    theta[free] = found.x
    return theta


def _hessian(slope: Callable[[Vector], Vector], at: Vector, free: NDArray[np.bool_]) -> Matrix:
    """Second derivatives by central differences of the exact slope."""
    n = len(at)
    made = np.zeros((n, n))
    for i in np.flatnonzero(free):
        step = np.zeros(n)
        step[i] = _STEP
        made[i] = (slope(at + step) - slope(at - step)) / (2 * _STEP)
    made = (made + made.T) / 2
    made[np.diag_indices(n)] += np.where(free, 0.0, 1.0)
    return made


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


def _hermite(n: int) -> tuple[Vector, Vector]:
    """Nodes and weights that average over a standard normal."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(n)
    return nodes, weights / weights.sum()
