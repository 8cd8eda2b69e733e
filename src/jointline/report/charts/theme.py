"""One look for every chart: palette, type, grid, axes; and the specification for the page and for files.

Colours of data follow Okabe and Ito (2008), darker so that white words on them can be read: readers with any common colour
blindness tell them apart by hue and lightness; the same hex values
stand in the page's style sheet, whose script puts the style sheet's names in their place, so that the dark theme and
print need no second drawing.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Literal

from jointline.report.lang.language import ENGLISH, Language
from jointline.report.writable import writable

FONT = '"Noto Sans TC", "PingFang TC", "Microsoft JhengHei", sans-serif'
TRADITIONAL, ASYMMETRIC, MUNITIONS, OTHER = "#00639c", "#c04f00", "#005e46", "#7d5aa6"
C4ISR, SUSTAINMENT, TRAINING = "#8f3fd6", "#75707a", "#231f38"
FIRST, FINAL, PROMISE, CAME, BAND = "#4b97c6", "#083d66", "#c4421c", "#004d40", "#b9d3e4"
INK, INK_2, INK_3, GRID, RULE, PAPER = "#1b1d21", "#50555e", "#6b717b", "#e3e0da", "#c9c5bd", "#ffffff"
PALETTE = {
    TRADITIONAL: "traditional", ASYMMETRIC: "asymmetric", MUNITIONS: "munitions", C4ISR: "c4isr",
    SUSTAINMENT: "sustainment", TRAINING: "training", OTHER: "other", FIRST: "first",
    FINAL: "final", PROMISE: "promise", CAME: "came", BAND: "band", INK: "ink", INK_2: "ink-2", INK_3: "ink-3",
    GRID: "line", RULE: "line-2", PAPER: "paper",
}  # fmt: skip
# the same names in the page's dark theme, for a picture inside a document
DARK = {
    "traditional": "#56b4e9", "asymmetric": "#f08a4b", "munitions": "#33c79a", "c4isr": "#a98bff", "sustainment": "#7f8ba0",
    "training": "#e6e3da", "other": "#bb9ee0", "first": "#cfe8f8", "final": "#4a9fd8", "promise": "#ff8f6b",
    "came": "#b4f3df", "band": "#2f566f", "ink": "#eceae6", "ink-2": "#b8bac0", "ink-3": "#969aa3", "line": "#2e323a",
    "line-2": "#454b55", "paper": "#14161a",
}  # fmt: skip
CATEGORIES = {
    "traditional": TRADITIONAL, "asymmetric": ASYMMETRIC, "munitions": MUNITIONS, "c4isr": C4ISR, "sustainment": SUSTAINMENT,
    "training": TRAINING,
}  # fmt: skip
WIDTH = 720  # pixels of a chart in a file
NARROW = 520  # pixels of the page below which a chart is drawn for a phone
CAPSULE = "M-0.8,-0.3A0.3,0.3,0,0,0,-0.8,0.3L0.8,0.3A0.3,0.3,0,0,0,0.8,-0.3Z"  # in a legend: a bar or a stretch of time
_LABEL_PADDING = 5  # pixels from an axis to its labels
SMALL, TEXT, HEAD = 11, 12, 16
_HEAD_WIDE = HEAD * 1.06  # bold type runs wider

# what a mark opens: (kind, id), kind "case" or "statements" (ids with commas); "" where nothing can be opened
Link = Callable[[str, str], str]


def no_link(kind: str, key: str) -> str:
    """The link of a chart in a file: none."""
    return ""


def no_ground(*of: object) -> str:
    """What the marks of a chart in a file open: nothing."""
    return ""


def pointer(rows: Sequence[dict[str, Any]]) -> Literal["pointer", "default"]:
    """The cursor over marks of those rows: a hand only where they open something."""
    return "pointer" if any(r.get("open") for r in rows) else "default"


def config(lang: Language = ENGLISH) -> dict[str, Any]:
    """The Vega-Lite configuration that every chart is drawn with."""
    label = {"labelFont": FONT, "labelFontSize": SMALL, "labelColor": INK_2}
    title = {"titleFont": FONT, "titleFontSize": SMALL, "titleColor": INK_2, "titleFontWeight": "normal"}
    return {
        "font": FONT, "background": PAPER, "aria": False, "padding": 4,
        "view": {"stroke": None, "continuousWidth": WIDTH, "discreteWidth": WIDTH},
        "title": {
            "anchor": "start", "frame": "bounds", "font": FONT, "fontSize": HEAD, "fontWeight": "bold", "color": INK,
            "lineHeight": HEAD + 6, "offset": 12, "subtitleFont": FONT, "subtitleFontSize": TEXT,
            "subtitleColor": INK_2, "subtitlePadding": 6, "subtitleLineHeight": TEXT + 5,
        },
        "axis": label | title | {
            "grid": False, "domainColor": RULE, "tickColor": RULE, "gridColor": GRID, "labelPadding": _LABEL_PADDING, "tickSize": 4,
        },
        "axisY": {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "start", "titleBaseline": "bottom"},
        "axisYQuantitative": {
            "grid": True, "domain": False, "ticks": False, "titleX": 0, "titleY": -10, "titleAlign": "left",
        },
        "legend": label | title | {
            "orient": "top", "direction": "horizontal", "titleOrient": "left", "labelLimit": 400, "symbolOpacity": 1,
            "offset": 8, "padding": 0, "columnPadding": 14, "labelOffset": 4, "symbolStrokeWidth": 1.5,
        },
        "header": label | {"labelAnchor": "start", "labelFontWeight": "bold", "labelFontSize": TEXT, "labelColor": INK,
                           "labelPadding": 4, "titleFont": FONT},
        "text": {"font": FONT, "fontSize": SMALL, "color": INK_2, "lineHeight": SMALL + 4},
        "line": {"strokeWidth": 2, "strokeCap": "round", "strokeJoin": "round"},
        "bar": {"cornerRadius": 0}, "rule": {"color": RULE}, "range": {"category": [*CATEGORIES.values(), OTHER]},
    }  # fmt: skip


def described(chart: Any, title: str, under: str, run: dict[str, str], lang: Language = ENGLISH) -> Any:
    """*chart* in the theme, with its heading, the words under it and its source line: ready for a notebook.

    A page writes the heading as its own text (``heading``, ``spec``), a file has the source line too (``file_spec``).
    """
    import altair as alt

    asked = (alt.param(name=p["name"], value=p["value"]) for p in _params(narrow=False, across=WIDTH))
    made = chart.add_params(*asked).properties(
        usermeta={"title": title, "under": under, "source": source_line(lang, run), "run": run},
        title={"text": wrapped(title, WIDTH, _HEAD_WIDE), "subtitle": wrapped(under, WIDTH, TEXT)},
    )
    made.config = config(lang)
    return made


def _params(*, narrow: bool, across: float) -> list[dict[str, Any]]:
    """What expressions in a chart can ask: whether it is drawn for a phone, and how many pixels it is wide."""
    return [{"name": "narrow", "value": narrow}, {"name": "across", "value": across}]


def heading(chart: Any) -> tuple[str, str]:
    """What a chart shows and how to read it: the caption of a figure on a page, and the words under it."""
    meta = chart.usermeta
    return meta["title"], meta["under"]


def spec(chart: Any, lang: Language = ENGLISH) -> dict[str, Any]:
    """The Vega-Lite specification for a page: as wide as its place, without the heading that the page writes itself.

    ``usermeta`` tells the page's script what Vega-Lite has no words for: ``panel``, the width of a panel, of which as many
    stand abreast as fit; ``most``, the width from which a chart grows no more; ``least``, that below which it is scrolled;
    ``narrow``, what is replaced on a phone; ``around``, the pixels above and below the plot, wide and on a phone.
    """
    made = _plain(chart)
    made["config"] = _config_of(made, lang) | {"background": None}
    made["params"] = [{"name": "narrow", "value": False}]
    told = made.pop("usermeta", {})
    meta = made["usermeta"] = {k: told[k] for k in ("narrow", "least") if k in told}
    meta["around"] = [_around(made, narrow=narrow) for narrow in (False, True)]
    if "facet" in made:
        meta["panel"] = made["spec"]["width"]
        made["spec"].pop("width")
    else:
        if "width" in made:
            meta["most"] = made["width"]
        made["width"] = "container"
        made["params"].append({"name": "across", "expr": "width"})
    return made


def file_spec(
    chart: Any, lang: Language = ENGLISH, *, narrow: bool = False, made_by: Callable[[str], str] = str
) -> dict[str, Any]:
    """The same specification for a file: with its heading, its source line and a width of its own.

    narrow: as a phone shows it, 390 pixels wide · made_by: what becomes of the source line where more is to be said in it.
    """
    made = _plain(chart)
    meta = made.pop("usermeta", {})
    width = max(340, meta.get("least", 0)) if narrow else made.get("width", WIDTH)
    if narrow:
        made |= meta.get("narrow", {}) | ({"columns": 1} if "facet" in made else {})
    if "facet" not in made:
        made["width"] = width
    total = width if "facet" not in made else made["columns"] * (made["spec"]["width"] + 40)
    schema = made.pop("$schema")
    whole: dict[str, Any] = {
        "$schema": schema,
        "config": _config_of(made, lang),
        "params": _params(narrow=narrow, across=width),
    }
    if not meta:
        return whole | made
    # the heading stands over the whole, the source line is the title of its one part: below, and left like the heading
    made["title"] = {
        "text": wrapped(made_by(meta["source"]), total, SMALL - 1), "orient": "bottom", "fontSize": SMALL - 1,
        "fontWeight": "normal", "color": INK_3, "lineHeight": SMALL + 3, "offset": 10,
    }  # fmt: skip
    head = {"text": wrapped(meta["title"], total, _HEAD_WIDE), "subtitle": wrapped(meta["under"], total, TEXT)}
    below = {"legend": dict.fromkeys(("color", "fill", "stroke", "shape", "size", "opacity"), "independent")}
    return whole | {"title": head, "hconcat": [made], "resolve": below}  # the legend stands below the heading


def _config_of(made: dict[str, Any], lang: Language) -> dict[str, Any]:
    """The configuration with room for the title of the y axis, which stands over the plot: a legend begins above it."""
    settings = config(lang)
    if _has_title_above(made):  # Vega sees no need where a chart is fitted to its place, or is a part of a whole
        settings["legend"]["offset"] += 18
    return settings


def _has_title_above(made: dict[str, Any]) -> bool:
    channels = [layer.get("encoding", {}).get("y", {}) for layer in made.get("layer", [])]
    return any(y.get("title") or (y.get("axis") or {}).get("title") for y in channels if isinstance(y, dict))


def _around(made: dict[str, Any], *, narrow: bool) -> int:
    """The pixels that padding, axes and legend take above and below the plot: a page keeps them free before it is drawn."""
    channels = [layer.get("encoding", {}) for layer in made.get("layer", [made])]
    axes = [c["x"].get("axis") or {} for c in channels if isinstance(c.get("x"), dict) and c["x"].get("axis")]
    titled = any(
        (axis or {}).get("title") or ("axis" in c["x"] and c["x"].get("title"))
        for c in channels if isinstance(c.get("x"), dict) for axis in [c["x"].get("axis")]
    )  # fmt: skip
    below = (22 if any(a.get("ticks", True) for a in axes) else 17 if axes else 0) + (15 if titled else 0)
    below += max(
        (a.get("labelPadding", 0) - _LABEL_PADDING for a in axes if a.get("labelPadding", 0) > _LABEL_PADDING),
        default=0,
    )
    legends = [
        c[k] for c in channels for k in ("color", "fill", "stroke") if isinstance(c.get(k), dict) and c[k].get("legend")
    ]
    rows = max((_legend_rows(x, narrow=narrow) for x in legends), default=0)
    above = 18 if _has_title_above(made) else 0
    foot = 9 if any(c.get("y", {}).get("value") == "height" for c in channels) else 0  # words below the plot
    return 10 + below + above + foot + (rows * 15 + 8 if rows else 0)


def _legend_rows(channel: dict[str, Any], *, narrow: bool) -> int:
    """In how many rows a legend stands: ``columns`` may be an expression that asks whether it is drawn for a phone."""
    entries = len(channel["scale"]["domain"])
    columns = channel["legend"].get("columns")
    if isinstance(columns, dict):
        on_phone, else_ = columns["expr"].partition("?")[2].split(":")
        columns = int(on_phone if narrow else else_)
    return -(-entries // columns) if columns else 1


def _plain(chart: Any) -> dict[str, Any]:
    made: dict[str, Any] = copy.deepcopy(chart.to_dict(validate=False))
    for part in ("config", "params", "title"):
        made.pop(part, None)
    return made


def wrapped(text: str, width: float, size: float) -> list[str]:
    """*text* in lines of at most *width* pixels when set in *size* pixels; Chinese breaks between any two characters."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for piece in _pieces(paragraph):
            long = text_width(piece, size)
            if line and used + long > width and piece[0] not in "，。、；：）」』％":
                lines.append(line.rstrip())
                line, used = "", 0.0
                piece = piece.lstrip()
            line, used = line + piece, used + long
        lines.append(line.rstrip())
    return [x for x in lines if x] or [""]


