"""Options as bands: months saved on first and final delivery, P10 to P90 with the P50, from a zero that is always there."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, cast

from jointline.errors import JointlineError
from jointline.report.charts.theme import FINAL, FIRST, INK, INK_2, PAPER, TEXT, described, source_line
from jointline.report.lang.language import ENGLISH, Language

if TYPE_CHECKING:
    import altair

    from jointline.options.compare import Compared, Comparison

_LEAST = 0.5  # months that the axis goes to at least
_ROW = 48  # pixels of an option
_AT = {"name": 0.26, "first": 0.56, "final": 0.8}  # where in them its name and its bands stand


def bands_chart(compared: Comparison, lang: Language = ENGLISH) -> altair.LayerChart:
    """One row an option: a bar from P10 to P90 and a dot at P50 of the months saved, cases weighted by value.

    The upper, lighter band is of the first deliveries, the lower of the final ones; right of zero is sooner. An option
    without effect is a dot on the line. Raises ``JointlineError`` where there is no option.
    """
    import altair as alt

    _ = lang.text
    if not compared.options:
        raise JointlineError("there is no option to draw")
    first, final = _("first delivery"), _("final delivery")
    rows = [row for o in compared.options for row in (_band(o, first, "first", lang), _band(o, final, "final", lang))]
    names = [o.option for o in compared.options]
    for r in rows:
        r["at"] = round(names.index(r["option"]) + _AT[r["which"]], 3)
    heads = [{"label": r["label"], "at": names.index(r["option"]) + _AT["name"]} for r in rows if r["which"] == "final"]
    low = -_end(-min([0.0, *(r["p10"] for r in rows)]), _LEAST if any(r["p10"] < 0 for r in rows) else 0.0)
    high = _end(max([0.0, *(r["p90"] for r in rows)]), _LEAST)
    scale = alt.Scale(domain=[low, high], nice=False, zero=True)
    sign = "datum.value > 0 ? '+' + datum.label : datum.value < 0 ? '−' + format(-datum.value, '~g') : '0'"
    x = alt.X("p10:Q", title=_("months saved (right: sooner)"), scale=scale,
              axis=alt.Axis(grid=True, domain=False, ticks=False, labelExpr=sign, tickCount={"expr": "narrow ? 4 : 8"}))  # fmt: skip
    y = alt.Y("at:Q", title=None, axis=None, scale=alt.Scale(domain=[0, len(names)], reverse=True, nice=False))
    colour = alt.Color("delivery:N", title=None, scale=alt.Scale(domain=[first, final], range=[FIRST, FINAL]),
                       legend=alt.Legend(symbolType="stroke", symbolStrokeWidth=4))  # fmt: skip
    tips = [alt.Tooltip("name:N", title=_("option")), alt.Tooltip("delivery:N", title=_("delivery")),
            alt.Tooltip("words:N", title=_("months saved")), alt.Tooltip("often:N", title=_("draws"))]  # fmt: skip
    base: Any = alt.Chart(alt.Data(values=rows)).encode(y=y, tooltip=tips)
    zero: Any = alt.Chart(alt.Data(values=[{"at": 0}])).mark_rule(color=INK_2, strokeWidth=1)
    label: Any = alt.Chart(alt.Data(values=heads)).encode(y=y, text="label:N", x=alt.value(0))
    words: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": TEXT}
    layers = [
        zero.encode(x="at:Q"),
        label.mark_text(stroke=PAPER, strokeWidth=5, strokeJoin="round", **words),  # no line runs through a name
        base.mark_rule(strokeWidth=5, strokeCap="butt", opacity=0.5).encode(x=x, x2="p90:Q", color=colour),
        base.mark_point(filled=True, size=62, opacity=1).encode(x="p50:Q", color=colour),
        label.mark_text(color=INK, **words),
    ]
    made: Any = alt.layer(*layers).properties(height=_ROW * len(names))
    title = _("Months saved by each option, weighted by value")
    under = _("Dot: half the draws save more, half less. Bar: eight draws of ten. At zero an option changes nothing.")
    return cast("alt.LayerChart", described(made, title, under, source_line(lang, compared.run)))


def _band(o: Compared, words: str, which: str, lang: Language) -> dict[str, Any]:
    _ = lang.text
    p10, p50, p90 = (getattr(o, f"weighted_{which}_months_{q}") for q in ("p10", "p50", "p90"))
    spread = (
        "0"
        if p10 == p90 == 0
        else _("{middle} ({low} to {high})", middle=_signed(p50, lang), low=_signed(p10, lang), high=_signed(p90, lang))
    )
    often = _("{earlier} sooner, {later} later", earlier=lang.share(o.earlier_share), later=lang.share(o.later_share))
    name = lang.name("option", o.option, o.title or o.option)
    return {"option": o.option, "which": which, "label": f"{name} · {spread}", "name": name, "delivery": words, "p10": p10, "p50": p50, "p90": p90,
            "words": spread, "often": often}  # fmt: skip


def _end(months: float, least: float) -> float:
    """Where the axis ends: a round figure, so that it stands still while a number moves a little; never a hair's breadth."""
    if months <= least:
        return least
    power = 10.0 ** math.floor(math.log10(months))
    return next(n * power for n in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if n * power >= months)


def _signed(months: float, lang: Language) -> str:
    return lang.number(months, 1).replace("-", "−") if months else "0"
