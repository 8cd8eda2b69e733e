"""Samples of waiting times that are censored, truncated and known as intervals; registers and ledgers made up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from jointline.forecast.past import FIRST, Day, asked, half_years
from jointline.forecast.register import Order, shipped_register
from jointline.forecast.survival.spells import Spells, spells
from jointline.ledger.ledger import Ledger, open_ledger
from jointline.ledger.statement import make_statement


def drawn(kind: str, n: int = 200, seed: int = 3) -> Spells:
    """Lognormal waits (median 33, scale 0.6) as they would be known: ``exact``, ``censored``, ``interval``, ``truncated``."""
    rng = np.random.default_rng(seed)
    t, end = rng.lognormal(3.5, 0.6, n), rng.uniform(20, 140, n)
    came = t < end
    if kind == "exact":
        return spells(t, t)
    if kind == "censored":
        return spells(np.minimum(t, end), np.where(came, t, np.inf))
    year = np.floor(t / 12) * 12
    low, high = np.where(came, year, end), np.where(came, year + 12, np.inf)
    if kind == "interval":
        return spells(low, high)
    entry = rng.uniform(0, 30, n)
    seen = t > entry
    low = np.maximum(low, entry)
    return spells(low[seen], high[seen], entry[seen])


KINDS = ("exact", "censored", "interval", "truncated")


def orders(n: int = 400, seed: int = 5, first: int = 2006) -> list[Order]:
    """A made-up register: tanks take 30 months, torpedoes 60, a lognormal spread of 0.5; Taiwan's a third longer."""
    rng = np.random.default_rng(seed)
    made = []
    for i in range(n):
        description, median = (("tank", 30.0), ("anti-submarine torpedo", 60.0))[i % 2]
        taiwan = i % 5 == 0
        begin = first + rng.uniform(0, 16)
        wait = median * (4 / 3 if taiwan else 1) * np.exp(0.5 * rng.normal()) / 12
        year = int(begin + wait)
        came = year <= 2023
        made.append(
            Order("Taiwan" if taiwan else "Poland", "United States", int(begin), False, description, 20.0,
                  20.0 if came else 0.0, (year,) if came else (), False)
        )  # fmt: skip
    return made


def own(path: Path, *rows: dict[str, object]) -> Ledger:
    """A ledger of nothing but these statements."""
    ledger = open_ledger(path, shipped=False)
    base = {"standing": "official", "said_by": "Ministry", "source": "https://example.org", "recorded_on": "2026-11-01"}
    ledger.add([make_statement(base | r) for r in rows])
    return ledger


def notice(case: str, day: str, **more: str) -> list[dict[str, object]]:
    """The statements of a notice: a case of howitzers unless *more* says otherwise."""
    facts = {
        "title": "Howitzers",
        "lead_item": "40 x M109A6",
        "total_value": "USD 750m",
        "category": "traditional",
    } | more
    first: list[dict[str, object]] = [{"subject": case, "property": "notified_on", "value": day, "stated_on": day}]
    return [*first, *({"subject": case, "property": k, "value": v, "stated_on": day} for k, v in facts.items() if v)]


def days_before(ledger: Ledger, as_of: date) -> list[Day]:
    """Every half-year before a day, as it would have been forecast then."""
    return [asked(ledger, d, shipped_register()) for d in half_years(FIRST, as_of) if d < as_of]
