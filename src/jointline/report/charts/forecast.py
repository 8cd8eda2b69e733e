"""Forecasts as a picture: a bar from P10 to P90 a delivery, its P50, its promise, what has come; and reliability."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from jointline.errors import JointlineError
from jointline.ledger.dates import parse_date
from jointline.report.charts.save import save_chart
from jointline.report.charts.theme import (
    C4ISR,
    CAME,
    CAPSULE,
    FINAL,
    FIRST,
    INK,
    INK_2,
    INK_3,
    MUNITIONS,
    PAPER,
    PROMISE,
    SUSTAINMENT,
    at,
    described,
    no_ground,
    pointer,
    row_label,
    year_band,
)
from jointline.report.lang.language import ENGLISH, Language
from jointline.report.outlook import middle_words

if TYPE_CHECKING:
    import altair

    from jointline.forecast.backtest import BackTest, Bin
    from jointline.forecast.table import Forecast, ForecastRow

_STEP, _STEP_NARROW = 28, 44  # pixels a row; on a phone its name stands above its bars
_LANES = {"first": -6, "final": 6}  # pixels from the middle of the row
_FURTHEST = 12  # years shown: a longer bar is cut, with a sign
_ENOUGH = 20  # forecasts of a point from which a line goes through it: fewer are chance
_BEFORE = 3  # years before the day in which what came is shown
_REACH = 14  # pixels from a point's middle to its edge, at most: what an axis keeps free for it
_METHODS = {  # colour and shape: told apart by hue, by lightness and without either
    "blend": (FINAL, "circle"), "reference_class": (C4ISR, "square"), "promise_slip": (MUNITIONS, "triangle-up"),
    "production": (SUSTAINMENT, "cross"), "official": (PROMISE, "diamond"),
}  # fmt: skip


def draw_forecast(made: Forecast, path: str | os.PathLike[str]) -> None:
    """Draw forecasts into an SVG or PNG file, by its ending. Raises ``JointlineError``."""
    save_chart(forecast_chart(made), path)


def draw_backtest(made: BackTest, path: str | os.PathLike[str]) -> None:
    """Draw how often deliveries came that were given a chance of so much. Raises ``JointlineError``."""
    save_chart(reliability_chart(made), path)


def method_words(method: str, lang: Language) -> str:
    """A forecasting method as a reader says it."""
    return lang.name("method", method, method.replace("_", " "))


def forecast_chart(
    made: Forecast,
    lang: Language = ENGLISH,
    ground: Callable[[ForecastRow], str] = no_ground,
    word: Callable[[ForecastRow, str], str] = no_ground,
) -> altair.LayerChart:
    """One row a case (a method, where there is one case): the upper bar is its first delivery, the lower its final one.

    ground: the address that a bar opens · word: that of what is held of a property, which a promise or a delivery opens
    """
    import altair as alt

    _ = lang.text
    if not made.rows:
        raise JointlineError("there is nothing to draw")
    day = date.fromisoformat(made.as_of)
    first, last = _window(made, day)
    one_case, several = len({r.case for r in made.rows}) == 1, len(made.methods) > 1
    words = {"first": _("first delivery"), "final": _("final delivery")}
    bars = [
        _bar(r, _label(r, one_case, several, lang), words, day, last, lang) | {"open": ground(r)} for r in made.rows
    ]
    points = [p for r, b in zip(made.rows, bars, strict=True) for p in _points(r, b["label"], first, last, lang, word)]
    names = list(dict.fromkeys(b["label"] for b in bars))
    x = alt.X("from:T", title=None, axis=alt.Axis(**year_band(lang, first, last, orient="top", labelPadding=2)))
    y = alt.Y(
        "label:N", sort=names, title=None, axis=alt.Axis(grid=True, tickBand="extent", **row_label(names, 265, 16))
    )

    def chart(values: list[dict[str, Any]]) -> Any:
        return alt.Chart(alt.Data(values=values)).encode(x=x, y=y)

    kinds = {words["first"]: FIRST, words["final"]: FINAL, _("promised"): PROMISE, _("first delivery came"): CAME,
             _("first delivery, in dispute"): CAME}  # fmt: skip
    held = [k for k in kinds if any(r.get("kind") == k for r in (*bars, *points))]
    colour = alt.Color("kind:N", title=None, scale=alt.Scale(domain=held, range=[kinds[k] for k in held]),
                       legend=alt.Legend(symbolType=CAPSULE, symbolSize=160, symbolStrokeWidth=0,
                                         columns={"expr": "narrow ? 2 : 4"}))  # fmt: skip
    tips = [alt.Tooltip("label:N", title=" "), alt.Tooltip("kind:N", title=_("what")), alt.Tooltip("p50:N", title="P50"),
            alt.Tooltip("range:N", title=_("P10 to P90")), alt.Tooltip("date:N", title=_("date"))]  # fmt: skip
    layers: list[Any] = []
    for lane, offset in _LANES.items():
        mine = [b for b in bars if b["lane"] == lane]
        if mine:
            layers.append(
                chart(mine)
                .mark_bar(height=8, yOffset=offset, opacity=0.55, cursor=pointer(mine))
                .encode(x2="to:T", color=colour, tooltip=tips)
            )
            held_ = [b for b in mine if b["middle"]]
            middle = chart(held_).mark_bar(height=8, yOffset=offset, stroke=INK, strokeWidth=1, cursor=pointer(mine))
            layers.append(middle.encode(x="middle:T", x2="latest:T", color=colour, tooltip=tips))
            on = chart([b for b in mine if b["on"]]).mark_text(text="›", yOffset=offset, dx=5, fontSize=15, color=INK_2)
            layers.append(on.encode(x="to:T"))
        mine = [p for p in points if p["lane"] == lane]
        if mine:
            mark = chart(mine).mark_rule(strokeWidth=4, strokeCap="round", yOffset=offset, cursor=pointer(mine))
            layers.append(mark.encode(x2="to:T", color=colour, tooltip=tips))
            doubted = [p for p in mine if p["doubted"]]
            if doubted:  # hollow, as on the chart of promises
                core = chart(doubted).mark_rule(
                    strokeWidth=2, strokeCap="round", yOffset=offset, color=PAPER, cursor=pointer(mine)
                )
                layers.append(core.encode(x2="to:T", tooltip=tips))
    today: Any = alt.Chart(alt.Data(values=[{"day": at(day), "words": lang.date(made.as_of)}]))
    scale = alt.Scale(domain=[at(first), at(last)], clamp=True)
    layers.append(today.mark_rule(color=INK_2, strokeDash=[3, 3]).encode(x=alt.X("day:T", scale=scale)))
    layers.append(today.mark_text(baseline="top", dy=4, color=INK_2, fontSize=10)
                  .encode(x="day:T", y=alt.value("height"), text="words:N"))  # fmt: skip
    plot: Any = alt.layer(*layers).properties(height={"step": _STEP})
    name = lang.name("case", made.rows[0].case, made.rows[0].title)
    title = _("{case}: when it will come", case=name) if one_case else _("When each case will come")
    under = [
        _(
            "Bar: P10 to P90; outlined in full colour: P50, as wide as dates known as intervals leave it; dashed: the day of asking; ›: it goes on, or may never come."
        )
    ]
    if any(p["doubted"] for p in points):
        under.append(_("Hollow: said to have been delivered, in dispute."))
    if not one_case:
        under.append(_("Method: {methods}.", methods=", ".join(method_words(m, lang) for m in made.methods)))
    plot = described(plot, title, lang.sentences(under), made.run, lang)
    plot.usermeta["narrow"] = {"height": {"step": _STEP_NARROW}}
    return cast("altair.LayerChart", plot)


def _window(made: Forecast, day: date) -> tuple[date, date]:
    """From the year of the earliest promise or delivery shown to the last P90, in whole years."""
    ends = [parse_date(m).high for r in made.rows for m in (r.p50, r.p90) if m]
    last = min(max([*ends, day]).year, day.year + _FURTHEST)
    came = [date.fromisoformat(r.first_came_on) for r in made.rows if r.first_came_on]
    promised = [parse_date(r.promised_on).low for r in made.rows if r.promised_on]
    begin = min([day, *(d for d in (*came, *promised) if d.year >= day.year - _BEFORE)])
    return date(begin.year, 1, 1), date(last + 1, 1, 1)


def _label(r: ForecastRow, one_case: bool, several: bool, lang: Language) -> str:
    if one_case:
        return method_words(r.method, lang)
    name = lang.name("case", r.case, r.title)
    return f"{name} ({method_words(r.method, lang)})" if several else name


def _bar(r: ForecastRow, label: str, words: dict[str, str], day: date, last: date, lang: Language) -> dict[str, Any]:
    _ = lang.text
    begin, middle, latest, end = (_day(m) for m in (r.p10, r.p50, r.p50_latest, r.p90))
    on = end is None or end >= last
    ends = [lang.date(m) if m else _("beyond 20 years") for m in (r.p10, r.p90)]
    return {
        "label": label, "lane": r.event, "kind": words[r.event], "from": at(max(min(begin or last, last), day)),
        "to": at(last if end is None or on else end), "middle": at(middle) if middle and middle < last else None,
        "latest": at(last if latest is None else min(latest, last)), "on": on, "p50": middle_words(r, lang, _("beyond 20 years")), "range": " – ".join(ends),
    }  # fmt: skip


def _points(
    r: ForecastRow, label: str, first: date, last: date, lang: Language, word: Callable[[ForecastRow, str], str]
) -> list[dict[str, Any]]:
    _ = lang.text
    found: list[tuple[str, str, str, str]] = []
    if r.promised_on:
        found.append((r.event, r.promised_on, _("promised"), f"{r.event}_delivery_promised"))
    if r.first_came_on:  # of a case whose final delivery is still to come
        came = _("first delivery, in dispute") if r.first_in_dispute else _("first delivery came")
        found.append(("first", r.first_came_on, came, "first_delivery"))
    rows = []
    for lane, text, kind, property_ in found:
        span = parse_date(text)
        low, high = max(span.low, first), min(span.high, last)
        if low <= high:
            rows.append({"label": label, "lane": lane, "kind": kind, "from": at(low), "to": at(high), "date": lang.date(text),
                         "doubted": property_ == "first_delivery" and r.first_in_dispute, "open": word(r, property_)})  # fmt: skip
    return rows


def _day(month: str | None) -> date | None:
    return parse_date(month).high if month else None


def _how_often(made: BackTest, lang: Language) -> str:
    """Whether deliveries came as often as was said: by the blend, else the first method, over all its forecasts."""
    _ = lang.text
    method = next((b.method for b in made.reliability if b.method == "blend"), made.reliability[0].method)
    mine = [b for b in made.reliability if b.method == method]
    gap = sum(b.forecasts * (b.came_share - b.mean_share) for b in mine) / sum(b.forecasts for b in mine)
    words = method_words(method, lang)
    if abs(gap) < 0.02:
        return _("Deliveries came as often as forecast ({method})", method=words)
    if gap < 0:
        return _("Deliveries came less often than forecast ({method})", method=words)
    return _("Deliveries came more often than forecast ({method})", method=words)


def reliability_chart(
    made: BackTest, lang: Language = ENGLISH, ground: Callable[[Bin], str] = no_ground
) -> altair.LayerChart:
    """Chance given against how often it came, one line a method, the size of a point its number of forecasts.

    ground: the address that a point opens
    """
    import altair as alt

    _ = lang.text
    values: list[dict[str, Any]] = [
        {"method": method_words(b.method, lang), "key": b.method, "given": b.mean_share, "came": b.came_share, "forecasts": b.forecasts,
         "open": ground(b)}
        for b in made.reliability
    ]  # fmt: skip
    if not values:
        raise JointlineError("there is nothing to draw")
    methods = [m for m in _METHODS if any(v["key"] == m for v in values)]
    key: dict[str, Any] = {"title": None, "columns": {"expr": "narrow ? 3 : 6"}}
    told: dict[str, Any] = {"domain": [method_words(m, lang) for m in methods]}
    colour = alt.Color(
        "method:N", scale=alt.Scale(range=[_METHODS[m][0] for m in methods], **told), legend=alt.Legend(**key)
    )
    shape = alt.Shape(
        "method:N", scale=alt.Scale(range=[_METHODS[m][1] for m in methods], **told), legend=alt.Legend(**key)
    )
    share: dict[str, Any] = {
        "format": "%",
        "tickCount": 5,
        "grid": True,
        "domain": False,
        "ticks": False,
        "labelPadding": _REACH,
    }
    x = alt.X("given:Q", title=_("chance given"), scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(**share))
    y = alt.Y("came:Q", title=_("share that came"), scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(**share))
    base: Any = alt.Chart(alt.Data(values=values)).encode(x=x, y=y, color=colour)
    ideal: Any = alt.Chart(alt.Data(values=[{"given": 0, "came": 0}, {"given": 1, "came": 1}]))
    most = max(v["forecasts"] for v in values)
    size = alt.Size("forecasts:Q", scale=alt.Scale(type="linear", domain=[0, most], range=[0, 420]), legend=None)
    tips = [alt.Tooltip("method:N", title=_("method")), alt.Tooltip("given:Q", title=_("chance given"), format=".0%"),
            alt.Tooltip("came:Q", title=_("share that came"), format=".0%"), alt.Tooltip("forecasts:Q", title=_("forecasts"))]  # fmt: skip
    layers = [
        ideal.mark_line(color=INK_3, strokeDash=[4, 3], strokeWidth=1).encode(x="given:Q", y="came:Q"),
        base.transform_filter(f"datum.forecasts >= {_ENOUGH}").mark_line(strokeWidth=1.2, opacity=0.7),
        base.mark_point(filled=True, opacity=0.85, cursor=pointer(values)).encode(size=size, shape=shape, tooltip=tips),
    ]
    under = _("{first} to {last}, 6 to 36 months ahead, known on {day}. On the dashed line chances come true. Area of a point: its forecasts, at most {n}; lines join points of {enough} or more.",
              first=lang.date(made.first), last=lang.date(made.last), day=lang.date(made.known_on), n=lang.number(most), enough=_ENOUGH)  # fmt: skip
    plot: Any = alt.layer(*layers).properties(width=480, height=420)
    return cast(
        "altair.LayerChart",
        described(plot, _how_often(made, lang), under, made.run, lang),
    )
