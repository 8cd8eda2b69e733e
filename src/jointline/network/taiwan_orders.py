"""The orders of the Taiwan network: Taiwan's own, those of the buyers beside it, and the steady US demand."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from jointline.backlog.counting import DELIVERING, status
from jointline.ledger.case import Case
from jointline.ledger.statement import Statement
from jointline.ledger.values import parse_item
from jointline.network.taiwan_known import (
    Guess,
    Known,
    Table,
    Value,
    ends,
    guess_of,
    middle,
    month_text,
    recipe,
    stated,
    strongest,
    whole_triangle,
)

TAIWAN, USA = "TWN", "USA"
_POD = 6  # rockets in a GMLRS pod
_BATCHES = 3  # in which units already being made come in


@dataclass(frozen=True, slots=True)
class Pace:
    """What one product's lines do: finished units a month now and after the ramp, and months from start to unit.

    ``begun``: the month in which they began, far back where it is not known.
    """

    now: float
    full: float
    ramp: float
    lead: Guess
    begun: float

    def starts(self, month: float) -> float:
        """Units started in a past month: those that are finished a lead time later."""
        along = max(0.0, month + self.lead.mode)
        return self.now + (self.full - self.now) * (min(1.0, along / self.ramp) if self.ramp else float(along > 0))


@dataclass(frozen=True, slots=True)
class Wish:
    """One order before its place in the pipeline is known. ``released``: months from month 0, negative is past."""

    name: str
    row: dict[str, str]
    case: Case | None
    quantity: float
    placed: float
    released: float
    waits: bool
    table: Table


def taiwan_orders(
    known: Known, cases: dict[str, Case], names: dict[str, str]
) -> tuple[list[Wish], dict[str, list[str]]]:
    """Taiwan's orders of the open *cases*, and the items whose number is not known on the day (case -> items)."""
    wishes: list[Wish] = []
    unknown: dict[str, list[str]] = {}
    for row in recipe("orders"):
        case = cases.get(row["case"])
        if case is None:
            continue
        found = _quantity(known, case, row["quantity"])
        if found is None:
            unknown.setdefault(case.id, []).append(row["item"] or row["product"])
            continue
        wish = _wish(known, case, row, names[case.id], *found)
        if wish is not None:
            wishes.append(wish)
    return wishes, unknown


def _quantity(known: Known, case: Case, rule: str) -> tuple[int, Statement, str] | None:
    """Units, the statement behind them, and what was worked out from it."""
    kind, _, rest = rule.partition(":")
    if kind == "said":
        subject, id_, units = rest.split("#")
        said = known.named(f"{subject}#{id_}")
        same = said is not None and units in (said.value, said.units)
        return (int(units), said, "" if same else f"{units} units are worked out from it") if said else None
    if kind == "item":
        for s in case.every("notified_item"):
            number, name = parse_item(s.value)
            if name == rest and number and s.is_firm:
                pods = _POD if name.endswith("pod") else 1
                worked = f"{number.high} pods of {_POD} rockets" if pods > 1 else ""
                return int(number.high) * pods, s, worked
        return None
    ordered = strongest(case.every("units_ordered"))
    if ordered:
        return int(stated(ordered)), ordered, ""
    lead = strongest(case.every("lead_item"))
    number = parse_item(lead.value)[0] if lead else None
    return (int(number.high), lead, "") if lead and number else None


def _wish(
    known: Known, case: Case, row: dict[str, str], short: str, quantity: int, by: Statement, worked: str
) -> Wish | None:
    table = Table({"title": case.title + (f": {row['item']}" if row["item"] else ""), "case": case.id,
                   "product": row["product"], "customer": TAIWAN})  # fmt: skip
    table.put("quantity", quantity, by, f"{worked}: {row['reason']}" if worked else "")
    if not _delivered(known, case, row, quantity, table):
        return None
    placed, stage = _placed(known, case, row, table)
    promised = any(case.winner(f"{end}_delivery_promised") for end in ("first", "final"))
    waits = stage == "notice" and not promised and status(case)[0] != DELIVERING
    alt = _administrative(known, stage, -placed, waits)
    table.put("administrative_lead_time", whole_triangle(alt.low, alt.mode, alt.high), None, alt.basis)
    lag = known.guess("assumption/any/acceptance-lag")
    table.put("acceptance_lag", whole_triangle(lag.low, lag.mode, lag.high), None, lag.basis)
    name = f"{short}-{row['item']}" if row["item"] else short
    return Wish(name, row, case, quantity, placed, placed + alt.mode, waits, table)


