"""What holds an order up, in months: one bar a cause."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from jointline.errors import NothingFound
from jointline.report.charts.theme import (
    ASYMMETRIC,
    BAND,
    FINAL,
    INK,
    INK_2,
    OTHER,
    PAPER,
    PROMISE,
    described,
    no_ground,
    pointer,
    row_label,
)
from jointline.report.lang.language import ENGLISH, Language
from jointline.simulate.why import Cause, WhyLate

if TYPE_CHECKING:
    import altair

_SHOWN = 10  # causes with a bar of their own; the rest are added up in the last
# paperwork before any line can begin · nobody can make it, yet or ever · a line or part is the limit · others come first
_COLOURS = {
    "release": PROMISE, "no_line": PROMISE, "line_start": ASYMMETRIC, "line_rate": FINAL, "component": FINAL, "queue": OTHER,
    "lead_time": BAND, "in_process": BAND,
}  # fmt: skip


def cause_words(cause: Cause, lang: Language) -> str:
    """A cause as a reader says it."""
    _ = lang.text
    name = cause.name or ""
    match cause.kind:
        case "release":
            return _("paperwork before its release")
        case "lead_time":
            return _("making, testing and shipping it")
        case "in_process":
            return _("units already being made")
        case "no_line":
            return _("no line can make it")
        case "line_start":
            return _("line {line} has not begun", line=lang.name("line", name, name))
        case "line_rate":
            return _("the rate of the line {line}", line=lang.name("line", name, name))
        case "component":
            return _("short of {component}", component=lang.name("component", name, name))
        case "queue":
            order = lang.name("order", name, name)
            buyer = lang.name("country", cause.customer) if cause.customer else ""
            who = _("{case} ({year})", case=order, year=buyer) if buyer and buyer not in order else order
            return _("behind {order}", order=who)
    return f"{cause.kind} {name}".strip()


def why_late_chart(
    why: WhyLate, lang: Language = ENGLISH, ground: Callable[[Cause | None], str] = no_ground
) -> altair.LayerChart:
    """Months from month 0 to the final delivery by what held the order: bars are means, thin lines go from P10 to P90.

    Every month counts to one cause, so the bars add up to the mean wait. *ground*: the address that the bar of a cause opens; of ``None``, that of the causes added
    up in one bar. Raises ``NothingFound`` where nothing holds it.
    """
    import altair as alt

    _ = lang.text
    if not why.causes:
        raise NothingFound(f"nothing holds up {why.order}")
    shown = sorted(why.causes, key=lambda c: -c.months_mean)
    first = shown[0]
    shown, rest = shown[:_SHOWN], shown[_SHOWN:]
    rows: list[dict[str, Any]] = [
        {"cause": cause_words(c, lang), "mean": c.months_mean, "p10": c.months_p10, "p90": c.months_p90, "kind": c.kind,
         "label": f"{lang.saved(c.months_mean)} ({lang.often(c.share)})", "spread": f"{lang.number(c.months_p10, 1)} – {lang.number(c.months_p90, 1)}",
         "share": lang.often(c.share), "seen": lang.often(c.seen_share), "open": ground(c)}
        for c in shown
    ]  # fmt: skip
    if rest:
        mean, share = sum(c.months_mean for c in rest), sum(c.share for c in rest)
        rows.append({"cause": lang.plural("{n} more cause", "{n} more causes", len(rest)), "mean": mean, "p10": mean, "p90": mean, "kind": "rest",
                     "label": f"{lang.saved(mean)} ({lang.often(share)})", "spread": "", "share": lang.often(share), "seen": "", "open": ground(None)})  # fmt: skip
    names = [r["cause"] for r in rows]
    most = max(float(r["p90"]) for r in rows)
    most = max(most, max(float(r["mean"]) for r in rows))
    kinds = list(dict.fromkeys(str(r["kind"]) for r in rows))
    colour = alt.Color(
        "kind:N", legend=None, scale=alt.Scale(domain=kinds, range=[_COLOURS.get(k, OTHER) for k in kinds])
    )
    y = alt.Y("cause:N", sort=names, title=None, axis=alt.Axis(**row_label(names, 285, 18)))
    x = alt.X(
        "mean:Q",
        title=_("months"),
        scale=alt.Scale(domain=[0, round(most * 1.22 + 0.5, 1)], nice=False),
        axis=alt.Axis(grid=True, domain=False, ticks=False, tickCount=6),
    )
    tips = [alt.Tooltip("cause:N", title=_("cause")), alt.Tooltip("label:N", title=_("months, mean, and share")),
            alt.Tooltip("spread:N", title=_("P10 to P90")), alt.Tooltip("seen:N", title=_("in draws"))]  # fmt: skip
    base: Any = alt.Chart(alt.Data(values=rows)).encode(y=y, tooltip=tips)
    hand = pointer(rows)
    layers = [
        base.mark_bar(height=14, cursor=hand).encode(x=x, color=colour),
        base.mark_rule(color=PAPER, strokeWidth=3, cursor=hand).encode(
            x="p10:Q", x2="p90:Q"
        ),  # else it is lost in a dark bar
        base.mark_rule(color=INK_2, strokeWidth=1, cursor=hand).encode(x="p10:Q", x2="p90:Q"),
        base.mark_text(align="left", dx=6, color=INK, cursor=hand)
        .encode(x=alt.X("end:Q"), text="label:N")
        .transform_calculate(end="max(datum.mean, datum.p90)"),
    ]
    made: Any = alt.layer(*layers).properties(height={"step": 28})
    name = lang.name("order", why.order, why.title or why.product)
    title = _(
        "{order}. The largest part of the wait, {share}: {cause}",
        order=name,
        cause=cause_words(first, lang),
        share=lang.share(first.share),
    )
    under = _("Months to the final delivery by what held it: {months} on average, each month counted to one cause. Thin line: P10 to P90 of the draws. Option: {option}.",
              months=lang.months(why.months_mean), option=lang.name("option", why.option))  # fmt: skip
    made = described(made, title, under, why.run, lang)
    made.usermeta["narrow"] = {"height": {"step": 44}}
    return cast("altair.LayerChart", made)
