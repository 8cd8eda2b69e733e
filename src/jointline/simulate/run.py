"""Simulate a network and its options: draws in, labelled arrays out."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np

from jointline._version import __version__
from jointline.errors import JointlineError, suggest
from jointline.network.changes import with_options
from jointline.network.load import TABLES, load_network
from jointline.network.numbers import Number
from jointline.network.parts import BASELINE, POLICIES, Network
from jointline.network.worth import case_values
from jointline.simulate.chunks import Job, outcomes
from jointline.simulate.deliveries import DeliveryFile
from jointline.simulate.draws import quantile
from jointline.simulate.kernel import BEYOND
from jointline.simulate.layout import Layout, layout
from jointline.simulate.streams import MOST_DRAWS, SAMPLINGS
from jointline.simulate.tally import CLASSES, QUANTILES, Kept, Tally, beyond, month_quantiles

if TYPE_CHECKING:
    import xarray

KEEPS = ("auto", "draws", "summary")
_MOST_KEPT = 512 * 2**20  # bytes of draws that are kept without being asked
_MOST_UNITS = 1 << 31  # that are ordered together: they are counted in 32 bits

Progress = Callable[[int, int], None]


def simulate(
    network: str | os.PathLike[str] | Mapping[str, Any] | Network,
    options: Sequence[str] = (),
    draws: int = 10_000,
    seed: int = 0,
    *,
    policy: str | None = None,
    sampling: str = "sobol",
    keep: str = "auto",
    workers: int | None = None,
    executor: Executor | None = None,
    deliveries: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> xarray.Dataset:
    """When each order of a network is delivered, in every draw, as it stands and with each option.

    The model is docs/model.md's, month by month. Months count from the network's ``as_of`` (month 0).

    network: a TOML file, its tables, or a network. options: names of its options, each run by itself beside the
    baseline; ``"a+b"`` makes the changes of a, then those of b. draws: at least 1. seed: a whole number from 0.
    policy: fifo, priority or pro_rata in place of the network's. sampling: ``sobol`` (scrambled, one stream a
    name) or ``random``. keep: ``draws`` keeps every draw, ``summary`` quantiles alone, ``auto`` every draw where
    they fit in half a gigabyte. workers: threads, default one a core; executor: a concurrent.futures one in their
    place. The result is the same whatever works. deliveries: a CSV file of every delivery
    (option,draw,order,month,units). progress: called with draws done and asked for.

    Returns an xarray.Dataset with the dimensions option, order, month, quantile (p10, p50, p90) and draw:

    - ``first_delivery``, ``final_delivery`` (option, draw, order): month, NaN beyond the horizon;
    - ``first_delivery_quantile``, ``final_delivery_quantile`` (option, quantile, order): month by which that share
      of the draws has it, NaN beyond; ``first_beyond_share``, ``final_beyond_share`` (option, order);
    - ``assumed_spread_share`` (option, order): how much narrower the middle 80 % of final deliveries is when every
      number whose spread is assumed stands at its median;
    - ``units_delivered`` (option, draw, month): handed over in the month on the orders of the network's
      ``customer``; ``units_to_date_quantile`` (option, quantile, month);
    - ``value_owed_usd_m`` (option, draw, month): at the month's end, a case in full until its final delivery;
      ``value_owed_usd_m_quantile`` (option, quantile, month); ``units_to_date_mean`` and
      ``value_owed_usd_m_mean`` (option, month).

    With ``keep="summary"`` the variables over draw are left out, and the quantiles of units and value are good to
    1 in 2,048 of the whole; all else is as it would be. The attributes are the run card. Raises ``JointlineError``.
    """
    base = load_network(network)
    check_request(draws, seed, sampling, keep, policy, workers)
    if isinstance(options, str):
        raise JointlineError(f"options is a list of names, not {options!r}", remedy=f"Write [{options!r}].")
    names = list(dict.fromkeys([BASELINE, *options]))
    networks = [with_options(base, name.split("+"), policy) for name in names]
    if len({n.horizon for n in networks}) > 1:
        raise JointlineError("options that change the horizon cannot be run side by side", where=base.file)
    layouts = tuple(layout(n) for n in networks)
    values = [case_values(n) for n in networks]
    orders = list(dict.fromkeys(o for n in networks for o in n.orders))
    every = _room(len(names), draws, len(orders), base.horizon) if _fits(keep, layouts, draws) else None
    tallies = [_tally(n, orders, v, every, i) for i, (n, v) in enumerate(zip(networks, values, strict=True))]
    job = Job(layouts, seed, sampling, deliveries=deliveries is not None)
    with (
        DeliveryFile(deliveries, names, [x.orders for x in layouts]) as file,
        closing(outcomes(job, draws, workers, executor)) as chunks,
    ):
        for begin, found in chunks:
            for i, (tally, outcome) in enumerate(zip(tallies, found, strict=True)):
                tally.add(outcome)
                file.write(i, outcome.deliveries)
            if progress:
                progress(begin + found[0].first.shape[0], draws)
        shares = _assumed(job, networks, tallies, workers, executor)
        with ThreadPoolExecutor(int(workers or os.cpu_count() or 1)) as pool:
            curves = list(
                pool.map(lambda work: work(), [t.unit_quantiles for t in tallies] + [t.owed_quantiles for t in tallies])
            )
        data = _dataset(names, networks, orders, tallies, every, shares, curves)
    unknown = list(dict.fromkeys(c for v in values for c, worth in v.items() if worth is None))
    data.attrs |= _card(base, draws, seed, sampling, policy, unknown)
    return data


def check_request(
    draws: int, seed: int, sampling: str = "sobol", keep: str = "auto", policy: str | None = None,
    workers: int | None = None,
) -> None:  # fmt: skip
    """Raise ``JointlineError`` where a run is asked for that cannot be."""
    for what, value, least in (("draws", draws, 1), ("seed", seed, 0), ("workers", workers, 1)):
        if what == "workers" and value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
            raise JointlineError(f"{what} must be a whole number of at least {least}, not {value!r}")
    if draws > MOST_DRAWS:
        raise JointlineError(f"at most {MOST_DRAWS:,} draws can be told apart, not {draws:,}")
    for what, word, known in (("sampling", sampling, SAMPLINGS), ("keep", keep, KEEPS), ("policy", policy, POLICIES)):
        if word is not None and word not in known:
            raise JointlineError(f"there is no {what} {word!r}", remedy=suggest(str(word), known))


def _room(options: int, draws: int, orders: int, horizon: int) -> Kept:
    """Room for every draw of every option."""
    missing = np.full((2, options, draws, orders), np.nan, np.float32)
    sums = np.zeros((options, draws, horizon), np.int32), np.zeros((options, draws, horizon))
    return Kept(np.arange(orders), missing[0], missing[1], *sums)


def _fits(keep: str, layouts: tuple[Layout, ...], draws: int) -> bool:
    size = sum(draws * (len(x.orders) * 12 + x.horizon * 24) for x in layouts)
    return keep == "draws" or (keep == "auto" and size <= _MOST_KEPT)


def _tally(
    network: Network, all_orders: list[str], values: dict[str, float | None], every: Kept | None, option: int
) -> Tally:
    worth = {c: v for c, v in values.items() if v is not None}
    places = {c: i for i, c in enumerate(worth)}
    orders = network.orders.values()
    case_of = np.array([places.get(o.case, -1) for o in orders], dtype=np.int64)
    most = {o.name: max(0.0, np.ceil(_most(o.quantity)) - np.floor(o.delivered.low)) for o in orders}
    if sum(most.values()) >= _MOST_UNITS:
        raise JointlineError(f"more units are ordered than can be counted ({_MOST_UNITS:,})", where=network.file)
    counted = sum(most[o.name] for o in orders if o.customer == network.customer or not network.customer)
    columns = np.array([all_orders.index(o.name) for o in orders], dtype=np.int64)
    kept = None
    if every:
        kept = Kept(columns, *(x[option] for x in (every.first, every.final, every.units, every.owed)))
    return Tally(len(case_of), network.horizon, case_of, np.array([*worth.values()], dtype=float), float(counted), kept)


def _most(number: Number) -> float:
    """The greatest value of *number*; of a lognormal, what all but one in a million draws stay below."""
    return number.high if np.isfinite(number.high) else float(quantile(number, np.array([1 - 1e-6]))[0])


def _assumed(
    job: Job, networks: list[Network], tallies: list[Tally], workers: int | None, executor: Executor | None
) -> list[Any]:
    """Share (option, order) by which the P10 to P90 of final deliveries narrows with the assumptions at rest."""
    ends = [np.concatenate(t.head) for t in tallies]
    whole = [_width(e, t.horizon) for e, t in zip(ends, tallies, strict=True)]
    assumed = frozenset(n.name for net in networks for n in net.numbers.values() if n.spread_is_assumed)
    drawn = {t.name for x in job.layouts for terms in x.terms for t in terms if not t.number.is_fixed}
    if not drawn & assumed:
        rest = whole
    elif drawn <= assumed:
        rest = [np.zeros_like(w) for w in whole]
    else:
        part, finals = Job(job.layouts, job.seed, job.sampling, assumed), [list[Any]() for _ in networks]
        with closing(outcomes(part, len(ends[0]), workers, executor)) as chunks:
            for _, found in chunks:
                for kept, outcome in zip(finals, found, strict=True):
                    kept.append(outcome.final)
        rest = [_width(np.concatenate(f), t.horizon) for f, t in zip(finals, tallies, strict=True)]
    with np.errstate(invalid="ignore", divide="ignore"):
        return [np.where(w > 0, np.maximum(0.0, 1 - r / w), np.nan) for w, r in zip(whole, rest, strict=True)]


def _width(final: Any, horizon: int) -> Any:
    """P10 to P90 (order) of *final* (draw, order), beyond the horizon being the horizon."""
    months = np.sort(np.where(final == BEYOND, horizon, final), axis=0)
    low, high = (int(np.ceil(q * len(months))) - 1 for q in (0.1, 0.9))
    return months[high] - months[low]


def _dataset(
    names: list[str], networks: list[Network], orders: list[str], tallies: list[Tally], every: Kept | None,
    shares: list[Any], curves: list[Any],
) -> xarray.Dataset:  # fmt: skip
    import xarray

    horizon = networks[0].horizon
    home = {o: n.orders[o] for n in reversed(networks) for o in n.orders}
    variables: dict[str, Any] = {}

    def put(what: str, rows: Any, dims: tuple[str, ...], unit: str, text: str) -> None:
        variables[what] = (("option", *dims), rows, {"units": unit, "long_name": text})

    def by_order(rows: list[Any]) -> Any:
        """Each option's (..., its orders) put at the orders of all options, NaN where an option has not got one."""
        out = np.full((len(rows), *rows[0].shape[:-1], len(orders)), np.nan, dtype=np.float32)
        for i, (row, network) in enumerate(zip(rows, networks, strict=True)):
            out[i][..., [orders.index(o) for o in network.orders]] = row
        return out

    if every:
        for what, months in (("first", every.first), ("final", every.final)):
            text = f"Month of {what} delivery; missing beyond the horizon, or where nothing is owed"
            put(f"{what}_delivery", months, ("draw", "order"), "month", text)
        put("units_delivered", every.units, ("draw", "month"), "units", "Units handed over in the month")
        text = "Value still owed at the month's end: a case in full until its final delivery"
        put("value_owed_usd_m", every.owed, ("draw", "month"), "US$ million", text)
    for what in ("first", "final"):
        counts = [getattr(t, f"{what}_counts") for t in tallies]
        text = f"Month by which that share of the draws has its {what} delivery; missing beyond the horizon"
        put(
            f"{what}_delivery_quantile",
            by_order([month_quantiles(c) for c in counts]),
            ("quantile", "order"),
            "month",
            text,
        )
        text = f"Share of draws whose {what} delivery is beyond the horizon"
        put(f"{what}_beyond_share", by_order([beyond(c) for c in counts]), ("order",), "1", text)
    text = "How much narrower P10 to P90 of final delivery is with every assumed spread at its median"
    put("assumed_spread_share", by_order(shares), ("order",), "1", text)
    exact = "exact" if every else f"to 1 in {CLASSES} of the whole"
    put(
        "units_to_date_quantile",
        np.stack(curves[: len(tallies)]),
        ("quantile", "month"),
        "units",
        f"Units handed over since month 0, {exact}",
    )
    put(
        "value_owed_usd_m_quantile",
        np.stack(curves[len(tallies) :]),
        ("quantile", "month"),
        "US$ million",
        f"Value still owed, {exact}",
    )
    rows = np.stack([t.unit_mean() for t in tallies])
    put("units_to_date_mean", rows, ("month",), "units", "Mean of the units handed over since month 0")
    rows = np.stack([t.owed_mean() for t in tallies])
    put("value_owed_usd_m_mean", rows, ("month",), "US$ million", "Mean of the value still owed")
    coords: dict[str, Any] = {
        "option": names,
        "order": orders,
        "month": np.arange(horizon),
        "quantile": list(QUANTILES),
    }
    if every:
        coords["draw"] = np.arange(tallies[0].draws)
    data = xarray.Dataset(variables, coords)
    for what in ("customer", "product", "case"):
        data.coords[what] = ("order", [getattr(home[o], what) for o in orders])
    data.coords["owed"] = ("order", [_owed(home[o]) for o in orders])
    data.owed.attrs = {
        "units": "units",
        "long_name": "Units not yet handed over at month 0, at the middle of what is known",
    }
    data.month.attrs = {"units": "month", "long_name": "Months after as_of"}
    return data


