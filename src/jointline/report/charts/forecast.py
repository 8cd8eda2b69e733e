"""Forecasts as a picture: a bar from P10 to P90 a delivery, its P50, its promise, what has come; and reliability."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from jointline.errors import JointlineError
from jointline.ledger.dates import parse_date
from jointline.report.charts.save import save_chart

if TYPE_CHECKING:
    import altair

    from jointline.forecast.backtest import BackTest
    from jointline.forecast.table import Forecast, ForecastRow

_ROW = 20  # pixels
_BAR = {"first": "#7fb3d5", "final": "#1b6ca8"}
_PROMISE, _CAME = "#b5342d", "#4f7d3f"
_FURTHEST = 12  # years shown: a longer bar is cut, and its label says so
_BEFORE = 3  # years before the day in which what came is shown
_METHODS = {
    "blend": "#1b6ca8",
    "reference_class": "#e08b27",
    "promise_slip": "#4f7d3f",
    "production": "#7d5ba6",
    "official": "#b5342d",
}


def draw_forecast(made: Forecast, path: str | os.PathLike[str]) -> None:
    """Draw forecasts into an SVG or PNG file, by its ending. Raises ``JointlineError``."""
    save_chart(forecast_chart(made), path)


def draw_backtest(made: BackTest, path: str | os.PathLike[str]) -> None:
    """Draw how often deliveries came that were given a chance of so much. Raises ``JointlineError``."""
    save_chart(reliability_chart(made), path)


def forecast_chart(made: Forecast) -> altair.LayerChart:
    """The picture as a chart specification (Vega-Lite)."""
    import altair as alt

    if not made.rows:
        raise JointlineError("there is nothing to draw")
    day = date.fromisoformat(made.as_of)
    first, last = date(day.year - _BEFORE, 1, 1), date(day.year + _FURTHEST, 12, 31)
    one_case = len({r.case for r in made.rows}) == 1
    several = len(made.methods) > 1
    rows = [_bar(r, one_case, several, last) for r in made.rows]
    order = [r["label"] for r in rows]
    points = [p for r, b in zip(made.rows, rows, strict=True) for p in _points(r, b["label"], first, last)]
    x = alt.X(
        "from:T",
        title=None,
        scale=alt.Scale(domain=[_iso(first), _iso(last)], clamp=True),
        axis=alt.Axis(format="%Y", tickCount="year"),
    )
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=260, labelFont="sans-serif"))

    def chart(values: list[dict[str, Any]]) -> Any:
        return alt.Chart(alt.Data(values=values)).encode(x=x, y=y)

    events = [e for e in _BAR if any(r["event"] == e for r in rows)]
    colour = alt.Color("event:N", scale=alt.Scale(domain=events, range=[_BAR[e] for e in events]),
                       legend=alt.Legend(title="P10 to P90", orient="top"))  # fmt: skip
    kinds = [k for k in ("promised", "first delivery came") if any(p["kind"] == k for p in points)]
    shown = {"promised": ("diamond", _PROMISE), "first delivery came": ("circle", _CAME)}
    mark = alt.Shape(
        "kind:N",
        scale=alt.Scale(domain=kinds, range=[shown[k][0] for k in kinds]),
        legend=alt.Legend(title=None, orient="top"),
    )
    mark_colour = alt.Stroke("kind:N", scale=alt.Scale(domain=kinds, range=[shown[k][1] for k in kinds]), legend=None)
    layers = [
        chart(rows).mark_bar(height=9, opacity=0.85).encode(x2="to:T", color=colour),
        chart([r for r in rows if r["middle"]]).mark_tick(thickness=2, size=13, color="#1d1d1f").encode(x=alt.X("middle:T")),
        chart([r for r in rows if r["cut"]]).mark_text(text=">", dx=6, fontSize=12, color="#1d1d1f").encode(x=alt.X("to:T")),
        alt.Chart(alt.Data(values=[{"day": made.as_of}])).mark_rule(strokeDash=[4, 3], color="#60656d").encode(x="day:T"),
    ]  # fmt: skip
    if points:
        layers.append(
            chart(points).mark_point(size=55, filled=False, strokeWidth=1.8).encode(shape=mark, stroke=mark_colour)
        )
    title = f"{made.rows[0].title}: forecast" if one_case else f"When it will come: {', '.join(made.methods)}"
    under = "bar: P10 to P90, tick: P50, dashed line: the day of asking; > it goes on, or may never come"
    head = alt.TitleParams(
        f"{title} as of {made.as_of}", subtitle=under, anchor="start", font="sans-serif", subtitleFont="sans-serif"
    )
    plot: Any = alt.layer(*layers).properties(title=head, width=760, height=max(80, _ROW * len(rows)))
    return cast("alt.LayerChart", plot.configure_view(stroke=None))


def _bar(r: ForecastRow, one_case: bool, several: bool, last: date) -> dict[str, Any]:
    label = f"{r.method}, {r.event}" if one_case else f"{r.name}, {r.event}" + (f" ({r.method})" if several else "")
    begin, middle, end = (_day(m) for m in (r.p10, r.p50, r.p90))
    cut = end is None or end > last
    return {
        "label": label, "event": r.event, "from": _iso(min(begin or last, last)), "to": _iso(last if end is None or cut else end),
        "middle": _iso(middle) if middle and middle <= last else None, "cut": cut,
    }  # fmt: skip


def _points(r: ForecastRow, label: str, first: date, last: date) -> list[dict[str, Any]]:
    found = []
    if r.promised_on:
        found.append((parse_date(r.promised_on).high, "promised"))
    if r.first_came_on:
        found.append((date.fromisoformat(r.first_came_on), "first delivery came"))
    return [{"label": label, "from": _iso(d), "kind": kind} for d, kind in found if first <= d <= last]


def _day(month: str | None) -> date | None:
    return parse_date(month).high if month else None


def _iso(day: date) -> str:
    return day.isoformat()


def reliability_chart(made: BackTest) -> altair.LayerChart:
    """Chance given against how often it came, one line a method, the size of a point its number of forecasts."""
    import altair as alt

    values = [
        {"method": b.method, "given": b.mean_share, "came": b.came_share, "forecasts": b.forecasts}
        for b in made.reliability
    ]
    methods = [m for m in _METHODS if any(v["method"] == m for v in values)]
    colour = alt.Color(
        "method:N",
        scale=alt.Scale(domain=methods, range=[_METHODS[m] for m in methods]),
        legend=alt.Legend(title=None, orient="top"),
    )
    share = alt.Axis(format="%", tickCount=5)
    x = alt.X("given:Q", title="chance given", scale=alt.Scale(domain=[0, 1]), axis=share)
    y = alt.Y("came:Q", title="came", scale=alt.Scale(domain=[0, 1]), axis=share)
    base: Any = alt.Chart(alt.Data(values=values)).encode(x=x, y=y, color=colour)
    ideal: Any = alt.Chart(alt.Data(values=[{"given": 0, "came": 0}, {"given": 1, "came": 1}]))
    size = alt.Size(
        "forecasts:Q", scale=alt.Scale(range=[30, 500]), legend=alt.Legend(title="forecasts", orient="right")
    )
    layers = [
        ideal.mark_line(color="#8a8f98", strokeDash=[4, 3]).encode(x="given:Q", y="came:Q"),
        base.mark_line(strokeWidth=1.2, opacity=0.6), base.mark_point(filled=True, opacity=0.85).encode(size=size),
    ]  # fmt: skip
    under = f"{made.first} to {made.last}, 6 to 36 months ahead, known on {made.known_on}; on the dashed line chances come true"
    head = alt.TitleParams(
        "How often it came, by the chance given",
        subtitle=under,
        anchor="start",
        font="sans-serif",
        subtitleFont="sans-serif",
    )
    plot: Any = alt.layer(*layers).properties(title=head, width=460, height=420)
    return cast("alt.LayerChart", plot.configure_view(stroke=None))
