"""Learn the blend's weights from the back-test of the shipped ledger and write those that ship with the package.

    python tools/fit_blend.py

To be run where the shipped statements or a method have changed: tests/forecast/test_backtest.py says when.
"""

from __future__ import annotations

import csv

from jointline.forecast.backtest import backtest
from jointline.forecast.blend import MEMBERS, WEIGHTS_FILE
from jointline.forecast.classes import DATA
from jointline.ledger.ledger import open_ledger


def main() -> None:
    with (DATA / WEIGHTS_FILE).open("w", encoding="utf-8", newline="") as handle:
        rows = csv.writer(handle, lineterminator="\n")
        rows.writerow(("as_of", *MEMBERS, "cases", "forecasts"))
        for w in backtest(ledger=open_ledger("none.sqlite")).weights:
            rows.writerow((w.as_of, *(w.weights[m] for m in MEMBERS), w.cases, w.forecasts))


if __name__ == "__main__":
    main()
