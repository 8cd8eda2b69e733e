"""published/cases_by_month.csv and backlog_totals.csv into a publisher's own statements.

A publisher's list of a month speaks for the end of that month and is posted one to five weeks later
(COUNTING.md, rule 19): its statements are dated to the month. The first list was posted on 6 November 2023
and is dated to that day.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from shipped.common import Raw, host, judgements, read_csv

PUBLISHERS = {"Cato": "Cato Institute", "TSM": "Taiwan Security Monitor"}
OWN_HOSTS = ("cato.org", "tsm.schar.gmu.edu")
SERIES = "backlog/cato-tsm"
FIRST_LIST = {"2023-11": "2023-11-06"}
_TAG = re.compile(r"^\[(read|share read|named|derived|rebuilt)\]\s*")
_VALUE_REMARK = re.compile(r";? ?value is the notified one, from \S+")


def _base(r: dict[str, str]) -> Raw:
    via = [] if any(host(r["source_url"]).endswith(h) for h in OWN_HOSTS) else [host(r["source_url"])]
    return {
        "said_by": PUBLISHERS[r["publisher"]], "speaker_kind": "think_tank", "via": via,
        "stated_on": FIRST_LIST.get(r["month"], r["month"]), "source": r["source_url"],
    }  # fmt: skip


def cases_by_month(path: Path, totals_path: Path, notified: dict[str, Decimal]) -> list[Raw]:
    """Listings, removals, codings, values that differ from the notified one, names and remarks.

    *notified* gives the notified value of the cases that have one (US$ million). The address of a rebuilt row
    is where its value was read; that it was on the list follows from the month's post, in *totals_path*.
    """
    posts = {r["month"]: r["source_url"] for r in read_csv(totals_path)}
    names = {j["published_name"]: (j["case"], j["why"]) for j in judgements("published_cases")}
    rows = read_csv(path)
    months = sorted({r["month"] for r in rows})
    out: list[Raw] = []
    by_name: dict[str, list[dict[str, str]]] = {}
    for r in rows:
        by_name.setdefault(r["case"], []).append(r)
    for name, listed in by_name.items():
        case, why = names[name]
        value: Decimal | None = notified.get(case)
        last_text = ""
        for i, r in enumerate(listed):
            found = _TAG.match(r["status_text"])
            tag = found[1] if found else ""
            text = _VALUE_REMARK.sub("", _TAG.sub("", r["status_text"])).strip()
            inferred = tag in ("rebuilt", "derived", "")
            post = {"source_url": posts[r["month"]]} if tag == "rebuilt" else {}
            base = _base(r | post) | {"subject": case, "standing": "derived" if inferred else "named"}
            if i == 0:
                placed = f"[{tag}] {'its place follows from the sums: not read' if tag == 'rebuilt' else text}"
                out.append(base | {"property": "published_listing", "value": "listed",
                                   "note": f"{placed} {why}".strip()})  # fmt: skip
                out.append(base | {"property": "published_category", "value": r["category"], "standing": "derived"
                                   if inferred else "named"})  # fmt: skip
                out.append(base | {"property": "also_called", "value": name})
            counted = Decimal(r["value_usd_m"]) if r["value_usd_m"] else None
            if counted is not None and counted != value:
                out.append(
                    base | {"property": "published_value", "value": f"USD {counted}m", "note": f"[{tag}] {text}"}
                )
                value = counted
            if tag != "rebuilt" and text and text != last_text:
                out.append(base | {"property": "published_status", "value": text, "note": f"[{tag}]"})
                last_text = text
        out.extend(_removal(listed[-1], months, rows, posts, case))
    return out


def _removal(
    last: dict[str, str], months: list[str], rows: list[dict[str, str]], posts: dict[str, str], case: str
) -> list[Raw]:
    """The publisher's dropping of a case: said in the first month whose list no longer has it."""
    later = [m for m in months if m > last["month"]]
    if not later:
        return []
    author = next(r for r in rows if r["month"] == later[0])
    reasons = {j["case"]: j["reason"] for j in judgements("published_removals")}
    read = last["status_text"].startswith("[read]")
    # a removal that was read has its own page; else the post of the first month without the case shows it
    page = last["source_url"] if read else posts[later[0]]
    return [
        _base(author | {"source_url": page})
        | {"subject": case, "property": "published_listing", "value": "delisted",
           "standing": "named" if read else "derived", "note": reasons[case]}
    ]  # fmt: skip


def totals(path: Path) -> list[Raw]:
    """The published totals, each as the range that its own rounding leaves."""
    judged = {(j["month"], j["figure"]): j for j in judgements("remarks")}
    out: list[Raw] = []
    for r in read_csv(path):
        tag = r["change_note"].split(":")[0].split("(")[0].strip()
        base = _base(r) | {"subject": SERIES, "standing": "named" if tag == "READ" else "derived"}
        for figure in ("total", "traditional", "asymmetric", "munitions", "delivering"):
            text = r[f"{figure}_usd_b"]
            if not text:
                continue
            ranged = judged.get((r["month"], figure))
            if ranged:
                low, high = Decimal(ranged["low_usd_m"]), Decimal(ranged["high_usd_m"])
            else:
                half = Decimal(10) ** Decimal(text).as_tuple().exponent / 2  # type: ignore[operator]
                low, high = ((Decimal(text) + half * sign) * 1000 for sign in (-1, 1))
            out.append(base | {
                "property": f"backlog_{figure}", "value": f"USD {low}m..{high}m", "event_on": r["month"],
                "original": f"{text} billion", "note": f"{tag}. {ranged['why'] if ranged else ''}".strip()})  # fmt: skip
        out.append(base | {"property": "backlog_remark", "value": r["change_note"], "event_on": r["month"]})
    return out
