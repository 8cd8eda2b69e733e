"""What a notice says, and where it says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

Span = tuple[int, int]  # offsets in the document


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a sale, ``qty`` where the text gives a number."""

    qty: int | None
    item: str
    span: Span = (0, 0)

    def as_dict(self) -> dict[str, Any]:
        return {"qty": self.qty, "item": self.item}


@dataclass(frozen=True, slots=True)
class Notice:
    """The record of one notice; what the text does not show is ``None``. The fields are those of fields/notice.csv."""

    form: str
    transmittal: str | None = None
    purchaser: str | None = None
    buyer_country: str | None = None
    date_delivered_or_published: str | None = None
    date_kind: str | None = None
    mde_usd_m: int | float | None = None
    other_usd_m: int | float | None = None
    total_usd_m: int | float | None = None
    agency: str | None = None
    case_designator: str | None = None
    items: tuple[Item, ...] = ()
    contractors: tuple[str, ...] | None = None
    truncated: bool = False
    title: str | None = None
    published_on: str | None = None
    dated_on: str | None = None
    delivered_on: str | None = None
    prior_cases: str | None = None
    refers_to: tuple[str, ...] | None = None
    original_total_usd_m: int | float | None = None
    original_mde_usd_m: int | float | None = None
    original_items: tuple[Item, ...] | None = None
    case: str | None = None
    case_by: str | None = None
    other_notices: tuple[Notice, ...] = ()
    spans: Mapping[str, Span] = field(default_factory=dict)

    @property
    def is_upgrade(self) -> bool:
        """A report on an earlier sale, under section 36(b)(5): no sale of its own."""
        return self.form == "upgrade"

    def as_dict(self) -> dict[str, Any]:
        """The record as ``--json`` prints it."""
        row: dict[str, Any] = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "spans"}
        for name in ("items", "original_items", "other_notices"):
            row[name] = None if row[name] is None else [part.as_dict() for part in row[name]]
        for name in ("contractors", "refers_to"):
            row[name] = None if row[name] is None else list(row[name])
        return row
