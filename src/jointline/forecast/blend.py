"""A linear pool of the methods, with weights learned from their past scores only.

    F = sum_m w_m F_m,   w >= 0,   sum w = 1,
    w = argmin  mean over past forecasts of integral (sum_m w_m F_m - O)^2
                + b * sum_m (w_m - 1/M)^2,      b = 5 / (cases + 5) * mean CRPS

The earliest and the latest forecasts that the evidence allows are pooled apart, and the chance given is the one nearest to
one half between them. The score is quadratic in the weights, so the best ones are exact: of every set of methods the
unconstrained optimum is tried that keeps all its weights positive. The second term draws them to equal weights while few
cases have been scored. Only forecasts made before the day count, by what was known on the day. The back-test learns them
anew; a forecast takes those that the shipped ledger's back-test learned by its day (data/forecast/blend.csv) and holds them,
so that no date of the evidence, known less well, can move weight to a sharper member. A target that a method has no answer
for is pooled from the others. Sources: Stone, Annals Math. Stat. 32 (1961) (linear opinion pool); Hall and Mitchell, Int. J.
Forecasting 23 (2007) (weights by past scores).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from jointline.forecast.classes import DATA
from jointline.forecast.distribution import Bounds, Dated, pooled
from jointline.forecast.method import Answer, Assumed
from jointline.forecast.scores import Outcome, gap, grid, product
from jointline.sentences import list_part, name_part, says

NAME = "blend"
MEMBERS = ("reference_class", "promise_slip", "official")
WEIGHTS_FILE = "blend.csv"
_EQUAL_CASES = 5.0


@dataclass(frozen=True, slots=True)
class Past:
    """One target of the past on which every member had an answer: products of the members' gaps, (M, M)."""

    case: str
    products: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """A weight for each member, the cases and forecasts they were learned from."""

    weights: dict[str, float]
    cases: int
    forecasts: int


def past(case: str, answers: Sequence[Dated], o: Outcome) -> Past:
    """What the scores of one past target say of every pool of the members."""
    points = grid(o, answers[0].as_of)
    gaps = [gap(d, o, points) for d in answers]
    return Past(case, np.array([[product(a, b, points) for b in gaps] for a in gaps]))


def learn(found: Sequence[Past], members: Sequence[str] = MEMBERS) -> Weights:
    """The weights that would have scored best, drawn to equal ones; equal ones where nothing was scored yet."""
    m = len(members)
    if not found:
        return Weights(dict.fromkeys(members, 1 / m), 0, 0)
    cases = sorted({p.case for p in found})
    per_case = [np.mean([p.products for p in found if p.case == c], axis=0) for c in cases]  # a case counts once
    mean = np.mean(per_case, axis=0)
    pull = _EQUAL_CASES / (len(cases) + _EQUAL_CASES) * float(np.trace(mean)) / m
    best = _on_simplex(mean + pull * np.eye(m), pull / m * np.ones(m))
    return Weights({k: round(float(w), 6) for k, w in zip(members, best, strict=True)}, len(cases), len(found))


def held(day: date) -> Weights:
    """The shipped weights of a day: those learned by the last half-year's end on or before it; equal ones before the first."""
    return next((w for learned_on, w in reversed(_shipped()) if learned_on <= day), learn([]))


@cache
def _shipped() -> tuple[tuple[date, Weights], ...]:
    with (DATA / WEIGHTS_FILE).open(encoding="utf-8") as handle:
        return tuple(
            (date.fromisoformat(r["as_of"]), Weights({m: float(r[m]) for m in MEMBERS}, int(r["cases"]), int(r["forecasts"])))
            for r in csv.DictReader(handle)
        )  # fmt: skip


def _on_simplex(quadratic: NDArray[np.float64], linear: NDArray[np.float64]) -> NDArray[np.float64]:
    """argmin w'Qw - 2 l'w over w >= 0, sum w = 1."""
    m = len(linear)
    best, least = np.full(m, 1 / m), np.inf
    for size in range(1, m + 1):
        for chosen in combinations(range(m), size):
            part = np.ix_(chosen, chosen)
            system = np.zeros((size + 1, size + 1))
            system[:size, :size], system[size, :size], system[:size, size] = quadratic[part], 1.0, 1.0
            solution = np.linalg.lstsq(system, np.append(linear[list(chosen)], 1.0), rcond=None)[0][:size]
            if (solution < -1e-12).any():
                continue
            w = np.zeros(m)
            w[list(chosen)] = np.maximum(solution, 0.0)
            w /= w.sum()
            value = float(w @ quadratic @ w - 2 * linear @ w)
            if value < least - 1e-15:
                best, least = w, value
    return best


def assumed() -> Assumed:
    """The number that draws the weights together."""
    return Assumed(NAME, says("cases that draw the weights to equal ones, beside those scored"), f"{_EQUAL_CASES:g}")


def _early(a: Answer) -> Dated:
    return a.sides.early


def _late(a: Answer) -> Dated:
    return a.sides.late


def forecasts(
    answers: Mapping[str, Mapping[tuple[str, str], Answer]], weights: Weights
) -> dict[tuple[str, str], Answer]:
    """The pool of each target's answers."""
    found = {}
    for key in answers[MEMBERS[0]]:  # the reference class answers for every target
        there = [(weights.weights[k], k, answers[k][key]) for k in weights.weights if key in answers[k]]
        if sum(w for w, _, _ in there) <= 0:  # those that count for something have no answer
            there = [(1.0, k, a) for _, k, a in there]
        total = sum(w for w, _, _ in there)
        shares = [says("{method} {share:.0%}", method=name_part("method", k, k), share=w / total) for w, k, _ in there]
        words = says(
            "{shares}; weights from {n} past forecasts on {cases} cases",
            shares=list_part(shares), n=weights.forecasts, cases=weights.cases,
        )  # fmt: skip
        by = tuple(dict.fromkeys(i for _, _, a in there for i in a.by))
        both = Bounds(*(pooled([(w, side(a)) for w, _, a in there]) for side in (_early, _late)))
        found[key] = Answer(both.middle(), words, by, both)
    return found
