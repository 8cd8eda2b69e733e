"""The parts of a network, as the model has them, and every number in them by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from jointline.network.numbers import Number

Policy = Literal["fifo", "priority", "pro_rata"]
POLICIES: tuple[str, ...] = ("fifo", "priority", "pro_rata")
MODES: tuple[str, ...] = ("A", "B", "other")
BASELINE = "baseline"  # the network as it stands, among its options


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who said a number, and where; ``assumption`` is set where the spread (or the number) is nobody's."""

    source: str = ""
    said_by: str = ""
    stated_on: str = ""
    standing: str = ""
    via: str = ""
    statement: str = ""
    note: str = ""
    assumption: str = ""

    @property
    def is_evidence(self) -> bool:
        """Did somebody say the number (in the middle, where the spread is assumed)?"""
        return bool(self.source) and self.standing not in ("assumption", "declined_to_confirm", "denied")


@dataclass(frozen=True, slots=True)
class Part:
    """What every part has: a name, a title, and on what its numbers rest, by field."""

    name: str
    title: str = ""
    basis: Mapping[str, Evidence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Product(Part):
    """What is made. ``bill_of_materials``: component -> units a unit."""

    bill_of_materials: Mapping[str, Number] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Part):
    """What a line and a source have in common; months and units a month."""

    site: str = ""
    country: str = ""
    start: Number | None = None
    stages: Mapping[str, Number] = field(default_factory=dict)
    rate_initial: Number | None = None  # None: the same draw as rate_max
    rate_max: Number
    ramp_months: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Site):
    """Where a product is made. ``customers``: whom it serves, empty for everyone."""

    product: str
    yield_: Number
    production_lead_time: Number
    customers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Site):
    """Where a component is made; ``buffer_months`` of its full rate can be kept in stock."""

    component: str
    buffer_months: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Part):
    """What is owed to whom. ``in_process``: (month due, units) already being made."""

    product: str
    customer: str
    quantity: Number
    placed: Number
    administrative_lead_time: Number
    priority: Number
    acceptance_lag: Number
    delivered: Number
    in_process: tuple[tuple[Number, Number], ...] = ()
    case: str = ""


@dataclass(frozen=True, slots=True)
class Sale:
    """A case that orders belong to; ``value_usd_m`` None where it is not known."""

    id: str
    title: str = ""
    value_usd_m: float | None = None
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """Named changes: first those of the options it combines, then its own. ``route``: its way through the law."""

    name: str
    title: str = ""
    mode: str = "other"
    note: str = ""
    route: str = ""
    cost_usd_m: Number | None = None
    combine: tuple[str, ...] = ()
    changes: tuple[Mapping[str, Any], ...] = ()
    basis: Mapping[str, Evidence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NamedNumber:
    """One number of a network: its name (``line/gmlrs-camden/rate_max``) is the name of its random stream."""

    name: str
    number: Number
    type: str  # as in the part's field table: months and moments come in whole months, units in whole units
    unit: str
    given: bool  # False: the default of the field table
    basis: Evidence | None

    @property
    def status(self) -> str:
        """``evidence``, ``evidence, spread assumed``, ``assumption`` or ``default``."""
        if self.basis and self.basis.is_evidence:
            return "evidence, spread assumed" if self.basis.assumption else "evidence"
        return "assumption" if self.given or self.basis else "default"

    @property
    def spread_is_assumed(self) -> bool:
        """Is the spread of this number ours and not a source's?"""
        return not self.number.is_fixed and self.status != "evidence"


@dataclass(frozen=True, slots=True)
class Network:
    """A checked network. ``raw`` is what was read (options are applied to it); ``file`` is where it was read."""

    raw: Mapping[str, Any]
    file: str
    title: str
    as_of: str
    horizon: int
    policy: Policy
    customer: str
    notes: tuple[str, ...]
    products: Mapping[str, Product]
    lines: Mapping[str, Line]
    sources: Mapping[str, Source]
    orders: Mapping[str, Order]
    cases: Mapping[str, Sale]
    options: Mapping[str, Option]
    numbers: Mapping[str, NamedNumber]

    @property
    def limited(self) -> dict[str, list[Source]]:
        """Component -> its sources, for components that a source makes; the others are unlimited."""
        found: dict[str, list[Source]] = {}
        for source in self.sources.values():
            found.setdefault(source.component, []).append(source)
        return found

    def serving(self, order: Order) -> list[Line]:
        """The lines that can make *order*, in the order they are asked: its customer's own country first."""
        able = [x for x in self.lines.values() if x.product == order.product and serves(x, order)]
        return sorted(able, key=lambda x: x.country != order.customer)

    def needed_components(self) -> Iterator[str]:
        """Every component that some product needs, once, in the order met."""
        yield from dict.fromkeys(c for p in self.products.values() for c in p.bill_of_materials)


def serves(line: Line, order: Order) -> bool:
    """Does *line* serve the customer of *order*?"""
    return not line.customers or order.customer in line.customers
