"""How a case's promised dates moved: when it was said against the date that was promised."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from jointline.backlog.inspect import CaseReport
from jointline.backlog.promises import Record
from jointline.errors import NothingFound
from jointline.ledger.statement import Statement
from jointline.report.charts.theme import (
    CAME,
    FINAL,
    FIRST,
    GRID,
    INK_2,
    INK_3,
    PAPER,
    Link,
    at,
    described,
    month_axis,
    no_link,
    year_band,
)
from jointline.report.charts.timeline import said
from jointline.report.lang.language import ENGLISH, Language
from jointline.report.promise_words import details, finding

if TYPE_CHECKING:
    import altair

_HEIGHT = 380
_PROPERTIES = {"first_delivery_promised": "first", "final_delivery_promised": "final"}
_FIRM = ("official", "named")
Row = dict[str, Any]


def promise_chart(report: CaseReport, lang: Language = ENGLISH, link: Link = no_link) -> altair.LayerChart:
    """Each promise of a case: across, when it was said; up, what it promised, as long as it was left open.

    A step line follows the promise that held at the time. On the diagonal a promise is for the day it was said: what lies
    in the shade was past already. Filled: said officially or by a named person; hollow: by others.
    Raises ``NothingFound`` where nobody promised a date.
    """
    import altair as alt

    _ = lang.text
    given = [s for s in report.trail if s.property in _PROPERTIES and s.is_evidence and s.event]
    if not given:
        raise NothingFound(
            f"nobody has promised {report.name} for a date", remedy="jointline case shows what was said."
        )
    day = date.fromisoformat(report.as_of)
    words = {"first": _("first delivery"), "final": _("final delivery")}
    left, low, high = _window(given, report.promises, day)
    points = [_point(s, words, low, high, lang, link) for s in given]
    steps = [row for r in report.promises for row in _steps(r, words, day, high)]
    events = [_event(r, low, high, lang, link) for r in report.promises if r.event and r.event.event]
    scale = alt.Scale(domain=[words["first"], words["final"]], range=[FIRST, FINAL])
    legend = alt.Legend(symbolType="stroke", symbolStrokeWidth=4, symbolSize=200)
    colour = alt.Color("what:N", title=None, scale=scale, legend=legend)
    y_axis = alt.Axis(**year_band(lang, low, high, _HEIGHT, title=_("promised for"), titleY=-12, titleX=-30))
    x = alt.X("on:T", axis=alt.Axis(**month_axis(lang, title=_("said"), tickCount={"expr": "narrow ? 4 : 12"}, titleAnchor="end")),
              scale=alt.Scale(domain=[at(left), at(day)], nice=False))  # fmt: skip
    y = alt.Y("at:T", axis=y_axis, scale=alt.Scale(domain=[at(low), at(high)], nice=False))

    def chart(values: list[Row]) -> Any:
        return alt.Chart(alt.Data(values=values)).encode(x="on:T", y="at:T")

    tips = [alt.Tooltip("what:N", title=_("what")), alt.Tooltip("date:N", title=_("promised for")),
            alt.Tooltip("said:N", title=_("said"))]  # fmt: skip
    past = chart([{"on": at(d), "at": at(min(d, high)), "low": at(low)} for d in (max(left, low), day)])
    shade = past.mark_area(color=GRID, opacity=0.55).encode(x=x, y=y, y2="low:T")
    layers: list[Any] = [shade, past.mark_line(color=INK_3, strokeWidth=1, strokeDash=[4, 3])]
    note = [{"on": at(day), "at": at(low), "words": _("past when it was said")}]
    layers.append(
        chart(note).mark_text(align="right", baseline="bottom", dx=-6, dy=-6, color=INK_2).encode(text="words:N")
    )
    layers.append(chart(steps).mark_line(interpolate="step-after", strokeWidth=1.5, opacity=0.75).encode(color=colour))
    pointer = "pointer" if link("statements", "x") else "default"
    spans = chart(points).mark_rule(strokeWidth=5, strokeCap="round", strokeOpacity=0.28, cursor=pointer)
    layers.append(spans.encode(y="from:T", y2="at:T", color=colour, tooltip=tips))
    for filled in (False, True):
        mine = [p for p in points if p["firm"] is filled]
        if mine:
            dots = chart(mine).mark_point(filled=False, strokeWidth=1.8, opacity=1, cursor=pointer)
            fill = alt.Fill("what:N", scale=scale, legend=None) if filled else alt.value(PAPER)
            layers.append(dots.encode(stroke=alt.Stroke("what:N", scale=scale, legend=None), fill=fill, tooltip=tips,
                                      size=alt.Size("size:Q", scale=None, legend=None)))  # fmt: skip
    if events:
        mark = chart(events).mark_point(shape="diamond", size=130, filled=True, stroke=CAME, opacity=1, cursor=pointer)
        hollow = alt.condition(
            "datum.firm", alt.value(CAME), alt.value(PAPER)
        )  # where a firmer word has it still to come
        layers.append(mark.encode(tooltip=tips, fill=hollow))
        for halo in ({"stroke": PAPER, "strokeWidth": 5, "strokeJoin": "round"}, {}):  # no line runs through the words
            label = chart(events).mark_text(align="right", dx=-10, color=CAME, fontWeight="bold", **halo)
            layers.append(label.encode(text="what:N"))
    made: Any = alt.layer(*layers).properties(height=_HEIGHT)
    found = finding(report.promises[0], lang) if report.promises else _("what was promised, and when")
    under = [
        words_
        for i, r in enumerate(report.promises)
        for words_ in ([] if i == 0 else [finding(r, lang, alone=False)]) + details(r, lang)
    ]
    title = _("{case}: {found}", case=lang.name("case", report.case, report.title), found=found.rstrip(".。"))
    under.append(_("Dot: the last day that a promise can mean; the bar behind it: the days it left open. Filled: official or by a named person; hollow: others."))  # fmt: skip
    if any(s.hedged for s in given):
        under.append(
            _("Small: hedged (may, hopes, at the earliest); it moves no date that somebody gave without a hedge.")
        )
    return cast("altair.LayerChart", described(made, title, lang.sentences(under), report.run, lang))


def _window(given: list[Statement], records: tuple[Record, ...], day: date) -> tuple[date, date, date]:
    """The first day across, and the lowest and highest promised day, by whole years."""
    left = min(s.stated.low for s in given)
    spans = [s.event for s in given if s.event] + [r.event.event for r in records if r.event and r.event.event]
    lows = [s.low for s in spans if s.low != date.min] or [day]
    highs = [s.high for s in spans if s.high != date.max] or [day]
    left = min(left, day - timedelta(days=365))
    return left, date(min(min(lows).year, left.year + 1), 1, 1), date(max(max(highs).year, day.year) + 1, 1, 1)


def _middle(s: Statement) -> date:
    return s.stated.low + (s.stated.high - s.stated.low) / 2


def _point(s: Statement, words: dict[str, str], low: date, high: date, lang: Language, link: Link) -> Row:
    assert s.event is not None
    return {
        "what": words[_PROPERTIES[s.property]], "on": at(_middle(s)), "from": at(max(s.event.low, low)),
        "at": at(min(s.event.high, high)), "date": lang.date(s.event.text), "said": said(s, lang), "firm": s.standing in _FIRM,
        "size": 16 if s.hedged else 46, "open": link("statements", s.id),
    }  # fmt: skip


def _steps(r: Record, words: dict[str, str], day: date, high: date) -> list[Row]:
    """The promise that held, from when it was said until the delivery or the day."""
    held = [r.first, *(m.after for m in r.moves)]
    what = words[_PROPERTIES[r.property]]
    rows = [{"what": what, "on": at(_middle(s)), "at": at(min(s.event.high, high))} for s in held if s.event]
    until = min(r.event.event.high, day) if r.event and r.event.event else day
    return [*rows, rows[-1] | {"on": at(max(until, _middle(held[-1])))}] if rows else []


def _event(r: Record, low: date, high: date, lang: Language, link: Link) -> Row:
    _, s = lang.text, r.event
    assert s is not None and s.event is not None
    words: str = _("first delivered") if _PROPERTIES[r.property] == "first" else _("all delivered")
    if r.contested_by:
        words = _("said to have come, in dispute")
    when = min(s.event.high, high)
    return {"what": words, "on": at(when), "at": at(when), "date": lang.date(s.event.text), "said": said(s, lang),
            "open": link("statements", s.id), "firm": r.contested_by is None}  # fmt: skip
