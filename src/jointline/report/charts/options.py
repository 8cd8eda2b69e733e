"""Options as pictures: the backlog each would leave, and where one stops being worth it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from jointline.ledger.case import short_names
from jointline.options.compare import owed_curves
from jointline.options.runs import Runs
from jointline.report.charts.theme import (
    ASYMMETRIC,
    INK,
    INK_3,
    PAPER,
    TRADITIONAL,
    at,
    described,
    money_unit,
    no_ground,
    pointer,
    year_axis,
)
from jointline.report.lang.language import ENGLISH, Language
from jointline.simulate.months import month_name
from jointline.simulate.run import run_card

if TYPE_CHECKING:
    from jointline.options.breakeven import Breakeven, Point

_PANEL = (220, 140)  # pixels of an option's panel
_LEFT = 0.02  # share of the first month's backlog at which the picture ends, in the middle of the draws


def comparison_chart(runs: Runs, columns: int = 3, lang: Language = ENGLISH) -> Any:
    """The value still owed month by month: one panel an option, its median and P10 to P90 over the baseline's.

    The picture ends a year after the median of each run is down to two hundredths of what is owed today; where a draw of
    ten goes on, the words under the heading say so.
    """
    import altair as alt

    _ = lang.text
    curves = owed_curves(runs)
    last = last_month(runs, curves)
    divisor, unit = money_unit(lang, float(curves.max()))
    shown = [lang.name("option", r.name, r.name) for r in runs.runs[1:]]
    words = {"baseline": _("as things are"), "option": _("with the option")}
    rows: list[dict[str, Any]] = []
    for i, name in enumerate(shown, start=1):
        for who, curve in ((words["baseline"], curves[0]), (words["option"], curves[i])):
            for t in range(last):
                low, mid, high = (round(float(q) / divisor, 3) for q in curve[:, t])
                rows.append({"option": name, "who": who, "month": _when(runs, t), "p10": low, "p50": mid, "p90": high})
    dated = bool(runs.base.as_of)
    axis = year_axis(lang, tickCount=5) if dated else {"format": "d", "tickCount": 6}
    x = alt.X("month:T" if dated else "month:Q", title=None if dated else _("month"), axis=alt.Axis(**axis))
    colour = alt.Color("who:N", title=None, scale=alt.Scale(domain=list(words.values()), range=[INK_3, TRADITIONAL]),
                       legend=alt.Legend(symbolType="stroke", symbolStrokeWidth=4))  # fmt: skip
    chart: Any = alt.Chart().encode(x=x, color=colour)
    y = alt.Y("p10:Q", title=None, axis=alt.Axis(tickCount=4), scale=alt.Scale(zero=True))
    band = chart.mark_area(opacity=0.22).encode(y=y, y2="p90:Q")
    middle = chart.mark_line(strokeWidth=1.8).encode(y="p50:Q")
    made: Any = alt.layer(band, middle, data=alt.Data(values=rows)).properties(width=_PANEL[0], height=_PANEL[1])
    facet = alt.Facet("option:N", title=None, sort=shown, header=alt.Header(labelLimit=_PANEL[0]))
    made = made.facet(facet=facet, columns=min(columns, len(shown)))
    under = [
        _(
            "In {unit}; a case counts in full until its final delivery. Line: median; band: P10 to P90 of the draws.",
            unit=unit,
        )
    ]
    if (curves[:, 2, last:] > 0).any():
        under.append(_("In some draws something is owed beyond the right edge."))
    return described(made, _("Value still owed, by option"), lang.sentences(under), _run(runs), lang)


def _run(runs: Runs) -> dict[str, str]:
    return run_card(runs.base, runs.draws, runs.seed, "sobol", None)


def last_month(runs: Runs, curves: Any) -> int:
    """A year after every run's median is down to ``_LEFT`` of the first month's, at most the horizon."""
    owed = np.flatnonzero((curves[:, 1, :] > _LEFT * curves[:, 1, :1]).any(axis=0))
    return int(min(runs.horizon, (owed[-1] if len(owed) else 0) + 13))


def _when(runs: Runs, month: int) -> str | int:
    return at(date.fromisoformat(f"{month_name(runs.base.as_of, month)}-01")) if runs.base.as_of else month


def breakeven_chart(
    found: Breakeven, lang: Language = ENGLISH, words: Sequence[str] = (), titles: Mapping[str, str] | None = None,
    ground: Callable[[Point], str] = no_ground,
) -> Any:  # fmt: skip
    """Months saved (or the share of draws earlier) as a number moves, with the least that is worth it; two numbers: a map.

    words: what each number is called, its unit included; without them its place in the network and its unit ·
    titles: of the cases, by id; without them their short names
    ground: the address that the point of a value opens, where there is one number
    """
    import altair as alt

    _ = lang.text
    called = tuple(words) or tuple(f"{k} ({u})" for k, u in zip(found.vary, found.units, strict=True))
    months = found.target == "months"
    what, label = ("months_mean", _("months saved, mean")) if months else ("earlier_share", _("share of draws earlier"))
    option = lang.name("option", found.option, found.title or found.option)
    cases = _cases(found.cases, lang, titles or {})
    if len(found.vary) > 1:
        title = (
            _("{option}: months saved (mean), by two of its numbers", option=option) if months
            else _("{option}: share of draws earlier, by two of its numbers", option=option)
        )  # fmt: skip
        under = _("Judged by {cases}. Blue: worth it, at least {least}; orange: not. Line: where it changes in a row. {verdict}",
                  cases=cases, least=_least(found, lang), verdict=_verdict(found, called, lang))  # fmt: skip
        return described(_map(alt, found, what, called, lang), title, under, found.run, lang)
    rows = [
        {"x": p.value, "mean": getattr(p, what), "p10": p.months_p10, "p90": p.months_p90, "open": ground(p)}
        for p in found.points
    ]
    base: Any = alt.Chart(alt.Data(values=rows))
    x = alt.X(
        "x:Q",
        title=called[0],
        scale=alt.Scale(zero=False, nice=False),
        axis=alt.Axis(grid=False),
    )
    reach = [v for r in rows for v in ((r["p10"], r["p90"], r["mean"]) if months else (r["mean"],))]
    bounds = [min(0.0, *reach), max(found.at, *reach) * 1.12]
    form = alt.Axis(tickCount=5) if months else alt.Axis(format="%", tickCount=5)
    y = alt.Y("mean:Q", title=label, axis=form, scale=alt.Scale(domain=bounds, nice=False))
    layers: list[Any] = []
    if months:
        layers.append(base.mark_area(opacity=0.2, color=TRADITIONAL).encode(x=x, y="p10:Q", y2="p90:Q"))
    tips = [
        alt.Tooltip("x:Q", title=called[0]),
        alt.Tooltip("mean:Q", title=label, format=".1f" if months else ".0%"),
    ]
    layers.append(base.mark_line(color=TRADITIONAL).encode(x=x, y=y))
    layers.append(
        base.mark_point(color=TRADITIONAL, filled=True, size=30, opacity=1, cursor=pointer(rows)).encode(
            x=x, y=y, tooltip=tips
        )
    )
    least: Any = alt.Chart(
        alt.Data(values=[{"y": found.at, "label": _("worth it from {least}", least=_least(found, lang))}])
    )
    layers.append(least.mark_rule(strokeDash=[4, 3], color=ASYMMETRIC).encode(y="y:Q"))
    for halo in ({"stroke": PAPER, "strokeWidth": 4}, {}):
        text = least.mark_text(align="left", dx=4, dy=-7, color=ASYMMETRIC, **halo)
        layers.append(text.encode(y="y:Q", x=alt.value(0), text="label:N"))
    if found.crossings:
        cross: Any = alt.Chart(alt.Data(values=[{"x": c.value, "label": f"{c.value:g}"} for c in found.crossings]))
        layers.append(cross.mark_rule(color=ASYMMETRIC).encode(x="x:Q"))
        mark = cross.mark_text(align="left", dx=4, color=ASYMMETRIC, baseline="top", fontWeight="bold")
        layers.append(mark.encode(x="x:Q", y=alt.value(4), text="label:N"))
    made: Any = alt.layer(*layers).properties(height=300)
    title = _("{option}: where it stops being worth it", option=option)
    told = [_("Judged by {cases}.", cases=cases), _verdict(found, called, lang)]
    if months:
        told.append(_("Line: mean; band: P10 to P90 of the draws."))
    return described(made, title, lang.sentences(told), found.run, lang)


def _verdict(found: Breakeven, called: Sequence[str], lang: Language) -> str:
    """The verdict, each number by what the axis calls it."""
    said = lang.say(found.verdict)
    for key, words in zip(found.vary, called, strict=True):
        if not words.startswith(key):
            said = said.replace(key, lang.text("“{words}”", words=words))
    return said


def _least(found: Breakeven, lang: Language) -> str:
    return lang.months(found.at) if found.target == "months" else lang.share(found.at)


def _map(alt: Any, found: Breakeven, what: str, called: Sequence[str], lang: Language) -> Any:
    """Cells of both numbers: their hue says worth it or not, their strength how far from the least; the line parts them."""
    _ = lang.text
    xs, ys = sorted({p.value for p in found.points}), sorted({p.other for p in found.points if p.other is not None})
    across, up = _edges(xs), _edges(ys)
    worth, not_worth = _("worth it"), _("not worth it")
    rows = []
    for p in found.points:
        if p.other is None:
            continue
        (x0, x1), (y0, y1), mean = across[p.value], up[p.other], getattr(p, what)
        rows.append({
            "x": p.value, "y": p.other, "x0": x0, "x1": x1, "y0": y0, "y1": y1,
            "mean": mean, "far": abs(mean - found.at), "side": worth if mean >= found.at else not_worth,
        })  # fmt: skip
    most = max([r["far"] for r in rows] + [1e-9])
    base: Any = alt.Chart(alt.Data(values=rows))
    x, y = (
        alt.X("x0:Q", **_cells_axis(alt, called[0], across)), alt.Y("y0:Q", **_cells_axis(alt, called[1], up)),
    )  # fmt: skip
    form = ".1f" if found.target == "months" else ".0%"
    cells = base.mark_rect(stroke=PAPER, strokeWidth=1).encode(
        x=x, x2="x1:Q", y=y, y2="y1:Q",
        color=alt.Color("side:N", title=None, scale=alt.Scale(domain=[worth, not_worth], range=[TRADITIONAL, ASYMMETRIC]),
                        legend=alt.Legend(symbolType="square", symbolSize=120)),
        fillOpacity=alt.FillOpacity("far:Q", scale=alt.Scale(domain=[0, most], range=[0.12, 0.75]), legend=None),
        tooltip=[alt.Tooltip("x:Q", title=called[0]), alt.Tooltip("y:Q", title=called[1]),
                 alt.Tooltip("mean:Q", title=_("value"), format=form)],
    )  # fmt: skip
    text = base.mark_text(fontSize={"expr": "narrow ? 8 : 11"}, color=INK).encode(
        x="x:Q", y="y:Q", text=alt.Text("mean:Q", format=form)
    )
    layers = [cells, text]
    values = [
        {"x": c.value, "y0": up[c.other][0], "y1": up[c.other][1]} for c in found.crossings if c.other in up
    ]  # the bound of each row on its own: between rows nothing was tried
    if values:
        bound: Any = alt.Chart(alt.Data(values=values)).mark_rule(color=INK, strokeWidth=2)
        layers.append(bound.encode(x="x:Q", y="y0:Q", y2="y1:Q"))
    return alt.layer(*layers).properties(height=380)


def _cells_axis(alt: Any, title: str, edges: dict[float, tuple[float, float]]) -> dict[str, Any]:
    """A label under the middle of each row or column of cells: the value that was tried."""
    values = list(edges)
    return {
        "title": title,
        "scale": alt.Scale(domain=[edges[values[0]][0], edges[values[-1]][1]], nice=False),
        "axis": alt.Axis(values=values, format=".3~g", grid=False, ticks=False, domain=False),
    }


def _edges(values: Sequence[float]) -> dict[float, tuple[float, float]]:
    """Each value with the bounds of its cell: half-way to its neighbours."""
    between = [(a + b) / 2 for a, b in pairwise(values)]
    bounds = [2 * values[0] - between[0], *between, 2 * values[-1] - between[-1]]
    return dict(zip(values, pairwise(bounds), strict=True))


def _cases(ids: Sequence[str], lang: Language, titles: Mapping[str, str]) -> str:
    short = short_names(ids)
    names = [lang.name("case", i, titles.get(i, short[i])) for i in ids]
    return lang.text(", ").join(names) if len(names) <= 3 else lang.plural("{n} case", "{n} cases", len(names))
