"""What the cog blocks on forecasts call; see doc_pages."""

from __future__ import annotations

from datetime import date
from math import exp

from jointline.forecast.backtest import BackTest, backtest
from jointline.forecast.classes import class_title
from jointline.forecast.events import KINDS
from jointline.forecast.means import AHEAD, ALL, CAME, outcome_words
from jointline.forecast.method import View
from jointline.forecast.register import shipped_register
from jointline.ledger.ledger import open_ledger

EXAMPLES: dict[str, tuple[str, ...]] = {
    "forecast": (
        "forecast hcds --as-of 2026-03-31",
        "forecast javelin-2025 --as-of 2026-03-31 --method blend --csv javelin.csv",
    ),
    "backtest": ("backtest --from 2024-01 --method promise_slip",),
    "score": ("forecast himars-2020 --as-of 2024-06-30 --method blend --method official --csv himars.csv", "score --file himars.csv"),
}  # fmt: skip
DOCUMENTS: dict[str, str] = {
    "jointline forecast": "forecast", "jointline backtest": "backtest", "jointline score": "score",
}  # fmt: skip
AS_OF = date(2026, 3, 31)
WORDS = {ALL: "every forecast both made", AHEAD: "the promised date still ahead", CAME: "the delivery came"}


def deliveries() -> str:
    """Every delivery of a backlog case that the ledger knows: all that the methods learn from."""
    from doc_pages import table

    view = View(open_ledger("none.sqlite"), AS_OF)
    rows = []
    for t in view.told:
        ended = {k: t.fates[k] for k in KINDS if not t.fates[k].is_open}
        if ended:
            rows.append((t.name, *(outcome_words(ended[k]) if k in ended else "not known to have come" for k in KINDS)))
    return table(("case", "first delivery", "final delivery"), rows)


def tested() -> BackTest:
    return backtest(ledger=open_ledger("none.sqlite"))


def scores() -> str:
    """The back-test's methods, then each beside the promise at its word."""
    from doc_pages import table

    b = tested()
    own = table(
        ("method", "forecasts", "cases", "of deliveries that came", "CRPS", "50 % range holds", "80 % range holds", "open past P90", "bias"),
        ((f"`{m.method}`", m.forecasts, m.cases, m.deliveries, f"{m.crps:.1f}", _share(m.covered_50),
          f"{_share(m.covered_80)} ({_share(m.covered_80_low)} to {_share(m.covered_80_high)})", m.still_open_past_p90, f"{m.bias_months:.1f}")
         for m in b.methods),
    )  # fmt: skip
    beside = table(
        ("method", "on", "forecasts", "cases", "CRPS", "promise", "difference, 90 % range", "verdict"),
        ((f"`{c.method}`", WORDS[c.on], c.forecasts, c.cases, f"{c.crps:.1f}", f"{c.official_crps:.1f}",
          f"{c.difference:.1f} ({c.difference_low:.1f} to {c.difference_high:.1f})", c.verdict) for c in b.comparisons),
    )  # fmt: skip
    return own + beside


def _share(x: float | None) -> str:
    return "" if x is None else f"{100 * x:.0f} %"


def sizes() -> str:
    """How many deliveries there were to forecast in the back-test, how many were scored, and why the others were not."""
    b = tested()
    left = "; ".join(f"{n} not ({why})" for why, n in b.not_scored.items())
    scored = b.targets - sum(b.not_scored.values())
    return f"\n{len(b.days)} days, {b.targets} deliveries to forecast, {scored} scored; {left}.\n\n"


def reliability() -> str:
    """Chances given and how often it came, by method."""
    from doc_pages import table

    b = tested()
    bins = sorted({(r.low, r.high) for r in b.reliability})
    found = {(r.method, r.low): r for r in b.reliability}
    rows = [
        (f"`{m.method}`", *(f"{_share(r.came_share)} of {r.forecasts}" if (r := found.get((m.method, low))) else "" for low, _ in bins))
        for m in b.methods
    ]  # fmt: skip
    return table(("chance given", *(f"{100 * low:.0f} to {100 * high:.0f} %" for low, high in bins)), rows)


def register() -> str:
    """What the shipped register parameters say of each class, in months."""
    from doc_pages import table

    shipped = shipped_register()
    first, final = (next(f for f in reversed(shipped.fits) if f.kind == k) for k in KINDS)
    rows = [
        (class_title(n), c.orders, c.delivered, *(f"{exp(f.level[0] + f.taiwan[0] + f.classes[n].mean):.0f}" for f in (first, final)))
        for n, c in final.classes.items()
    ]  # fmt: skip
    head = f"\n{shipped.source}; orders from 2000, as the register stood for {final.year}. Taiwan's orders, new build, of a size that is usual.\n"
    return head + table(
        ("class", "orders", "fully delivered", "months to first delivery (median)", "to final delivery"), rows
    )
