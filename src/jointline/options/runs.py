"""A network and its options run on the same draws, and the months that matter out of them."""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointline.errors import JointlineError, suggest
from jointline.ledger.ledger import open_ledger
from jointline.network.changes import with_options
from jointline.network.load import load_network
from jointline.network.parts import BASELINE, Network
from jointline.network.worth import case_values
from jointline.options.pieces import Pieces
from jointline.sentences import says
from jointline.simulate.chunks import Job, outcomes
from jointline.simulate.kernel import BEYOND, NOTHING
from jointline.simulate.layout import layout
from jointline.simulate.run import Progress, check_request

Given = str | os.PathLike[str] | Mapping[str, Any] | Network
Months = NDArray[np.int16]
_MOST = 2**31  # bytes of months that are kept at a time


@dataclass(frozen=True, slots=True)
class Run:
    """One option's draws. ``first`` and ``final`` (draw, unit): month of a case's first and final delivery; the
    horizon where that is beyond it, 0 where nothing was owed. ``others`` (draw, order): final delivery of the other
    customers' orders, in the same way; ``own``: of the customer's orders, by name."""

    name: str
    network: Network
    first: Months
    final: Months
    others: Months
    own: Mapping[str, Months]


@dataclass(frozen=True, slots=True)
class Runs:
    """The baseline and options on common draws.

    ``units``: what months are counted of, the customer's cases in the baseline (an order that belongs to none stands
    for itself; one that only an option has is not among them); ``values`` (unit,): US$ million, NaN where not known. ``other_orders``: orders of the other customers that every
    option has.
    """

    base: Network
    units: tuple[str, ...]
    values: NDArray[np.float64]
    other_orders: tuple[str, ...]
    draws: int
    seed: int
    runs: tuple[Run, ...]

    @property
    def horizon(self) -> int:
        return self.base.horizon


def run_options(
    network: Given, options: Sequence[str] | None = None, draws: int = 4_096, seed: int = 0, *,
    policy: str | None = None, sampling: str = "sobol", workers: int | None = None, progress: Progress | None = None,
) -> Runs:  # fmt: skip
    """The baseline and the named options (``None``: all of them; ``a+b``: both), draw by draw on the same numbers.

    Raises ``JointlineError`` for a bad network, an unknown option or more months than can be kept.
    """
    base = load_network(network)
    check_request(draws, seed, sampling, policy=policy, workers=workers)
    if isinstance(options, str):
        raise JointlineError(
            says("options is a list of names, not {options!r}", options=options),
            remedy=says("Write [{options!r}].", options=options),
        )
    names = list(dict.fromkeys([BASELINE, *(base.options if options is None else options)]))
    networks = [with_options(base, name.split("+"), policy) for name in names]
    return run_networks(base, names, networks, draws, seed, sampling=sampling, workers=workers, progress=progress)


