"""Networks to simulate: drawn ones made uncertain, settled ones for one draw, and a few plain ones."""

from __future__ import annotations

import copy
import random
from typing import Any

import networks
import numpy as np
from hypothesis import strategies as st

from jointline.network.load import load_network
from jointline.network.parts import Network
from jointline.simulate.chunks import Job, Outcome, run_chunk
from jointline.simulate.draws import quantile
from jointline.simulate.layout import layout
from jointline.simulate.streams import uniforms

Raw = dict[str, Any]
Row = tuple[str, int, int]


def valued(raw: Raw) -> Raw:
    """With a value for every case, so that no ledger is asked."""
    cases = {o["case"]: {"value_usd_m": 10} for o in raw["orders"].values() if "case" in o}
    return {"cases": cases} | raw


def run(raw: Raw, draws: int = 1, seed: int = 0) -> tuple[Network, Outcome]:
    """The network and its draws, without what is made of them."""
    network = load_network(valued(raw))
    return network, run_chunk(Job((layout(network),), seed, deliveries=True), 0, draws)[0]


def rows_of(network: Network, outcome: Outcome, draw: int = 0) -> list[Row]:
    names = list(network.orders)
    assert outcome.deliveries is not None
    return [(names[o], m, u) for d, o, m, u in outcome.deliveries.tolist() if d == draw]


@st.composite
def uncertain_networks(draw: st.DrawFn, **limits: Any) -> Raw:
    """A drawn network some of whose numbers became distributions around their values."""
    raw = draw(networks.networks(**{"max_orders": 6, "max_lines": 4, "max_horizon": 60} | limits))
    loosen = st.sampled_from((True, False))
    for section, fields in (
        ("lines", ("rate_max", "rate_initial", "ramp_months", "production_lead_time")),
        ("sources", ("rate_max", "rate_initial", "ramp_months", "buffer_months")),
        ("orders", ("administrative_lead_time", "acceptance_lag", "quantity", "priority", "placed")),
    ):
        for part in raw[section].values():
            for field in fields:
                if field in part and not isinstance(part[field], str) and draw(loosen):
                    part[field] = draw(around(part[field], field))
            for stage in part.get("stages", {}):
                if draw(loosen):
                    part["stages"][stage] = draw(around(part["stages"][stage], stage))
    return raw


def around(value: float, field: str) -> st.SearchStrategy[Raw]:
    high = value + 5.5
    kinds: list[Raw] = [
        {"uniform": [value, high]},
        {"triangular": [value, value + 1, high]},
        {"pert": [value, value, high]},
        {"empirical": [value, high, value + 2]},
    ]
    if field in ("rate_max", "production_lead_time") and value > 0:
        kinds.append({"lognormal": [value, 1.3]})
    return st.sampled_from(kinds)


def drawn(network: Network, seed: int, draw: int) -> dict[str, float]:
    """The value of every uncertain number in one draw, by name."""
    values = {}
    for n in network.numbers.values():
        if not n.number.is_fixed:
            value = float(quantile(n.number, uniforms(seed, [n.name], draw, 1)[0])[0])
            values[n.name] = float(np.floor(value + 0.5)) if n.type in ("months", "moment", "units") else value
    return values


def settled(raw: Raw, network: Network, seed: int, draw: int) -> Raw:
    """The network with the numbers of one draw, each a plain number."""
    out = copy.deepcopy(raw)
    for name, value in drawn(network, seed, draw).items():
        record, part, *path = name.split("/")
        inner = out[f"{record}s"][part]
        for key in path[:-1]:
            inner = inner[key]
        whole = path[-1] not in ("rate_max", "rate_initial", "buffer_months", "priority")
        inner[path[-1]] = int(value) if whole else value
    return out


def plain_network(orders: int = 12, lines: int = 5, seed: int = 1, horizon: int = 120) -> Raw:
    """A contended network with uncertain numbers of every kind."""
    r = random.Random(seed)
    raw: Raw = {"as_of": "2026-10", "horizon": horizon, "customer": "TWN", "lines": {}, "sources": {}, "orders": {}}
    products = [f"p{i}" for i in range(max(1, lines // 2))]
    raw["products"] = {p: {"bill_of_materials": {f"c{i % 2}": 1}} for i, p in enumerate(products)}
    for i in range(lines):
        rate = r.randint(2, 12)
        raw["lines"][f"l{i}"] = {
            "product": products[i % len(products)], "country": r.choice(["USA", "TWN"]), "rate_initial": rate / 2,
            "rate_max": {"pert": [rate, rate + 2, rate + 6]}, "ramp_months": 12,
            "production_lead_time": {"lognormal": [12, 1.3]},
            "stages": {"decision": {"triangular": [0, 3, 9]}, "first_article": {"empirical": [2, 4, 6]}},
        }  # fmt: skip
    for i in range(2):
        raw["sources"][f"s{i}"] = {
            "component": f"c{i}",
            "country": "USA",
            "rate_max": {"uniform": [4 * lines, 6 * lines]},
        }
    for i in range(orders):
        raw["orders"][f"o{i}"] = {
            "case": f"case{i // 2}", "product": products[i % len(products)], "customer": r.choice(["USA", "TWN", "TWN"]),
            "quantity": r.randint(5, 150), "placed": r.randint(-12, 24),
            "administrative_lead_time": {"pert": [3, 6, 18]},
        }  # fmt: skip
    raw["cases"] = {f"case{i}": {"value_usd_m": 100.1 + i} for i in range((orders + 1) // 2)}
    return raw
