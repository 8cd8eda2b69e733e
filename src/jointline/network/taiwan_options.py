"""The options that ship with the Taiwan network: what joint production, priority, contracts, stocks or US capacity would change.

What is hypothetical is a recipe (data/networks/taiwan/options.toml): which line or source, at what rate, why. The stages
before it starts come from precedents (observed durations only) and from the legal route. Options that touch every
order or line (priority, multi-year orders, stocks, announced capacity) are made from the network itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from jointline.network.approvals_path import approvals_stage
from jointline.network.precedents import STARTED, durations
from jointline.network.taiwan_known import Known, Table, ends, evidence, middle, whole_triangle
from jointline.network.taiwan_orders import TAIWAN

Tables = dict[str, Any]


@cache
def option_recipes() -> dict[str, dict[str, Any]]:
    """The hypothetical lines and sources, by option."""
    path = resources.files("jointline.data") / "networks" / "taiwan" / "options.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def taiwan_options(known: Known, network: Mapping[str, Any]) -> Tables:
    """Every shipped option that can be made on *network* as known on the day, by name.

    An option whose product, component or line is not in the network is left out. Combinations come last.
    """
    made: Tables = {}
    for name, recipe in option_recipes().items():
        changes = [
            *(_added(known, row, "lines", recipe["route"]) for row in recipe.get("lines", ())
              if row["product"] in network["products"]),
            *(_added(known, row, "sources", recipe["route"]) for row in recipe.get("sources", ())
              if any(s["component"] == row["component"] for s in network["sources"].values())),
            *(_altered(row, network) for row in recipe.get("set", ())
              if row["field"] in network["lines"].get(row["line"], {})),
        ]  # fmt: skip
        if changes:
            made[name] = {"title": recipe["title"], "mode": recipe["mode"], "route": recipe["route"],
                          "note": _note(known, recipe), "changes": changes}  # fmt: skip
    for name, option in (("announced-on-time", _announced(network)), ("priority", _priority(network)),
                         ("multi-year", _multi_year(known, network)), ("from-stock", _from_stock(known, network))):  # fmt: skip
        if option["changes"]:
            made[name] = option
    _combine(made)
    return made


def _note(known: Known, recipe: Mapping[str, Any]) -> str:
    """The recipe's note with who spoke of it first, or that nobody had by the day."""
    subject, _, wanted = recipe.get("discussed", "").partition("#")
    by = next((s for s in known.of(subject) if s.id == wanted), None) if subject else None
    if by:
        return (
            f"{recipe['note']} Spoken of on {by.stated_on} by {by.said_by or 'an unnamed source'} (statement {by.id})."
        )
    if subject:
        return f"Hindsight: on {known.as_of} nobody had spoken of it in public. {recipe['note']}"
    return str(recipe["note"])


def _added(known: Known, row: Mapping[str, Any], section: str, route: str) -> Tables:
    """A line or source as a change: its stages, rate and ramp, each with what it rests on."""
    keep = ("product", "component", "title", "site", "country")
    table = Table({"add": f"{section}.{row['name']}"} | {k: row[k] for k in keep if k in row})
    stages: Tables = {}

    def stage(name: str, value: Any, why: str, by: dict[str, str] | None = None) -> None:
        stages[name] = value
        table.assumptions[f"stages.{name}"] = why
        if by:
            table.evidence[f"stages.{name}"] = by

    stage("decision", whole_triangle(*row["decision"]), row["decision_why"])
    months, why = approvals_stage(route, known.as_of)
    stage("approvals", months, why)
    if "transfer" in row:
        said = known.named(row["transfer_statement"])
        why = row["transfer_why"] + ("" if said else ". Said on a later day only")
        stage("to-production", whole_triangle(*row["transfer"]), why, evidence(said) if said else None)
    else:
        seen = durations(known.ledger, known.as_of, row["precedents"], STARTED)
        if "widened" in row or len(seen.observed) < 3:
            low, mode, high = row.get("widened") or _around([d.months for d in seen.observed])
            why = row.get("widened_why") or f"a guess around {len(seen.observed)} precedents: {seen.sentence()}"
            stage("to-production", whole_triangle(low, mode, high), why)
        else:
            first = seen.observed[0]
            said_by = evidence(
                first.statement, f"{first.precedent} and {len(seen.observed) - 1} more: docs/options.md#precedents"
            )
            stage("to-production", {"empirical": [d.months for d in seen.observed]}, seen.sentence(), said_by)
    table.fields["stages"] = stages
    table.put("rate_max", {"triangular": list(row["rate"])}, None, f"units a month; {row['rate_why']}")
    table.put(
        "rate_initial", round(0.2 * row["rate"][1], 2), None, "own guess: a fifth of the full rate in the first month"
    )
    table.put("ramp_months", whole_triangle(*row["ramp"]), None, row["ramp_why"])
    if section == "lines":
        lead = (
            known.guess("assumption/any-missile/production-lead-time")
            if row["product"] != "altius"
            else known.own_guess("lead/light-drone")
        )
        table.put(
            "production_lead_time",
            whole_triangle(lead.low, lead.mode, lead.high),
            None,
            f"as the US line. {lead.basis}",
        )
    return table.done()


def _around(months: list[int]) -> tuple[float, float, float]:
    """A wide guess where fewer than three durations were observed."""
    mode = sum(months) / len(months) if months else 36.0
    return 0.5 * mode, mode, 2 * mode


