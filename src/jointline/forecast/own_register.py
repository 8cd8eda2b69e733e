"""A trade register of the user's own: read, fitted, and used in place of the shipped parameters.

Reads the CSV that the trade-register page of the SIPRI Arms Transfers Database exports since 2023. Nothing of it is
kept: SIPRI's terms allow research on a register, not copies of it.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from jointline.errors import JointlineError
from jointline.forecast.register import Order, Register, fit_register

COLUMNS = 16
_HEAD = "Recipient,Supplier,Year of order"
_FIRST_FIT = 2012  # fits of earlier years would have seen hardly any order of such a file
_NO_ORDER = re.compile(r"selected [^;]*not (yet )?ordered", re.IGNORECASE)
_REMEDY = "Export the trade register (CSV) at armstransfers.sipri.org, for all recipients of the United States."


class RegisterRow(Protocol):
    """What is needed of one deal of a register, whatever read it. Dates begin with their year."""

    @property
    def supplier(self) -> str: ...
    @property
    def recipient(self) -> str: ...
    @property
    def ordered_on(self) -> str | None: ...
    @property
    def ordered_on_uncertain(self) -> bool: ...
    @property
    def number_ordered(self) -> int | None: ...
    @property
    def description(self) -> str | None: ...
    @property
    def number_delivered(self) -> int | None: ...
    @property
    def delivered_on(self) -> tuple[str, ...]: ...
    @property
    def status(self) -> str | None: ...
    @property
    def comment(self) -> str | None: ...


def orders_of(rows: Iterable[RegisterRow]) -> Iterator[Order]:
    """The orders among the deals of a register: one without a year, or selected and not ordered yet, is none."""
    for r in rows:
        if r.ordered_on is None or _NO_ORDER.search(r.comment or ""):
            continue
        yield Order(
            recipient=r.recipient, supplier=r.supplier, ordered=int(r.ordered_on[:4]), order_is_estimate=r.ordered_on_uncertain,
            description=r.description or "", units=None if r.number_ordered is None else float(r.number_ordered),
            delivered=float(r.number_delivered or 0), delivered_in=tuple(sorted(int(d[:4]) for d in r.delivered_on)),
            from_stock=(r.status or "").startswith("Second hand"),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    supplier: str
    recipient: str
    ordered_on: str | None
    ordered_on_uncertain: bool
    number_ordered: int | None
    description: str | None
    number_delivered: int | None
    delivered_on: tuple[str, ...]
    status: str | None
    comment: str | None


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
    rows = []
    for number, cells in enumerate(csv.reader(lines[begin + 1 :]), begin + 2):
        if not any(cells):
            continue
        if len(cells) != COLUMNS:
            raise JointlineError(f"{len(cells)} fields where {COLUMNS} are due", where=f"{file}, line {number}",
                                 remedy="A record broken in two by a line break has to be joined again.")  # fmt: skip
        try:
            rows.append(_row(cells))
        except ValueError as error:
            raise JointlineError(f"not a number: {error}", where=f"{file}, line {number}", remedy=_REMEDY) from None
    return list(orders_of(rows)), generated.replace("Data generated:", "generated").strip()


def _row(cells: list[str]) -> _Row:
    recipient, supplier, year, estimate, units, _, _, description, delivered, _, years, status, comment = cells[:13]
    return _Row(
        supplier, recipient, str(int(year)), estimate.strip() == "?", int(units) if units.strip() else None, description,
        int(delivered) if delivered.strip() else None, tuple(re.findall(r"\d{4}", years)), status, comment,
    )  # fmt: skip


def own_register(path: str | os.PathLike[str], day: date) -> Register:
    """A register's fits for each end of year up to *day*: what it would have told at each."""
    orders, dated = read_orders(path)
    last = max((max(o.delivered_in, default=o.ordered) for o in orders), default=day.year)
    source = f"the register in {Path(path).name}, {dated}"
    return fit_register(orders, range(_FIRST_FIT, min(last, day.year) + 1), source)
