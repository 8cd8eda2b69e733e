"""The bands: what is drawn is what was compared, from a zero that is always there; the page's shape is the file's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import jointline as jl
from jointline.network.shipped import shipped_network
from jointline.options.compare import Comparison
from jointline.report.charts import theme
from jointline.report.charts.bands import bands_chart, bands_spec
from jointline.report.lang.language import ENGLISH, Language


@pytest.fixture(scope="module")
def found() -> Comparison:
    return jl.compare(
        shipped_network("taiwan", "2026-11-30"), ["gmlrs-taiwan", "priority", "announced-on-time"], draws=64
    )


@pytest.mark.parametrize("lang", [ENGLISH, Language("zh-TW", roc=True)])
def test_a_page_gets_the_specification_of_the_chart(found: Comparison, lang: Language) -> None:
    assert bands_spec(found, lang) == theme.spec(bands_chart(found, lang), lang)


def test_the_figure_beside_a_name_says_whose_it_is_and_reads_as_in_the_table(found: Comparison) -> None:
    some = replace(found.options[0], weighted_final_months_p10=0.0, weighted_final_months_p50=0.02, weighted_final_months_p90=0.04)  # fmt: skip
    still = replace(some, weighted_final_months_p50=0.0, weighted_final_months_p90=0.0)
    shown = [label(replace(found, options=(o,))) for o in (some, still)]
    assert shown == [f"{some.title} · final <0.1 (0 to <0.1)", f"{some.title} · final 0"]
    assert "0.0" not in str([x["label"] for x in names(bands_spec(found))])


def test_on_a_phone_a_long_name_is_broken_and_its_row_is_higher(found: Comparison) -> None:
    o = found.options[0]
    long = replace(o, option="x", title="Joint production, announced capacity, contracts and priority")
    made = bands_spec(replace(found, options=(o, long)))
    lines = [x["lines"] for x in names(made)]
    assert [len(x) for x in lines] == [1, 2] and lines[1][-1].endswith(f"final {lines[0][0].partition('final ')[2]}")
    assert all(theme.text_width(line, theme.TEXT) <= 310 for x in lines for line in x)
    assert made["usermeta"]["narrow"]["height"] > made["height"]
    assert "narrow" not in bands_spec(replace(found, options=(o,)))["usermeta"]


def names(made: dict[str, Any]) -> list[dict[str, Any]]:
    return next(x["data"]["values"] for x in made["layer"] if x["data"]["name"] == "names")


def label(found: Comparison) -> str:
    return str(names(bands_spec(found))[0]["label"])


def test_every_option_has_its_two_bands_and_zero_is_on_the_axis(found: Comparison) -> None:
    made = bands_spec(found)
    bands = next(x["data"]["values"] for x in made["layer"] if x["data"]["name"] == "bands")
    assert [b["option"] for b in bands] == [o.option for o in found.options for _ in range(2)]
    for o, band in zip(found.options, bands[1::2], strict=True):
        assert (band["p10"], band["p50"], band["p90"]) == (
            o.weighted_final_months_p10, o.weighted_final_months_p50, o.weighted_final_months_p90)  # fmt: skip
    low, high = next(x["encoding"]["x"]["scale"]["domain"] for x in made["layer"] if "scale" in x["encoding"]["x"])
    assert low <= min(0.0, *(b["p10"] for b in bands)) and high >= max(0.0, *(b["p90"] for b in bands))
    assert low <= 0 < high


def test_no_name_stands_across_the_line_at_zero(found: Comparison) -> None:
    """It begins right of an unbroken line; where options cost months too, the line runs beside the bands alone."""
    gain = replace(found, options=found.options[1:2])
    costs = replace(gain, options=(replace(gain.options[0], weighted_final_months_p10=-3.0),))
    for compared, whole in ((gain, True), (costs, False)):
        layers = bands_spec(compared)["layer"]
        zero = next(x["data"]["values"] for x in layers if x["data"]["name"] == "zero")
        (name,) = {x["mark"].get("dx") for x in layers if x["data"]["name"] == "names"}
        (at,) = (x["at"] for x in names({"layer": layers}))
        assert [(z["from"] == 0, z["from"] > at) for z in zero] == [(whole, not whole)]
        assert (name > 5) is whole


def test_where_nothing_changes_the_axis_has_zero_and_no_scale(found: Comparison) -> None:
    o = found.options[0]
    nil = replace(o, **{f"weighted_{w}_months_{q}": 0.0 for w in ("first", "final") for q in ("p10", "p50", "p90")})
    axes = [x["encoding"]["x"].get("axis") for x in bands_spec(replace(found, options=(nil,)))["layer"]]
    assert [a["values"] for a in axes if a] == [[0]]
    small = replace(nil, weighted_final_months_p90=0.04)
    made = bands_spec(replace(found, options=(small,)))
    assert not any("values" in (x["encoding"]["x"].get("axis") or {}) for x in made["layer"])
    assert made == theme.spec(bands_chart(replace(found, options=(small,))))
