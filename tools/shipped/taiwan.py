"""taiwan/notifications.csv and taiwan/milestones.csv into statements on cases."""

from __future__ import annotations

import re
from pathlib import Path

from shipped.common import Raw, host, is_government, judgements, present, read_csv

_EVENTS = {
    "loa_signed": "loa_signed", "contract_award": "contract_awarded", "production_start": "production_started",
    "first_delivery": "first_delivery", "partial_delivery": "partial_delivery",
    "final_delivery": "final_delivery", "cancelled": "cancelled", "converted": "converted",
    "delay_announced": "delay_announced",
}  # fmt: skip
_TAG = re.compile(r"\[(contract-end|budget-end|date-approx|pre-notification)\]\s*")
_HEDGE = re.compile(
    r"\b(strives|hoped for|hopes delivery|possible delay|possibly by|if the budget|if tests|a chance of|"
    r"at the earliest|not confirmed|has asked for|if the US agrees|paper infers|said to slip)",
    re.IGNORECASE,
)
_QUARTER = re.compile(r"\bQ([1-4]) (\d{4})")
_PLURAL_SOURCE = re.compile(r"(officials|sources|insiders)\b")


def notifications(path: Path) -> list[Raw]:
    """Statements that the notices themselves make: one per filled field and row."""
    out: list[Raw] = []
    for r in read_csv(path):
        recalled = r["confidence"] == "recalled"
        base: Raw = {
            "subject": r["case_id"], "said_by": "Defense Security Cooperation Agency",
            "speaker_kind": "us_government", "standing": "official", "stated_on": r["notified_on"],
            "source": r["source_url"], "confidence": "secondary" if recalled else r["confidence"],
            "via": [] if is_government(r["source_url"]) else [host(r["source_url"])],
        }  # fmt: skip
        also = f" Also: {r['source_url_2']}" if r["source_url_2"] else ""
        # of the recalled rows of 2008 only the value was not read; of a row without a value nothing was
        unread: Raw = {"confidence": "recalled", "said_by": "", "speaker_kind": "compilers",
                       "standing": "derived", "via": []}  # fmt: skip
        whole_row = unread if recalled and not r["total_usd_m"] else {}
        out.append(base | whole_row | {"property": "notified_on", "value": r["notified_on"],
                                       "note": (r["notes"] + also).strip()})  # fmt: skip
        for prop, value in present(
            [("title", r["title"]), ("category", r["category"]), ("transmittal", r["transmittal"]),
             ("implementing_agency", r["agency"]), ("case_designator", r["case_designator"]),
             ("amends", r["amends"])]
        ):  # fmt: skip
            coder: Raw = {}
            if prop == "category":
                coder = {"said_by": "", "speaker_kind": "compilers", "standing": "derived", "via": []}
            out.append(base | whole_row | {"property": prop, "value": value} | coder)
        for prop, column in (
            ("mde_value", "mde_usd_m"),
            ("other_value", "other_usd_m"),
            ("total_value", "total_usd_m"),
        ):
            if r[column]:
                out.append(base | (unread if recalled else {}) | {
                    "property": prop, "value": f"USD {r[column]}m", "note": r["notes"] if prop == "total_value" else ""})  # fmt: skip
        if r["items"]:
            lead = r["items"].split(";")[0].strip()
            out.append(base | whole_row | {"property": "lead_item", "value": lead})
        for prop, column in (("notified_item", "items"), ("contractor", "contractors")):
            out.extend(base | whole_row | {"property": prop, "value": part.strip()}
                       for part in r[column].split(";") if part.strip())  # fmt: skip
        if r["amends"] and "must not be added" in r["notes"]:
            out.append(base | {"property": "value_within", "value": r["amends"], "note": r["notes"]})
    return out