def in_two_lines(names: Sequence[str], width: float) -> str:
    """The expression of an axis label that breaks what is wider than *width* pixels; on a phone a name keeps its one line."""
    return f"narrow ? datum.label : ({json.dumps(_long(names, width), ensure_ascii=False)})[datum.label] || datum.label"


def row_label(names: Sequence[str], width: float, lift: int) -> dict[str, Any]:
    """The parts of an axis of rows: their names right of them in one line or two, on a phone *lift* pixels above them."""
    long = json.dumps(dict.fromkeys(_long(names, width), -(SMALL + 2) / 2), ensure_ascii=False)
    return {
        "ticks": False, "domain": False, "labelColor": INK, "labelLimit": {"expr": f"narrow ? 352 : {width + 15}"},
        "labelExpr": in_two_lines(names, width), "labelLineHeight": SMALL + 2, "labelAlign": {"expr": "narrow ? 'left' : 'right'"},
        "labelOffset": {"expr": f"narrow ? {-lift} : ({long})[datum.label] || 0"}, "labelPadding": {"expr": "narrow ? -2 : 8"},
    }  # fmt: skip


def _long(names: Sequence[str], width: float) -> dict[str, list[str]]:
    # writable: as the labels are that are looked up here when the chart is drawn
    return {n: wrapped(n, width, SMALL) for n in map(writable, names) if text_width(n, SMALL) > width}


