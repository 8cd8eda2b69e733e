"""A sparse polynomial in the uncertain numbers that stands for an answer of the simulation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.polynomial.legendre import legvander
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Term = tuple[tuple[int, int], ...]  # (input, degree) of each factor

_DEGREE = 12  # of an input's polynomials
_TOGETHER = 3  # inputs in one term
_STRONGEST = 16  # inputs whose terms together are tried
_TRIED = 3_000  # terms together that are tried
_NORM = 0.75  # of the hyperbolic truncation: below 1, high degrees together come late
_SCREEN_BINS = 16
_HEAVY = 9.0  # kurtosis beyond which an input is taken by its ranks
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Surrogate:
    """Mean of the answer plus ``columns`` (N, P) times ``coefficients`` (P,), one column a term.

    The columns are products of polynomials that are orthonormal under each input's own distribution, so that a
    squared coefficient is the part of the variance that its term holds. ``residual`` (N,): what is left of the
    answer; ``loo_share``: mean squared error at draws left out, as a share of the variance.
    """

    terms: tuple[Term, ...]
    columns: Floats
    coefficients: Floats
    residual: Floats
    loo_share: float


def fit_surrogate(x: Floats, y: Floats) -> Surrogate:
    """The polynomial chaos expansion of *y* (N,) in the inputs *x* (N, k), out of the draws alone.

    Every input has its linear term. Higher degrees and products of up to three inputs (hyperbolic truncation, among
    the 16 inputs that move the answer or its scatter most) are added one by one by orthogonal matching pursuit for as
    long as the strongest is beyond what chance gives among so many; the quality is the leave-one-out error.
    G. Blatman and B. Sudret, Adaptive sparse polynomial chaos expansion based on least angle regression, J. Comput.
    Phys. 230 (2011); J. A. Tropp and A. C. Gilbert, IEEE Trans. Inf. Theory 53 (2007). An input takes its own values,
    or its ranks where their tails are heavy.
    """
    n, k = x.shape
    moving = [i for i in range(k) if x[:, i].min() < x[:, i].max()]
    linear = np.stack([_standard(_coordinate(x[:, i])) for i in moving]) if moving else np.empty((0, n))
    strongest = np.argsort(-np.abs(linear @ (y - y.mean())), kind="stable")[
        : n // 3
    ]  # all, where there are draws enough
    pursuit = _Pursuit(y - y.mean(), [((moving[at], 1),) for at in strongest], linear[strongest])
    codes = {i: bins(x[:, i], _SCREEN_BINS) for i in moving}
    by_mean = {i: _explained(codes[i], y) for i in moving}
    bases = {i: _basis(_coordinate(x[:, i])) for i in moving if by_mean[i] > 0}
    mains = [((i, d),) for i in bases for d in range(2, bases[i].shape[1] + 1)]
    pursuit.run(mains, bases, k * 2)
    scatter = {i: _explained(codes[i], pursuit.residual**2) for i in moving}
    chosen = sorted(moving, key=lambda i: (-max(by_mean[i], scatter[i]), i))[:_STRONGEST]
    bases |= {i: _basis(_coordinate(x[:, i])) for i in chosen if i not in bases}
    tried = [*mains, *(t for t in _together(sorted(chosen), {i: bases[i].shape[1] for i in chosen}))]
    for _ in range(_ROUNDS):  # as the residual shrinks, weaker terms come out of it
        if not pursuit.run(tried, bases, len(tried)):
            break
    return pursuit.result()


def bins(values: Floats, most: int) -> NDArray[np.int64]:
    """The number of the group each value (N,) falls into: one a distinct value where these are few, else *most*
    groups of (nearly) as many draws, never with the same value in two of them."""
    distinct, codes = np.unique(values, return_inverse=True)
    if len(distinct) <= most:
        return np.asarray(codes.reshape(-1), dtype=np.int64)
    upto = np.cumsum(np.bincount(codes))
    group = ((upto - 1) * most) // len(values)
    return np.asarray(np.unique(group, return_inverse=True)[1].reshape(-1)[codes], dtype=np.int64)


def _explained(codes: NDArray[np.int64], y: Floats) -> float:
    """By how many standard deviations the groups' means of *y* differ more than by chance (0: no more)."""
    counts = np.bincount(codes)
    n, groups = len(y), len(counts)
    spread = float(y.var())
    if groups < 2 or spread <= 0:
        return 0.0
    means = np.bincount(codes, weights=y - y.mean()) / counts
    share = float(counts @ means**2) / (n * spread)
    found = (share - (groups - 1) / n) * n / np.sqrt(2 * (groups - 1))
    return max(0.0, float(found) - 3.0)


def _coordinate(values: Floats) -> Floats:
    """*values*, or their ranks where a few far ones would rule."""
    z = _standard(values)
    if float((z**4).mean()) <= _HEAVY:
        return values
    distinct, codes, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    return np.asarray(middle[codes.reshape(-1)], dtype=float) if len(distinct) > 1 else values


def _standard(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / values.std())


def _basis(values: Floats) -> Floats:
    """Polynomials of *values*, (N, degrees), of mean 0 and mean square 1 and orthogonal to each other over the draws:
    Legendre's where these are evenly spread. One of few distinct values has as many as can differ."""
    low, high = values.min(), values.max()
    degree = min(_DEGREE, len(np.unique(values)) - 1)
    raw = legvander(2 * (values - low) / (high - low) - 1, degree)
    return np.ascontiguousarray(_orthonormal(raw.T)[1:].T * np.sqrt(len(values)))


