"""A made-up ledger of any size, shaped like the shipped one: the same seed gives the same bytes.

    python benchmarks/synthetic.py big.csv --n 1000000 --seed 0
    python benchmarks/synthetic.py big.jsonl --n 1000000

A case has about 80 statements: its notice (title, value, items), a few events, and over the years mostly
promises, what a tracker called it and wrote of it, and delays. Dates are days, months, quarters, halves, years
and parts of years, some of them in the calendar of the Republic of China; about one statement in a hundred
supersedes an earlier one. Nothing in it is about a real sale. Rows are written as they are made.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from jointline.ledger.statement import FIELD_NAMES, make_statement

Row = dict[str, str]

PER_CASE = 80
FIRST, LAST = date(2008, 1, 1), date(2026, 10, 31)
PUBLISHER = "Example Backlog Tracker"
PRODUCTS = (
    ("himars", "HIMARS launchers and rockets", "asymmetric"), ("harpoon", "Harpoon coastal defence", "asymmetric"),
    ("javelin", "Javelin missiles", "munitions"), ("stinger", "Stinger missiles", "munitions"),
    ("mk48", "Mk 48 torpedoes", "munitions"), ("aim9x", "AIM-9X missiles", "munitions"),
    ("m109", "M109 howitzers", "traditional"), ("f16", "F-16 aircraft", "traditional"),
    ("abrams", "M1A2 tanks", "traditional"), ("mq9", "MQ-9 aircraft", "asymmetric"),
    ("link16", "Link 16 terminals", "c4isr"), ("spares", "Aircraft spare parts", "sustainment"),
    ("pilots", "Pilot training", "training"), ("nasams", "NASAMS batteries", "asymmetric"),
)  # fmt: skip
# speaker, kind, standing, the carriers it may come through
SPEAKERS = (
    ("Ministry of National Defense", "taiwan_government", "official", ("Taipei Times", "CNA; Focus Taiwan")),
    ("MND report to the Legislative Yuan", "taiwan_government", "official", ("UDN", "Liberty Times; Taiwan News")),
    ("Wellington Koo, defence minister", "taiwan_government", "named", ("CNA", "UDN; CNA")),
    ("Defense Security Cooperation Agency", "us_government", "official", ("", "")),
    ("DoD contract announcement", "us_government", "official", ("", "defense-aerospace.com")),
    ("Lockheed Martin", "company", "named", ("Defense News", "Reuters")),
    ("Military source", "taiwan_government", "anonymous", ("Liberty Times", "Taiwan News; Liberty Times")),
    ("A legislator of the defence committee", "legislator", "named", ("China Times", "Yahoo News Taiwan")),
    ("Bloomberg", "media", "second_hand", ("Taiwan News", "Focus Taiwan; CNA")),
    ("", "media", "unattributed", ("Taiwan News; CNA", "UDN")),
)  # fmt: skip
SPEAKER_WEIGHTS = (24, 12, 10, 10, 10, 6, 10, 5, 5, 8)
# what is said of a case over the years, and how often
TOLD = (
    ("final_delivery_promised", 22), ("first_delivery_promised", 17), ("published_status", 20), ("also_called", 9),
    ("delay_announced", 6), ("contract_ends_on", 5), ("partial_delivery", 5), ("contract_awarded", 4),
    ("units_delivered", 3), ("loa_signed", 3), ("budget_ends_on", 2), ("contractor", 2), ("published_category", 1),
    ("final_delivery_foreseen", 1),
)  # fmt: skip
REMARKS = (
    "On schedule.", "Delayed by the supplier.", "Awaiting a letter of offer and acceptance.",
    "First units in testing.", "美方交貨延宕，國防部持續溝通。", "No change since last month.",
)  # fmt: skip


def rows(n: int, seed: int = 0) -> Iterator[Row]:
    """Exactly *n* statements as CSV-like rows of texts, case by case."""
    return islice(_endless(seed), n)


def _endless(seed: int) -> Iterator[Row]:
    case = 0
    while True:
        yield from _case(Random(f"{seed}/{case}"), case)
        case += 1


def _case(rng: Random, number: int) -> Iterator[Row]:
    short, title, category = rng.choice(PRODUCTS)
    notified = FIRST + timedelta(days=rng.randrange((LAST - FIRST).days))
    subject = f"tw-{notified}-{short}-{number:05d}"
    delivered = notified + timedelta(days=int(365.25 * rng.triangular(2, 13, 6)))
    dropped = rng.random() < 0.04
    closed = min(delivered, LAST)
    units = rng.choice((2, 4, 11, 18, 29, 66, 108, 250, 400, 1700))
    money = rng.choice((18, 66, 108, 180, 250, 620, 1100, 2200)) * rng.randint(1, 4)
    notice = _said(rng, subject, notified, 3)
    yield notice | {"property": "notified_on", "value": notified.isoformat()}
    yield notice | {"property": "title", "value": f"{title}, lot {number}"}
    yield notice | {"property": "total_value", "value": f"USD {money}m"}
    yield notice | {"property": "transmittal", "value": f"{notified.year % 100:02d}-{number}"}
    yield notice | {"property": "lead_item", "value": f"{units} x {title}", "units": str(units)}
    for i in range(rng.randint(0, 3)):
        yield notice | {"property": "notified_item", "value": f"{i + 1} x launcher type {i}", "units": str(i + 1)}
    yield notice | {"property": "category", "value": category, "said_by": "", "standing": "derived",
                    "speaker_kind": "compilers"}  # fmt: skip
    if rng.random() < 0.5:
        yield notice | {"property": "units_ordered", "value": f"{units:,}", "item": title}
    listed = max(notified + timedelta(days=20), date(2023, 11, 6))
    if listed <= closed:
        yield _tracked(subject, listed) | {"property": "published_listing", "value": "listed"}
    told, weights = zip(*TOLD, strict=True)
    days = sorted(rng.randrange(max((closed - notified).days, 30)) for _ in range(max(0, round(rng.gauss(71, 12)))))
    earlier: Row | None = None
    for property_, offset in zip(rng.choices(told, weights, k=len(days)), days, strict=True):
        row = _told(rng, subject, property_, notified + timedelta(days=offset + 1), delivered, units, title)
        if earlier and earlier["property"] == property_ and rng.random() < 0.06:
            row |= {"supersedes": make_statement(earlier).id, "note": "Corrects an earlier reading."}
        yield row
        earlier = row
    if closed == LAST:
        return
    end = _said(rng, subject, closed + timedelta(days=rng.randrange(60)), 0)
    yield end | {"property": "cancelled" if dropped else "final_delivery", "value": _date(rng, closed)}
    if listed <= closed:
        yield _tracked(subject, closed + timedelta(days=25)) | {"property": "published_listing", "value": "delisted"}


def _told(
    rng: Random, subject: str, property_: str, day: date, delivered: date, units: int, title: str
) -> Row:  # fmt: skip
    row = _said(rng, subject, day) | {"property": property_}
    ahead = max(delivered, day) - timedelta(days=int(rng.triangular(-400, 900, 200)))
    if property_ in ("published_status", "published_category", "also_called"):
        row = _tracked(subject, day) | {"property": property_}
        row["value"] = {"published_status": rng.choice(REMARKS), "also_called": f"{title} ({day.year})",
                        "published_category": rng.choice(("traditional", "asymmetric", "munitions"))}[property_]  # fmt: skip
    elif property_ == "contractor":
        row["value"] = rng.choice(("Lockheed Martin", "RTX", "Boeing", "General Dynamics", "General Atomics"))
    elif property_ == "units_delivered":
        row |= {"value": str(rng.randint(0, units)), "event_on": _date(rng, day), "item": title}
    elif property_.endswith(("_promised", "_ends_on", "_foreseen")):
        row |= {"value": _date(rng, max(ahead, day)), "units": str(units) if rng.random() < 0.4 else ""}
        row["hedged"] = "yes" if rng.random() < 0.04 else "no"
    else:
        row["value"] = _date(rng, day - timedelta(days=rng.randrange(40)))
    if rng.random() < 0.45:
        row["note"] = f"{rng.choice(REMARKS)} Read of {row['value']}."
    if rng.random() < 0.15:
        row["quote"] = f"deliveries of {title} are to be completed in {row['value']}"
        start = rng.randrange(4000)
        row |= {"start": str(start), "end": str(start + len(row["quote"]))}
    return row


def _said(rng: Random, subject: str, day: date, speaker: int | None = None) -> Row:
    index = rng.choices(range(len(SPEAKERS)), SPEAKER_WEIGHTS)[0] if speaker is None else speaker
    said_by, kind, standing, carriers = SPEAKERS[index]
    if speaker is None and rng.random() < 0.01:
        standing = rng.choice(("denied", "declined_to_confirm")) if said_by else standing
    stated = day.isoformat() if rng.random() < 0.94 else day.strftime("%Y-%m")
    return {
        "subject": subject, "said_by": said_by, "speaker_kind": kind, "standing": standing, "stated_on": stated,
        "n_sources": "1" if standing == "anonymous" else "", "via": rng.choice(carriers),
        "source": f"https://news.example.org/{day.year}/{day.month:02d}/{rng.randrange(10**6):06d}",
        "confidence": "primary" if kind == "us_government" else "secondary",
        "recorded_on": (day + timedelta(days=31)).isoformat(), "recorded_by": "synthetic",
    }  # fmt: skip


def _tracked(subject: str, day: date) -> Row:
    return {
        "subject": subject, "said_by": PUBLISHER, "speaker_kind": "think_tank", "standing": "named",
        "stated_on": day.isoformat(), "source": f"https://tracker.example.org/{day:%Y-%m}",
        "recorded_on": day.isoformat(), "recorded_by": "synthetic",
    }  # fmt: skip


def _date(rng: Random, day: date) -> str:
    """*day* with the precision of one source or another; the interval always holds it."""
    kind = rng.choices(("day", "month", "quarter", "half", "year", "part", "roc", "span"), (50, 20, 7, 3, 9, 5, 4, 2))[
        0
    ]
    if kind == "day":
        return day.isoformat()
    if kind == "month":
        return f"{day:%Y-%m}"
    if kind == "quarter":
        return f"Q{(day.month + 2) // 3} {day.year}"
    if kind == "half":
        return f"{day.year}-H{1 if day.month < 7 else 2}"
    if kind == "part":
        return f"{('early', 'mid', 'late')[(day.month - 1) // 4]} {day.year}"
    if kind == "roc":
        return f"民國{day.year - 1911}年{day.month}月{day.day}日"
    if kind == "span":
        return f"{day:%Y-%m}/{day.year + 1}-03"
    return str(day.year)


def _typed(row: Row) -> dict[str, object]:
    """*row* with lists, numbers and truth values as ``jointline export`` writes them to JSON Lines."""
    typed: dict[str, object] = {k: v for k, v in row.items() if v}
    for name in ("n_sources", "start", "end"):
        if name in typed:
            typed[name] = int(row[name])
    if "via" in typed:
        typed["via"] = row["via"].split("; ")
    if "hedged" in typed:
        typed["hedged"] = row["hedged"] == "yes"
    return typed


def write(path: Path, n: int, seed: int = 0) -> None:
    """Write *n* statements to a .csv or .jsonl file, row by row."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        if path.suffix == ".csv":
            out = csv.DictWriter(handle, FIELD_NAMES, restval="", lineterminator="\n")
            out.writeheader()
            out.writerows(rows(n, seed))
        else:
            for row in rows(n, seed):
                handle.write(json.dumps(_typed(row), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path, help="a .csv or .jsonl file")
    parser.add_argument("--n", type=int, default=1_000_000, help="how many statements (default 1000000)")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    if given.path.suffix not in (".csv", ".jsonl"):
        parser.error("end the name in .csv or .jsonl")
    write(given.path, given.n, given.seed)
