"""Why an order is late, and what one line or component holds up: every month of every draw counted to a cause."""

from __future__ import annotations

import copy
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointline.errors import JointlineError, suggest
from jointline.network.changes import with_options
from jointline.network.load import load_network
from jointline.network.parts import BASELINE, Network
from jointline.sentences import says
from jointline.shown import Shown
from jointline.simulate.blame import FIXED_CAUSES, n_causes
from jointline.simulate.chunks import Job, chunk_size, outcomes
from jointline.simulate.draws import sample
from jointline.simulate.kernel import run_draws
from jointline.simulate.layout import Layout, layout
from jointline.simulate.months import month_name, quantiles
from jointline.simulate.run import check_request, run_card

_PLENTY = 1e6  # units a month: a line that never holds anything up
FIXED = ("release", "lead_time", "in_process", "no_line")


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that held an order; ``share`` of all its months over all draws. Months are quantiles over draws;
    ``from_on`` and ``to_on`` are the medians of its first and last month in the draws that have it (``seen_share``)."""

    kind: str
    name: str | None
    customer: str | None
    share: float
    months_mean: float
    months_p10: float
    months_p50: float
    months_p90: float
    seen_share: float
    from_on: str
    to_on: str


@dataclass(frozen=True, slots=True)
class WhyLate(Shown):
    """What held one order up, by share of its months from month 0 to its final delivery (or the horizon)."""

    order: str
    title: str
    customer: str
    product: str
    option: str
    as_of: str
    owed: float
    final_p10: str
    final_p50: str
    final_p90: str
    beyond_share: float
    months_mean: float
    causes: tuple[Cause, ...]
    run: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        from dataclasses import asdict

        return asdict(self)


@dataclass(frozen=True, slots=True)
class HeldOrder:
    """One order that a line or component holds up. ``held_months_*``: months counted to it, the queue at it
    included; ``earlier_months_*``: how much earlier the final delivery is where it never holds anything up."""

    order: str
    customer: str
    case: str | None
    seen_share: float
    held_months_mean: float
    held_months_p10: float
    held_months_p50: float
    held_months_p90: float
    earlier_months_mean: float
    earlier_months_p10: float
    earlier_months_p50: float
    earlier_months_p90: float


@dataclass(frozen=True, slots=True)
class Bottleneck(Shown):
    """Every order that a line or component holds up, by how many months."""

    name: str
    kind: str
    title: str
    option: str
    as_of: str
    orders: tuple[HeldOrder, ...]
    run: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        from dataclasses import asdict

        return asdict(self)


def why_late(
    order: str, network: str | os.PathLike[str] | Mapping[str, Any] | Network = "taiwan", *,
    option: str = BASELINE, draws: int = 2_000, seed: int = 0, policy: str | None = None,
) -> WhyLate:  # fmt: skip
    """What held an order up, by draw-weighted share of its months, from when to when.

    Every month from month 0 to the order's final delivery counts once (docs/model.md says how a month is split):
    waiting for release, the queue ahead of it (whose), the rate of its lines, a line not started, a component,
    lead time. Raises ``JointlineError``, for an unknown order with the nearest names.
    """
    check_request(draws, seed, policy=policy)
    net = with_options(load_network(network), option.split("+"), policy)
    if order not in net.orders:
        raise JointlineError(
            says("there is no order {order!r}", order=order), where=net.file, remedy=suggest(order, net.orders)
        )
    arrays = layout(net)
    blamed = _blamed(arrays, seed, draws, arrays.orders.index(order), -1)
    final = blamed.final[:, arrays.orders.index(order)]
    part, total = net.orders[order], float(blamed.months.sum(axis=1).mean())
    causes = [_cause(net, arrays, blamed, int(k), total) for k in np.flatnonzero(blamed.months.any(axis=0))]
    causes.sort(key=lambda c: (-c.share, c.kind, c.name or ""))
    end = [_name(net.as_of, m) for m in quantiles(np.where(final < 0, np.inf, final))]
    return WhyLate(
        order, part.title, part.customer, part.product, option, net.as_of,
        max(0.0, part.quantity.middle - part.delivered.middle), end[0], end[1], end[2],
        float((final == -1).mean()), round(total, 2), tuple(causes),
        run_card(net, draws, seed, "sobol", policy),
    )  # fmt: skip


def bottleneck(
    name: str, network: str | os.PathLike[str] | Mapping[str, Any] | Network = "taiwan", *,
    option: str = BASELINE, draws: int = 2_000, seed: int = 0, policy: str | None = None,
) -> Bottleneck:  # fmt: skip
    """Every order that a line or a component holds up, and by how many months.

    Held months are those that ``why_late`` counts to it (its rate, its start, the queue at it); the months earlier
    come from a second run with the same draws, in which the line has a rate without end (from its own start on) or
    the component is unlimited. Beyond the horizon counts as the horizon. Raises ``JointlineError``.
    """
    check_request(draws, seed, policy=policy)
    net = with_options(load_network(network), option.split("+"), policy)
    arrays = layout(net)
    known = [*arrays.lines, *arrays.components]
    if name not in known:
        raise JointlineError(
            says("there is no line or limited component {name!r}", name=name),
            where=net.file,
            remedy=suggest(name, known),
        )
    kind = "line" if name in arrays.lines else "component"
    blamed = _blamed(arrays, seed, draws, -1, known.index(name))
    freed = np.concatenate(
        [found[0].final for _, found in outcomes(Job((layout(_freed(net, kind, name)),), seed), draws)]
    )
    with_it, without = (np.where(f == -1, net.horizon, f).astype(np.int64) for f in (blamed.final, freed))
    earlier = np.where(blamed.final == -2, 0, with_it - without)
    rows = []
    for i, order in enumerate(arrays.orders):
        held = blamed.held[:, i]
        if held.any() or earlier[:, i].any():
            part = net.orders[order]
            rows.append(HeldOrder(order, part.customer, part.case or None, round(float((held > 0).mean()), 4),
                                  *_spread(held), *_spread(earlier[:, i])))  # fmt: skip
    rows.sort(key=lambda r: (-r.held_months_mean, r.order))
    title = net.lines[name].title if kind == "line" else name
    return Bottleneck(name, kind, title, option, net.as_of, tuple(rows), run_card(net, draws, seed, "sobol", policy))


@dataclass(frozen=True, slots=True)
class _Blamed:
    months: NDArray[np.float32]
    begin: NDArray[np.int16]
    end: NDArray[np.int16]
    held: NDArray[np.float32]
    final: NDArray[np.int16]


def _blamed(arrays: Layout, seed: int, draws: int, focus: int, resource: int) -> _Blamed:
    """The kernel run with every month counted: (draws, causes) for order *focus*, (draws, orders) for *resource*."""
    orders, horizon = len(arrays.orders), arrays.horizon
    causes = n_causes(len(arrays.lines), len(arrays.components), orders)
    out = _Blamed(
        np.zeros((draws, causes), np.float32), np.full((draws, causes), -1, np.int16),
        np.full((draws, causes), -1, np.int16), np.zeros((draws, orders), np.float32), np.empty((draws, orders), np.int16),
    )  # fmt: skip
    size = chunk_size((arrays,))
    for begin in range(0, draws, size):
        n = min(size, draws - begin)
        at = slice(begin, begin + n)
        values = sample(arrays.terms, seed, begin, n)
        first, units = np.empty((n, orders), np.int16), np.empty((n, horizon), np.int32)
        blame = (focus, resource, out.months[at], out.begin[at], out.end[at], out.held[at])
        run_draws(*arrays.arguments(values), first, out.final[at], units, None, blame)
    return out


def _cause(net: Network, arrays: Layout, blamed: _Blamed, k: int, total: float) -> Cause:
    kind, name, customer = _called(net, arrays, k)
    months = blamed.months[:, k]
    seen = months > 0
    begin, end = (np.median(x[seen, k]) for x in (blamed.begin, blamed.end))
    mean, p10, p50, p90 = _spread(months)
    return Cause(
        kind, name, customer, round(float(months.mean()) / total, 4) if total else 0.0, mean, p10, p50, p90,
        round(float(seen.mean()), 4), _name(net.as_of, begin), _name(net.as_of, max(begin, end - 1)),
    )  # fmt: skip


def _called(net: Network, arrays: Layout, k: int) -> tuple[str, str | None, str | None]:
    """Kind, name and customer of cause number *k*."""
    if k < FIXED_CAUSES:
        return FIXED[k], None, None
    k -= FIXED_CAUSES
    for kind, names in (("line_start", arrays.lines), ("line_rate", arrays.lines), ("component", arrays.components)):
        if k < len(names):
            return kind, names[k], None
        k -= len(names)
    ahead = arrays.orders[k]
    return "queue", ahead, net.orders[ahead].customer


def _spread(values: NDArray[Any]) -> tuple[float, float, float, float]:
    p10, p50, p90 = quantiles(values)
    return round(float(values.mean()), 2), round(p10, 2), round(p50, 2), round(p90, 2)


def _name(as_of: str, month: float) -> str:
    return month_name(as_of, float("nan") if np.isinf(month) else float(np.floor(month)))


def _freed(net: Network, kind: str, name: str) -> Network:
    """*net* where the line or component never holds anything up."""
    raw = copy.deepcopy(dict(net.raw))
    raw.pop("options", None)  # made already
    if kind == "line":
        line = raw["lines"][name]
        for field in ("rate_initial", "ramp_months", "yield"):
            line.pop(field, None)
        line["rate_max"] = _PLENTY
        line.pop("evidence", None)
        line.pop("assumptions", None)
    else:
        raw["sources"] = {n: s for n, s in raw["sources"].items() if s["component"] != name}
    return load_network(raw)
