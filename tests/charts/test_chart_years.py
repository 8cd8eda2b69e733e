"""Years on an axis and the key beside it say what the marks mean, whatever the case and however narrow the picture."""

from __future__ import annotations

import itertools
import math
import re
from pathlib import Path
from typing import Any

import lxml.etree
import pytest
from drawings import CHARTS, DAY, drawn
from test_chart_specs import SEEN, lab

import jointline
import jointline as jl
from jointline.report.charts import forecast, theme
from jointline.report.charts.forecast import forecast_chart
from jointline.report.charts.save import chart_bytes
from jointline.report.lang.language import ENGLISH, language

CASES = ["f16-block70", "stinger-2019", "mq9b", "nasams", "m109a7"]
LANGS = {"en": ENGLISH, "zh-roc": language("zh-TW", roc=True)}


def _of(case: str, lang: Any) -> Any:
    return forecast_chart(jl.forecast(case, DAY, "reference_class"), lang)


def _at(e: Any) -> float:
    """How far from the left an element of a drawing stands."""
    moves = (re.match(r"translate\(([-0-9.]+)", x.get("transform", "")) for x in (e, *e.iterancestors()))
    return sum(float(m[1]) for m in moves if m)


@pytest.mark.parametrize("lang", LANGS.values(), ids=LANGS)
@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "phone"])
@pytest.mark.parametrize("case", [*CASES, ""])
def test_each_year_stands_once_in_its_middle(case: str, narrow: bool, lang: Any) -> None:
    chart = _of(case, lang) if case else drawn("timeline with forecasts", lang)
    tree = lxml.etree.fromstring(chart_bytes(chart, "svg", lang, narrow=narrow))
    labels = [
        (e.text, _at(e), e.get("text-anchor"))
        for e in tree.xpath("//*[contains(@class, 'role-axis-label')]//*[local-name()='text']")
        if re.fullmatch(r"\d{3,4}年?", e.text or "") and e.get("opacity") != "0"
    ]
    years = [int(re.sub(r"\D", "", text)) for text, _, _ in labels]
    assert len(years) >= 3 and years == sorted(set(years)), years
    assert {anchor for _, _, anchor in labels} == {"middle"}
    # New Year's lines: a label has as much room to the one before it as to the one after it
    lines = sorted(
        {round(_at(e), 1) for e in tree.xpath("//*[contains(@class, 'role-axis-grid')]//*[local-name()='line']")}
    )
    for text, x, _ in labels:
        before, after = max(n for n in lines if n < x), min(n for n in lines if n > x)
        assert abs((before + after) / 2 - x) < 2, (text, x, before, after)


@pytest.mark.parametrize("case", ["f16-block70", "m109a7"])
def test_the_key_has_the_colours_of_the_bars(case: str) -> None:
    tree = lxml.etree.fromstring(chart_bytes(_of(case, ENGLISH), "svg"))
    keys = tree.xpath("//*[contains(@class, 'role-legend-symbol')]//*[local-name()='path']")
    assert [k.get("fill") for k in keys][:2] == [theme.FIRST, theme.FINAL]
    assert all(k.get("stroke-width") in ("0", None) for k in keys)


@pytest.mark.parametrize("name", CHARTS)
def test_no_words_name_a_mark_by_its_lightness(name: str) -> None:
    """What is dark on white paper is light in the page's dark theme."""
    for lang in (ENGLISH, language("zh-TW")):
        assert not re.search(
            r"\b(dark|light|lighter|darker|black|white)\b|深色|淺色", theme.heading(drawn(name, lang))[1], re.I
        )


def test_methods_are_told_apart_by_hue_and_by_shape_and_no_point_covers_a_label() -> None:
    """One legend has both; colours as test_chart_specs measures them, also without red or green."""
    css = (Path(jointline.__file__).parent / "web/static/css/base.css").read_text(encoding="utf-8")
    colours = [colour for colour, _ in forecast._METHODS.values()]
    for part in (css[: css.index("@media")], css[css.index(':root[data-theme="dark"]') :]):
        held = dict(re.findall(r"--([\w-]+): (#\w{6})", part))
        for (one, other), seen in itertools.product(itertools.combinations(colours, 2), SEEN.values()):
            assert math.dist(*(lab(held[theme.PALETTE[c]], seen) for c in (one, other))) >= 15, (one, other)
    assert len({shape for _, shape in forecast._METHODS.values()}) == len(colours)
    keys = (Path(jointline.__file__).parent / "web/static/css/scores.css").read_text(encoding="utf-8")
    beside = dict(re.findall(r"\.key--(\w+) { background: var\(--([\w-]+)\); }", keys))  # of the table beside the chart
    assert beside == {method: theme.PALETTE[colour] for method, (colour, _) in forecast._METHODS.items()}
    tree = lxml.etree.fromstring(chart_bytes(drawn("reliability"), "svg"))
    keys = tree.xpath("//*[contains(@class, 'role-legend-symbol')]//*[local-name()='path']")
    assert len(keys) > 1 and len({k.get("d") for k in keys}) == len({k.get("fill") for k in keys}) == len(keys)
    points = theme.spec(drawn("reliability"))["layer"][-1]["encoding"]
    reach = math.sqrt(points["size"]["scale"]["range"][1] / math.pi)
    assert all(points[c]["axis"]["labelPadding"] > reach for c in "xy")
