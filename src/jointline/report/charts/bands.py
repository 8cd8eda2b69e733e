"""Options as bands: months saved on first and final delivery, P10 to P90 with the P50, from a zero that is always there."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from jointline.errors import JointlineError
from jointline.report.charts.theme import (
    FINAL,
    FIRST,
    INK,
    INK_2,
    PAPER,
    TEXT,
    described,
    no_ground,
    pointer,
    spec,
    text_width,
    wrapped,
)
from jointline.report.lang.language import ENGLISH, Language

if TYPE_CHECKING:
    import altair

    from jointline.options.compare import Compared, Comparison

_LEAST = 1.0  # months that the axis goes to at least
_ROW = 48  # pixels of an option
_LINE = 15  # pixels of a line of its name
_PHONE = 310  # pixels that a name has on a phone
_AT = {"name": 0.26, "first": 0.56, "final": 0.8}  # where in them its name and its bands stand
_BELOW = 0.42  # where its name ends: the line at zero runs from there, where names stand across it
_CLEAR = 7  # pixels from the line at zero to a name that begins there


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What is drawn: two bands an option, the options' names, and where the axis ends."""

    bands: list[dict[str, Any]]
    names: list[dict[str, Any]]
    low: float
    high: float

    @property
    def is_nil(self) -> bool:
        """Whether no option changes anything: there is no scale then, only zero."""
        return not any(b[q] for b in self.bands for q in ("p10", "p50", "p90"))

    @property
    def lines(self) -> int:
        """In how many lines the longest name stands on a phone."""
        return max((len(n["lines"]) for n in self.names), default=1)


def bands_chart(compared: Comparison, lang: Language = ENGLISH) -> altair.LayerChart:
    """One row an option: a bar from P10 to P90 and a dot at P50 of the months saved, cases weighted by value.

    The upper, lighter band is of the first deliveries, the lower, whose figures stand beside the name, of the final ones;
    right of zero is sooner. An option without effect is a dot on the line. Raises ``JointlineError`` where there is no option.
    """
    made = _described(_drawn(compared, lang), *bands_heading(lang), compared.run, lang)
    return cast("altair.LayerChart", made)


def bands_heading(lang: Language = ENGLISH) -> tuple[str, str]:
    """What the bands show and how to read them."""
    _ = lang.text
    return (
        _("Months saved by each option, weighted by value"),
        _("Dot: half the draws save more, half less. Bar: eight draws of ten. At zero an option changes nothing."),
    )


def bands_spec(
    compared: Comparison, lang: Language = ENGLISH, ground: Callable[[str], str] = no_ground
) -> dict[str, Any]:
    """The same as a page's specification (``theme.spec``), its shape made once: a slider waits for it.

    ground: the address that the bands of an option open
    """
    drawn = _drawn(compared, lang, ground)
    made = copy.deepcopy(_shape(len(drawn.names), drawn.lines, drawn.low, drawn.high, drawn.is_nil, lang))
    for layer in made["layer"]:
        filled = {"bands": drawn.bands, "names": drawn.names}.get(layer["data"]["name"])
        if filled is not None:
            layer["data"]["values"] = filled
        if filled is drawn.bands and pointer(filled) != "default":
            layer["mark"]["cursor"] = pointer(filled)
    return made


def _drawn(compared: Comparison, lang: Language, ground: Callable[[str], str] = no_ground) -> _Drawn:
    _ = lang.text
    if not compared.options:
        raise JointlineError("there is no option to draw")
    words = {"first": _("first delivery"), "final": _("final delivery")}
    bands = [
        {"at": round(i + _AT[which], 3)} | _band(o, words[which], which, lang) | {"open": ground(o.option)}
        for i, o in enumerate(compared.options) for which in words
    ]  # fmt: skip
    names = [
        {
            "label": f"{b['name']} · {b['figures']}",
            "lines": _lines(b["name"], b["figures"]),
            "at": round(i + _AT["name"], 3),
        }
        for i, b in enumerate(bands[1::2])
    ]
    low = -_end(-min([0.0, *(b["p10"] for b in bands)]), _LEAST if any(b["p10"] < 0 for b in bands) else 0.0)
    return _Drawn(bands, names, low, _end(max([0.0, *(b["p90"] for b in bands)]), _LEAST))


@lru_cache(maxsize=256)
def _shape(options: int, lines: int, low: float, high: float, nil: bool, lang: Language) -> dict[str, Any]:
    bands = [] if nil else [{"p10": low, "p50": low, "p90": high}]
    return spec(_described(_Drawn(bands, [{"lines": [""] * lines}] * options, low, high), "", "", {}, lang), lang)


def _described(drawn: _Drawn, title: str, under: str, run: dict[str, str], lang: Language) -> Any:
    made = described(_chart(drawn, lang), title, under, run, lang)
    if drawn.lines > 1:
        made.usermeta["narrow"] = {"height": (_ROW + _LINE * (drawn.lines - 1)) * len(drawn.names)}
    return made


