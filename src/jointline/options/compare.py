"""Options side by side: what each saves against the baseline, how surely, and what it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointline.errors import JointlineError
from jointline.network.parts import Network
from jointline.options.needs import Needs, needs_of
from jointline.options.overlaps import overlaps
from jointline.options.runs import Given, Run, Runs, run_options
from jointline.shown import Shown
from jointline.simulate.months import month_name, quantiles
from jointline.simulate.run import Progress, run_card

_MANY = 0.005  # share of draws from which another customer's order is worth a row


@dataclass(frozen=True, slots=True)
class Saved:
    """Months saved on one case, positive when the option is earlier; shares are of the draws."""

    case: str
    title: str
    value_usd_m: float | None
    baseline_final_p50: str | None
    option_final_p50: str | None
    first_saved_months_p10: float
    first_saved_months_p50: float
    first_saved_months_p90: float
    final_saved_months_mean: float
    final_saved_months_p10: float
    final_saved_months_p50: float
    final_saved_months_p90: float
    earlier_share: float
    later_share: float


@dataclass(frozen=True, slots=True)
class Delayed:
    """Another customer's order that the option moves; months later, negative when it is earlier."""

    order: str
    customer: str
    later_months_mean: float
    later_months_p10: float
    later_months_p50: float
    later_months_p90: float
    later_share: float


@dataclass(frozen=True, slots=True)
class Compared:
    """One option against the baseline. ``value_months_*``: US$ million times months of backlog avoided; ``weighted_*``:
    months saved on final (first) delivery, cases weighted by value; ``clears_*``: when the last case is complete."""

    option: str
    title: str
    mode: str
    combines: tuple[str, ...]
    changes_nothing: bool
    value_months_mean: float
    value_months_p10: float
    value_months_p50: float
    value_months_p90: float
    weighted_first_months_p10: float
    weighted_first_months_p50: float
    weighted_first_months_p90: float
    weighted_final_months_p10: float
    weighted_final_months_p50: float
    weighted_final_months_p90: float
    earlier_share: float
    later_share: float
    clears_p10: str | None
    clears_p50: str | None
    clears_p90: str | None
    clears_beyond_share: float
    needs: Needs
    cases: tuple[Saved, ...]
    others: tuple[Delayed, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Shown):
    """Every option against the baseline, draw by draw on the same random numbers."""

    title: str
    as_of: str
    horizon: int
    customer: str
    cases: int
    total_usd_m: float
    cases_without_value: tuple[str, ...]
    baseline_clears_p10: str | None
    baseline_clears_p50: str | None
    baseline_clears_p90: str | None
    baseline_clears_beyond_share: float
    options: tuple[Compared, ...]
    run: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return asdict(self)


def compare(
    network: Given = "taiwan", options: Sequence[str] | None = None, draws: int = 4_096, seed: int = 0, *,
    policy: str | None = None, workers: int | None = None, progress: Progress | None = None,
) -> Comparison:  # fmt: skip
    """What each option saves against the baseline: months, value-months, how surely, and what it takes.

    Every draw of an option meets the same numbers as that draw of the baseline, so differences are taken draw by
    draw: an option that changes nothing shows exactly 0. A case's first delivery is that of its first order, its final
    delivery that of its last. A delivery beyond the horizon counts as at the horizon.

    network: a TOML file, its tables, or a shipped network. options: names, ``a+b`` for both; default all. Raises
    ``JointlineError``.
    """
    runs = run_options(network, options, draws, seed, policy=policy, workers=workers, progress=progress)
    return comparison(some(runs), policy)


def some(runs: Runs) -> Runs:
    """*runs* where there is an option beside the baseline; ``JointlineError`` where not."""
    if len(runs.runs) == 1:
        raise JointlineError("there is no option to compare", where=runs.base.file,
                             remedy="Give the network options (docs/networks.md), or name some of them.")  # fmt: skip
    return runs


def comparison(runs: Runs, policy: str | None = None) -> Comparison:
    """The comparison that runs made already give."""
    base = runs.runs[0]
    clears = _clears(runs, base)
    known = ~np.isnan(runs.values)
    without = _by_row(base.final)[1]
    return Comparison(
        runs.base.title, runs.base.as_of, runs.horizon, runs.base.customer, len(runs.units),
        round(float(runs.values[known].sum()), 2),
        tuple(u for u, k in zip(runs.units, known, strict=True) if not k), *clears,
        tuple(_compared(runs, base, run, without) for run in runs.runs[1:]),
        run_card(runs.base, runs.draws, runs.seed, "sobol", policy),
    )  # fmt: skip