def _orthonormal(rows: Floats) -> Floats:
    """The *rows* (P, N) made orthonormal one after the other.

    Cholesky's factor of their products, twice for rounding: on a busy machine LAPACK's own QR of tall matrices takes
    many times as long (Y. Yamamoto et al., Electron. Trans. Numer. Anal. 44, 2015). QR where they nearly depend on
    each other.
    """
    q = rows
    try:
        for _ in range(2):
            q = np.linalg.solve(np.linalg.cholesky(q @ q.T), q)
    except np.linalg.LinAlgError:
        return np.ascontiguousarray(np.linalg.qr(rows.T)[0].T)
    sound = float(np.abs(q @ q.T - np.eye(len(q))).max()) < 1e-8
    return np.asarray(q) if sound else np.ascontiguousarray(np.linalg.qr(rows.T)[0].T)


def _together(inputs: Sequence[int], degrees: dict[int, int]) -> list[Term]:
    """Products of two and three inputs, up to the degree at which there are too many."""
    found: list[Term] = []
    last = 0.0
    for norm, term in sorted(_products(inputs, degrees)):
        if len(found) >= _TRIED and norm > last:
            break
        found.append(term)
        last = norm
    return found


def _products(inputs: Sequence[int], degrees: dict[int, int]) -> Iterator[tuple[float, Term]]:
    reach = _DEGREE + 2 if len(inputs) < 6 else _DEGREE // 2
    for many in range(2, _TOGETHER + 1):
        for chosen in combinations(inputs, many):
            for powers in product(*(range(1, min(degrees[i], reach - many) + 1) for i in chosen)):
                if sum(powers) <= reach:
                    norm = sum(p**_NORM for p in powers) ** (1 / _NORM)
                    yield round(norm, 9), tuple(zip(chosen, powers, strict=True))


class _Pursuit:
    """Terms taken so far, their columns and an orthonormal basis of these (one a row, the constant first), and what
    they leave of the answer."""

    def __init__(self, centred: Floats, terms: Sequence[Term], columns: Floats) -> None:
        """Begin with *terms*, whose *columns* (terms, N) are taken to be independent of each other."""
        n = len(centred)
        self.answer, self.terms, self._columns = centred, list(terms), columns
        self._q = _orthonormal(np.vstack([np.ones(n), columns]))
        self.residual = centred - self._q.T @ (self._q @ centred)

    @property
    def _room(self) -> bool:
        return len(self.terms) < len(self.answer) // 2

    def take(self, term: Term, column: Floats) -> None:
        """Add a term; not one that the others hold already."""
        p = len(self.terms) + 1
        if p >= len(self._q):
            self._q, self._columns = (np.concatenate([a, np.empty((64, a.shape[1]))]) for a in (self._q, self._columns))
        q, held = column.copy(), self._q[:p]
        for _ in range(2):  # once more, for rounding
            q -= (held @ q) @ held
        length = float(np.linalg.norm(q))
        if length < 1e-6 * float(np.linalg.norm(column)):
            return
        self._q[p] = q / length
        self._columns[p - 1] = column
        self.residual = self.residual - self._q[p] * float(self._q[p] @ self.residual)
        self.terms.append(term)

    def run(self, tried: Sequence[Term], bases: dict[int, Floats], among: int) -> int:
        """Take the strongest of *tried* while it is beyond chance among so many; how many were taken."""
        n, begun = len(self.answer), len(self.terms)
        enough = 1e-9 * float((self.answer**2).mean())
        if float((self.residual**2).mean()) <= enough:
            return 0
        beyond = np.sqrt(2 * np.log(max(among, 8)))
        held = set(self.terms)
        kept: list[tuple[Term, Floats]] = []
        for begin in range(0, len(tried), 256):  # those that chance would rarely give: the others cannot be next
            some = [t for t in tried[begin : begin + 256] if t not in held]
            if some:
                columns = np.stack([_column(t, bases) for t in some])
                strength = np.abs(columns @ self.residual) / np.sqrt(n * float((self.residual**2).mean()))
                kept += [(t, c) for t, c, s in zip(some, columns, strength, strict=True) if s > 0.6 * beyond]
        if not kept:
            return 0
        matrix = np.stack([c for _, c in kept])
        left = np.ones(len(kept), dtype=bool)
        while self._room and left.any():
            rest = float((self.residual**2).mean()) * n / max(1, n - 1 - len(self.terms))
            if rest <= enough:
                break
            strength = np.where(left, np.abs(matrix @ self.residual) / np.sqrt(n * rest), 0)
            best = int(strength.argmax())
            if strength[best] < beyond:
                break
            left[best] = False
            self.take(*kept[best])
        return len(self.terms) - begun

    def result(self) -> Surrogate:
        p, n = len(self.terms), len(self.answer)
        q, columns = self._q[1 : p + 1], self._columns[:p].T
        coefficients: Floats = np.asarray(np.linalg.solve(q @ columns, q @ self.answer)) if p else np.empty(0)
        leverage = np.minimum((q**2).sum(axis=0) + 1 / n, 0.99)
        spread = float((self.answer**2).mean())
        error = float(((self.residual / (1 - leverage)) ** 2).mean()) / spread if spread else 0.0
        return Surrogate(tuple(self.terms), columns - columns.mean(axis=0), coefficients, self.residual, error)


def _column(term: Term, bases: dict[int, Floats]) -> Floats:
    (first, degree), *rest = term
    column = bases[first][:, degree - 1]
    for i, d in rest:
        column = column * bases[i][:, d - 1]
    return column
