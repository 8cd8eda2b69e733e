"""What the simulated months of an order rest on: its parts of the network, each number with its evidence or assumption."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jointline.errors import JointlineError, suggest
from jointline.network.parts import NamedNumber, Network
from jointline.network.shows import ShownNumber, ShownPart, show_network
from jointline.sentences import says

ROLES = ("order", "product", "line", "source", "ahead")
# which numbers a cause of lateness (simulate/why.py) is about, by part: fields, or what they begin with; none: all
_OF_CAUSE: dict[str, dict[str, tuple[str, ...]]] = {
    "release": {"order": ("placed", "administrative_lead_time")},
    "in_process": {"order": ("in_process", "acceptance_lag")},
    "lead_time": {"line": ("production_lead_time",), "order": ("acceptance_lag",)},
    "no_line": {"line": (), "order": ("quantity", "delivered")},
    "line_start": {"line": ("start", "stages")},
    "line_rate": {"line": (), "order": ("quantity", "delivered")},
    "component": {"source": (), "product": ()},
    "queue": {"ahead": (), "line": ()},
}


@dataclass(frozen=True, slots=True)
class Behind:
    """One part behind an order's months and what it is to it: order, product, line, source, ahead (an order that shares
    its lines or scarce components)."""

    role: str
    part: ShownPart


@dataclass(frozen=True, slots=True)
class Tally:
    """How many numbers rest on something said, on an assumption, on a default of the model."""

    numbers: int
    evidence: int
    assumed: int
    default: int


def parts_behind(network: Network, order: str) -> tuple[Behind, ...]:
    """The parts on which the months of *order* depend, itself first. Raises ``JointlineError`` for an unknown order."""
    if order not in network.orders:
        raise JointlineError(
            says("there is no order {order!r}", order=order), where=network.file, remedy=suggest(order, network.orders)
        )
    mine = network.orders[order]
    scarce = _scarce(network, mine.product)
    shared = {p for p in network.products if p == mine.product or scarce & _scarce(network, p)}
    parts = {(p.section, p.name): p for p in show_network(network).parts}
    found = [("order", "orders", order), ("product", "products", mine.product)]
    found += [("line", "lines", n) for n, x in network.lines.items() if x.product == mine.product]
    found += [("source", "sources", n) for n, x in network.sources.items() if x.component in scarce]
    found += [("ahead", "orders", n) for n, x in network.orders.items() if x.product in shared and n != order]
    return tuple(Behind(role, parts[section, name]) for role, section, name in found)


def parts_of_cause(network: Network, order: str, kind: str, name: str = "") -> tuple[Behind, ...]:
    """Of those, what one cause of its lateness is about: *name* is the line, component or order that it names."""
    wanted = _OF_CAUSE.get(kind)
    if wanted is None:
        raise JointlineError(
            says("there is no cause {name!r}", name=kind), where="cause", remedy=suggest(kind, _OF_CAUSE)
        )
    found = []
    for b in parts_behind(network, order):
        named = b.part.component if b.role == "source" else b.part.name
        if b.role not in wanted or (name and b.role == _NAMED.get(kind) and named != name):
            continue
        numbers = tuple(n for n in b.part.numbers if not wanted[b.role] or n.field.startswith(wanted[b.role]))
        if numbers:
            found.append(Behind(b.role, replace(b.part, numbers=numbers)))
    return tuple(found)


_NAMED = {"line_start": "line", "line_rate": "line", "component": "source", "queue": "ahead"}


def tally(numbers: Iterable[ShownNumber | NamedNumber]) -> Tally:
    """How many of them rest on what."""
    status = [n.status for n in numbers]
    evidence, default = sum(s.startswith("evidence") for s in status), status.count("default")
    return Tally(len(status), evidence, len(status) - evidence - default, default)


def numbers_of(parts: Iterable[Behind]) -> Iterator[ShownNumber]:
    """Every number of these parts."""
    for b in parts:
        yield from b.part.numbers


def _scarce(network: Network, product: str) -> set[str]:
    limited = {s.component for s in network.sources.values()}
    return set(network.products[product].bill_of_materials) & limited
