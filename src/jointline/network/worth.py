"""What the cases of a network are worth: what stays in the backlog until their final delivery."""

from __future__ import annotations

import calendar
from datetime import date

from jointline.errors import JointlineError
from jointline.network.parts import Network


def case_values(network: Network) -> dict[str, float | None]:
    """Full notified value in US$ million of every case that an order belongs to, in order of the orders.

    From the network's ``cases``; a case that is not among them is looked up in the ledger as of the network's
    month. ``None`` where no value is known: it then adds nothing to the value owed, and the results say so.
    """
    used = dict.fromkeys(o.case for o in network.orders.values() if o.case)
    values = {c: network.cases[c].value_usd_m if c in network.cases else None for c in used}
    unknown = [c for c in used if c not in network.cases]
    if unknown:
        values |= _from_ledger(unknown, network.as_of)
    return values


def _from_ledger(cases: list[str], as_of: str) -> dict[str, float | None]:
    from jointline.ledger.ledger import open_ledger

    if as_of:
        year, month = int(as_of[:4]), int(as_of[5:7])
        day = date(year, month, calendar.monthrange(year, month)[1])
    else:
        day = date.today()
    ledger, found = open_ledger(), {}
    for name in cases:
        try:
            money = ledger.case(name, day).money("total_value")
        except JointlineError:
            money = None
        found[name] = float(money.high) if money and money.currency == "USD" and money.low == money.high else None
    return found
