"""A made-up production network of any size, for the benchmark of the simulation: the same numbers give the same tables.

Four orders and two lines a product, two sources a component. Most lines are sold out for years and a third of the
components are short. Rates, starts, lead times and administrative lead times are uncertain. Nothing in it is about a
real sale.
"""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

from jointline.simulate.draws import Floats, Term, sample
from jointline.simulate.layout import Layout

Tables = dict[str, Any]

HORIZON = 240
COUNTRIES = ("USA", "TWN", "JPN", "POL", "UKR")


def tables(orders: int = 60, lines: int = 30, components: int = 10, seed: int = 0) -> Tables:
    """A network as ``tomllib`` would give it."""
    random = Random(f"{seed}/{orders}/{lines}/{components}")
    products = [f"product-{i}" for i in range(max(1, lines // 2))]
    network: Tables = {
        "as_of": "2026-10",
        "horizon": HORIZON,
        "policy": "fifo",
        "cases": {f"case-{i}": {"value_usd_m": random.randint(10, 2000)} for i in range(max(1, orders // 2))},
        "products": {p: {"bill_of_materials": _bill(i, components, random)} for i, p in enumerate(products)},
        "lines": {},
        "sources": {},
        "orders": {},
    }
    capacity = dict.fromkeys(products, 0.0)  # units a month once ramped
    use = dict.fromkeys((f"component-{i}" for i in range(components)), 0.0)
    for i in range(lines):
        product = products[i % len(products)]
        rate = random.choice((0.6, 2, 3.5, 8, 12, 25, 40)) * random.uniform(0.8, 1.2)
        capacity[product] += rate
        for component, amount in network["products"][product]["bill_of_materials"].items():
            use[component] += rate * amount
        network["lines"][f"line-{i}"] = {
            "product": product,
            "country": "USA" if i < len(products) else random.choice(COUNTRIES),
            "rate_initial": round(rate * 0.4, 2),
            "rate_max": _pert(rate * 0.75, rate, rate * 1.15, 2),
            "ramp_months": _pert(6, 18, 36),
            "start": random.choice((0, -12, 6)) if i < len(products) else _pert(6, 18, 40),
            "yield": random.choice((1, 0.95, 0.9)),
            "production_lead_time": {"lognormal": [random.randint(10, 24), 1.2]},
            "customers": random.choice(([], [], [], ["USA", "TWN"])),
        }
    for i in range(2 * components):
        component = f"component-{i % components}"
        rate = use[component] * random.choice((0.35, 0.5, 0.6)) + 0.5  # two of these: 0.7 to 1.2 of what is used
        network["sources"][f"source-{i}"] = {
            "component": component,
            "country": "USA",
            "rate_max": _pert(rate * 0.7, rate, rate * 1.2, 2),
            "rate_initial": round(rate * 0.6, 2),
            "ramp_months": random.choice((0, 12, 24)),
            "start": 0 if i < components else _pert(3, 12, 30),
            "buffer_months": 3,
        }
    share = orders / len(products)
    for i in range(orders):
        product = products[i % len(products)]
        # all orders of a product together keep its lines busy for 60 to 200 months
        quantity = max(1, round(capacity[product] * random.uniform(60, 200) / share))
        network["orders"][f"order-{i}"] = {
            "case": f"case-{i % max(1, orders // 2)}",
            "product": product,
            "customer": random.choice(COUNTRIES),
            "quantity": quantity,
            "placed": random.randint(-48, 12),
            "administrative_lead_time": _pert(6, 14, 36),
            "acceptance_lag": random.choice((0, 1, 3)),
            "priority": random.randint(1, 6),
            "delivered": quantity // 10 if i % 5 == 0 else 0,
            "in_process": [[random.randint(1, 18), max(1, quantity // 20)]] if i % 4 == 0 and quantity > 20 else [],
        }
    return network


def drawn_tables(network: Tables, layout: Layout, seed: int, n: int) -> tuple[list[Tables], Floats]:
    """The first *n* draws of *network*: as tables with plain numbers, and as the kernel takes them."""
    drawn: dict[Term, Floats] = {}
    values = sample(layout.terms, seed, 0, n, drawn=drawn)
    found = []
    for d in range(n):
        one = deepcopy(network)
        for term, column in drawn.items():
            kind, part, *field, last = term.name.split("/")
            table = one[f"{kind}s"][part]
            for key in field:
                table = table[key]
            table[last] = int(column[d]) if term.whole else float(column[d])
        found.append(one)
    return found, values


def _bill(i: int, components: int, random: Random) -> dict[str, float]:
    if not components or i % 3 == 2:  # a third of the products needs nothing that is limited
        return {}
    used = {i % components, (i * 7 + 3) % components} if i % 2 else {i % components}
    return {f"component-{c}": random.choice((1, 0.5, 2)) for c in sorted(used)}


def _pert(low: float, mode: float, high: float, digits: int = 0) -> dict[str, list[float]]:
    return {"pert": [round(x, digits) if digits else int(x) for x in (low, mode, high)]}