def _chart(drawn: _Drawn, lang: Language) -> Any:
    import altair as alt

    _ = lang.text
    first, final = _("first delivery"), _("final delivery")
    scale = alt.Scale(domain=[drawn.low, drawn.high], nice=False, zero=True)
    sign = "datum.value > 0 ? '+' + datum.label : datum.value < 0 ? '−' + format(-datum.value, '~g') : '0'"
    x = alt.X("p10:Q", title=_("months saved (right: sooner)"), scale=scale,
              axis=alt.Axis(grid=True, domain=False, ticks=False, labelExpr=sign,
                            **({"values": [0]} if drawn.is_nil else {"tickCount": {"expr": "narrow ? 4 : 8"}})))  # fmt: skip
    down = alt.Scale(domain=[0, len(drawn.names)], reverse=True, nice=False)
    y = alt.Y("at:Q", title=None, axis=None, scale=down)
    colour = alt.Color("delivery:N", title=None, scale=alt.Scale(domain=[first, final], range=[FIRST, FINAL]),
                       legend=alt.Legend(symbolType="stroke", symbolStrokeWidth=4))  # fmt: skip
    tips = [alt.Tooltip("name:N", title=_("option")), alt.Tooltip("delivery:N", title=_("delivery")),
            alt.Tooltip("words:N", title=_("months saved")), alt.Tooltip("often:N", title=_("draws"))]  # fmt: skip
    base: Any = alt.Chart(alt.InlineData(values=drawn.bands, name="bands")).encode(y=y, tooltip=tips)
    rows = [(0.0, len(drawn.names))] if not drawn.low else [(i + _BELOW, i + 1.0) for i in range(len(drawn.names))]
    lines = [{"at": 0, "from": round(begin, 3), "to": end} for begin, end in rows]  # unbroken where no name crosses it
    zero: Any = alt.Chart(alt.InlineData(values=lines, name="zero")).mark_rule(color=INK_2, strokeWidth=1)
    label: Any = alt.Chart(alt.InlineData(values=drawn.names, name="names")).encode(y=y, text="shown:N", x=alt.value(0))
    label = label.transform_calculate(shown="narrow ? datum.lines : datum.label")
    up = {
        "expr": f"narrow && length(datum.lines) > 1 ? {-_LINE / 2} * (length(datum.lines) - 1) - 4 : 0"
    }  # clear of the dot below
    words: dict[str, Any] = {
        "align": "left",
        "dx": 0 if drawn.low else _CLEAR,
        "baseline": "middle",
        "fontSize": TEXT,
        "lineHeight": _LINE,
        "dy": up,
    }
    layers = [
        zero.encode(x="at:Q", y=alt.Y("from:Q", title=None, axis=None, scale=down), y2="to:Q"),
        label.mark_text(stroke=PAPER, strokeWidth=5, strokeJoin="round", **words),  # no line runs through a name
        base.mark_rule(strokeWidth=5, strokeCap="butt", opacity=0.5).encode(x=x, x2="p90:Q", color=colour),
        base.mark_point(filled=True, size=62, opacity=1).encode(x="p50:Q", color=colour),
        label.mark_text(color=INK, **words),
    ]
    return alt.layer(*layers).properties(height=_ROW * len(drawn.names))


def _band(o: Compared, words: str, which: str, lang: Language) -> dict[str, Any]:
    _ = lang.text
    p10, p50, p90 = (getattr(o, f"weighted_{which}_months_{q}") for q in ("p10", "p50", "p90"))
    low, middle, high = (lang.saved(q) for q in (p10, p50, p90))
    spread = middle if low == middle == high else _("{middle} ({low} to {high})", middle=middle, low=low, high=high)
    often = _("{earlier} sooner, {later} later", earlier=lang.often(o.earlier_share), later=lang.often(o.later_share))
    name = lang.name("option", o.option, o.title or o.option)
    return {"option": o.option, "which": which, "name": name, "delivery": words, "p10": p10, "p50": p50, "p90": p90,
            "words": spread, "figures": _("final {months}", months=spread), "often": often}  # fmt: skip


def _lines(name: str, figures: str) -> list[str]:
    """An option's name in lines that a phone has room for, its figures whole on the last."""
    *lines, last = wrapped(name, _PHONE, TEXT)
    with_figures = f"{last} · {figures}"
    return [*lines, with_figures] if text_width(with_figures, TEXT) <= _PHONE else [*lines, last, figures]


def _end(months: float, least: float) -> float:
    """Where the axis ends: a round figure, so that it stands still while a number moves a little; never a hair's breadth."""
    if months <= least:
        return least
    power = 10.0 ** math.floor(math.log10(months))
    return next(n * power for n in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if n * power >= months)