def _owed(order: Any) -> float:
    return float(max(0.0, order.quantity.middle - order.delivered.middle))


def network_hash(network: Network) -> str:
    """The first 16 digits of the SHA-256 over the tables of *network*: what a run card names."""
    text = json.dumps(network.raw, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def run_card(network: Network, draws: int, seed: int, sampling: str, policy: str | None) -> dict[str, str]:
    """What a result must carry to be made again: network, version, as-of month, draws, seed."""
    return {"version": __version__, "data": network_hash(network), "network": _called(network), "as_of": network.as_of,
            "policy": policy or network.policy, "draws": str(draws), "seed": str(seed), "sampling": sampling}  # fmt: skip


def _called(network: Network) -> str:
    """What a run card calls a network: its file, or its title where it was given as tables."""
    return network.file if network.file != TABLES else network.title or "given as tables"


def _card(
    network: Network, draws: int, seed: int, sampling: str, policy: str | None, unknown: list[str]
) -> dict[str, Any]:
    numbers = network.numbers.values()
    return {
        "title": network.title, "network": network_hash(network), "version": __version__,
        "as_of": network.as_of, "horizon": network.horizon, "policy": policy or network.policy, "draws": int(draws),
        "seed": str(seed), "sampling": sampling, "customer": network.customer,
        "numbers": len(numbers), "numbers_with_evidence": sum(n.status.startswith("evidence") for n in numbers),
        "numbers_uncertain": sum(not n.number.is_fixed for n in numbers),
        "cases_without_value": ", ".join(unknown),
    }  # fmt: skip