def _pieces(text: str) -> list[str]:
    """Words with the space before them; a Chinese character is a word."""
    pieces: list[str] = []
    for c in text:
        if not pieces or c == " " or ord(c) > 0x2E7F or ord(pieces[-1][-1]) > 0x2E7F:
            pieces.append(c)
        else:
            pieces[-1] += c
    return pieces


def text_width(text: str, size: float) -> float:
    """About how many pixels *text* takes when set in *size* pixels."""
    return size * sum(_advance(c) for c in text)


def _advance(c: str) -> float:
    """The width of a character in parts of the size of type, as Noto Sans has them on average."""
    if ord(c) > 0x2E7F:
        return 1.0
    return 0.28 if c in " .,;:'|il·" else 0.66 if c.isupper() else 0.555


def at(day: date) -> str:
    """A day for a time axis. With its hour: without one a browser west of Greenwich shows the day before."""
    return f"{day.isoformat()}T00:00"


def year_axis(lang: Language, **more: Any) -> dict[str, Any]:
    """The parts of a time axis with a label a year, in years of the Republic where the reader wants them."""
    label = "(year(datum.value) - 1911) + '年'" if lang.roc else "'' + year(datum.value)"
    return {"title": None, "tickCount": "year", "labelExpr": label, "labelFlush": False, "labelOverlap": True} | more