def _altered(row: Mapping[str, Any], network: Mapping[str, Any]) -> Tables:
    """A number of a line times a factor."""
    now = network["lines"][row["line"]][row["field"]]
    args = next(iter(now.values())) if isinstance(now, Mapping) else [now] * 3
    return {"set": f"lines.{row['line']}.{row['field']}", "to": whole_triangle(*(a * row["times"] for a in args)),
            "assumption": row["why"]}  # fmt: skip


def _announced(network: Mapping[str, Any]) -> Tables:
    """Every announced rise of a US rate in full and on its date: the ramps without their slip."""
    changes = []
    for name, line in network["lines"].items():
        ramp, planned = line.get("ramp_months"), line.get("evidence", {}).get("rate_max")
        if ramp and planned and isinstance(ramp, Mapping):
            (args,) = ramp.values()
            changes.append({"set": f"lines.{name}.ramp_months", "to": max(1, int(args[0])),
                            "assumption": "the announced date without any slip: the least of the baseline's range"})  # fmt: skip
            rate = line["rate_max"]
            if isinstance(rate, dict):
                changes.append({"set": f"lines.{name}.rate_max", "to": middle(rate), "evidence": dict(planned),
                                "assumption": "the announced rate in full, taken at its word"})  # fmt: skip
    return {"title": "Announced US capacity in full and on time", "mode": "other", "route": "us-capacity",
            "note": "The baseline has every announced rise too, from today's rate to a tenth above the announced one, with a slip. "
                    "Here each announcement is kept as it was made: where the baseline draws more than was announced, this is "
                    "the slower of the two.", "changes": changes}  # fmt: skip


def _priority(network: Mapping[str, Any]) -> Tables:
    mine = [name for name, o in network["orders"].items() if o["customer"] == TAIWAN]
    changes: list[Tables] = [{"set": "policy", "to": "priority"}]
    changes += [{"set": f"orders.{name}.priority", "to": 1} for name in mine]
    return {"title": "Taiwan first in every queue", "mode": "other", "route": "queue-priority",
            "note": "Every unit that is started goes to Taiwan's orders first, whatever was ordered before. Units already "
                    "being made for others are left to them.", "changes": changes}  # fmt: skip


def _multi_year(known: Known, network: Mapping[str, Any]) -> Tables:
    """A shorter wait from order to release, for orders of Taiwan that are not released yet."""
    guess = known.own_guess("option/alt")
    changes = []
    for name, order in network["orders"].items():
        alt = order.get("administrative_lead_time", 0)
        if order["customer"] != TAIWAN or not isinstance(alt, Mapping):
            continue
        (args,) = alt.values()
        if args[1] > guess.mode and _waits(known, order, args[-1]):
            to = whole_triangle(*(min(g, a) for g, a in zip((guess.low, guess.mode, guess.high), args, strict=True)))
            changes.append({"set": f"orders.{name}.administrative_lead_time", "to": to, "assumption": guess.basis})
    return {"title": "Multi-year contracts in place", "mode": "other", "route": "multi-year",
            "note": "Orders that wait for a contract are released sooner. Congress members asked for multi-year money in 2024 "
                    "(statement 22e22725d29acd2573cf) for another reason too: lines would leave their minimum rates, which is "
                    "not modelled.", "changes": changes}  # fmt: skip


def _waits(known: Known, order: Mapping[str, Any], longest: float) -> bool:
    """Can the order still be unreleased at month 0?"""
    placed = order.get("placed", 0)
    month = known.span(placed)[1] if isinstance(placed, str) else middle(placed)
    return month + longest > 0


def _from_stock(known: Known, network: Mapping[str, Any]) -> Tables:
    """A share of what is still to be started, out of US stocks: missiles and rockets only."""
    share, months = known.own_guess("option/stock-share"), known.own_guess("option/stock-months")
    changes = []
    for name, order in network["orders"].items():
        if order["customer"] != TAIWAN or order["product"] not in _STOCKED:
            continue
        started = [list(batch) for batch in order.get("in_process", [])]
        # what is surely still to be started: nothing is given out of stock that may be in process already
        left = ends(order["quantity"])[0] - ends(order.get("delivered", 0))[1] - sum(ends(u)[1] for _, u in started)
        units = whole_triangle(share.low * left, share.mode * left, share.high * left)
        if left >= 10 and units:
            batch = [whole_triangle(months.low, months.mode, months.high), units]
            changes.append({"set": f"orders.{name}.in_process", "to": [*started, batch],
                            "assumption": f"the last batch is from stock: {share.basis}; {months.basis}"})  # fmt: skip
    return {"title": "A share out of US stocks", "mode": "other", "route": "from-stock",
            "note": "Missiles and rockets that the US forces hold in number. What stocks can bear was not read; what is taken "
                    "has to be made anew for the US, which is not modelled.", "changes": changes}  # fmt: skip


_STOCKED = ("gmlrs", "javelin", "stinger", "tow-2b", "atacms", "amraam", "aim-9x", "harpoon")


def _combine(made: Tables) -> None:
    joint = [n for n, o in made.items() if o["mode"] in ("A", "B")]
    if len(joint) > 1:
        made["joint-production"] = {"title": "Every joint production option", "mode": "other",
                                    "note": "Modes A and B together.", "combine": joint}  # fmt: skip
    others = [n for n in ("joint-production", "announced-on-time", "multi-year", "priority") if n in made]
    if len(others) > 2:
        words = {"joint-production": "joint production", "announced-on-time": "announced capacity", "multi-year": "contracts",
                 "priority": "priority"}  # fmt: skip
        title = " and ".join([", ".join(words[n] for n in others[:-1]), words[others[-1]]])
        made["all-together"] = {"title": title[:1].upper() + title[1:], "mode": "other",
                                "note": "Stocks and third countries are left out.", "combine": others}  # fmt: skip
