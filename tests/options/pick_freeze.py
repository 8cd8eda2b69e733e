"""Sensitivity indices of a network by brute force: the simulation run anew for every input that is drawn afresh."""

from __future__ import annotations

from typing import Any

import numpy as np

from jointline.network.changes import with_options
from jointline.network.load import load_network
from jointline.simulate.draws import quantile, sample, whole
from jointline.simulate.kernel import run_draws
from jointline.simulate.layout import Layout, layout


def brute_force(raw: dict[str, Any], option: str, draws: int, seed: int = 0) -> dict[str, tuple[float, float]]:
    """First-order and total index of every uncertain number in the value-months that *option* avoids, (the value-months
    owed for the baseline), by plain random numbers: Saltelli's and Jansen's estimators (Saltelli et al., Comput. Phys.
    Commun. 181, 2010)."""
    base = load_network(raw)
    networks = [base] if option == "baseline" else [base, with_options(base, option.split("+"))]
    layouts = [layout(n) for n in networks]
    worth = {c: float(s.value_usd_m or 0) for c, s in base.cases.items()}
    weights = [_weights(n, worth) for n in networks]
    names = sorted({n.name for net in networks for n in net.numbers.values() if not n.number.is_fixed})
    rng = np.random.default_rng(seed)
    one, other = ({n: rng.random(draws) for n in names} for _ in range(2))

    def answer(u: dict[str, np.ndarray]) -> np.ndarray:
        owed = [_months(x, u) @ w for x, w in zip(layouts, weights, strict=True)]
        return owed[0] - owed[1] if len(owed) > 1 else owed[0]

    a, b = answer(one), answer(other)
    variance = np.concatenate([a, b]).var()
    found = {}
    for name in names:
        mixed = answer(one | {name: other[name]})
        found[name] = (
            float(((b - b.mean()) * (mixed - a)).mean() / variance),
            float(((a - mixed) ** 2).mean() / 2 / variance),
        )
    return found


def _weights(network: Any, worth: dict[str, float]) -> np.ndarray:
    """US$ million of each order: one order a case, of the customer's."""
    return np.array(
        [worth.get(o.case, 0.0) if o.customer == network.customer else 0.0 for o in network.orders.values()]
    )


def _months(x: Layout, u: dict[str, np.ndarray]) -> np.ndarray:
    """Month of final delivery (draw, order), the horizon for what lies beyond."""
    drawn = {}
    n = len(next(iter(u.values())))
    for t in {t for terms in x.terms for t in terms if not t.number.is_fixed}:
        values = quantile(t.number, u[t.name])
        drawn[t] = whole(values) if t.whole else values
    first, final = (np.empty((n, len(x.orders)), np.int16) for _ in range(2))
    units = np.empty((n, x.horizon), np.int32)
    run_draws(*x.arguments(sample(x.terms, 0, 0, n, drawn=drawn)), first, final, units, None, None)
    return np.where(final == -1, x.horizon, np.maximum(final, 0)).astype(float)