def _delivered(known: Known, case: Case, row: dict[str, str], quantity: int, table: Table) -> bool:
    """Put what was handed over into *table*; false where nothing is owed any more."""
    units: Statement | None = None
    count = 0.0
    for r in recipe("delivered"):
        if r["case"] == case.id and r["item"] == row["item"] and (found := known.named(r["statement"])):
            units, count = found, float(r["units"])
    if units is None and row["quantity"] == "lead" and (said := case.firm("units_delivered")):
        units, count = said, stated(said)
    if units is not None:
        table.put("delivered", round(count), units)
        return count < quantity
    begun = case.firm("first_delivery")
    if begun and row["quantity"] == "lead":
        table.put("delivered", 1, begun, "a first delivery is reported and no count of units: at least one is in hand, "
                  "and any others count among the units already being made")  # fmt: skip
    return True


def _placed(known: Known, case: Case, row: dict[str, str], table: Table) -> tuple[float, str]:
    """Put the month of the order into *table*; returns it and what it is: contract, loa or notice."""
    if row["placed"]:
        low, high = known.span(row["placed"])
        table.put("placed", _moment(known, low, min(high, 0)), None, f"own guess: {row['reason']}")
        return (low + min(high, 0)) / 2, "loa"
    stage, by = _anchor(case, row["contract"])
    assert by.event is not None  # contract, letter and notice are dates
    low, high = known.span(by.value)
    high = min(high, 0)
    table.put("placed", _moment(known, min(low, high), high), by, "", _STAGES[stage])
    return (min(low, high) + high) / 2, stage


_STAGES = {"contract": "production contract", "loa": "letter of offer and acceptance", "notice": "notice to Congress"}


def _moment(known: Known, low: int, high: int) -> Value:
    return month_text(known.month + low) if low == high else {"uniform": [low, high]}


def _anchor(case: Case, contract: str) -> tuple[str, Statement]:
    """What the month of the order rests on: the production contract, else the signed letter, else the notice.

    An award announced by Taiwan is its own agreement with the US side and no contract with a producer.
    """
    if contract != "none":
        item = "" if contract == "case" else contract
        awards = [s for s in case.every("contract_awarded") if s.is_firm and s.confidence != "recalled"
                  and s.speaker_kind != "taiwan_government" and s.item == item]  # fmt: skip
        counted = [s for s in awards if s.units] or awards
        if counted:
            return "contract", min(counted, key=lambda s: (s.event_on, s.id))
    loa = strongest(case.every("loa_signed"))
    if loa:
        return "loa", loa
    return "notice", case.held["notified_on"].winner


def _administrative(known: Known, stage: str, elapsed: float, waits: bool) -> Guess:
    """Months from the order to production release.

    A case on which nothing was signed, promised or delivered by the day, as far as is known, has outlived the
    mode: what is left of the wait spreads around the day, two years to either side.
    """
    if stage != "notice":
        return known.own_guess(f"alt/{stage}")
    base = known.guess("assumption/any/administrative-lead-time")
    if not waits or elapsed <= base.mode:
        return base
    left = base.high - base.mode
    return Guess(max(base.low, elapsed - 24), elapsed, elapsed + left,
                 f"{base.basis}; {elapsed:.0f} months have passed without a word of a contract, so the release is "
                 f"put around the day: up to 24 months ago unreported, or up to {left:.0f} to come")  # fmt: skip