def year_band(lang: Language, first: date, last: date, height: int | None = None, **more: Any) -> dict[str, Any]:
    """A time axis on which a year's label stands in the middle of its year: what lies above 2026 is in 2026.

    first, last: New Year's days that bound it; height: of an upright axis, in pixels, else it runs across
    """
    made = year_axis(lang)
    half = f"{'across' if height is None else -height} / {2 * (last.year - first.year)}"
    made["labelExpr"] = f"year(datum.value) < {last.year} ? {made['labelExpr']} : ''"
    return made | {"grid": True, "domain": False, "ticks": False, "labelOffset": {"expr": half}} | more


def month_axis(lang: Language, **more: Any) -> dict[str, Any]:
    """The parts of a time axis over a few years: the year at each January, months between as Vega chooses them."""
    if lang.is_chinese:
        year = "(year(datum.value) - 1911)" if lang.roc else "year(datum.value)"
        label = f"month(datum.value) == 0 ? {year} + '年' : (month(datum.value) + 1) + '月'"
    else:
        label = "month(datum.value) == 0 ? '' + year(datum.value) : monthAbbrevFormat(month(datum.value))"
    return {"title": None, "labelExpr": label, "labelFlush": False, "labelOverlap": True} | more


def money_unit(lang: Language, most_usd_m: float) -> tuple[float, str]:
    """What a money axis divides millions of US dollars by, and the unit it then shows."""
    _ = lang.text
    if lang.myriads:
        return 100.0, _("US$ hundred million")
    if most_usd_m >= 10_000 and not lang.is_chinese:  # Chinese has no word for a thousand million
        return 1000.0, _("US$ billion")
    return 1.0, lang.usd_unit


HASH = 12  # signs of a hash that a picture names


def source_line(lang: Language, run: dict[str, str]) -> str:
    """Where a picture's numbers are from: the program and the run that made them, on a network or on the ledger."""
    _ = lang.text
    given = {k: v for k, v in run.items() if v != "none"}
    data = given.get("data", "")[:HASH]
    made_of = _("network {name} {hash}", name=given["network"], hash=data) if "network" in given else ledger(lang, data)
    words = {"as_of": _("as of"), "draws": _("draws"), "seed": _("seed")}
    parts = _(", ").join([made_of, *(f"{word} {given[k]}" for k, word in words.items() if given.get(k))])
    if "draws" in given:
        return _(
            "jointline {version}, simulated from public statements and marked assumptions: {run}",
            version=run.get("version", ""),
            run=parts,
        )
    return _("jointline {version}, from public statements: {run}", version=run.get("version", ""), run=parts)


def ledger(lang: Language, data: str) -> str:
    """The ledger as a picture names it: by the head of its hash."""
    return lang.text("ledger {hash}", hash=data[:HASH])
