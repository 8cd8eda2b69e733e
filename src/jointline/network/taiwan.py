"""The shipped network of what Taiwan is owed: built from the ledger as known on a day, and from recipe tables.

The recipe (data/networks/taiwan) holds what a person judged, one row each with its reason: which open cases are
production and of what, which lines make it, who else has ordered, which components are shared. The ledger gives
the numbers. Where it has none, or only one of a later day, there is an assumption that says so.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from jointline.backlog.counting import CANCELLED, COMPLETE, status
from jointline.backlog.rules import get_rule
from jointline.backlog.table import Counted, count
from jointline.errors import NothingFound
from jointline.ledger.dates import parse_date
from jointline.ledger.ledger import Ledger
from jointline.network.taiwan_known import (
    Guess,
    Known,
    Table,
    evidence,
    guess_of,
    middle,
    month_text,
    recipe,
    stated,
    triangle,
    whole_triangle,
)
from jointline.network.taiwan_options import taiwan_options
from jointline.network.taiwan_orders import TAIWAN, Pace, other_orders, put_in_process, taiwan_orders

HORIZON = 240
_OF_FINISHED = (
    "rates are stated of finished units, and a unit is started a lead time earlier: the ramp from today's rate to the "
    "planned one is laid that much before month 0"
)
_SERVICE = ("sustainment", "training")


def taiwan_network(as_of: date, ledger: Ledger) -> dict[str, Any]:
    """The Taiwan network as known on *as_of*: the tables that ``tomllib`` would give for its file.

    Every number that is no default has the statement behind it, or a sentence on what is assumed. No statement
    made after the day is used. The same day and ledger give the same tables. Raises ``NothingFound`` where no case
    that can be put on a line was open.
    """
    known = Known(ledger, as_of)
    counted = {c.case.id: c for c in count(ledger, as_of, get_rule("published"), whole=True)}
    still = {i: c.case for i, c in counted.items() if status(c.case)[0] not in (COMPLETE, CANCELLED)}
    left_out = {r["subject"]: r["reason"] for r in recipe("left_out")}
    wishes, unknown = taiwan_orders(known, still, {i: c.name for i, c in counted.items()})
    if not wishes:
        raise NothingFound(
            f"no open case of {as_of} is production with a known number of units",
            remedy="The first such cases are those notified in December 2015.",
        )
    rows = [r for r in recipe("lines") if any(w.row["product"] == r["product"] for w in wishes) and _exists(known, r)]
    lines = {r["line"]: line(known, r) for r in rows}
    paces = _paces(known, rows, lines)
    wishes += other_orders(known, paces, {p: pace.now for p, pace in paces.items()})
    put_in_process(known, wishes, paces, {r["product"]: known.aged(guess_of(r, "")).mode for r in recipe("us_demand")})
    products = {r["product"]: Table({"title": r["product_title"]}) for r in rows}
    sources = _components(known, products, lines)
    wishes.sort(key=lambda w: (w.table.fields["customer"] != TAIWAN, w.table.fields["product"], w.placed, w.name))
    modelled = {w.case.id for w in wishes if w.case}
    tables = {
        "title": "What Taiwan is owed, the lines that make it, and who else has ordered",
        "as_of": month_text(known.month), "horizon": HORIZON, "policy": "fifo", "customer": TAIWAN,
        "notes": _notes(known, [counted[i] for i in sorted(still)], modelled, unknown, left_out),
        "products": {name: table.done() for name, table in sorted(products.items())},
        "lines": {name: table.done() for name, table in lines.items()},
        "sources": {name: table.done() for name, table in sources.items()},
        "orders": {w.name: w.table.done() for w in wishes},
        "cases": {i: _case(counted[i]) for i in sorted(modelled)},
    }  # fmt: skip
    return tables | {"options": taiwan_options(known, tables)}


def _case(c: Counted) -> dict[str, Any]:
    """Title, notified value as the published rule counts it (left out where unknown), and the statement behind it."""
    made: dict[str, Any] = {"title": c.case.title}
    if c.value is not None and c.by:
        made |= {"value_usd_m": float(c.value), "statement": c.by[0].id}
    return made


def _exists(known: Known, row: dict[str, str]) -> bool:
    return row["exists"] == "always" or _started(known, row)


def line(known: Known, row: dict[str, str]) -> Table:
    """One line: its start, its rates and its lead time, each with what it rests on."""
    table = Table({k: row[k] for k in ("product", "title", "site", "country") if row[k]})
    says = known.named(row["start_statement"]) if row["start_statement"] else None
    if says:
        low, mode, high = (known.span(m)[0] for m in row["start"].split("/"))
        if high > 0:
            table.put("start", whole_triangle(low, mode, high), None,
                      f"own guess of {row['start'].replace('/', ', ')}: {row['reason']} (statement {says.id})")  # fmt: skip
    _rates(known, row, table)
    _lead(known, row, table)
    if "rate_initial" in table.fields and "start" not in table.fields:
        table.put("start", -int(middle(table.fields["production_lead_time"])), None, _OF_FINISHED)
    return table


def _rates(known: Known, row: dict[str, str], table: Table) -> None:
    """Today's rate and the planned one.

    A stated rate is the centre of a spread of a tenth, and a tenth more for each year since it was said (a fifth
    at least, a half at most). A stated plan is the mode between today's rate and a tenth above it. Without a
    stated rate it is the guess, cut at the plant's stated maximum.
    """
    today, most, plan = (known.firm(row["rate_subject"], f"annual_rate_{x}") for x in ("current", "max", "planned"))
    if today:
        c = stated(today)
        wide = min(0.5, max(0.2, 0.1 + 0.1 * known.ago(today)))
        now = Guess(c * (1 - wide), c, c * (1 + wide),
                    f"a year, divided by 12; {wide:.0%} to either side, wider with the age of the statement")  # fmt: skip
    else:
        now = known.guess(row["guess"]) if row["guess"] else known.aged(guess_of(row, f"own guess: {row['reason']}"))
        basis = f"{now.basis}. A year, divided by 12"
        if most:
            top = stated(most)
            basis += f"; cut at the stated maximum of {top:g} a year (statement {most.id})"
            now = Guess(min(now.low, top), min(now.mode, top), min(now.high, top), basis)
        now = Guess(now.low, now.mode, now.high, basis)
    p = stated(plan) if plan else 0.0
    rate = triangle(now.low / 12, now.mode / 12, now.high / 12)
    if not plan or p <= now.mode:
        table.put("rate_max", rate, today, now.basis)
        return
    table.put("rate_initial", rate, today, now.basis)
    table.put("rate_max", triangle(now.mode / 12, p / 12, 1.1 * p / 12), plan,
              "a year, divided by 12; the plan is the mode, from today's rate to a tenth above the plan")  # fmt: skip
    slip = known.own_guess("ramp/slip")
    due = max(0, known.span(plan.event_on)[1]) if plan.event_on else None
    if due is None:
        guess = known.own_guess("ramp/undated")
        table.put("ramp_months", whole_triangle(guess.low, guess.mode, guess.high), None, guess.basis)
    else:
        by = parse_date(plan.event_on).text
        table.put("ramp_months", whole_triangle(due + slip.low, due + slip.mode, due + slip.high), None,
                  f"planned for {by} (statement {plan.id}), {slip.low:.0f} to {slip.high:.0f} months late: {slip.basis}")  # fmt: skip


def lead_time(known: Known, row: dict[str, str]) -> Guess:
    """The guess of the months from start to unit for a line's kind of product."""
    kind = row["lead_kind"]
    return (
        known.own_guess(f"lead/{kind}")
        if kind == "light-drone"
        else known.guess(f"assumption/{kind}/production-lead-time")
    )


