"""The backlog as pictures: its total by category month by month, beside what was published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from jointline.backlog.history import History, Month
from jointline.errors import JointlineError
from jointline.ledger.dates import parse_date
from jointline.report.charts.theme import (
    CATEGORIES,
    GRID,
    INK,
    INK_2,
    OTHER,
    PAPER,
    Link,
    at,
    described,
    money_unit,
    month_axis,
    no_link,
)
from jointline.report.lang.language import ENGLISH, Language

if TYPE_CHECKING:
    import altair


_HEIGHT = 300
_FIRST = timedelta(days=7)


def history_chart(
    history: History, lang: Language = ENGLISH, link: Link = no_link, month: str | None = None
) -> altair.LayerChart:
    """The backlog at each month's end by category, stacked from zero; circles are the totals that were published.

    month: the month (``2024-10``) that the title speaks of and a line marks; default: the last. What lies after the last published list is the program's own count by the same rule: it stands on grey. A rule that nobody
    publishes has neither.
    Raises ``JointlineError`` where no month has a total.
    """
    import altair as alt

    _ = lang.text
    months = [m for m in history.months if m.total_usd_m is not None]
    if not months:
        raise JointlineError(
            "no month has a total to draw", remedy="Count by a rule that gives values, such as published."
        )
    divisor, unit = money_unit(lang, max(m.total_usd_m or 0 for m in months))
    names = _categories(months)
    shown = {n: lang.name("category", n) for n in names}
    rows = _areas(months, names, shown, divisor, lang, link)
    published = _published(months, divisor, lang, link) if history.is_published else []
    first, last = _end(months[0]), _end(months[-1])
    colour = alt.Scale(domain=[shown[n] for n in names], range=[CATEGORIES.get(n, OTHER) for n in names])
    x = alt.X("on:T", axis=alt.Axis(**month_axis(lang, tickCount={"expr": "narrow ? 4 : 10"})), title=None,
              scale=alt.Scale(domain=[at(first), at(last)]))  # fmt: skip
    y = alt.Y("high:Q", title=unit, stack=None, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(tickCount=5))
    values = alt.Data(values=rows)
    layers: list[Any] = []
    since = next((_end(m) for m in reversed(months) if _total(m)), None) if history.is_published else None
    if since and since < last:
        after = alt.Chart(alt.Data(values=[{"on": at(since), "to": at(last), "words": _("own count")}]))
        layers.append(after.mark_rect(color=GRID, opacity=0.55).encode(x=alt.X("on:T"), x2="to:T"))
    area: Any = alt.Chart().mark_area(interpolate="step-before", opacity=1)
    layers.append(area.encode(x=x, y=y, y2="low:Q", color=alt.Color("category:N", scale=colour, legend=None)))
    seam: Any = alt.Chart().mark_line(interpolate="step-before", color=PAPER, strokeWidth=1)
    layers.append(seam.encode(x=x, y="high:Q", detail="category:N"))
    tips = [alt.Tooltip("when:N", title=_("month")), alt.Tooltip("category:N", title=_("category")),
            alt.Tooltip("money:N", title=_("backlog")), alt.Tooltip("total:N", title=_("total"))]  # fmt: skip
    bars: Any = alt.Chart().mark_rect(opacity=0, color=PAPER, cursor="pointer" if rows[0]["open"] else "default")
    layers.append(bars.encode(x="from:T", x2="to:T", y="high:Q", y2="low:Q", tooltip=tips))
    if published:
        points: Any = alt.Chart(alt.Data(values=published)).mark_point(
            filled=True,
            fill=PAPER,
            stroke=INK,
            strokeWidth=1.2,
            size=26,
            opacity=1,
            cursor="pointer" if link("statements", "x") else "default",
        )
        layers.append(points.encode(x="on:T", y="high:Q", tooltip=[
            alt.Tooltip("when:N", title=_("month")), alt.Tooltip("printed:N", title=_("published total")),
            alt.Tooltip("counted:N", title=_("counted here")), alt.Tooltip("by:N", title=_("published by"))]))  # fmt: skip
    inside = _inside(rows, months)
    named = {n for n in names if any(r["category"] == shown[n] for r in inside)}
    speaks = compared(months, month)[0]
    if speaks is not months[-1]:
        mark: Any = alt.Chart(alt.Data(values=[{"on": at(_end(speaks))}])).mark_rule(color=INK, strokeDash=[3, 3])
        layers.append(mark.encode(x=alt.X("on:T")))
    layers += _labels(alt, rows, inside, at(_end(speaks)))
    if since and since < last:
        words: Any = after.mark_text(align="left", baseline="bottom", dy=-3, color=INK_2, fontSize=10)
        layers.append(words.encode(x=alt.X("on:T"), y=alt.value(0), text="words:N"))
    made: Any = alt.layer(*layers, data=values).properties(height=_HEIGHT)
    under = [
        _(
            "Stacked from zero, at the end of each month, counted by the rule “{rule}”.",
            rule=lang.name("rule", history.rule),
        )
    ]
    if any(n not in named for n in names):
        under.append(_("From below: {names}.", names=_(", ").join(shown[n] for n in names)))
    if published:
        under.append(_("Circles: totals as published."))
    if since and since < last:
        under.append(_("On grey: this program's own count by the same rule, after the last published list."))
    if speaks is not months[-1]:
        under.append(_("Dashed line: {month}.", month=lang.date(speaks.month)))
    title = _finding(months, month, lang)
    return cast("alt.LayerChart", described(made, title, lang.sentences(under), history.run, lang))


def compared(months: Sequence[Month], month: str | None = None) -> tuple[Month, Month | None]:
    """What the title speaks of: *month* or else the last month that has a total, and the same month a year before where
    that is shown."""
    valued = [m for m in months if m.total_usd_m is not None]
    shown = next((m for m in valued if m.month == month), valued[-1])
    year, of_year = shown.month.split("-")
    return shown, next((m for m in valued if m.month == f"{int(year) - 1}-{of_year}"), None)


def _finding(months: list[Month], shown: str | None, lang: Language) -> str:
    """What is owed at the end of a month, and by how much more or less than a year before, where that month is shown."""
    _ = lang.text
    last, before = compared(months, shown)
    total, month = last.total_usd_m or 0.0, lang.date(last.month)
    owed = lang.usd_short(total)
    if not before or not before.total_usd_m:
        return _("{total} approved for Taiwan and not delivered at the end of {month}", total=owed, month=month)
    share = lang.share(abs(total / before.total_usd_m - 1))
    if total >= before.total_usd_m:
        return _("{total} approved for Taiwan and not delivered at the end of {month}, {share} more than a year before",
                 total=owed, month=month, share=share)  # fmt: skip
    return _("{total} approved for Taiwan and not delivered at the end of {month}, {share} less than a year before",
             total=owed, month=month, share=share)  # fmt: skip


def _categories(months: list[Month]) -> list[str]:
    found = {n for m in months for n, v in m.categories.items() if v}
    return [n for n in CATEGORIES if n in found] + sorted(found - CATEGORIES.keys())


def _end(month: Month) -> date:
    return parse_date(month.month).high


def _areas(
    months: list[Month], names: list[str], shown: dict[str, str], divisor: float, lang: Language, link: Link
) -> list[dict[str, Any]]:
    rows = []
    for i, m in enumerate(months):
        low = 0.0
        end = _end(m)
        # the first month ends where the chart begins: its place to point at is the first of the next one's
        first, last = (end, end + _FIRST) if i == 0 else (_end(months[i - 1]) + _FIRST * (i == 1), end)
        for n in names:
            value = m.categories.get(n) or 0.0
            rows.append({
                "on": at(end), "from": at(first), "to": at(last), "when": lang.date(m.month),
                "category": shown[n], "low": round(low / divisor, 4), "high": round((low + value) / divisor, 4),
                "money": lang.usd(value), "total": lang.usd(m.total_usd_m or 0.0),
                "open": link("month", m.month),
            })  # fmt: skip
            low += value
    return rows


def _total(month: Month) -> Any:
    return next((f for f in month.published if f.figure == "total"), None)


def _published(months: list[Month], divisor: float, lang: Language, link: Link) -> list[dict[str, Any]]:
    rows = []
    for m in months:
        f = _total(m)
        if f:
            rows.append({
                "on": at(_end(m)), "high": round(f.published_usd_m / divisor, 4), "when": lang.date(m.month),
                "printed": lang.usd(f.published_usd_m), "counted": lang.usd(f.counted_usd_m or 0.0),
                "by": lang.name("speaker", m.published_by or ""), "open": link("statements", f.statement),
            })  # fmt: skip
    return rows


def _inside(rows: list[dict[str, Any]], months: list[Month]) -> list[dict[str, Any]]:
    """Where each area's name stands inside it, of those that are tall enough for a line."""
    most = max(r["high"] for r in rows)
    here = [r for r in rows if r["on"] == at(_end(months[len(months) * 5 // 8]))]
    return [r | {"mid": round((r["low"] + r["high"]) / 2, 4)} for r in here if r["high"] - r["low"] > most * 0.055]


def _labels(alt: Any, rows: list[dict[str, Any]], inside: list[dict[str, Any]], on: str) -> list[Any]:
    """The names inside the areas, and the total of the month that ends *on*, at its end."""
    names: Any = alt.Chart(alt.Data(values=inside)).mark_text(color=PAPER, fontWeight="bold", fontSize=12)
    last = [r for r in rows if r["on"] == on][-1]
    top = last | {"sum": f"{last['high']:,.1f}"}
    early = on <= rows[len(rows) // 20]["on"]  # left of it stands the axis
    total: Any = alt.Chart(alt.Data(values=[top])).mark_text(
        color=INK, fontWeight="bold", fontSize=12, align="left" if early else "right", dy=-9, dx=6 if early else -2
    )
    return [
        names.encode(x="on:T", y="mid:Q", text="category:N"),
        total.encode(x="on:T", y="high:Q", text="sum:N"),
    ]
