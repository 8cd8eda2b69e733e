"""Options as bands: months saved on first and final delivery, P10 to P90 with the P50, from a zero that is always there."""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from jointline.errors import JointlineError
from jointline.report.charts.theme import FINAL, FIRST, INK, INK_2, PAPER, TEXT, described, source_line, spec
from jointline.report.lang.language import ENGLISH, Language

if TYPE_CHECKING:
    import altair

    from jointline.options.compare import Compared, Comparison

_LEAST = 0.5  # months that the axis goes to at least
_ROW = 48  # pixels of an option
_AT = {"name": 0.26, "first": 0.56, "final": 0.8}  # where in them its name and its bands stand


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What is drawn: two bands an option, the options' names, and where the axis ends."""

    bands: list[dict[str, Any]]
    names: list[dict[str, Any]]
    low: float
    high: float


def bands_chart(compared: Comparison, lang: Language = ENGLISH) -> altair.LayerChart:
    """One row an option: a bar from P10 to P90 and a dot at P50 of the months saved, cases weighted by value.

    The upper, lighter band is of the first deliveries, the lower of the final ones; right of zero is sooner. An option
    without effect is a dot on the line. Raises ``JointlineError`` where there is no option.
    """
    made = _chart(_drawn(compared, lang), lang)
    return cast("altair.LayerChart", described(made, *bands_heading(lang), source_line(lang, compared.run)))


def bands_heading(lang: Language = ENGLISH) -> tuple[str, str]:
    """What the bands show and how to read them."""
    _ = lang.text
    return (
        _("Months saved by each option, weighted by value"),
        _("Dot: half the draws save more, half less. Bar: eight draws of ten. At zero an option changes nothing."),
    )


def bands_spec(compared: Comparison, lang: Language = ENGLISH) -> dict[str, Any]:
    """The same as a page's specification (``theme.spec``), its shape made once: a slider waits for it."""
    drawn = _drawn(compared, lang)
    made = copy.deepcopy(_shape(len(drawn.names), drawn.low, drawn.high, lang))
    for layer in made["layer"]:
        filled = {"bands": drawn.bands, "names": drawn.names}.get(layer["data"]["name"])
        if filled is not None:
            layer["data"]["values"] = filled
    return made


def _drawn(compared: Comparison, lang: Language) -> _Drawn:
    _ = lang.text
    if not compared.options:
        raise JointlineError("there is no option to draw")
    words = {"first": _("first delivery"), "final": _("final delivery")}
    bands = [
        {"at": round(i + _AT[which], 3)} | _band(o, words[which], which, lang)
        for i, o in enumerate(compared.options) for which in words
    ]  # fmt: skip
    names = [{"label": b["label"], "at": round(i + _AT["name"], 3)} for i, b in enumerate(bands[1::2])]
    low = -_end(-min([0.0, *(b["p10"] for b in bands)]), _LEAST if any(b["p10"] < 0 for b in bands) else 0.0)
    return _Drawn(bands, names, low, _end(max([0.0, *(b["p90"] for b in bands)]), _LEAST))


@lru_cache(maxsize=256)
def _shape(options: int, low: float, high: float, lang: Language) -> dict[str, Any]:
    return spec(described(_chart(_Drawn([], [{}] * options, low, high), lang), "", "", ""), lang)


def _chart(drawn: _Drawn, lang: Language) -> Any:
    import altair as alt

    _ = lang.text
    first, final = _("first delivery"), _("final delivery")
    scale = alt.Scale(domain=[drawn.low, drawn.high], nice=False, zero=True)
    sign = "datum.value > 0 ? '+' + datum.label : datum.value < 0 ? '−' + format(-datum.value, '~g') : '0'"
    x = alt.X("p10:Q", title=_("months saved (right: sooner)"), scale=scale,
              axis=alt.Axis(grid=True, domain=False, ticks=False, labelExpr=sign, tickCount={"expr": "narrow ? 4 : 8"}))  # fmt: skip
    y = alt.Y("at:Q", title=None, axis=None, scale=alt.Scale(domain=[0, len(drawn.names)], reverse=True, nice=False))
    colour = alt.Color("delivery:N", title=None, scale=alt.Scale(domain=[first, final], range=[FIRST, FINAL]),
                       legend=alt.Legend(symbolType="stroke", symbolStrokeWidth=4))  # fmt: skip
    tips = [alt.Tooltip("name:N", title=_("option")), alt.Tooltip("delivery:N", title=_("delivery")),
            alt.Tooltip("words:N", title=_("months saved")), alt.Tooltip("often:N", title=_("draws"))]  # fmt: skip
    base: Any = alt.Chart(alt.InlineData(values=drawn.bands, name="bands")).encode(y=y, tooltip=tips)
    zero: Any = alt.Chart(alt.InlineData(values=[{"at": 0}], name="zero")).mark_rule(color=INK_2, strokeWidth=1)
    label: Any = alt.Chart(alt.InlineData(values=drawn.names, name="names")).encode(y=y, text="label:N", x=alt.value(0))
    words: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": TEXT}
    layers = [
        zero.encode(x="at:Q"),
        label.mark_text(stroke=PAPER, strokeWidth=5, strokeJoin="round", **words),  # no line runs through a name
        base.mark_rule(strokeWidth=5, strokeCap="butt", opacity=0.5).encode(x=x, x2="p90:Q", color=colour),
        base.mark_point(filled=True, size=62, opacity=1).encode(x="p50:Q", color=colour),
        label.mark_text(color=INK, **words),
    ]
    return alt.layer(*layers).properties(height=_ROW * len(drawn.names))


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
