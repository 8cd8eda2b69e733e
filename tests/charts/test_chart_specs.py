"""Every chart compiles for page and files in both languages, in the theme's colours and font, with honest axes."""

from __future__ import annotations

import itertools
import json
import math
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import lxml.etree
import pytest
from drawings import CHARTS, drawn, made

import jointline
from jointline.backlog.history import history
from jointline.backlog.inspect import case
from jointline.backlog.rules import rule_names
from jointline.report.charts import theme
from jointline.report.charts.backlog import history_chart
from jointline.report.charts.forecast import forecast_chart
from jointline.report.charts.promises import promise_chart
from jointline.report.charts.save import chart_bytes
from jointline.report.charts.timeline import timeline_chart
from jointline.report.lang.language import ENGLISH, language
from jointline.report.timelines import timelines

PACKAGE = Path(jointline.__file__).parent
CHINESE = language("zh-TW", roc=True, myriads=True)
LANGS = [ENGLISH, language("zh-TW"), CHINESE]
_HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b")


def _walk(value: Any, key: str = "") -> Any:
    yield key, value
    if isinstance(value, dict):
        for k, v in value.items():
            yield from _walk(v, k)
    elif isinstance(value, list):
        for v in value:
            yield from _walk(v, key)


@pytest.mark.parametrize("lang", LANGS, ids=["en", "zh", "zh-roc"])
@pytest.mark.parametrize("name", CHARTS)
def test_a_file_has_only_the_themes_colours_and_font(name: str, lang: Any) -> None:
    svg = chart_bytes(drawn(name, lang), "svg", lang).decode()
    assert {c.lower() for c in _HEX.findall(re.sub(r"<style>.*?</style>", "", svg))} <= set(theme.PALETTE)
    assert "rgb(" not in svg
    texts = re.findall(r"<text\b[^>]*>", svg)
    assert texts
    for text in texts:
        assert 'font-family="&quot;jointline chart&quot;, &quot;Noto Sans TC&quot;' in text, text
    title, under = theme.heading(drawn(name, lang))
    assert title and under
    for word in title.split():
        assert word.replace("&", "&amp;") in svg


@pytest.mark.parametrize("name", CHARTS)
def test_in_a_file_no_title_of_an_axis_stands_on_the_legend(name: str) -> None:
    tree = lxml.etree.fromstring(chart_bytes(drawn(name), "svg"))
    titles, labels = (list(_placed(tree, role)) for role in ("axis-title", "legend-label"))
    assert titles or labels or name in ("timeline", "timeline with forecasts", "network")
    for x, y, size, text in titles:
        for x2, y2, size2, label in labels:
            apart = abs(y - y2) >= 0.9 * min(size, size2)
            beside = x + theme.text_width(text, size) < x2 - 30 or x2 + theme.text_width(label, size2) < x
            assert apart or beside, (text, label)


def _placed(tree: Any, role: str) -> Any:
    """Where the words of a role stand in a drawing: left end, baseline, size, text."""
    for text in tree.xpath(f"//*[contains(@class, 'role-{role}')]//*[local-name()='text']"):
        moved = [
            list(map(float, re.findall(r"-?[0-9.]+", m[1])))
            for e in (text, *text.iterancestors())
            if (m := re.match(r"translate\(([^)]*)\)", e.get("transform", "")))
        ]
        words, size = "".join(text.itertext()), float(text.get("font-size").removesuffix("px"))
        left = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor", "start")]
        yield sum(m[0] for m in moved) - left * theme.text_width(words, size), sum(m[1] for m in moved), size, words


@pytest.mark.parametrize("name", CHARTS)
def test_the_page_and_a_file_share_one_specification(name: str) -> None:
    page, file = theme.spec(drawn(name)), theme.file_spec(drawn(name))["hconcat"][0]
    for part in ("layer", "spec", "facet", "data", "encoding"):
        if part in page and part != "spec":
            assert page[part] == file[part]
    assert "title" not in page  # the page writes it as text
    assert page["config"]["background"] is None
    json.dumps(page, allow_nan=False)
    assert {c.lower() for _, v in _walk(page) if isinstance(v, str) for c in _HEX.findall(v)} <= set(theme.PALETTE)


@pytest.mark.parametrize("name", CHARTS)
def test_a_narrow_picture_is_a_phones_width(name: str) -> None:
    png = chart_bytes(drawn(name), "png", narrow=True)
    width = int.from_bytes(png[16:20], "big") / 2
    least = drawn(name).usermeta.get("least", 340)
    assert width <= least + 80


