"""Rebuild the statements that ship with the package from the gathered data files.

    python tools/build_shipped.py DIRECTORY      (the gathered data: taiwan/, published/, production/, precedents/)

Same input, same bytes: run it twice and `git diff` shows nothing. Judgements that a person made (what a
coarse date means, which case a tracker's name is) are tables in tools/judgements, explained in docs/data.md.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from jointline.errors import JointlineError
from jointline.ledger.dates import parse_date
from jointline.ledger.shipped import AREAS, CASE_AREAS
from jointline.ledger.statement import Statement, make_statement
from jointline.ledger.transfer import write_csv
from jointline.ledger.values import parse_money
from shipped import industry, published, taiwan
from shipped.common import RECORDED_ON, Raw, judgements

OUT = Path(__file__).resolve().parent.parent / "src" / "jointline" / "data" / "statements"


def main(data: Path) -> None:
    """Write every area's file and the manifest."""
    notices = taiwan.notifications(data / "taiwan" / "notifications.csv")
    notified = {r["subject"]: parse_money(r["value"]).low for r in notices if r["property"] == "total_value"}
    extra = [dict(r) for r in judgements("extra_statements")]
    notified |= {r["subject"]: parse_money(r["value"]).low for r in extra if r["property"] == "total_value"}
    milestones = taiwan.milestones(data / "taiwan" / "milestones.csv")
    totals = data / "published" / "backlog_totals.csv"
    is_published = lambda r: r["property"].startswith(("published_", "backlog_", "programmes_"))  # noqa: E731
    areas: dict[str, list[Raw]] = {
        "cases": notices + milestones + [r for r in extra if not is_published(r)],
        "published": published.cases_by_month(data / "published" / "cases_by_month.csv", totals, notified)
        + published.totals(totals)
        + [r for r in extra if is_published(r)],
        "production": industry.lines(data / "production" / "lines.csv")
        + industry.components(data / "production" / "components.csv")
        + industry.customers(data / "production" / "customers.csv")
        + industry.assumptions(data / "production" / "assumptions.csv"),
        "precedents": industry.precedents(data / "precedents" / "coproduction.csv")
        + industry.joint_production_news(data / "precedents" / "us_taiwan_coproduction_news.csv")
        + [dict(r) for r in judgements("notes_statements")],
    }
    OUT.mkdir(parents=True, exist_ok=True)
    counts = {}
    among_cases: dict[str, bool] = {}
    for area, rows in areas.items():
        made = {s.id: s for s in map(_make, rows)}
        ordered = sorted(made.values(), key=_order)
        for s in ordered:
            if among_cases.setdefault(s.subject, area in CASE_AREAS) != (area in CASE_AREAS):
                raise SystemExit(f"{s.subject} stands among the cases and elsewhere: give one of them another id")
        write_csv(ordered, OUT / f"{area}.csv")
        counts[area] = len(ordered)
        print(f"{area}: {len(ordered)} statements from {len(rows)} rows")
    ends = max(parse_date(r["stated_on"]).high for r in milestones).isoformat()
    manifest = {"knowledge_ends_on": ends, "recorded_on": RECORDED_ON, "statements": counts, "data_hash": _hash()}
    (OUT / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    print(f"knowledge ends on {ends}")


def _hash() -> str:
    """The first 16 digits of the SHA-256 over the areas' files: kept, so that no start has to work it out."""
    return hashlib.sha256(b"".join((OUT / f"{area}.csv").read_bytes() for area in AREAS)).hexdigest()[:16]


def _order(s: Statement) -> tuple[str, ...]:
    return (s.subject, s.property, s.known_on, s.stated_on, s.value, s.source, s.id)


def _make(raw: Raw) -> Statement:
    try:
        return make_statement(raw, recorded_on=RECORDED_ON, recorded_by="jointline")
    except JointlineError as error:
        raise SystemExit(f"{error}\n{raw}") from None


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