def other_orders(known: Known, products: Iterable[str], rates: dict[str, float]) -> list[Wish]:
    """The orders of other buyers for *products* that were placed by the day, and what the US buys each year.

    rates: units a month of each product's lines, for the US demand.
    """
    wanted = set(products)
    wishes = []
    for row in recipe("competitors"):
        placed = known.span(row["placed"])[0]
        if row["product"] not in wanted or placed > 0:
            continue
        table = Table({"title": f"{row['product']} for {row['customer']}", "product": row["product"],
                       "customer": row["customer"]})  # fmt: skip
        _other_quantity(known, row, table)
        ordered = known.firm(row["subject"], "ordered_on")
        exact = ordered if ordered and known.span(ordered.value) == (placed, placed) else None
        table.put("placed", row["placed"], exact, "" if exact else f"own guess of the month. {row['reason']}")
        if _handed_over(known, row, table):
            mid = middle(table.fields["quantity"])
            wishes.append(Wish(row["order"], row, None, mid, placed, placed, False, table))
    years = known.own_guess("us/years")
    for row in recipe("us_demand"):
        if row["product"] in wanted:
            share = known.aged(guess_of(row, ""))
            yearly = rates[row["product"]] * 12 * years.mode
            low, mode, high = (min(0.95, s) * yearly for s in (share.low, share.mode, share.high))
            table = Table({"title": f"{row['product']}: yearly US buys", "product": row["product"], "customer": USA})
            basis = (
                f"own guess: {row['low']}, {row['mode']} to {row['high']} of the line's yearly output. {row['reason']}"
            )
            table.put("quantity", whole_triangle(low, mode, high), None, f"{basis}. {years.basis}")
            table.put("placed", -12, None, years.basis)
            wishes.append(Wish(f"{row['product']}-us-yearly", row, None, mode, -12, -12, False, table))
    return wishes


def _other_quantity(known: Known, row: dict[str, str], table: Table) -> None:
    said = known.firm(row["subject"], "quantity")
    numbers = [float(n) for n in row["quantity"].split("/")]
    if len(numbers) == 3:
        table.put("quantity", whole_triangle(*numbers), None, f"{row['subject']}: {row['reason']}")
    elif said:
        table.put("quantity", round(stated(said)), said)
    else:
        n = numbers[0]
        table.put("quantity", whole_triangle(0.8 * n, n, 1.2 * n), None,
                  f"{row['subject']}: the ledger's figure is recalled or of a later day, so a fifth to either side")  # fmt: skip


