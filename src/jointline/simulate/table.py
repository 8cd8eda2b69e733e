"""When each order is delivered, as a table out of a simulation's dataset."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from jointline.sentences import list_part, name_part, says
from jointline.shown import Shown
from jointline.simulate.months import month_name

if TYPE_CHECKING:
    import xarray


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One order in one option; months as dates where the network has an as_of, ``None`` beyond the horizon."""

    option: str
    order: str
    customer: str
    product: str
    case: str | None
    owed: float
    first_p10: str | None
    first_p50: str | None
    first_p90: str | None
    first_beyond_share: float
    final_p10: str | None
    final_p50: str | None
    final_p90: str | None
    final_beyond_share: float
    assumed_spread_share: float | None


@dataclass(frozen=True, slots=True)
class DeliveryTable(Shown):
    """First and final delivery of every order, option by option. ``str()`` gives the printed table."""

    title: str
    as_of: str
    horizon: int
    customer: str
    options: tuple[str, ...]
    rows: tuple[DeliveryRow, ...]
    numbers: int
    numbers_with_evidence: int
    numbers_uncertain: int
    assumed_spread_share: float | None
    warnings: tuple[str, ...]
    run: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return asdict(self)


def delivery_table(data: xarray.Dataset) -> DeliveryTable:
    """First and final delivery per order (P10, P50, P90, share beyond the horizon) of what ``simulate`` gave.

    The month of a share of draws is the least one by which that share has it (nearest rank).
    """
    as_of = str(data.attrs["as_of"])
    values = {name: data[name].values for name in (
        "first_delivery_quantile", "final_delivery_quantile", "first_beyond_share", "final_beyond_share",
        "assumed_spread_share")}  # fmt: skip
    rows = []
    for i, option in enumerate(data.option.values):
        for k, order in enumerate(data.order.values):
            if math.isnan(values["final_beyond_share"][i, k]):
                continue  # this option has no such order
            spread = float(values["assumed_spread_share"][i, k])
            ends = {
                f"{what}_{q}": _month(as_of, float(values[f"{what}_delivery_quantile"][i, j, k]))
                for what in ("first", "final") for j, q in enumerate(("p10", "p50", "p90"))
            }  # fmt: skip
            rows.append(DeliveryRow(
                option=str(option), order=str(order), customer=str(data.customer.values[k]),
                product=str(data["product"].values[k]), case=str(data["case"].values[k]) or None,
                owed=float(data.owed.values[k]), **ends,
                first_beyond_share=round(float(values["first_beyond_share"][i, k]), 4),
                final_beyond_share=round(float(values["final_beyond_share"][i, k]), 4),
                assumed_spread_share=None if math.isnan(spread) else round(spread, 4),
            ))  # fmt: skip
    a = data.attrs
    mine = [r.assumed_spread_share for r in rows if not a["customer"] or r.customer == a["customer"]]
    shares = sorted(s for s in mine if s is not None)
    run = {"version": a["version"], "data": a["network"], "as_of": as_of, "policy": a["policy"],
           "draws": str(a["draws"]), "seed": a["seed"], "sampling": a["sampling"]}  # fmt: skip
    return DeliveryTable(
        a["title"], as_of, int(a["horizon"]), a["customer"], tuple(map(str, data.option.values)), tuple(rows),
        int(a["numbers"]), int(a["numbers_with_evidence"]), int(a["numbers_uncertain"]),
        shares[len(shares) // 2] if shares else None, tuple(_warnings(data)), run,
    )  # fmt: skip


def _month(as_of: str, month: float) -> str | None:
    return None if math.isnan(month) else month_name(as_of, month)


def _warnings(data: xarray.Dataset) -> list[str]:
    found: list[str] = []
    if unknown := data.attrs["cases_without_value"]:
        cases = list_part([name_part("case", c) for c in unknown.split(", ")])
        found.append(says("No value is known of {cases}: the value owed leaves it out.", cases=cases))
    if int(data.attrs["draws"]) < 100:
        found.append(says("{n} draws are few for a P10 and a P90.", n=data.attrs["draws"]))
    return found
