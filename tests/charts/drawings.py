"""Every chart of the package on real data, by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import jointline as jl
from jointline.backlog.history import history
from jointline.network.load import load_network
from jointline.options.runs import run_options
from jointline.report.charts import backlog, forecast, network, options, promises, timeline, why_late
from jointline.report.lang.language import ENGLISH, Language
from jointline.report.timelines import timelines

DAY = "2026-03-31"
_NUMBERS = ["lines.stinger-taiwan.rate_max", "lines.stinger-taiwan.start"]


@cache
def made() -> dict[str, Any]:
    """What the charts are drawn from, made once."""
    return {
        "history": history(), "backlog": jl.backlog(as_of=DAY), "timelines": timelines(DAY),
        "forecast": jl.forecast(as_of=DAY, method="reference_class"), "case": jl.case("f16-block70", DAY),
        "one": jl.forecast("f16-block70", DAY, "reference_class"), "backtest": jl.backtest(first="2025-01", last="2025-06"),
        "network": load_network("taiwan"), "why": jl.why_late("himars-2025-gmlrs-u", "taiwan", draws=32),
        "runs": run_options("taiwan", ["priority", "multi-year"], draws=32),
        "line": jl.breakeven("stinger-taiwan", _NUMBERS[1], "taiwan", draws=16),
        "map": jl.breakeven("stinger-taiwan", _NUMBERS, "taiwan", draws=8),
    }  # fmt: skip


CHARTS: dict[str, Callable[[Language], Any]] = {
    "history": lambda lang: backlog.history_chart(made()["history"], lang),
    "timeline": lambda lang: timeline.timeline_chart(made()["timelines"], None, lang),
    "timeline with forecasts": lambda lang: timeline.timeline_chart(made()["timelines"], made()["forecast"], lang),
    "promises": lambda lang: promises.promise_chart(made()["case"], lang),
    "forecast": lambda lang: forecast.forecast_chart(made()["forecast"], lang),
    "forecast of one case": lambda lang: forecast.forecast_chart(made()["one"], lang),
    "reliability": lambda lang: forecast.reliability_chart(made()["backtest"], lang),
    "why late": lambda lang: why_late.why_late_chart(made()["why"], lang),
    "network": lambda lang: network.network_chart(made()["network"], lang),
    "options": lambda lang: options.comparison_chart(made()["runs"], lang=lang),
    "break-even": lambda lang: options.breakeven_chart(made()["line"], lang),
    "break-even map": lambda lang: options.breakeven_chart(made()["map"], lang),
}


@cache
def drawn(name: str, lang: Language = ENGLISH) -> Any:
    """One chart in one language."""
    return CHARTS[name](lang)