def _lead(known: Known, row: dict[str, str], table: Table) -> None:
    guess = lead_time(known, row)
    said = known.firm(row["lead_subject"], "lead_time_months")
    if said:
        c = stated(said)
        table.put("production_lead_time", whole_triangle(0.75 * c, c, 1.5 * c), said,
                  "from a quarter less to half as much again: stated once, of one product or one restart")  # fmt: skip
    else:
        table.put("production_lead_time", whole_triangle(guess.low, guess.mode, guess.high), None, guess.basis)


def _paces(known: Known, rows: list[dict[str, str]], lines: dict[str, Table]) -> dict[str, Pace]:
    """What each product's lines do (a line that starts later adds nothing yet)."""
    paces: dict[str, Pace] = {}
    for row in rows:
        t = lines[row["line"]].fields
        begun = known.span(row["start"].split("/")[1])[0] if _started(known, row) else -HORIZON
        low, mode, high = t["production_lead_time"]["triangular"]
        full = 0.0 if begun > 0 else middle(t["rate_max"])
        now = 0.0 if begun > 0 else middle(t.get("rate_initial", t["rate_max"]))
        had = paces.get(row["product"]) or Pace(0.0, 0.0, 0.0, Guess(low, mode, high, ""), begun)
        ramp = max(had.ramp, middle(t.get("ramp_months", 0)) if full else 0.0)
        paces[row["product"]] = Pace(had.now + now, had.full + full, ramp, had.lead, min(had.begun, begun))
    return paces


