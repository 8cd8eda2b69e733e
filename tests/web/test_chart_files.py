"""A chart as a file says how to make it again: in its foot and in the file, whatever the parameters are."""

from __future__ import annotations

import json
import struct
import xml.etree.ElementTree as ET
import zlib
from typing import Any

import altair as alt
import pytest
from asking import client

import jointline.web.api.chart_routes as chart_routes
from jointline.report.picture import signed, svg_bytes

RUN = {"version": "1", "data": "abc", "chart": "bars", "asked": "<script>]]>&\x00 臺灣"}


def bars(*_: Any) -> Any:
    data = alt.Data(values=[{"a": "臺灣", "b": 28}, {"a": "=1+1", "b": 55}])
    return alt.Chart(data).mark_bar().encode(x="b:Q", y="a:N")


@pytest.fixture
def with_bars(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(chart_routes, "chart", lambda name: bars)
    return client()


def test_an_svg_holds_its_run_card_twice(with_bars: Any) -> None:
    answer = with_bars.get("/en/chart/bars.svg?rule=owed&note=%3Cscript%3E")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/svg+xml"
    root = ET.fromstring(answer.content)
    card = json.loads(root.find("{*}metadata").text)  # type: ignore[union-attr, arg-type]
    assert card["rule"] == "owed" and card["note"] == "<script>" and card["data"]
    shown = "".join(root.itertext())
    assert f"data {card['data']}" in shown
    assert "script" not in {e.tag.rpartition("}")[2] for e in root.iter()}
    assert answer.headers["content-disposition"] == 'attachment; filename="jointline-bars-owed-script-en.svg"'


def test_a_png_holds_its_run_card_as_a_text(with_bars: Any) -> None:
    answer = with_bars.get("/zh-TW/chart/bars.png?find=%E8%87%BA")
    texts = dict(chunks(answer.content))
    assert json.loads(texts[b"iTXt"].split(b"\0\0\0\0\0")[1])["find"] == "臺"
    plain = with_bars.get("/en/chart/bars.png")
    key, _, card = dict(chunks(plain.content))[b"tEXt"].partition(b"\0")
    assert key == b"jointline run card" and json.loads(card)["chart"] == "bars"


def chunks(data: bytes) -> Any:
    """The chunks of a PNG file, each with its checksum right."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    while at < len(data):
        (length,), kind = struct.unpack(">I", data[at : at + 4]), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        yield kind, body
        at += 12 + length


def test_a_foot_that_is_there_stays() -> None:
    spec = bars().to_dict() | {"title": "Bars"}
    once = signed(spec, RUN)
    assert once["hconcat"][0]["title"] == "Bars" and once["title"]["orient"] == "bottom"
    footed = {**once, "title": {"text": "Source: the ledger", "orient": "bottom"}}
    assert signed(footed, RUN)["title"]["text"][0] == "Source: the ledger"
    ET.fromstring(svg_bytes(once, RUN))


def test_what_is_no_chart_is_an_error() -> None:
    page = client()
    assert page.get("/en/chart/no-such.svg").status_code == 404
    assert page.get("/en/chart/history.pdf").status_code in (404, 422)
