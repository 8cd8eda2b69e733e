"""A network in pieces that share no line and no scarce component, each run once for as long as nothing in it changes.

What happens in one piece says nothing of another, and the draws go by the names of the numbers: run apart, an order has to the
last bit the months that it has in the whole network. A number that moves is then the matter of the one piece that has it, in
the baseline and in every option; the pieces that an option leaves as they are, are the baseline's.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointline.network.parts import Network
from jointline.simulate.chunks import Job, outcomes
from jointline.simulate.layout import layout

Months = NDArray[np.int16]
_KEPT = 600  # pieces: a tenth of a megabyte at most in the shipped network, most of them far less


@dataclass(slots=True)
class _Piece:
    """``parts``: everything that the simulation reads of it · ``first`` and ``final`` (order, draw) as the kernel gives them"""

    network: Network
    parts: tuple[Any, ...]
    first: Months
    final: Months


class Pieces:
    """Runs networks on the same draws of the same seed, and keeps the pieces. Threads may share it."""

    def __init__(self, draws: int, seed: int) -> None:
        self._draws, self._seed = draws, seed
        self._kept: OrderedDict[Hashable, list[_Piece]] = OrderedDict()
        self._lock = threading.Lock()

    def outcomes(self, networks: Sequence[Network]) -> list[tuple[Months, Months]]:
        """First and final months (draw, order) of each network, orders as they stand in it: -1 beyond the horizon, -2
        nothing owed. All have one horizon."""
        wanted: list[list[_Piece]] = []
        missing: list[_Piece] = []
        with self._lock:
            for network in networks:
                wanted.append([self._piece(part, missing) for part in pieces(network)])
        self._run(missing)
        with self._lock:
            for piece in missing:
                self._kept.setdefault(_names(piece.network), []).append(piece)
            while sum(map(len, self._kept.values())) > _KEPT:
                oldest = next(iter(self._kept))
                self._kept[oldest].pop(0)
                if not self._kept[oldest]:
                    del self._kept[oldest]
        return [self._together(n, them) for n, them in zip(networks, wanted, strict=True)]

    def _piece(self, network: Network, missing: list[_Piece]) -> _Piece:
        """The piece as it is kept, or as it is to be run already; else a new one to run."""
        names, parts = _names(network), _parts(network)
        known: _Piece
        if names in self._kept:
            self._kept.move_to_end(names)
        for known in (*self._kept.get(names, ()), *(p for p in missing if _names(p.network) == names)):
            if known.parts == parts:
                return known
        room = (np.empty((len(network.orders), self._draws), np.int16) for _ in range(2))
        missing.append(_Piece(network, parts, *room))
        return missing[-1]

    def _run(self, missing: list[_Piece]) -> None:
        if not missing:
            return
        job = Job(tuple(layout(p.network) for p in missing), self._seed)
        with closing(outcomes(job, self._draws)) as chunks:
            for begin, found in chunks:
                for piece, out in zip(missing, found, strict=True):
                    at = slice(begin, begin + len(out.final))
                    piece.first[:, at], piece.final[:, at] = out.first.T, out.final.T

    def _together(self, network: Network, them: list[_Piece]) -> tuple[Months, Months]:
        places = {o: k for k, o in enumerate(network.orders)}
        first, final = (np.empty((len(places), self._draws), np.int16) for _ in range(2))
        for piece in them:
            rows = [places[o] for o in piece.network.orders]
            first[rows], final[rows] = piece.first, piece.final
        return first.T, final.T


def pieces(network: Network) -> list[Network]:
    """The networks of which *network* is made: products that need the same limited component are together, with their
    lines, sources and orders. Those without an order are left out."""
    limited = {s.component for s in network.sources.values()}
    group = {p: p for p in network.products}
    holder: dict[str, str] = {}
    for name, product in network.products.items():
        for component in product.bill_of_materials:
            if component in limited:
                old, new = group[name], group[holder.setdefault(component, name)]
                group = {p: new if g == old else g for p, g in group.items()} if old != new else group
    ordered = dict.fromkeys(group[o.product] for o in network.orders.values())
    found = []
    for one in ordered:
        products = {n: p for n, p in network.products.items() if group[n] == one}
        needed = {c for p in products.values() for c in p.bill_of_materials}
        found.append(replace(
            network, products=products, lines={n: x for n, x in network.lines.items() if x.product in products},
            sources={n: s for n, s in network.sources.items() if s.component in needed},
            orders={n: o for n, o in network.orders.items() if o.product in products},
        ))  # fmt: skip
    return found


def _names(network: Network) -> Hashable:
    sections = (network.products, network.lines, network.sources, network.orders)
    return (network.policy, network.horizon, network.customer, *map(tuple, sections))


def _parts(network: Network) -> tuple[Any, ...]:
    """What an option or a moved number leaves alone is the same object: told equal without a look into it."""
    sections = (network.products, network.lines, network.sources, network.orders)
    return tuple(part for section in sections for part in section.values())
