"""Options as pictures: the backlog each would leave, and where one stops being worth it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from jointline.options.compare import owed_curves
from jointline.options.runs import Runs
from jointline.report.charts.theme import ASYMMETRIC as ORANGE
from jointline.report.charts.theme import INK_3 as GREY
from jointline.report.charts.theme import TRADITIONAL as BLUE
from jointline.simulate.months import month_name

if TYPE_CHECKING:
    from jointline.options.breakeven import Breakeven

_TITLE: dict[str, Any] = {
    "anchor": "start",
    "font": "sans-serif",
    "fontSize": 14,
    "subtitleFont": "sans-serif",
    "subtitleColor": "#555",
}


def comparison_chart(runs: Runs, columns: int = 3) -> Any:
    """The value still owed month by month: one panel an option, its median and P10 to P90 over the baseline's."""
    import altair as alt

    curves = owed_curves(runs)
    last = _last_month(runs, curves)
    scale, unit = (1000.0, "US$ billion") if curves.max() >= 10_000 else (1.0, "US$ million")
    names = [r.name for r in runs.runs[1:]]
    rows: list[dict[str, Any]] = []
    for i, name in enumerate(names, start=1):
        for who, curve in (("baseline", curves[0]), ("option", curves[i])):
            for t in range(last):
                low, mid, high = (round(float(q) / scale, 4) for q in curve[:, t])
                rows.append({"option": name, "who": who, "month": _when(runs, t), "p10": low, "p50": mid, "p90": high})
    dated = bool(runs.base.as_of)
    x = alt.X("month:T" if dated else "month:Q", title=None if dated else "month",
              axis=alt.Axis(format="%Y" if dated else "d", tickCount=6, grid=False))  # fmt: skip
    colour = alt.Color("who:N", title=None, scale=alt.Scale(domain=["baseline", "option"], range=[GREY, BLUE]),
                       legend=alt.Legend(orient="top", symbolOpacity=1))  # fmt: skip
    chart: Any = alt.Chart().encode(x=x, color=colour)
    band = chart.mark_area(opacity=0.22).encode(y=alt.Y("p10:Q", title=unit, axis=alt.Axis(tickCount=4)), y2="p90:Q")
    middle = chart.mark_line(strokeWidth=1.8).encode(y="p50:Q")
    title = alt.TitleParams("Value still owed, by option", subtitle=[
        "A case counts in full until its final delivery. Line: median; band: P10 to P90 of the draws.",
        f"{runs.base.title or runs.base.file}, month 0 is {runs.base.as_of or 'not a date'}, {runs.draws:,} draws, seed {runs.seed}",
    ], **_TITLE)  # fmt: skip
    made: Any = alt.layer(band, middle, data=alt.Data(values=rows)).properties(width=250, height=150)
    return made.facet(facet=alt.Facet("option:N", title=None, sort=names, header=alt.Header(labelFontWeight="bold", labelAnchor="start")),
                      columns=min(columns, len(names)), title=title).configure_view(stroke=None).configure_axis(
                          labelFont="sans-serif", titleFont="sans-serif", domainColor="#999", gridColor="#eee")  # fmt: skip


def _last_month(runs: Runs, curves: Any) -> int:
    """A year after the last backlog is clear in nine draws of ten, at most the horizon."""
    owed = np.flatnonzero((curves[:, 2, :] > 0).any(axis=0))
    return int(min(runs.horizon, (owed[-1] if len(owed) else 0) + 13))


def _when(runs: Runs, month: int) -> str | int:
    return f"{month_name(runs.base.as_of, month)}-01" if runs.base.as_of else month


