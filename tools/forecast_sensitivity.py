"""How much the back-test's verdict on the blend hangs on assumptions, on single cases and on the register.

    python tools/forecast_sensitivity.py

Each line changes one thing: the difference of the blend's CRPS to that of the promise at its word (90 % bootstrap range over
cases) on all that both forecast, and the coverage of its 80 % range. docs/forecasts.md quotes the lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from jointline.forecast import blend, promise_slip, reference_class
from jointline.forecast.backtest import BackTest, backtest
from jointline.forecast.means import ALL, CAME, comparisons
from jointline.forecast.register import Register
from jointline.ledger.ledger import open_ledger

LEDGER = open_ledger("none.sqlite")
CHANGES: tuple[tuple[str, ModuleType, str, float], ...] = (
    ("6 months kept in a promise's length, not 12", promise_slip, "SHIFT", 6.0),
    ("24 months", promise_slip, "SHIFT", 24.0),
    ("no lag from notice to order, not a factor of 1.2", reference_class, "_LAG", 0.0),
    ("a factor of 1.5", reference_class, "_LAG", 0.4),
    ("equal weights as of 1 more case, not 5", blend, "_EQUAL_CASES", 1.0),
    ("of 20 more cases", blend, "_EQUAL_CASES", 20.0),
)


@contextmanager
def changed(module: ModuleType, name: str, value: float) -> Iterator[None]:
    """One assumption of a method, for a while."""
    kept = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, kept)


def line(what: str, b: BackTest, without: str = "") -> None:
    rows = [s for s in b.forecasts if not without or without not in s.case]
    found = {c.on: c for c in comparisons(rows, ["blend"])}
    parts = [
        f"{found[on].difference:.1f} ({found[on].difference_low:.1f} to {found[on].difference_high:.1f})"
        for on in (ALL, CAME)
    ]
    held = [s.covered_80 for s in rows if s.method == "blend" and s.covered_80 is not None]
    print(f"| {what} | {' | '.join(parts)} | {100 * sum(held) / len(held):.0f} % |")


def main() -> None:
    print("| changed | difference, all both made | delivery came | 80 % range holds |\n| --- | --- | --- | --- |")
    whole = backtest(ledger=LEDGER)
    line("nothing", whole)
    for case in ("stinger", "f16", "m109a6"):
        line(f"without {case}", whole, case)
    for what, module, name, value in CHANGES:
        with changed(module, name, value):
            line(what, backtest(ledger=LEDGER))
    line("no register: guesses in its place", backtest(ledger=LEDGER, register=Register("none", ())))
    line("from 2021 on", backtest("2021-01", ledger=LEDGER))


if __name__ == "__main__":
    main()
