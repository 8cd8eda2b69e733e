"""production/ and precedents/ into statements on lines, components, orders, assumptions and precedents."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from shipped.common import RECORDED_ON, UNDATED, Raw, host, present, read_csv, slug


def _base(r: dict[str, str], subject: str, stated_on: str) -> Raw:
    """Press-level facts: the page's own voice, its host the carrier."""
    primary = r["confidence"] == "primary"
    return {
        "subject": subject, "said_by": "", "standing": "unattributed", "stated_on": stated_on or UNDATED,
        "via": [host(r["source_url"])], "source": r["source_url"], "confidence": r["confidence"],
        "speaker_kind": "unknown" if primary else "media",
    }  # fmt: skip


def _recalled(base: Raw, text: str) -> Raw:
    """A cell that says (recalled) was not read anywhere: the statement says so instead of the cell."""
    if "(recalled)" not in text:
        return base | {"value": text}
    return base | {"value": text.replace("(recalled)", "").strip(), "confidence": "recalled", "standing": "derived",
                   "via": [], "speaker_kind": "compilers"}  # fmt: skip


def lines(path: Path) -> list[Raw]:
    """Production lines: rates are units a year as in the file."""
    out: list[Raw] = []
    for r in read_csv(path):
        subject = f"line/{slug(r['product'], r['site'].split(',')[0] or r['prime_contractor'] or r['country'])}"
        base = _base(r, subject, r["year_stated"])
        for prop, value in present([("product", r["product"]), ("family", r["family"]), ("site", r["site"]),
                                    ("prime_contractor", r["prime_contractor"]), ("country", r["country"])]):  # fmt: skip
            out.append(_recalled(base, value) | {"property": prop})
        for column in ("annual_rate_current", "annual_rate_max", "annual_rate_planned", "lead_time_months"):
            if r[column]:
                event = r["planned_by"] if column == "annual_rate_planned" else ""
                out.append(base | {"property": column, "value": r[column], "event_on": event, "note": r["note"]})
        if r["planned_by"] and not r["annual_rate_planned"]:
            out.append(base | {"property": "capacity_planned_by", "value": r["planned_by"], "note": r["note"]})
        if r["note"]:
            out.append(base | {"property": "line_remark", "value": r["note"]})
    return out


def components(path: Path) -> list[Raw]:
    """Shared components: who makes them, what they go into, what was said of the supply."""
    out: list[Raw] = []
    for r in read_csv(path):
        base = _base(r, f"component/{slug(r['component'])}", r["year_stated"])
        for prop, value in present([("component_suppliers", r["suppliers"]), ("component_products", r["products"]),
                                    ("component_remark", r["statement"])]):  # fmt: skip
            out.append(_recalled(base, value) | {"property": prop})
    return out


def customers(path: Path) -> list[Raw]:
    """Orders of the competing customers."""
    out: list[Raw] = []
    for r in read_csv(path):
        subject = f"order/{slug(r['product'], r['customer'], r['quantity'], r['ordered_on'])}"
        base = _base(r, subject, "")
        for prop, value in present(
            [("product", r["product"]), ("customer", r["customer"]), ("quantity", r["quantity"]),
             ("ordered_on", r["ordered_on"]), ("delivery_window", r["delivery_window"]), ("order_remark", r["note"])]
        ):  # fmt: skip
            out.append(_recalled(base, value) | {"property": prop})
    return out


def assumptions(path: Path) -> list[Raw]:
    """Wide guesses for numbers nobody published: standing assumption, confidence recalled."""
    out: list[Raw] = []
    for r in read_csv(path):
        base: Raw = {
            "subject": f"assumption/{slug(r['product'])}/{slug(r['quantity'])}", "said_by": "",
            "speaker_kind": "compilers", "standing": "assumption", "confidence": "recalled",
            "stated_on": RECORDED_ON, "source": "assumption of the compilers (jointline)", "note": r["unit"],
        }  # fmt: skip
        for column in ("low", "mode", "high", "basis"):
            out.append(base | {"property": f"assumed_{column}", "value": r[column]})
    return out


def precedents(path: Path) -> list[Raw]:
    """Licensed-production, assembly and component cases; planned dates are other properties than observed ones."""
    out: list[Raw] = []
    for r in read_csv(path):
        base = _base(r, f"precedent/{slug(r['precedent'])}", "")
        planned = r["date_status"] != "actual"
        share = str(Decimal(r["local_content_pct"]) / 100) if r["local_content_pct"] else ""
        for prop, value in present(
            [("product", r["product"]), ("licensor", r["licensor"]), ("licensee_country", r["licensee_country"]),
             ("precedent_kind", r["kind"]), ("agreement_on", r["agreement_date"]),
             ("production_start_planned" if planned else "production_started_on", r["production_start"]),
             ("first_unit_planned" if planned else "first_unit_delivered_on", r["first_unit_delivered"]),
             ("peak_annual_rate", r["peak_annual_rate"]), ("quantity", r["quantity"]), ("local_content_share", share),
             ("precedent_outcome", r["outcome"]), ("precedent_remark", r["note"])]
        ):  # fmt: skip
            out.append(_recalled(base, value) | {"property": prop})
    return out


def joint_production_news(path: Path) -> list[Raw]:
    """What was said about US-Taiwan joint production, by mode."""
    kinds = {"official": "unknown", "media": "media"}
    out: list[Raw] = []
    for r in read_csv(path):
        standing = {"media": "unattributed"}.get(r["standing"], r["standing"])
        three = r["said_by"].startswith("three people")
        out.append({
            "subject": f"joint-production/{slug(r['mode'])}", "property": "joint_production_claim", "value": r["claim"],
            "item": r["product"], "said_by": r["said_by"], "speaker_kind": kinds.get(r["standing"], "unknown"),
            "n_sources": 3 if three else None, "via": "; ".join(reversed(r["via"].split(" via "))), "standing": standing,
            "stated_on": r["stated_on"], "source": r["source_url"], "confidence": r["confidence"]})  # fmt: skip
    return out
