"""What a contract announcement says, and where it says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jointline.readers.notice.record import Item, Span


@dataclass(frozen=True, slots=True)
class Customer:
    """A buyer under Foreign Military Sales, with its share of the award where that is said."""

    name: str
    iso3: str | None
    share_pct: int | float | None
    span: Span = (0, 0)

    def as_dict(self) -> dict[str, Any]:
        return {"name": self.name, "iso3": self.iso3, "share_pct": self.share_pct}


@dataclass(frozen=True, slots=True)
class Award:
    """One announcement; what the text does not show is ``None``. The fields are those of fields/award.csv.

    ``fms`` is ``None`` where the text breaks off before it could say so.
    """

    contractors: tuple[str, ...] | None = None
    contractor_place: str | None = None
    award_usd: int | float | None = None
    items: tuple[Item, ...] = ()
    agency: str | None = None
    fms: bool | None = None
    fms_customers: tuple[Customer, ...] = ()
    fms_funds_usd: int | float | None = None
    contract_number: str | None = None
    completion: str | None = None
    contracting_activity: str | None = None
    modification: bool = False
    whole: bool = True
    spans: Mapping[str, Span] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        names = [c.name for c in self.fms_customers]
        codes = [c.iso3 for c in self.fms_customers if c.iso3]
        total = None if self.award_usd is None else self.award_usd / 1_000_000
        return {
            "purchaser": names or None, "buyer_country": codes or None, "total_usd_m": total, "agency": self.agency,
            "items": [i.as_dict() for i in self.items], "contractors": list(self.contractors) if self.contractors else None,
            "award_usd": self.award_usd, "fms": self.fms, "fms_customers": [c.as_dict() for c in self.fms_customers],
            "fms_funds_usd": self.fms_funds_usd, "contract_number": self.contract_number, "completion": self.completion,
            "contractor_place": self.contractor_place, "contracting_activity": self.contracting_activity,
            "modification": self.modification,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ContractPage:
    """A page of announcements. Its dictionary is the first one's fields and those of the page."""

    awards: tuple[Award, ...]
    announced_on: str | None
    announced_at: Span | None
    truncated: bool

    def as_dict(self) -> dict[str, Any]:
        first = self.awards[0].as_dict() if self.awards else Award().as_dict()
        row = {
            "transmittal": None, "date_delivered_or_published": self.announced_on,
            "date_kind": "announced" if self.announced_on else None, "mde_usd_m": None, "other_usd_m": None,
            "case_designator": None, "truncated": self.truncated, **first,
        }  # fmt: skip
        others = [_brief(a) for a in self.awards[1:]]
        every = [a.as_dict() for a in self.awards] if others else []
        return row | {"other_announcements": others, "announcements": every}


def _brief(a: Award) -> dict[str, Any]:
    return {
        "contractor": a.contractors[0] if a.contractors else None, "award_usd": a.award_usd, "fms": a.fms,
        "contract_number": a.contract_number,
    }  # fmt: skip