def _started(known: Known, row: dict[str, str]) -> bool:
    """Is a month known in which the line starts?"""
    return bool(row["start_statement"]) and known.named(row["start_statement"]) is not None


def _components(known: Known, products: dict[str, Table], lines: dict[str, Table]) -> dict[str, Table]:
    """Shared components: put into their *products*, and their sources, sized as a share of the lines' need."""
    share = known.guess("assumption/solid-rocket-motor/share-of-need")
    made: dict[str, Table] = {}
    need: dict[str, list[float]] = {}
    for r in recipe("components"):
        if r["product"] not in products:
            continue
        product, units, says = products[r["product"]], float(r["units"]), known.named(r["statement"])
        product.fields.setdefault("bill_of_materials", {})[r["component"]] = int(units)
        key = f"bill_of_materials.{r['component']}"
        if says:
            product.evidence[key] = evidence(says, "names the product among those that need it")
            product.assumptions[key] = r["reason"]
        else:
            product.assumptions[key] = f"{r['reason']}. The need is stated on a later day only"
        made.setdefault(r["source"], Table({k: r[k] for k in ("component", "title", "site", "country") if r[k]}))
        total = need.setdefault(r["source"], [0.0, 0.0])
        for table in lines.values():
            if table.fields["product"] == r["product"]:
                total[0] += units * middle(table.fields.get("rate_initial", table.fields["rate_max"]))
                total[1] += units * middle(table.fields["rate_max"])
    ramp = known.own_guess("ramp/undated")
    for name, table in made.items():
        now, full = need[name]
        basis = f"{share.basis}; times the sum of the lines' rates, {{:.4g}} a month"
        if full > now:
            table.put(
                "rate_initial", triangle(share.low * now, share.mode * now, share.high * now), None, basis.format(now)
            )
            table.put("ramp_months", whole_triangle(ramp.low, ramp.mode, ramp.high), None, ramp.basis)
            lead = known.guess("assumption/any-missile/production-lead-time")
            table.put("start", -int(lead.mode), None, f"{_OF_FINISHED}. {lead.basis}")
        table.put(
            "rate_max", triangle(share.low * full, share.mode * full, share.high * full), None, basis.format(full)
        )
    return made


def _notes(
    known: Known, still: list[Counted], modelled: set[str], unknown: dict[str, list[str]], left_out: dict[str, str]
) -> list[str]:
    """What a reader must know: what the network rests on, and every open case that is no order, with the reason."""
    notes = [f"Built from the ledger as known on {known.as_of}; no statement of a later day is used. What nobody published "
             "is an assumption made in 2026, wider for earlier days."]  # fmt: skip
    news = max(known.ledger.knowledge_ends())
    if news and news < known.as_of.isoformat():
        notes.append(
            f"The ledger's news on cases ends on {news}: what was delivered, promised or signed since is missing."
        )
    notes.append("Orders are served in the order in which they were placed, one after the other: an early order gets the "
                 "whole line until it is done. Other buyers and yearly US buys are few and rough.")  # fmt: skip
    groups: dict[str, list[str]] = {}
    for c in still:
        i = c.case.id
        if i in modelled:
            if i in unknown:
                groups.setdefault("An item whose number is not known on the day", []).append(
                    f"{i} ({', '.join(unknown[i])})"
                )
        elif i in left_out:
            groups.setdefault(left_out[i], []).append(i)
        elif i in unknown:
            groups.setdefault("The number of units is not known on the day: nothing to put on a line", []).append(i)
        elif c.case.value("category") in _SERVICE:
            groups.setdefault("Spare parts, support or training: no production line", []).append(i)
        else:
            groups.setdefault("Nobody has judged yet what is made for it and where", []).append(i)
    notes += [f"Not modelled: {', '.join(ids)}. {reason}." for reason, ids in groups.items()]
    for what, words in (("shared", "Components known as shared, but without any figure, are not modelled"),
                        ("uncounted", "Orders of other buyers without a count are not modelled")):  # fmt: skip
        found = [s for s, reason in left_out.items() if reason == what and known.of(s)]
        if found:
            notes.append(f"{words}: {', '.join(found)}.")
    notes.append("Launch units, radar and support vehicles, sights, ground stations and guidance kits of modelled cases are "
                 "left out: a case is complete here when the items modelled are.")  # fmt: skip
    return notes