def run_networks(
    base: Network, names: Sequence[str], networks: Sequence[Network], draws: int, seed: int, *,
    sampling: str = "sobol", workers: int | None = None, progress: Progress | None = None, like: Runs | None = None,
    kept: Pieces | None = None,
) -> Runs:  # fmt: skip
    """As ``run_options``, of networks that are made already; the first is what the others are held against.

    like: runs made before that these are to be held against: months are counted of the same cases and orders.
    kept: pieces of networks, of as many draws and the same seed, of which only those are run that are not there yet.
    """
    if like:
        names, networks = [BASELINE, *names], [like.runs[0].network, *networks]
    if strange := [n for n, net in zip(names, networks, strict=True) if net.horizon != networks[0].horizon]:
        raise JointlineError(says("option {value!r} changes the horizon: it cannot be held against the baseline", value=strange[0]),
                             where=base.file)  # fmt: skip
    bytes_kept = 6 * draws * sum(len(n.orders) for n in networks)
    if bytes_kept > _MOST:
        most = int(_MOST // (bytes_kept // draws))
        raise JointlineError(says("{draws:,} draws of {n} options are more than can be kept", draws=draws, n=len(networks)),
                             remedy=says("Ask for at most {most:,} draws, or for fewer options.", most=most))  # fmt: skip
    units, values = (list(like.units), like.values.tolist()) if like else _units(networks[0])
    if not units:
        raise JointlineError(says("nothing is owed to the customer of this network"), where=base.file,
                             remedy=suggest(networks[0].customer, (o.customer for o in base.orders.values())))  # fmt: skip
    others = like.other_orders if like else tuple(
        o.name for o in networks[0].orders.values()
        if not _counted(networks[0], o.name) and all(o.name in n.orders for n in networks)
    )  # fmt: skip
    if like:
        names, networks = names[1:], networks[1:]
    first, final = ([np.empty((draws, len(units)), np.int16) for _ in networks] for _ in range(2))
    rest = [np.empty((draws, len(others)), np.int16) for _ in networks]
    places = [_places(n, units) for n in networks]
    orders = [list(n.orders) for n in networks]
    columns = [[x.index(o) for o in others] for x in orders]
    mine = [[k for k, o in enumerate(x) if _counted(n, o)] for n, x in zip(networks, orders, strict=True)]
    own = [np.empty((draws, len(m)), np.int16) for m in mine]
    horizon = networks[0].horizon
    with closing(_months(networks, draws, seed, sampling, workers, kept)) as chunks:
        for begin, found in chunks:
            for i, (early, late) in enumerate(found):
                at = slice(begin, begin + len(late))
                first[i][at] = _by_unit(early, places[i], len(units), horizon, latest=False)
                final[i][at] = _by_unit(late, places[i], len(units), horizon, latest=True)
                rest[i][at] = _plain(late[:, columns[i]], horizon)
                own[i][at] = _plain(late[:, mine[i]], horizon)
            if progress:
                progress(begin + len(found[0][1]), draws)
    by_name = [{x[k]: months[:, j] for j, k in enumerate(m)} for x, m, months in zip(orders, mine, own, strict=True)]
    runs = tuple(map(Run, names, networks, first, final, rest, by_name))
    return Runs(base, tuple(units), np.array(values), others, draws, seed, runs)


def _months(
    networks: Sequence[Network], draws: int, seed: int, sampling: str, workers: int | None, kept: Pieces | None
) -> Generator[tuple[int, list[tuple[Months, Months]]]]:
    """(first draw, first and final months (draw, order) of each network), chunk by chunk."""
    if kept:
        yield 0, kept.outcomes(networks)
        return
    job = Job(tuple(layout(n) for n in networks), seed, sampling)
    with closing(outcomes(job, draws, workers)) as chunks:
        for begin, found in chunks:
            yield begin, [(x.first, x.final) for x in found]


def _counted(network: Network, order: str) -> bool:
    return not network.customer or network.orders[order].customer == network.customer


def _units(network: Network) -> tuple[list[str], list[float]]:
    """Cases of the customer (an order without a case stands for itself) and their values."""
    worth, known = case_values(network), {}
    for order in network.orders.values():
        if _counted(network, order.name):
            value = worth.get(order.case)
            known[order.case or order.name] = float("nan") if value is None else value
    return list(known), list(known.values())


def _places(network: Network, units: list[str]) -> list[int]:
    """For each order the unit it belongs to, -1 for other customers'."""
    at = {u: i for i, u in enumerate(units)}
    return [at.get(o.case or o.name, -1) if _counted(network, o.name) else -1 for o in network.orders.values()]


def _plain(months: Months, horizon: int) -> Months:
    """Months with the horizon for what lies beyond, and 0 where nothing is owed."""
    return np.where(months == BEYOND, horizon, np.where(months == NOTHING, 0, months)).astype(np.int16)


def _by_unit(months: Months, places: list[int], units: int, horizon: int, *, latest: bool) -> Months:
    """The latest (else earliest) month of each unit's orders; an order of which nothing is owed has no say."""
    nothing = -1 if latest else horizon + 1
    better = np.maximum if latest else np.minimum
    rows = np.ascontiguousarray(months.T)
    rows = np.where(rows == BEYOND, horizon, np.where(rows == NOTHING, nothing, rows)).astype(np.int16)
    out = np.full((units, rows.shape[1]), nothing, np.int16)
    for own, unit in zip(rows, places, strict=True):
        if unit >= 0:
            better(out[unit], own, out=out[unit])
    out[(out < 0) | (out > horizon)] = 0
    return out.T


def find_unit(runs: Runs, name: str) -> int:
    """The place of a case (its id or short name) or order among the units. Raises ``JointlineError``."""
    if name in runs.units:
        return runs.units.index(name)
    near = [u for u in runs.units if u.endswith(f"-{name}")]
    if len(near) == 1:
        return runs.units.index(near[0])
    try:
        called = open_ledger().find_case(name)  # himars-2025, a transmittal number ...
    except JointlineError:
        called = ""
    if called in runs.units:
        return runs.units.index(called)
    by_order = {o.name: o.case or o.name for n in (r.network for r in runs.runs) for o in n.orders.values()}
    if name in by_order and by_order[name] in runs.units:
        return runs.units.index(by_order[name])
    raise JointlineError(says("there is no case {name!r} in this network", name=name), where=runs.base.file,
                         remedy=suggest(name, [*runs.units, *by_order]))  # fmt: skip