def milestones(path: Path) -> list[Raw]:
    """Statements about what happened to the cases and what was promised."""
    dates = {(j["case"], j["event"], j["event_date"], j["stated_on"], j["said_by"]): j for j in judgements("dates")}
    units = {(j["case"], j["event"], j["event_date"], j["quantity"]): j for j in judgements("units")}
    carriers = {j["via"]: j["carriers"] for j in judgements("carriers")}
    speakers = [(re.compile(j["pattern"]), j["speaker_kind"]) for j in judgements("speakers")]
    used_dates, used_units = set(), set()
    out: list[Raw] = []
    for r in read_csv(path):
        date_key = (r["case_id"], r["event"], r["event_date"], r["stated_on"], r["said_by"])
        unit_key = (r["case_id"], r["event"], r["event_date"], r["quantity"])
        judged, counted = dates.get(date_key), units.get(unit_key)
        if judged:
            used_dates.add(date_key)
        if counted:
            used_units.add(unit_key)
        tags, note = set(_TAG.findall(r["notes"])), _TAG.sub("", r["notes"]).strip()
        event_on = judged["event_date_as"] if judged else _quarter(r["event_date"], note)
        standing = {"media": "unattributed"}.get(r["standing"], r["standing"])
        statement: Raw = {
            "subject": r["case_id"],
            "property": (judged and judged["property_as"]) or _property(r["event"], tags), "value": event_on,
            "item": counted["item"] if counted else "", "units": r["quantity"], "said_by": r["said_by"],
            "speaker_kind": _speaker_kind(r["said_by"], r["standing"], speakers),
            "n_sources": 1 if standing == "anonymous" and not _PLURAL_SOURCE.search(r["said_by"]) else None,
            "via": carriers.get(r["via"]) if r["via"] in carriers else _carriers(r["via"]),
            "standing": standing, "hedged": bool(_HEDGE.search(note)),
            "stated_on": judged["stated_on_as"] if judged else r["stated_on"],
            "source": r["source_url"] or "not read", "confidence": r["confidence"],
            "original": r["event_date"] if event_on != r["event_date"] else "", "note": note,
        }  # fmt: skip
        out.append(statement)
        out.extend(_unit_statements(r["event"], statement, counted))
    for name, table, used in (("dates", dates, used_dates), ("units", units, used_units)):
        if missed := set(table) - used:
            raise SystemExit(f"judgements/{name}.csv: no milestone matches {sorted(missed)[0]}")
    return out


def _unit_statements(event: str, statement: Raw, counted: dict[str, str] | None) -> list[Raw]:
    """Units ordered or in hand, where a milestone tells them for the case's lead item."""
    carried = statement | {"item": "", "units": "", "original": ""}
    if counted and counted["delivered_to_date"]:
        return [carried | {"property": "units_delivered", "value": counted["delivered_to_date"],
                           "event_on": statement["value"], "note": counted["why"]}]  # fmt: skip
    if event in ("loa_signed", "contract_award") and statement["units"] and not statement["item"]:
        return [carried | {"property": "units_ordered", "value": statement["units"],
                           "event_on": statement["value"]}]  # fmt: skip
    if statement["property"] == "contract_ends_on" and statement["units"] and not statement["item"]:
        return [carried | {"property": "units_ordered", "value": statement["units"]}]
    return []


def _property(event: str, tags: set[str]) -> str:
    if event in _EVENTS:
        return _EVENTS[event]
    if "contract-end" in tags:
        return "contract_ends_on"
    if "budget-end" in tags:
        return "budget_ends_on"
    which = "first" if event == "expected_first_delivery" else "final"
    return f"{which}_delivery_{'foreseen' if 'pre-notification' in tags else 'promised'}"


def _quarter(event_date: str, note: str) -> str:
    """The quarter a note names, where the date is that quarter's last month; else the date itself."""
    for quarter, year in _QUARTER.findall(note):
        if event_date == f"{year}-{3 * int(quarter):02d}":
            return f"{year}-Q{quarter}"
    return event_date


def _carriers(via: str) -> str:
    inner = re.fullmatch(r"(.+?) \((.+)\)", via)
    if inner:
        return f"{inner[1]}; {inner[2]}"
    return "; ".join(part.strip() for part in via.split("/"))


def _speaker_kind(said_by: str, standing: str, speakers: list[tuple[re.Pattern[str], str]]) -> str:
    if standing == "media":
        return "media"
    for pattern, kind in speakers:
        if pattern.search(said_by):
            return kind
    return "media" if "report" in said_by.lower() else "unknown"
