"""A trade register of the user's own: read, fitted, and used in place of the shipped parameters.

``readers/sipri`` reads the file. Nothing of it is kept: SIPRI's terms allow research on a register, not copies of it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from jointline.errors import JointlineError
from jointline.forecast.register import Order, Register, fit_register
from jointline.readers.document import load
from jointline.readers.sipri.row import Row
from jointline.readers.sipri.stream import Faults, find_head, rows

_WHOLE = ("register", "report", "service")  # the exports that tell what was ordered, what was delivered, and when
_FIRST_FIT = 2012  # fits of earlier years would have seen hardly any order of such a file
_GENERATED = re.compile(r"^Data generated:\s*(.*?)\s*$", re.MULTILINE)
_REMEDY = "Export the trade register (CSV) at armstransfers.sipri.org, for all recipients of the United States."


def orders_of(found: Iterable[Row]) -> Iterator[Order]:
    """The orders among the deals of a register: one without a year, or selected and not ordered yet, is none."""
    for r in found:
        if r.ordered_on is None or r.selected:
            continue
        years = sorted({int(y) for d in r.delivered_on for y in d.split("/")})
        yield Order(
            recipient=r.recipient, supplier=r.supplier, ordered=int(r.ordered_on), order_is_estimate=r.ordered_on_uncertain,
            description=r.description or "", units=None if r.number_ordered is None else float(r.number_ordered),
            delivered=float(r.number_delivered or 0), delivered_in=tuple(years),
            from_stock=(r.status or "").startswith("Second hand"),
        )  # fmt: skip


def read_orders(path: str | os.PathLike[str]) -> tuple[list[Order], str]:
    """The orders of a trade register, and when it was generated. Raises ``JointlineError`` naming file and line."""
    file = Path(path)
    text = load(file).text
    head = find_head(text)
    if head is None or head.format.name not in _WHOLE:
        what = (
            "no header of a trade register" if head is None else f"an export ({head.format.name}) without whole orders"
        )
        raise JointlineError(f"holds {what}: not a trade register", where=str(file), remedy=_REMEDY)
    faults = Faults()
    found = list(orders_of(row for row in rows(text, head, None, faults) if row))
    if faults.problems:
        first = faults.problems[0]
        raise JointlineError(first.message, where=f"{file}, {first.where}", remedy=_REMEDY)
    generated = _GENERATED.search(head.preamble)
    return found, f"generated {generated[1]}" if generated else "on a day not given"


def own_register(path: str | os.PathLike[str], day: date) -> Register:
    """A register's fits for each end of year up to *day*: what it would have told at each."""
    orders, dated = read_orders(path)
    last = max((max(o.delivered_in, default=o.ordered) for o in orders), default=day.year)
    source = f"the register in {Path(path).name}, {dated}"
    return fit_register(orders, range(_FIRST_FIT, min(last, day.year) + 1), source)