@pytest.mark.parametrize("name", CHARTS)
def test_days_are_the_same_days_west_of_greenwich(name: str) -> None:
    """A bare ISO date is midnight in Greenwich to a browser: the day before in America."""
    bare = [v for _, v in _walk(theme.spec(drawn(name))) if isinstance(v, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", v)]
    shown = {"day", "date", "when", "words", "p50"}  # texts to read, which are never on an axis
    held = [v for k, v in _walk(theme.spec(drawn(name))) if v in bare and k not in shown]
    assert held == []


def test_the_same_input_gives_the_same_bytes() -> None:
    assert chart_bytes(CHARTS["timeline"](ENGLISH), "svg") == chart_bytes(CHARTS["timeline"](ENGLISH), "svg")


def test_bars_and_areas_start_at_zero() -> None:
    for name in ("history", "why late", "options"):
        scales = [v for k, v in _walk(theme.spec(drawn(name))) if k == "scale" and isinstance(v, dict)]
        assert any(s.get("zero") is True or (s.get("domain") or [None])[0] == 0 for s in scales), name


def test_the_history_stacks_to_the_counted_total() -> None:
    rows = [v for _, v in _walk(theme.spec(drawn("history"))) if isinstance(v, dict) and "low" in v and "category" in v]
    for month in made()["history"].months:
        mine = [r for r in rows if r["when"] == ENGLISH.date(month.month) and "sum" not in r and "mid" not in r]
        assert mine[0]["low"] == 0
        assert max(r["high"] for r in mine) == pytest.approx(month.total_usd_m / 1000, abs=1e-3)


def test_two_sales_of_one_product_have_two_lines() -> None:
    spec = theme.spec(drawn("timeline"))
    names = next(v for k, v in _walk(spec) if k == "sort" and isinstance(v, list))
    assert len(names) == len(set(names)) == len(made()["timelines"].rows) == made()["backlog"].cases


def test_a_promise_of_a_year_is_a_year_long() -> None:
    rows = [v for _, v in _walk(theme.spec(drawn("timeline"))) if isinstance(v, dict) and v.get("kind") == "promised"]
    year = next(r for r in rows if r["date"] == "2026")
    assert (year["from"], year["to"]) == ("2026-01-01T00:00", "2027-01-01T00:00")


def test_a_delivery_in_dispute_is_hollow_and_says_so() -> None:
    spec = theme.spec(timeline_chart(timelines("2026-03-31")))
    rows = [v for _, v in _walk(spec) if isinstance(v, dict) and v.get("doubted")]
    assert {(r["case"], r["what"]) for r in rows} == {("Harpoon Coastal Defense Systems", "first delivery, in dispute")}
    assert "in dispute" in theme.heading(timeline_chart(timelines("2026-03-31")))[1]
    held = {
        r.name: [p.span.text for p in r.promised["first"] if p.current]
        for r in timelines("2026-03-31").rows
        if "first" in r.promised
    }
    assert held["hcds"] == ["2025-12/2026-01"]  # not what was promised before the delivery in dispute
    made = theme.spec(forecast_chart(jointline.forecast("hcds", "2026-03-31", "official")))
    kinds = {v["kind"] for _, v in _walk(made) if isinstance(v, dict) and "doubted" in v}
    assert "first delivery, in dispute" in kinds and "first delivery came" not in kinds
    assert forecast_chart(
        jointline.forecast("m1a2t", "2026-03-31", "official")
    ).to_dict()  # and one that nobody contests


def test_a_hedged_promise_is_told_from_a_plain_one() -> None:
    chart = promise_chart(case("f16-block70", "2026-03-31"))
    points = [v for _, v in _walk(theme.spec(chart)) if isinstance(v, dict) and v.get("firm") and "size" in v]
    off = next(p for p in points if "Lee Ching-jan" in p["said"] and p["date"] == "Dec 2025")
    plain = next(p for p in points if "Wellington Koo" in p["said"] and p["date"] == "2026")
    assert "named, hedged" in off["said"] and off["size"] < plain["size"] and "hedged" not in plain["said"]
    assert "Small: hedged" in theme.heading(chart)[1]


def test_one_palette_in_python_script_and_style_sheet() -> None:
    script = (PACKAGE / "web/static/js/charts.js").read_text(encoding="utf-8")
    table = script[script.index("const PALETTE") : script.index("};", script.index("const PALETTE"))]
    assert dict(re.findall(r'"(#\w{6})": "([\w-]+)"', table)) == theme.PALETTE
    css = (PACKAGE / "web/static/css/base.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--([\w-]+): (#\w{6})", css[: css.index("@media")]))
    for colour, name in theme.PALETTE.items():
        if name != "paper":  # a file is white, the page is not quite
            assert light[name] == colour


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_colours_are_told_apart_by_lightness_and_words_on_them_can_be_read(dark: bool) -> None:
    """Contrast as WCAG 2 has it: what means two things in one chart differs without its hue, paper-coloured words are at 4.5 to 1."""
    css = (PACKAGE / "web/static/css/base.css").read_text(encoding="utf-8")
    part = css[css.index(':root[data-theme="dark"]') :] if dark else css[: css.index("@media")]
    held = dict(re.findall(r"--([\w-]+): (#\w{6})", part))
    for words in (*theme.CATEGORIES, "other"):
        assert contrast(held["sheet"], held[words]) >= 4.5, words
    for mark in ("first", "final", "promise", "came"):
        assert contrast(held["sheet"], held[mark]) >= 3, mark
    for one, other in (("first", "final"), ("promise", "came"), ("promise", "band"), ("came", "band")):
        assert contrast(held[one], held[other]) >= 1.75, (one, other)


# deuteranopia and protanopia in linear RGB (Machado, Oliveira and Fernandes 2009, severity 1)
SEEN = {
    "by all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
}


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_category_has_a_colour_that_is_told_from_every_other(dark: bool, seen: str) -> None:
    css = (PACKAGE / "web/static/css/base.css").read_text(encoding="utf-8")
    part = css[css.index(':root[data-theme="dark"]') :] if dark else css[: css.index("@media")]
    held = dict(re.findall(r"--([\w-]+): (#\w{6})", part))
    for one, other in itertools.combinations(theme.CATEGORIES, 2):
        apart = math.dist(lab(held[one], SEEN[seen]), lab(held[other], SEEN[seen]))
        assert apart >= 16, (one, other, apart)
    assert len(set(theme.CATEGORIES.values())) == 6


def lab(colour: str, seen: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """A colour in CIELAB as somebody sees it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    rgb = [min(1.0, max(0.0, sum(k * c for k, c in zip(row, linear, strict=True)))) for row in seen]
    of_white = ((0.4339, 0.3762, 0.1899), (0.2127, 0.7152, 0.0722), (0.0178, 0.1095, 0.8730))  # XYZ over D65
    x, y, z = (sum(k * c for k, c in zip(row, rgb, strict=True)) for row in of_white)
    x, y, z = (c ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116 for c in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_only_the_rule_that_is_published_has_circles_and_grey() -> None:
    for rule in rule_names():
        h = history(rule)
        if all(m.total_usd_m is None for m in h.months):
            continue
        text = json.dumps(theme.spec(history_chart(h)))
        under = theme.heading(history_chart(h))[1]
        shown = h.rule == "published"
        assert h.is_published is shown and ("Circles" in under) is shown and ("On grey" in under) is shown
        assert ("own count" in text) is shown and ('"type": "point"' in text) is shown
    assert (
        "From below: traditional, asymmetric, munitions, C4ISR, sustainment, training."
        in theme.heading(history_chart(history("all")))[1]
    )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    low, high = sorted(luminance(c) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour in hex."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_vega_lite_is_the_one_that_the_page_carries() -> None:
    from jointline.report.charts.save import VEGA_LITE

    script = (PACKAGE / "web/static/vendor/vega-lite.min.js").read_text(encoding="utf-8")
    assert re.search(rf'"{re.escape(VEGA_LITE)}\.\d+"', script)
    assert (
        drawn("history").to_dict()["$schema"].endswith(f"/v{VEGA_LITE.split('.')[0]}.json")
        or f"v{VEGA_LITE}" in drawn("history").to_dict()["$schema"]
    )


def test_reading_the_charts_does_not_load_altair() -> None:
    modules = [
        "backlog",
        "forecast",
        "glyphs",
        "network",
        "options",
        "promises",
        "save",
        "theme",
        "timeline",
        "why_late",
    ]
    code = "import sys; " + "; ".join(f"import jointline.report.charts.{m}" for m in modules)
    code += "; sys.exit(sorted({'altair', 'vl_convert', 'fontTools'} & set(sys.modules)) or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_chinese_wraps_between_characters_and_not_before_a_comma() -> None:
    lines = theme.wrapped("海馬士多管火箭系統，魚叉飛彈海岸防衛系統", 100, 12)
    assert len(lines) > 1
    assert "".join(lines) == "海馬士多管火箭系統，魚叉飛彈海岸防衛系統"
    assert all(not line.startswith("，") for line in lines)


def test_years_of_the_republic_on_an_axis() -> None:
    svg = chart_bytes(drawn("timeline", CHINESE), "svg", CHINESE).decode()
    assert ">115年<" in svg
    assert ">2026<" not in svg