def _handed_over(known: Known, row: dict[str, str], table: Table) -> bool:
    """Put what other buyers are believed to have, and what is being made for them, into *table*.

    Evenly over the window from first to last unit; false where the window is over.
    """
    low, _ = ends(table.fields["quantity"])
    lead = known.guess("assumption/any-missile/production-lead-time").mode
    slip = known.own_guess("window/slip")
    first, last = known.span(row["first"])[0], known.span(row["last"])[0]

    def share(month: float, late: float) -> float:
        return min(1.0, max(0.0, (month - first - late / 2) / (last + late - first)))

    had = [share(0, late) * low for late in (slip.high, slip.mode, slip.low)]
    basis = f"own guess: handed over evenly from {row['first']} to {row['last']}, {slip.low:.0f} to {slip.high:.0f} months late. {row['reason']}"
    if had[1] >= low - 0.5:
        return False
    if had[2] >= 0.5:
        table.put("delivered", whole_triangle(*had), None, basis)
    made = min(low - round(had[2]), round((share(lead, slip.mode) - share(0, slip.mode)) * low))
    batches = [n for n in (made // 2, made - made // 2) if n > 0]
    if batches:
        begins = max(1.0, min(lead, first))
        step = (lead - begins) / (len(batches) + 1)
        table.put("in_process", [[round(begins + step * (i + 1)), int(n)] for i, n in enumerate(batches)], None, basis)
    return True


def put_in_process(known: Known, wishes: list[Wish], paces: dict[str, Pace], us_shares: dict[str, float]) -> None:
    """Work out for each of Taiwan's orders what is already being made, and put it into its table.

    What somebody said comes first (in_process.csv). For the rest the rule: from its release on an order gets the
    line's rate, less the steady US share, in proportion to its part of what was ordered up to it.
    """
    for wish in wishes:
        if wish.case is None:
            continue
        said = _said(known, wish)
        if said:
            wish.table.put("in_process", *said)
        pace = paces[wish.row["product"]]
        if wish.waits or pace.begun > 0:
            continue
        before = sum(w.quantity for w in wishes
                     if w.row["product"] == wish.row["product"] and w.placed <= wish.placed and w is not wish
                     and not w.name.endswith("-us-yearly"))  # fmt: skip
        part = wish.quantity / (before + wish.quantity) * (1 - us_shares.get(wish.row["product"], 0.0))
        _by_rule(known, wish, pace, part, bool(said))


def _said(known: Known, wish: Wish) -> tuple[list[list[Value]], Statement, str] | None:
    """The batches somebody spoke of, the statement, and what was added to it."""
    assert wish.case is not None
    rows = [(r, s) for r in recipe("in_process") if r["case"] == wish.case.id and not wish.row["item"]
            and (s := known.named(r["statement"]))]  # fmt: skip
    if not rows:
        return None
    batches: list[list[Value]] = []
    for r, s in rows:
        at = known.span(s.stated_on)[1]
        first, last, units = float(r["first_months"]), float(r["last_months"]), int(r["units"])
        parts = min(_BATCHES, units) if last - first > 12 else 1
        for i in range(parts):
            low, high = (first + (last - first) * k / parts for k in (i, i + 1))
            share = units // parts + (1 if i < units % parts else 0)
            batches.append([whole_triangle(at + low, at + (low + high) / 2, at + high * 1.25), share])
    what = " ".join(f"{r['what']}: {r['reason']}." for r, _ in rows)
    return batches, rows[0][1], f"the months are a guess. {what[0].upper()}{what[1:]}"


def _by_rule(known: Known, wish: Wish, pace: Pace, part: float, said: bool) -> None:
    """Add the batches that the rule gives: units started between the release (or the line's start) and month 0.

    Units that were said to be in process are the first of them; the next ones cannot come before the last of those.
    """
    t = wish.table.fields
    batches: list[list[Value]] = list(t.get("in_process", []))
    taken = sum(ends(units)[1] for _, units in batches)
    after = max((middle(month) for month, _ in batches), default=-math.inf)
    behind = middle(t.get("delivered", 0)) + (0 if said else taken)
    left = int(wish.quantity - middle(t.get("delivered", 0)) - taken)
    since = round(max(wish.released, pace.begun))
    lag = middle(t["acceptance_lag"])
    dues: list[float] = []  # month in which each started unit is due
    made = 0.0
    for month in range(since, 0):
        before, made = made, made + part * pace.starts(month)
        for unit in range(int(before), int(made)):
            if unit >= behind + (taken if said else 0) and len(dues) < left:
                dues.append(month + pace.lead.mode + lag)
    if said and -since > pace.lead.mode:
        # the order is older than a lead time: what is left follows the last unit spoken of at the line's pace
        pause = 1 / (part * pace.full)
        dues = [after + pause * (k + 1) for k in range(left) if after + pause * (k + 1) < pace.lead.mode + lag]
    if not dues:
        return
    late = sum(due <= 0 for due in dues)
    for name, n in (("first", (late + 1) // 2), ("rest", late // 2)):
        if n:
            g = known.own_guess(f"late/{name}")
            batches.append([whole_triangle(g.low, g.mode, g.high), n])
    rest = dues[late:]
    parts = min(_BATCHES, len(rest))
    room = (left - len(dues)) // max(1, parts)
    for i in range(parts):
        some = rest[len(rest) * i // parts : len(rest) * (i + 1) // parts]
        n, due = len(some), max(1.0, sum(some) / len(some))
        units = n if n < 4 or len(dues) == left else whole_triangle(0.7 * n, n, min(1.3 * n, n + room))
        low, high = due - (pace.lead.mode - pace.lead.low), due + (pace.lead.high - pace.lead.mode)
        batches.append([whole_triangle(low, due, high), units])
    lines = [f"released {-since} months ago with {part:.0%} of the line"]
    if said:
        lines = ["what is left follows the last unit spoken of" if -since > pace.lead.mode else lines[0]]
    lines.append(f"{len(dues)} units started{' beside those spoken of' if said else ''}")
    if late:
        lines.append(f"{late} of them should have come and are spread over the coming months")
    why = f"own rule: {'; '.join(lines)}"
    before_that = wish.table.assumptions.get("in_process", "")
    t["in_process"] = batches
    wish.table.assumptions["in_process"] = f"{before_that} {why[0].upper()}{why[1:]}".strip() if said else why
