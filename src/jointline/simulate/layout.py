"""A network as arrays for the kernel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointline.network.parts import Network, Order, Site, serves
from jointline.simulate.draws import Term, median, whole
from jointline.simulate.kernel import FIFO, PRIORITY, PRO_RATA, queue_of

_POLICY = {"fifo": FIFO, "priority": PRIORITY, "pro_rata": PRO_RATA}
_WHOLE = ("months", "moment", "units")
UInts = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything the kernel reads. ``base`` (K,) holds every number of the network:

    six a line (start, rate_initial, rate_max, ramp_months, yield, production_lead_time), five a source (start,
    rate_initial, rate_max, ramp_months, buffer_months), six an order (placed, administrative_lead_time, priority,
    acceptance_lag, quantity, delivered), each field for all parts in turn; then the amounts of limited components,
    the months and the units of batches in process. ``terms`` are the uncertain ones, at ``columns`` of ``base``.
    """

    orders: tuple[str, ...]
    lines: tuple[str, ...]
    components: tuple[str, ...]
    base: NDArray[np.float64]
    columns: UInts
    terms: tuple[tuple[Term, ...], ...]
    shape: NDArray[np.int64]
    order_product: UInts
    ol_ptr: UInts
    ol_idx: UInts
    pl_ptr: UInts
    pl_idx: UInts
    serves: NDArray[np.bool_]
    pc_ptr: UInts
    pc_comp: UInts
    src_comp: UInts
    ip_order: UInts
    queue: UInts
    counted: NDArray[np.bool_]

    @property
    def horizon(self) -> int:
        return int(self.shape[7])

    @property
    def one_queue(self) -> bool:
        """Do orders stand in the same queue in every draw and month? Then draws can go side by side (``lanes``)."""
        return not self.shape[9] and self.shape[8] != PRO_RATA

    def arguments(self, draws: NDArray[np.float64]) -> tuple[Any, ...]:
        """What ``run_draws`` takes before its outputs."""
        return (self.base, self.columns, draws, self.shape, self.order_product, self.ol_ptr, self.ol_idx, self.pl_ptr,
                self.pl_idx, self.serves, self.pc_ptr, self.pc_comp, self.src_comp, self.ip_order, self.queue,
                self.counted)  # fmt: skip


def layout(network: Network) -> Layout:
    """The arrays of *network*."""
    products, lines = list(network.products), list(network.lines.values())
    sources, orders = list(network.sources.values()), list(network.orders.values())
    components = list(network.limited)
    serving = [network.serving(o) for o in orders]
    line_at = {x.name: i for i, x in enumerate(lines)}
    product_at = {p: i for i, p in enumerate(products)}
    makers = [[i for i, x in enumerate(lines) if x.product == p] for p in products]
    bills = [[c for c in network.products[p].bill_of_materials if c in components] for p in products]
    columns = [_column(network, f"line/{x.name}", f) for f in _LINE for x in lines]
    columns += [_column(network, f"source/{x.name}", f) for f in _SOURCE for x in sources]
    columns += [_column(network, f"order/{o.name}", f) for f in _ORDER for o in orders]
    columns += [
        _column(network, f"product/{p}", f"bill_of_materials/{c}")
        for p, b in zip(products, bills, strict=True)
        for c in b
    ]
    batches = [(i, j, o) for i, o in enumerate(orders) for j in range(len(o.in_process))]
    for part in ("month", "units"):
        columns += [_column(network, f"order/{o.name}", f"in_process/{j}/{part}") for _, j, o in batches]
    certain = [all(t.number.is_fixed for t in terms) for terms in columns]
    base = np.array([sum(_settled(t) for t in terms) for terms in columns] or [0.0])
    n_orders, o0 = len(orders), 6 * len(lines) + 5 * len(sources)
    differs = not all(certain[o0 : o0 + n_orders]) or not all(certain[o0 + 2 * n_orders : o0 + 3 * n_orders])
    policy = _POLICY[network.policy]
    queue = np.arange(n_orders, dtype=np.uint32)
    queue_of(base, o0, n_orders, policy, queue)
    shape = [len(products), len(lines), len(components), len(sources), n_orders, sum(map(len, bills)), len(batches),
             network.horizon, policy, differs]  # fmt: skip
    return Layout(
        orders=tuple(o.name for o in orders), lines=tuple(x.name for x in lines), components=tuple(components),
        base=base, columns=_uints([k for k, sure in enumerate(certain) if not sure]),
        terms=tuple(terms for terms, sure in zip(columns, certain, strict=True) if not sure),
        shape=np.array(shape, dtype=np.int64), order_product=_uints([product_at[o.product] for o in orders]),
        ol_ptr=_starts(serving), ol_idx=_uints([line_at[x.name] for s in serving for x in s]),
        pl_ptr=_starts(makers), pl_idx=_uints([i for m in makers for i in m]), serves=_serves(orders, lines),
        pc_ptr=_starts(bills), pc_comp=_uints([components.index(c) for b in bills for c in b]),
        src_comp=_uints([components.index(s.component) for s in sources]), ip_order=_uints([i for i, _, _ in batches]),
        queue=queue, counted=np.array([o.customer == network.customer or not network.customer for o in orders], dtype=np.bool_),
    )  # fmt: skip


_LINE = ("start", "rate_initial", "rate_max", "ramp_months", "yield", "production_lead_time")
_SOURCE = ("start", "rate_initial", "rate_max", "ramp_months", "buffer_months")
_ORDER = ("placed", "administrative_lead_time", "priority", "acceptance_lag", "quantity", "delivered")


def _column(network: Network, part: str, field: str) -> tuple[Term, ...]:
    """The named numbers whose sum a field is: stages are added up, rate_initial is rate_max where it is not given."""
    numbers = network.numbers
    if field == "rate_initial" and f"{part}/{field}" not in numbers:
        field = "rate_max"
    if field == "start" and f"{part}/start" not in numbers:
        kind, name = part.split("/", 1)
        site: Site = {"line": network.lines, "source": network.sources}[kind][name]
        found = [numbers[f"{part}/stages/{s}"] for s in site.stages]
    else:
        found = [numbers[f"{part}/{field}"]]
    return tuple(Term(n.name, n.number, n.type in _WHOLE) for n in found)


def _settled(term: Term) -> float:
    value = median(term.number)
    return float(whole(np.array(value))) if term.whole else value


def _uints(values: list[int]) -> UInts:
    return np.array(values, dtype=np.uint32)


def _starts(lists: list[list[Any]]) -> UInts:
    return np.cumsum([0, *map(len, lists)]).astype(np.uint32)


def _serves(orders: list[Order], lines: list[Any]) -> NDArray[np.bool_]:
    """(orders, lines): can this line make that order?"""
    table = np.zeros((len(orders), len(lines)), dtype=np.bool_)
    for i, o in enumerate(orders):
        for j, x in enumerate(lines):
            table[i, j] = x.product == o.product and serves(x, o)
    return table
