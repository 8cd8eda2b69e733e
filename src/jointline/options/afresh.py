"""Numbers drawn afresh: what they have a hand in, by running the simulation again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np

from jointline.options.indices import jackknife
from jointline.options.runs import Runs, run_networks
from jointline.options.surrogate import Floats

_GROUPS = 32  # of draws, each left out once
Answer = Callable[[Runs], Floats]


def total_afresh(runs: Runs, answer: Answer, names: Collection[str], workers: int | None = None) -> tuple[float, float]:
    """Share of the variance that the numbers *names* have a hand in together, and its standard error.

    The same draws run again with these numbers drawn afresh and all others as they were: half the mean squared
    difference over the variance (Jansen, Comput. Phys. Commun. 117, 1999). *answer*: from runs to (draw,).
    """
    if not names:
        return 0.0, 0.0
    networks = [
        replace(r.network, numbers={
            name: replace(n, name=f"{n.name}/afresh") if name in names else n  # a stream of its own
            for name, n in r.network.numbers.items()
        })
        for r in runs.runs
    ]  # fmt: skip
    labels = [r.name for r in runs.runs]
    again = run_networks(runs.base, labels, networks, runs.draws, runs.seed, workers=workers)
    one, other = answer(runs), answer(again)
    squares, middle = (one - other) ** 2, np.concatenate([one, other]).mean()
    spread = (one - middle) ** 2 + (other - middle) ** 2
    if spread.sum() == 0:
        return 0.0, 0.0
    parts = [(squares[at].sum(), spread[at].sum()) for at in np.array_split(np.arange(len(one)), _GROUPS)]
    moved, whole = squares.sum(), spread.sum()
    left_out = np.array([(moved - m) / (whole - w) if whole > w else 0.0 for m, w in parts])
    return float(moved / whole), float(jackknife(left_out))