def saved_months(base: Run, run: Run) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Months saved on first and on final delivery, each (draw, unit)."""
    return base.first.astype(float) - run.first, base.final.astype(float) - run.final


def value_months(runs: Runs, run: Run) -> NDArray[np.float64]:
    """US$ million times months of backlog avoided (draw,): the area between the two backlog curves.

    A case counts in full until its final delivery, so the area is the sum over cases of value times months saved.
    Cases without a known value add nothing.
    """
    return np.asarray(saved_months(runs.runs[0], run)[1] @ np.nan_to_num(runs.values))


def _compared(runs: Runs, base: Run, run: Run, without: NDArray[Any]) -> Compared:
    first, final = saved_months(base, run)
    values = np.nan_to_num(runs.values)
    gained = value_months(runs, run)
    weights = values if values.sum() > 0 else np.ones(len(values))
    option = runs.base.options.get(run.name)
    # with no value known, cases weigh alike and "earlier" is told of the mean months
    decisive = final @ weights
    p10, p50, p90, beyond_share = _clears(runs, run)
    return Compared(
        run.name, option.title if option else "", option.mode if option else "other", _combines(runs, run.name),
        bool((first == 0).all() and (final == 0).all() and (base.others == run.others).all()),
        round(float(gained.mean()), 2), *_spread(gained), *_spread(first @ weights / weights.sum()),
        *_spread(decisive / weights.sum()), *_often(decisive), p10, p50, p90, beyond_share,
        needs=needs_of(runs.base, run.name, run.network),
        cases=_saved(runs, base, run, without),
        others=_delayed(runs, base, run), warnings=tuple(overlaps(runs.base, run.name.split("+"))),
    )  # fmt: skip


def _combines(runs: Runs, name: str) -> tuple[str, ...]:
    return (
        tuple(name.split("+")) if "+" in name else runs.base.options[name].combine if name in runs.base.options else ()
    )


def _often(saved: NDArray[Any]) -> tuple[float, float]:
    """Shares of the draws that are earlier and later."""
    return round(float((saved > 0).mean()), 4), round(float((saved < 0).mean()), 4)


def _saved(runs: Runs, base: Run, run: Run, without: NDArray[Any]) -> tuple[Saved, ...]:
    """Case by case; *without*: P50 of the baseline's final deliveries. Months are whole, so that what is taken of all cases
    at once is exact."""
    first, final = base.first - run.first, base.final - run.final
    early, late = _spreads(first), _spreads(final)
    other = np.flatnonzero(final.any(axis=0))
    with_it = without.copy()
    with_it[other] = _by_row(run.final[:, other])[1]
    mean, sooner, later = final.mean(axis=0), (final > 0).mean(axis=0), (final < 0).mean(axis=0)
    return tuple(
        Saved(
            name, _title(runs.base, name), None if np.isnan(runs.values[k]) else round(float(runs.values[k]), 4),
            _month(runs, float(without[k])), _month(runs, float(with_it[k])), *early[k], round(float(mean[k]), 3), *late[k],
            round(float(sooner[k]), 4), round(float(later[k]), 4),
        )
        for k, name in enumerate(runs.units)
    )  # fmt: skip


def _title(network: Network, unit: str) -> str:
    if unit in network.cases and network.cases[unit].title:
        return network.cases[unit].title
    return next((o.title for o in network.orders.values() if unit in (o.case, o.name) and o.title), "")


def _delayed(runs: Runs, base: Run, run: Run) -> tuple[Delayed, ...]:
    """Other customers' orders that the option moves in more than a few draws, the most delayed first."""
    every = run.others - base.others
    moved = np.flatnonzero((every != 0).mean(axis=0) >= _MANY)
    later = every[:, moved]
    mean, often, spread = later.mean(axis=0), (later > 0).mean(axis=0), _spreads(later)
    rows = []
    for j, k in enumerate(moved):
        name = runs.other_orders[k]
        rows.append(
            Delayed(
                name, runs.base.orders[name].customer, round(float(mean[j]), 3), *spread[j], round(float(often[j]), 4)
            )
        )
    return tuple(sorted(rows, key=lambda r: (-r.later_months_mean, r.order)))


def _clears(runs: Runs, run: Run) -> tuple[str | None, str | None, str | None, float]:
    """When the last case is complete (P10, P50, P90), and the share of draws in which that is beyond the horizon."""
    last = run.final.max(axis=1) if run.final.shape[1] else np.zeros(runs.draws)
    p10, p50, p90 = (_month(runs, q) for q in quantiles(last))
    return p10, p50, p90, round(float((last >= runs.horizon).mean()), 4)


def _month(runs: Runs, month: float) -> str | None:
    """A month's name; ``None`` beyond the horizon."""
    return None if month >= runs.horizon else month_name(runs.base.as_of, month)


def _spread(values: NDArray[Any]) -> tuple[float, float, float]:
    p10, p50, p90 = (round(q, 3) + 0.0 for q in quantiles(values))  # + 0.0: no minus zero
    return p10, p50, p90


def _spreads(values: NDArray[Any]) -> list[tuple[float, float, float]]:
    """``_spread`` of each column of *values* (draw, column)."""
    return [
        (round(a, 3) + 0.0, round(b, 3) + 0.0, round(c, 3) + 0.0)
        for a, b, c in _by_row(values).T.astype(float).tolist()
    ]


def _by_row(values: NDArray[Any]) -> NDArray[Any]:
    """P10, P50 and P90 by nearest rank (3, column) of each column of *values* (draw, column)."""
    out = np.zeros((3, values.shape[1]))
    some = np.flatnonzero(values.any(axis=0))  # an option leaves most cases alone
    if len(some):
        rows = np.ascontiguousarray(values[:, some].T)
        out[:, some] = np.quantile(rows, (0.1, 0.5, 0.9), axis=1, method="inverted_cdf")
    return out


def owed_curves(runs: Runs) -> NDArray[np.float64]:
    """Value still owed at the end of each month, US$ million: (option, p10/p50/p90, month).

    A case counts in full until its final delivery; cases without a known value add nothing.
    """
    values = np.nan_to_num(runs.values)
    out = np.empty((len(runs.runs), 3, runs.horizon))
    for i, run in enumerate(runs.runs):
        for month in range(runs.horizon):
            owed = (run.final > month) @ values
            out[i, :, month] = quantiles(owed)
    return out
