"""Forecasts written to files: the rows as CSV, and the run card beside them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from jointline.backlog.plain import plain_data
from jointline.errors import JointlineError
from jointline.forecast.table import Forecast, quantile_text
from jointline.ledger.transfer import atomic

FIELDS = ("as_of", "case", "event", "method", "p10", "p50", "p90", "promised_on", "by_promise_share", "delivered_share",
          "cancelled_share", "converted_share", "beyond_share", "may_have_come", "quantiles", "basis",
          "p50_latest", "by_promise_low_share", "by_promise_high_share")  # fmt: skip


def to_csv(made: Forecast) -> str:
    """One delivery by one method a line, with the quantiles that ``score`` reads back; empty where beyond the horizon."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    for r in made.rows:
        values = plain_data(r) | {
            "as_of": made.as_of,
            "quantiles": quantile_text(r.quantiles),
            "may_have_come": "yes" if r.may_have_come else "no",
        }
        writer.writerow(["" if values[f] is None else values[f] for f in FIELDS])
    return out.getvalue()


def run_card(made: Forecast) -> dict[str, Any]:
    """How the rows were made: everything of the forecast but the rows and those that no method answered."""
    return {k: v for k, v in made.as_dict().items() if k not in ("rows", "no_answer")}


def write_forecast(made: Forecast, path: Path) -> None:
    """Write the rows to *path* and the run card to the same name with .json. Raises ``JointlineError``."""
    if path.suffix.lower() != ".csv":
        raise JointlineError("a table of forecasts ends in .csv", where=str(path))
    card = json.dumps(run_card(made), ensure_ascii=False, indent=1) + "\n"
    for file, text in ((path, to_csv(made)), (path.with_suffix(".json"), card)):
        with atomic(file) as handle:
            handle.write(text)
