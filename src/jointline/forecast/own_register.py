"""A trade register of the user's own: read, fitted, and used in place of the shipped parameters.

Reads the CSV that the trade-register page of the SIPRI Arms Transfers Database exports since 2023. Nothing of it is
kept: SIPRI's terms allow research on a register, not copies of it.
"""

from __future__ import annotations

import csv
import os
import re
from datetime import date
from pathlib import Path

from jointline.errors import JointlineError
from jointline.forecast.register import Order, Register, fit_register

COLUMNS = 16
_HEAD = "Recipient,Supplier,Year of order"
_FIRST_FIT = 2012  # fits of earlier years would have seen hardly any order of this file
_NO_ORDER = re.compile(r"selected [^;]*not (yet )?ordered", re.IGNORECASE)
_REMEDY = "Export the trade register (CSV) at armstransfers.sipri.org, for all recipients of the United States."


def read_orders(path: str | os.PathLike[str]) -> tuple[list[Order], str]:
    """The orders of a trade register, and when it was generated. Raises ``JointlineError`` naming file and line."""
    file = Path(path)
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise JointlineError(f"cannot be read: {error.strerror or error}", where=str(file)) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")  # what the site writes
    lines = text.splitlines()
    begin = next((i for i, line in enumerate(lines) if line.startswith(_HEAD)), None)
    if begin is None:
        raise JointlineError(f"no line begins with {_HEAD}: not a trade register", where=str(file), remedy=_REMEDY)
    generated = next((x.strip() for x in lines[:begin] if x.startswith("Data generated")), "on a day not given")
    orders = []
    for number, row in enumerate(csv.reader(lines[begin + 1 :]), begin + 2):
        if not any(row):
            continue
        if len(row) != COLUMNS:
            raise JointlineError(f"{len(row)} fields where {COLUMNS} are due", where=f"{file}, line {number}",
                                 remedy="A record broken in two by a line break has to be joined again.")  # fmt: skip
        try:
            order = _order(row)
        except ValueError as error:
            raise JointlineError(f"not a number: {error}", where=f"{file}, line {number}", remedy=_REMEDY) from None
        if order:
            orders.append(order)
    return orders, generated.replace("Data generated:", "generated").strip()


def _order(row: list[str]) -> Order | None:
    if _NO_ORDER.search(row[12]):
        return None  # it stands among the orders and is none
    recipient, supplier, year, estimate, units, _, _, description, delivered, _, years, status = row[:12]
    return Order(
        recipient=recipient, supplier=supplier, ordered=int(year), order_is_estimate=estimate.strip() == "?",
        description=description, units=float(units) if units.strip() else None, delivered=float(delivered or 0),
        delivered_in=tuple(sorted(int(y) for y in re.findall(r"\d{4}", years))), from_stock=status.startswith("Second hand"),
    )  # fmt: skip


def own_register(path: str | os.PathLike[str], day: date) -> Register:
    """A register's fits for each end of year up to *day*: what it would have told at each."""
    orders, dated = read_orders(path)
    last = max((max(o.delivered_in, default=o.ordered) for o in orders), default=day.year)
    return fit_register(
        orders, range(_FIRST_FIT, min(last, day.year) + 1), f"the register in {Path(path).name}, {dated}"
    )
