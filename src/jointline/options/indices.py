"""Which inputs the variance of an answer comes from, out of the draws that were made."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jointline.errors import JointlineError
from jointline.options.surrogate import Floats, Surrogate, bins, fit_surrogate

LEAST_DRAWS = 64
_GROUPS = 32  # of draws, each left out once
_BINS = 256
_IN_A_BIN = 16  # draws at least


@dataclass(frozen=True, slots=True)
class Indices:
    """Shares of the variance of an answer by input, each with its standard error; 0 everywhere where it has none.

    ``first`` (k,): the share that goes, on average, once the input is known (it may be a little below 0, being free of
    bias); ``total`` (k,): the share that the input has a hand in. ``unexplained``: the share that no term holds. It
    belongs to inputs together; ``total`` lays it upon them as the terms together that were found are laid, these at
    most doubled, and takes half of that for a standard error. ``variance``: of the answer.
    """

    variance: float
    first: Floats
    first_se: Floats
    total: Floats
    total_se: Floats
    unexplained: float
    unexplained_se: float
    surrogate: Surrogate | None
    shares: Floats  # (P,) one a term of the surrogate
    replicates: Floats  # (groups, P) the same with one group of draws left out
    refits: Floats  # (groups, P) coefficients with one group of draws left out
    steps: Floats  # (k,) what is of the input alone and not in its polynomial
    steps_se: Floats
    codes: NDArray[np.int64]  # (k, N) the group of draws that each draw falls into by the input

    def among(self, labels: Sequence[Hashable]) -> dict[frozenset[Hashable], tuple[float, float]]:
        """The share, with its standard error, that each set of *labels* (one an input) holds: of the terms whose
        inputs carry just these labels. They add up to 1 less the unexplained share."""
        if self.surrogate is None:
            return {}
        sums: dict[frozenset[Hashable], Floats] = {}
        extra: dict[frozenset[Hashable], float] = {}
        all_shares = np.vstack([self.shares, self.replicates])
        for j, term in enumerate(self.surrogate.terms):
            key = frozenset(labels[i] for i, _ in term)
            sums[key] = sums.get(key, np.zeros(len(all_shares))) + all_shares[:, j]
        for i, label in enumerate(labels):
            key = frozenset([label])
            sums[key] = sums.get(key, np.zeros(len(all_shares))) + self.steps[i]
            extra[key] = extra.get(key, 0.0) + self.steps_se[i] ** 2
        return {k: (float(v[0]), float(np.sqrt(jackknife(v[1:]) ** 2 + extra.get(k, 0.0)))) for k, v in sums.items()}

    def effect(self, inputs: Iterable[int]) -> tuple[Floats, Floats]:
        """The mean of the answer given *inputs*, less its mean, at each draw (N,), and the same with each group of
        draws left out of the fit (groups, N).

        Terms and steps that are within three standard errors of chance are left out: a mean that follows noise would
        make knowing worth something.
        """
        assert self.surrogate is not None
        s, known = self.surrogate, set(inputs)
        sure = self.shares > 3 * jackknife(self.replicates)
        own = [j for j, term in enumerate(s.terms) if sure[j] and known.issuperset(i for i, _ in term)]
        columns = s.columns[:, own]
        fitted, left_out = columns @ s.coefficients[own], self.refits[:, own] @ columns.T
        for i in known:
            if self.steps[i] > 3 * self.steps_se[i] > 0:
                means = np.bincount(self.codes[i], weights=s.residual) / np.bincount(self.codes[i])
                fitted, left_out = fitted + means[self.codes[i]], left_out + means[self.codes[i]]
        return fitted, left_out


def first_and_total(x: Floats, y: Floats) -> Indices:
    """First-order and total indices of the inputs *x* (N, k), independent of each other, in the answer *y* (N,).

    With V the variance of y: ``first_i = V[E(y | x_i)] / V`` and ``total_i = 1 - V[E(y | all but x_i)] / V`` (Sobol',
    1993; Homma & Saltelli, 1996). Both come out of the given draws. A sparse polynomial chaos surrogate is fitted; the
    squared coefficients, less their own variance, are the terms' shares (Sudret, Reliab. Eng. Syst. Saf. 93, 2008). To
    the first-order index is added what groups of draws by the input's value show in the residual, less what chance
    would show there: steps and plateaus, which polynomials follow badly (Plischke, Borgonovo & Smith, Eur. J. Oper.
    Res. 226, 2013). Standard errors: a grouped jackknife over 32 blocks of draws with the terms as chosen.

    An input that never varies has 0. Raises ``JointlineError`` for fewer than 64 draws and for values that are no
    numbers.
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if x.ndim != 2 or y.shape != x.shape[:1]:
        raise JointlineError(f"inputs (N, k) and an answer (N,) are needed, not {x.shape} and {y.shape}")
    n, k = x.shape
    if n < LEAST_DRAWS:
        raise JointlineError(f"{n} draws are too few to tell where a spread comes from",
                             remedy=f"Ask for at least {LEAST_DRAWS}.")  # fmt: skip
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise JointlineError("an input or the answer holds values that are no numbers")
    if float(y.var()) <= 1e-18 * max(1.0, float((y**2).mean())) or k == 0:
        none, nothing = np.zeros(k), np.empty((0, 0))
        return Indices(0.0, none, none, none, none, 0.0, 0.0, None, np.empty(0), nothing, nothing, none, none,
                       np.zeros((k, n), np.int64))  # fmt: skip
    s = fit_surrogate(x, y)
    shares, replicates, refits, variance = _shares(s, y)
    holds = np.zeros((len(s.terms), k), dtype=bool)
    for j, term in enumerate(s.terms):
        holds[j, [i for i, _ in term]] = True
    alone = holds & (holds.sum(axis=1) == 1)[:, None]
    together = holds & ~alone
    codes = np.stack([bins(x[:, i], int(np.clip(n // _IN_A_BIN, 2, _BINS))) for i in range(k)])
    steps, steps_se = _steps(s, codes, alone.sum(axis=0), variance)
    left = 1 - float(shares.sum() + steps.sum())
    left_se = float(np.sqrt(jackknife(replicates.sum(axis=1)) ** 2 + (steps_se**2).sum()))
    found = float(shares[together.any(axis=1)].sum())
    grown = min(max(left, 0.0), found) / found if found > 0 else 0.0
    first, joint = shares @ alone + steps, shares @ together
    first_se = np.sqrt(jackknife(replicates @ alone) ** 2 + steps_se**2)
    total_se = np.sqrt(
        jackknife(replicates @ (alone + together * (1 + grown))) ** 2 + steps_se**2 + (joint * grown / 2) ** 2
    )
    return Indices(variance, first, first_se, first + joint * (1 + grown), total_se, left, left_se, s, shares, replicates,
                   refits, steps, steps_se, codes)  # fmt: skip


def _shares(s: Surrogate, y: Floats) -> tuple[Floats, Floats, Floats, float]:
    """The terms' shares of the variance (P,), free of the bias of a square; shares and coefficients with each group
    left out (groups, P); the variance: what the terms hold and what they leave, free of accidental correlations."""
    n, p = s.columns.shape
    centred = y - y.mean()
    grams, ties, squares, counts = (
        np.empty((_GROUPS, p, p)),
        np.empty((_GROUPS, p)),
        np.empty(_GROUPS),
        np.empty(_GROUPS),
    )
    for g, at in enumerate(np.array_split(np.arange(n), _GROUPS)):
        c, v = s.columns[at], centred[at]
        grams[g], ties[g], squares[g], counts[g] = c.T @ c, c.T @ v, v @ v, len(at)
    gram, tie = grams.sum(axis=0), ties.sum(axis=0)

    def of(gram: Floats, tie: Floats, square: float, count: float) -> tuple[Floats, Floats, float]:
        inverse = np.linalg.inv(gram)
        b = inverse @ tie
        rest = max(0.0, square - float(b @ tie)) / max(1.0, count - 1 - p)
        held = b**2 - rest * np.diag(inverse)
        variance = float(held.sum()) + rest
        return np.asarray(held / variance), b, variance

    whole, _, variance = of(gram, tie, float(squares.sum()), n)
    parts = [
        of(gram - grams[g], tie - ties[g], float(squares.sum() - squares[g]), n - counts[g]) for g in range(_GROUPS)
    ]
    return whole, np.stack([p[0] for p in parts]), np.stack([p[1] for p in parts]), variance


def _steps(s: Surrogate, codes: NDArray[np.int64], held: NDArray[np.int64], variance: float) -> tuple[Floats, Floats]:
    """What the residual's means over groups of draws show beyond chance, (k,) share of the variance, with its error."""
    n, p = s.columns.shape
    rest = float(s.residual @ s.residual) / max(1, n - 1 - p)
    found, error = np.zeros(len(codes)), np.zeros(len(codes))
    for i, code in enumerate(codes):
        counts = np.bincount(code)
        free = len(counts) - 1 - int(held[i])  # means that the polynomial has not settled
        if free < 1:
            continue
        between = float(np.bincount(code, weights=s.residual) ** 2 @ (1 / counts)) / n
        found[i] = (between - free * rest / n) / variance
        error[i] = np.sqrt(2 * free * (rest / n) ** 2 + 4 * max(0.0, found[i] * variance) * rest / n) / variance
    return found, error


def jackknife(replicates: Floats) -> Floats:
    """Standard error of what *replicates* (groups, ...) give, each with one group left out."""
    if len(replicates) < 2:
        return np.zeros(replicates.shape[1:])
    g = len(replicates)
    return np.asarray(np.sqrt((g - 1) / g * ((replicates - replicates.mean(axis=0)) ** 2).sum(axis=0)))