def breakeven_chart(found: Breakeven) -> Any:
    """Months saved (or the share of draws earlier) as a number moves, with the least that is worth it; two numbers: a map."""
    import altair as alt

    months = found.target == "months"
    what, label = ("months_mean", "months saved, mean") if months else ("earlier_share", "share of draws earlier")
    rows = [
        {"x": p.value, "y": p.other, "mean": getattr(p, what), "p10": p.months_p10, "p90": p.months_p90}
        for p in found.points
    ]
    lines = [f"{found.title or found.option}; judged by {_cases(found.cases)}", found.verdict]
    title = alt.TitleParams("Where the option stops being worth it", subtitle=lines, **_TITLE)
    data = alt.Data(values=rows)
    base: Any = alt.Chart(data)
    if len(found.vary) > 1:
        return _map(alt, base, found, label, title)
    x = alt.X("x:Q", title=f"{found.vary[0]} ({found.units[0]})")
    layers = (
        [base.mark_area(opacity=0.2, color=BLUE).encode(x=x, y=alt.Y("p10:Q", title=label), y2="p90:Q")]
        if months
        else []
    )
    layers.append(
        base.mark_line(color=BLUE, point=alt.OverlayMarkDef(color=BLUE)).encode(x=x, y=alt.Y("mean:Q", title=label))
    )
    limit: Any = alt.Chart(alt.Data(values=[{"y": found.at, "label": f"worth it from {found.at:g}"}]))
    layers.append(limit.mark_rule(strokeDash=[4, 3], color=ORANGE).encode(y="y:Q"))
    layers.append(
        limit.mark_text(align="left", dx=4, dy=-6, color=ORANGE).encode(y="y:Q", x=alt.value(0), text="label:N")
    )
    if found.crossings:
        at: Any = alt.Chart(alt.Data(values=[{"x": c.value, "label": f"{c.value:g}"} for c in found.crossings]))
        layers.append(at.mark_rule(color=ORANGE).encode(x="x:Q"))
        layers.append(
            at.mark_text(align="left", dx=4, color=ORANGE, baseline="top").encode(
                x="x:Q", y=alt.value(4), text="label:N"
            )
        )
    made: Any = alt.layer(*layers).properties(width=560, height=300, title=title)
    return made.configure_view(stroke=None)


def _map(alt: Any, base: Any, found: Breakeven, label: str, title: Any) -> Any:
    """Cells of both numbers, coloured by the target, and the line where it crosses what is worth it."""
    xs, ys = sorted({p.value for p in found.points}), sorted({p.other for p in found.points if p.other is not None})
    dx, dy = (xs[1] - xs[0]) / 2, (ys[1] - ys[0]) / 2
    most = max(
        abs(getattr(p, "months_mean" if found.target == "months" else "earlier_share") - found.at) for p in found.points
    )
    scale = alt.Scale(scheme="blueorange", reverse=True, domainMid=found.at, domain=[found.at - most, found.at + most])
    cells = base.transform_calculate(
        x0=f"datum.x - {dx}", x1=f"datum.x + {dx}", y0=f"datum.y - {dy}", y1=f"datum.y + {dy}"
    )
    cells = cells.mark_rect(opacity=0.75).encode(
        x=alt.X("x0:Q", title=f"{found.vary[0]} ({found.units[0]})", scale=alt.Scale(domain=[xs[0] - dx, xs[-1] + dx], nice=False)), x2="x1:Q",
        y=alt.Y("y0:Q", title=f"{found.vary[1]} ({found.units[1]})", scale=alt.Scale(domain=[ys[0] - dy, ys[-1] + dy], nice=False)), y2="y1:Q",
        color=alt.Color("mean:Q", title=label, scale=scale),
    )  # fmt: skip
    text = base.mark_text(fontSize=10).encode(
        x="x:Q", y="y:Q", text=alt.Text("mean:Q", format=".1f" if found.target == "months" else ".0%")
    )
    values = [{"x": c.value, "y": c.other} for c in found.crossings]
    line: Any = alt.Chart(alt.Data(values=values)).mark_line(color="black").encode(x="x:Q", y="y:Q", order="y:Q")
    layers = [cells, text, line] if values else [cells, text]
    return alt.layer(*layers).properties(width=520, height=380, title=title).configure_view(stroke=None)


def _cases(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 3 else f"{len(names)} cases"
