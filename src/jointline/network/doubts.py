"""What is allowed in a network and is likely a slip, or weak: one function a rule."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator

from jointline.network.findings import Finding, joined
from jointline.network.numbers import Number
from jointline.network.parts import Network, Order, Site, serves
from jointline.network.read import HEAD, Reading
from jointline.network.values import nearest, whole_months


def doubts(reading: Reading) -> list[Finding]:
    """Every doubt about what could be read. A rule that needs parts which could not be read is left out."""
    return [f for rule, needs in _RULES if not reading.broken.intersection(needs) for f in rule(reading.network)]


def _rates_without_evidence(network: Network) -> Iterator[Finding]:
    for n in network.numbers.values():
        if n.type == "rate" and not (n.basis and n.basis.is_evidence):
            said = f": {n.basis.assumption}" if n.basis and n.basis.assumption else ""
            yield Finding("N501", _key(n.name), f"this rate has no evidence; it is an assumption{said}")


def _unused_lines(network: Network) -> Iterator[Finding]:
    for line in network.lines.values():
        wanted = [o for o in network.orders.values() if o.product == line.product]
        if not wanted:
            yield Finding("N502", _at("lines", line.name), f"no order wants its product {line.product!r}")
        elif not any(serves(line, o) for o in wanted):
            text = f"it serves {', '.join(line.customers)} alone, and none of them orders {line.product!r}"
            buyers = dict.fromkeys(o.customer for o in wanted)
            yield Finding("N502", _at("lines", line.name), text, nearest(line.customers[0], buyers))


def _unserved_orders(network: Network) -> Iterator[Finding]:
    for o in network.orders.values():
        if not network.serving(o) and _still_to_start(o) > 0:
            made = [x.name for x in network.lines.values() if x.product == o.product]
            why = f"its lines serve others: {', '.join(made)}" if made else f"no line makes {o.product!r}"
            yield Finding("N503", _at("orders", o.name), f"no line can serve it: {why}")


def _unneeded_sources(network: Network) -> Iterator[Finding]:
    needed = list(network.needed_components())
    for s in network.sources.values():
        if s.component not in needed:
            text = f"no product needs its component {s.component!r}"
            yield Finding("N504", _at("sources", s.name, "component"), text, nearest(s.component, needed))


def _unlimited_components(network: Network) -> Iterator[Finding]:
    limited = network.limited
    for p in network.products.values():
        for c in p.bill_of_materials:
            if c not in limited:
                text = f"no source makes {c!r}: it is taken as unlimited"
                yield Finding("N505", _at("products", p.name, "bill_of_materials", c), text, nearest(c, limited))


def _broken_months(network: Network) -> Iterator[Finding]:
    for n in network.numbers.values():
        value = n.number.args[0]
        if n.type in ("months", "moment") and n.number.kind == "fixed" and value != int(value):
            text = f"months are whole: {n.number.text()} is taken as {whole_months(value)}"
            yield Finding("N506", _key(n.name), text)


def _nothing_owed(network: Network) -> Iterator[Finding]:
    for o in network.orders.values():
        if o.delivered.low >= o.quantity.high:
            text = "all its units are delivered" if o.quantity.high else "it is for 0 units"
            yield Finding("N507", _at("orders", o.name), f"{text}: nothing is owed")


def _maybe_too_many(network: Network) -> Iterator[Finding]:
    for o in network.orders.values():
        made = [o.delivered, *(units for _, units in o.in_process)]
        if sum(n.high for n in made) > o.quantity.low:  # always so: N205
            text = "in some draws more is delivered and in process than ordered; nothing is then started"
            yield Finding("N508", _at("orders", o.name, "quantity"), text)


def _falling_ramps(network: Network) -> Iterator[Finding]:
    for section, p in _sites(network):
        if p.rate_initial is not None and p.rate_initial.low > p.rate_max.high:
            reason = f"the rate falls from {p.rate_initial.text()} to {p.rate_max.text()}"
            yield Finding("N509", _at(section, p.name, "rate_initial"), reason, "Are the two exchanged?")


def _small_buffers(network: Network) -> Iterator[Finding]:
    for component, sources in network.limited.items():
        buffer = max(1.0, sum(_product(s.buffer_months, s.rate_max) for s in sources))
        for p in network.products.values():
            amount = p.bill_of_materials.get(component)
            if amount is not None and amount.low > buffer:
                text = f"one unit needs {amount.text()}, but at most {buffer:g} can be kept in stock: none is ever made"
                key = _at("products", p.name, "bill_of_materials", component)
                yield Finding("N510", key, text, "Raise buffer_months of its sources.")


def _dead_rates(network: Network) -> Iterator[Finding]:
    for section, p in _sites(network):
        if p.rate_max.high == 0:
            yield Finding("N511", _at(section, p.name, "rate_max"), "its rate is 0: in the end it makes nothing")


def _unknown_customers(network: Network) -> Iterator[Finding]:
    buyers = list(dict.fromkeys(o.customer for o in network.orders.values()))
    if network.customer and network.customer not in buyers:
        text = f"no order is from {network.customer!r}: the curves count nothing"
        yield Finding("N512", "customer", text, nearest(network.customer, buyers))
    for line in network.lines.values():
        for i, c in enumerate(line.customers):
            if c not in buyers:
                key = joined(_at("lines", line.name, "customers"), i)
                yield Finding("N512", key, f"no order is from {c!r}", nearest(c, buyers))


def _too_late(network: Network) -> Iterator[Finding]:
    beyond = f"beyond the horizon of {network.horizon} months"
    for o in network.orders.values():
        release = o.placed.low + o.administrative_lead_time.low
        if release >= network.horizon:
            yield Finding("N513", _at("orders", o.name), f"it is released in month {release:g}, {beyond}")
        for i, (month, _) in enumerate(o.in_process):
            if month.low >= network.horizon:
                key = joined(_at("orders", o.name, "in_process"), i)
                yield Finding("N513", key, f"these units are due in month {month.low:g}, {beyond}")
    for section, p in _sites(network):
        start = sum(n.low for n in p.stages.values()) if p.stages else (p.start.low if p.start else 0)
        if start >= network.horizon:
            yield Finding("N513", _at(section, p.name), f"it starts in month {start:g}, {beyond}")


def _cases_without_value(network: Network) -> Iterator[Finding]:
    used = dict.fromkeys(o.case for o in network.orders.values() if o.case)
    for c, sale in network.cases.items():
        if c not in used:
            yield Finding("N514", _at("cases", c), "no order belongs to this case", nearest(c, used))
        elif sale.value_usd_m is None:
            yield Finding("N514", _at("cases", c), "no value_usd_m is given: the case adds nothing to the value owed")
    for o in network.orders.values() if network.cases else ():
        if o.case and o.case not in network.cases:
            text = f"{o.case!r} is not among the cases of this file: its value is looked for in the ledger"
            yield Finding("N514", _at("orders", o.name, "case"), text, nearest(o.case, network.cases))


def _idle_ramps(network: Network) -> Iterator[Finding]:
    for section, p in _sites(network):
        if p.rate_initial is None and p.ramp_months.high > 0:
            text = "the ramp has no effect: without rate_initial the rate is rate_max from the start"
            yield Finding("N515", _at(section, p.name, "ramp_months"), text, "Give rate_initial, such as 0.")
        elif p.rate_initial is not None and p.ramp_months.high == 0 and p.rate_initial != p.rate_max:
            text = "rate_initial has no effect: with a ramp of 0 months the rate is rate_max from the start"
            yield Finding("N515", _at(section, p.name, "rate_initial"), text, "Give ramp_months.")


def _idle_options(network: Network) -> Iterator[Finding]:
    for option in network.options.values():
        if not option.changes and not option.combine:
            text = "it changes nothing: it has neither changes nor combine"
            yield Finding("N516", _at("options", option.name), text)


_MADE, _WANTED = ("lines", "orders"), ("orders",)
_RULES: tuple[tuple[Callable[[Network], Iterable[Finding]], tuple[str, ...]], ...] = (  # a rule, what it needs whole
    (_unused_lines, _WANTED), (_unserved_orders, _MADE), (_unneeded_sources, ("products",)),
    (_unlimited_components, ("sources",)), (_broken_months, ()), (_nothing_owed, ()), (_maybe_too_many, ()),
    (_falling_ramps, ()), (_small_buffers, ("sources",)), (_dead_rates, ()), (_unknown_customers, _WANTED),
    (_too_late, (HEAD,)), (_cases_without_value, ("orders", "cases")), (_idle_ramps, ()), (_idle_options, ("options",)),
    (_rates_without_evidence, ()),
)  # fmt: skip


def _sites(network: Network) -> Iterator[tuple[str, Site]]:
    yield from (("lines", x) for x in network.lines.values())
    yield from (("sources", x) for x in network.sources.values())


def _still_to_start(o: Order) -> float:
    return o.quantity.high - o.delivered.low - sum(units.low for _, units in o.in_process)


def _product(one: Number, other: Number) -> float:
    """The greatest product of two numbers; nothing times anything is nothing."""
    high = one.high * other.high
    return 0.0 if math.isnan(high) else high


def _at(*names: str) -> str:
    key = ""
    for name in names:
        key = joined(key, name)
    return key


def _key(name: str) -> str:
    """The key in the file of a number's name: ``line/x/rate_max`` is ``lines.x.rate_max``."""
    record, part, field, *rest = name.split("/")
    if field == "in_process":
        return f"{_at(f'{record}s', part, field)}[{rest[0]}].{rest[1]}"
    return _at(f"{record}s", part, field, *rest)
