"""Every case in time: notified, signed, promised as it was said, delivered, and what is forecast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from jointline.ledger.dates import DateSpan, parse_date
from jointline.ledger.statement import Statement
from jointline.report.charts.theme import (
    BAND,
    CAME,
    CAPSULE,
    FINAL,
    FIRST,
    INK,
    INK_2,
    INK_3,
    PAPER,
    PROMISE,
    RULE,
    Link,
    at,
    described,
    no_ground,
    no_link,
    pointer,
    row_label,
    year_band,
)
from jointline.report.lang.language import ENGLISH, Language
from jointline.report.timelines import Timeline, Timelines

if TYPE_CHECKING:
    import altair

    from jointline.forecast.table import Forecast, ForecastRow

_STEP, _STEP_NARROW = 30, 46  # pixels a case; on a phone its name stands above its line
_LANES = {"first": -6, "final": 6}  # pixels from the middle of the row
_AHEAD = 10  # years shown after the day: what goes on longer is cut, with a sign
Row = dict[str, Any]


def timeline_chart(
    cases: Timelines, forecast: Forecast | None = None, lang: Language = ENGLISH, link: Link = no_link,
    ground: Callable[[ForecastRow], str] = no_ground,
) -> altair.LayerChart:  # fmt: skip
    """One row a case; above its middle the first delivery, below it the final one.

    A date known as a month or a year is drawn as long as that. Promises that no longer hold are faded, in the order they were
    given; the bar behind them is the forecast from P10 to P90 with its P50, where one is given; *ground*: what it opens.
    """
    import altair as alt

    _ = lang.text
    foreseen = _foreseen(forecast)
    first, last = _window(cases, foreseen)
    names = _names(cases.rows, lang)
    waits, marks, promises, bands = [], [], [], []
    for name, r in zip(names, cases.rows, strict=True):
        row = {"case": name}
        if r.notified:
            end = r.came["final"][0].high if "final" in r.came else cases.as_of
            waits.append(
                row | {"from": at(r.notified[0].low), "to": at(min(end, cases.as_of)), "open": link("case", r.case)}
            )
        marks += [row | m for m in _events(r, first, last, lang, link)]
        promises += [row | p for p in _promises(r, first, last, lang, link)]
        bands += [row | b for b in _bands(r, foreseen, cases.as_of, last, lang, ground)]
    kinds = {
        _("notified"): INK, _("agreement or contract"): INK_3, _("promised"): PROMISE, _("delivered"): CAME,
    } | ({_("forecast, P10 to P90"): BAND} if bands else {})  # fmt: skip
    scale = alt.Scale(domain=list(kinds), range=list(kinds.values()))
    colour = alt.Color("kind:N", title=None, scale=scale,
                       legend=alt.Legend(symbolType=CAPSULE, symbolSize=160, symbolStrokeWidth=0,
                                         columns={"expr": "narrow ? 2 : 6"}))  # fmt: skip
    x = alt.X("from:T", title=None, axis=alt.Axis(**year_band(lang, first, last, orient="top", labelPadding=2)))
    y = alt.Y(
        "case:N", sort=names, title=None, axis=alt.Axis(grid=True, tickBand="extent", **row_label(names, 265, 17))
    )
    tips = [alt.Tooltip("case:N", title=" "), alt.Tooltip("what:N", title=_("what")), alt.Tooltip("date:N", title=_("date")),
            alt.Tooltip("said:N", title=_("said"))]  # fmt: skip

    def chart(values: list[Row]) -> Any:
        return alt.Chart(alt.Data(values=values)).encode(x=x, y=y, x2="to:T")

    layers: list[Any] = [chart(waits).mark_rule(color=RULE, strokeWidth=1.5, cursor=pointer(waits))]
    for lane, offset in _LANES.items():
        mine = [b for b in bands if b["lane"] == lane]
        if mine:
            layers.append(
                chart(mine)
                .mark_bar(height=9, yOffset=offset, cornerRadius=1, cursor=pointer(mine))
                .encode(color=colour, tooltip=tips)
            )
            middle = alt.Chart(alt.Data(values=[b for b in mine if b["middle"]])).encode(
                x="middle:T", x2="latest:T", y=y
            )
            layers.append(
                middle.mark_bar(
                    height=9, yOffset=offset, color=FIRST, stroke=FINAL, strokeWidth=1, cursor=pointer(mine)
                ).encode(tooltip=tips)
            )
            on = alt.Chart(alt.Data(values=[b for b in mine if b["on"]]))
            layers.append(on.mark_text(text="›", yOffset=offset, dx=5, fontSize=15, color=INK_2).encode(x="to:T", y=y))
    for lane, offset in _LANES.items():
        mine = [p for p in promises if p["lane"] == lane]
        if mine:
            rule = chart(mine).mark_rule(strokeWidth=4, strokeCap="round", yOffset=offset, cursor=pointer(mine))
            layers.append(rule.encode(
                color=colour, tooltip=tips,
                strokeOpacity=alt.StrokeOpacity("weight:Q", scale=alt.Scale(domain=[0, 1], range=[0, 1]), legend=None)))  # fmt: skip
    for lane, shade, size in (("notified", INK, 12), ("signed", INK_3, 6)):
        mine = [m for m in marks if m["lane"] == lane]
        if mine:
            layers.append(chart(mine).mark_bar(height=size, stroke=shade, strokeWidth=1, cursor=pointer(mine))
                          .encode(color=colour, tooltip=tips))  # fmt: skip
    for lane, offset in _LANES.items():
        mine = [m for m in marks if m["lane"] == lane]
        if mine:
            layers.append(chart(mine).mark_rule(strokeWidth=8, strokeCap="round", yOffset=offset, cursor=pointer(mine))
                          .encode(color=colour, tooltip=tips))  # fmt: skip
            doubted = [m for m in mine if m["doubted"]]
            if doubted:  # hollow, as on the chart of promises
                core = chart(doubted).mark_rule(
                    strokeWidth=4, strokeCap="round", yOffset=offset, color=PAPER, cursor=pointer(mine)
                )
                layers.append(core.encode(tooltip=tips))
    today = alt.Chart(alt.Data(values=[{"day": at(cases.as_of), "words": lang.date(cases.as_of.isoformat())}]))
    layers.append(
        today.mark_rule(color=INK_2, strokeDash=[3, 3]).encode(
            x=alt.X("day:T", scale=alt.Scale(domain=[at(first), at(last)], clamp=True))
        )
    )
    layers.append(today.mark_text(baseline="top", dy=4, color=INK_2, fontSize=10)
                  .encode(x="day:T", y=alt.value("height"), text="words:N"))  # fmt: skip
    made: Any = alt.layer(*layers).properties(height={"step": _STEP})
    under = [
        _("Above the line of a case: its first delivery; below: its final one. A date known as a month or a year is as long as that."),
        _("Faded: promised earlier. Thick: delivered. Dashed: the day of the count."),
    ]  # fmt: skip
    if any(m["doubted"] for m in marks):
        under.append(_("Hollow: said to have been delivered, in dispute."))
    if bands:
        under.append(_("Outlined: P50 of the forecast, as wide as dates known as intervals leave it; ›: it goes on."))
    made = described(made, _("Every case, from notification to delivery"), lang.sentences(under), cases.run)
    made.usermeta["narrow"] = {"height": {"step": _STEP_NARROW}}
    return cast("altair.LayerChart", made)


def _names(rows: tuple[Timeline, ...], lang: Language) -> list[str]:
    """A name a case; two sales of one product are told apart by the year of their notification."""
    _ = lang.text
    names = [lang.name("case", r.case, r.title) for r in rows]
    often = Counter(names)
    return [
        n
        if often[n] == 1
        else _("{name}, {year}", name=n, year=lang.date(str(r.notified[0].low.year)) if r.notified else r.name)
        for n, r in zip(names, rows, strict=True)
    ]


def _foreseen(forecast: Forecast | None) -> dict[tuple[str, str], ForecastRow]:
    if forecast is None:
        return {}
    method = "blend" if "blend" in forecast.methods else forecast.methods[0]
    return {(r.case, r.event): r for r in forecast.rows if r.method == method}


def _window(cases: Timelines, foreseen: dict[tuple[str, str], ForecastRow]) -> tuple[date, date]:
    """From the year of the first notification to that of the last promise or P90, at most ``_AHEAD`` years ahead."""
    begins = [r.notified[0].low for r in cases.rows if r.notified]
    ends = [cases.as_of + timedelta(days=365)]
    ends += [p.span.high for r in cases.rows for said in r.promised.values() for p in said if p.span.high != date.max]
    shown = {r.case for r in cases.rows}
    ends += [parse_date(f.p90).high for (case, _), f in foreseen.items() if f.p90 and case in shown]
    last = min(max(ends).year, cases.as_of.year + _AHEAD)
    return date(min(begins, default=cases.as_of).year, 1, 1), date(last + 1, 1, 1)


def _interval(span: DateSpan, low: date, high: date) -> Row:
    """A date as an interval to draw, at least a day long; an open end goes to *low* or *high*."""
    begin, end = max(span.low, low), min(span.high, high - timedelta(days=1))
    return {"from": at(min(begin, end)), "to": at(end + timedelta(days=1))}


def said(s: Statement, lang: Language) -> str:
    """When and by whom something was said, and with what standing, on one line."""
    _ = lang.text
    who = lang.name("speaker", s.said_by) if s.said_by else _("nobody named")
    standing = lang.name("standing", s.standing)
    if s.hedged:
        standing = _("{standing}, hedged", standing=standing)
    return _("{date}, {who} ({standing})", date=lang.date(s.stated_on), who=who, standing=standing)


def _events(r: Timeline, first: date, last: date, lang: Language, link: Link) -> list[Row]:
    _ = lang.text
    found = []
    for lane, kind, event in (
        ("notified", _("notified"), r.notified),
        ("signed", _("agreement or contract"), r.signed),
    ):
        if event:
            what = _("notified to Congress") if lane == "notified" else lang.name("property", event[1].property)
            found.append((lane, kind, what, event))
    words = {"first": _("first delivery"), "final": _("final delivery")}
    doubts = {"first": _("first delivery, in dispute"), "final": _("final delivery, in dispute")}
    found += [
        (lane, _("delivered"), (doubts if lane in r.contested else words)[lane], event)
        for lane, event in r.came.items()
    ]
    begun = (
        r.came["first"][0].low
        if "first" in r.came and "first" not in r.contested
        else r.notified[0].low
        if r.notified
        else first
    )
    return [
        {"lane": lane, "kind": kind, "what": what, "date": lang.date(span.text), "said": said(s, lang),
         "open": link("statements", s.id), "doubted": lane in r.contested} | _interval(span, begun if lane == "final" else first, last)
        for lane, kind, what, (span, s) in found
    ]  # fmt: skip


def _promises(r: Timeline, first: date, last: date, lang: Language, link: Link) -> list[Row]:
    _ = lang.text
    words = {"first": _("first delivery promised"), "final": _("final delivery promised")}
    rows = []
    for lane, given in r.promised.items():
        for i, p in enumerate(given):
            weight = 1.0 if p.current else round(0.22 + 0.2 * (i + 1) / len(given), 2)
            rows.append({
                "lane": lane, "kind": _("promised"), "what": words[lane], "date": lang.date(p.span.text),
                "said": said(p.by, lang), "weight": weight, "open": link("statements", p.by.id),
            } | _interval(p.span, first, last))  # fmt: skip
    return rows


def _bands(
    r: Timeline, foreseen: dict[tuple[str, str], ForecastRow], day: date, last: date, lang: Language,
    ground: Callable[[ForecastRow], str],
) -> list[Row]:  # fmt: skip
    _ = lang.text
    words = {"first": _("first delivery forecast"), "final": _("final delivery forecast")}
    rows = []
    for lane in _LANES:
        f = foreseen.get((r.case, lane))
        if f is None or f.p10 is None:
            continue
        begin, end = parse_date(f.p10).high, parse_date(f.p90).high if f.p90 else None
        middle = parse_date(f.p50).high if f.p50 else None
        latest = parse_date(f.p50_latest).high if f.p50_latest else last
        on = end is None or end >= last
        rows.append({
            "lane": lane, "kind": _("forecast, P10 to P90"), "what": words[lane], "from": at(max(min(begin, last), day)),
            "to": at(last if end is None or on else end), "middle": at(middle) if middle and middle < last else None,
            "latest": at(min(latest, last)), "on": on, "date": " – ".join(lang.date(p) if p else _("beyond 20 years") for p in (f.p10, f.p90)), "said": f.method, "open": ground(f),
        })  # fmt: skip
    return rows
