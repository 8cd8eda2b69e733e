"""One row of a register with its marks of uncertainty, and the register as a record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# "Selected but not yet ordered", "selected 2022 but probably not yet ordered": a year or a word may stand between
SELECTED = re.compile(r"\bselected\b[^;]{0,40}\bnot (?:yet )?ordered\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One deal, or one year of its deliveries. ``None`` is what the register does not know or this export does not tell.

    The fields are those of fields/register_row.csv. An ``_uncertain`` field is the register's own ``?`` (or bracket, or
    estimate flag). ``start`` and ``end`` are the row's place in the document, ``simple`` where its cells are parted by
    nothing but separators.
    """

    line: int
    sipri_id: str | None
    supplier: str
    recipient: str
    ordered_on: str | None
    ordered_on_uncertain: bool
    number_ordered: int | None
    number_ordered_uncertain: bool
    designation: str
    description: str | None
    number_delivered: int | None
    number_delivered_uncertain: bool
    delivered_on: tuple[str, ...]
    delivered_on_uncertain: bool
    status: str | None
    comment: str | None
    tiv_unit: float | None
    tiv_ordered: float | None
    tiv_delivered: float | None
    start: int = 0
    end: int = 0
    simple: bool = True

    @property
    def selected(self) -> bool:
        """Selected and not ordered: no order, whatever year and number the row has."""
        return self.comment is not None and SELECTED.search(self.comment) is not None

    def as_dict(self) -> dict[str, Any]:
        row = {name: getattr(self, name) for name in _SHOWN}
        row["delivered_on"] = list(self.delivered_on)
        row["selected"] = self.selected
        return row


_SHOWN = tuple(n for n in Row.__dataclass_fields__ if n not in ("start", "end", "simple"))


@dataclass(frozen=True, slots=True)
class Register:
    """A register that was read: which export it is, what it was asked for, its rows.

    ``left_out`` rows are of other suppliers or recipients than those asked for; ``unread`` could not be read;
    ``joined_lines`` were broken in two by a stray line end and are read as one.
    """

    format: str
    scope: str | None
    scope_from: str | None
    scope_to: str | None
    deliveries_only: bool | None
    generated_on: str | None
    left_out: int
    unread: int
    joined_lines: tuple[int, ...]
    rows: Sequence[Row]

    def summary(self) -> dict[str, Any]:
        """The record without its rows."""
        row: dict[str, Any] = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "rows"}
        return row | {"joined_lines": list(self.joined_lines)}

    def as_dict(self) -> dict[str, Any]:
        return self.summary() | {"rows": [r.as_dict() for r in self.rows]}
