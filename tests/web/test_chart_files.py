"""A chart as a file says how to make it again: in its foot and in the file, whatever the parameters are."""

from __future__ import annotations

import json
import re
import struct
import xml.etree.ElementTree as ET
import zlib
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import altair as alt
import pytest
from asking import client

import jointline.web.api.chart_routes as chart_routes
from jointline.errors import JointlineError
from jointline.report.charts import save
from jointline.report.charts.theme import described, row_label
from jointline.report.picture import png_bytes, signed, svg_bytes
from jointline.simulate.run import network_hash
from jointline.web import results
from jointline.web.charts import PARAMETERS, charts


def bars(*_: Any) -> Any:
    data = alt.Data(values=[{"a": "臺灣", "b": 28}, {"a": "=1+1", "b": 55}])
    return described(
        alt.Chart(data).mark_bar().encode(x="b:Q", y="a:N"), "Bars", "Two.", {"version": "made up", "data": "made up"}
    )


@pytest.fixture
def with_bars(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(chart_routes, "chart", lambda name: bars)
    monkeypatch.setitem(PARAMETERS, "bars", ("rule", "note", "find"))
    return client()


def test_an_svg_holds_its_run_card_twice(with_bars: Any) -> None:
    answer = with_bars.get("/en/chart/bars.svg?rule=owed&note=%3Cscript%3E")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/svg+xml"
    root = ET.fromstring(answer.content)
    card = json.loads(root.find("{*}metadata").text)  # type: ignore[union-attr, arg-type]
    assert card["rule"] == "owed" and card["note"] == "<script>" and card["data"]
    shown = "".join(root.itertext())
    assert f"ledger made up, ledger {card['data'][:12]}, chart bars rule=owed note=<script>" in " ".join(shown.split())
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


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_the_foot_is_one_line_that_tells_network_and_ledger_apart(lang: str) -> None:
    feet = {}
    for name in ("why-late.svg?case=hcds&as_of=2026-03-31", "forecast.svg?case=m109a7&as_of=2026-03-31"):
        root = ET.fromstring(client().get(f"/{lang}/chart/{name}").content)
        texts = [e.text or "" for e in root.iter() if e.tag.rpartition("}")[2] in ("text", "tspan")]
        feet[name.partition(".")[0]] = " ".join(" ".join(texts).split())
    held = results.ledger().data_hash()[:12]
    net = network_hash(results.network("taiwan", date(2026, 3, 31)))[:12]
    assert feet["why-late"].count(held) == feet["why-late"].count(net) == feet["forecast"].count(held) == 1
    said = {"en": (f"network taiwan {net}", f"ledger {held}"), "zh-TW": (f"網路 taiwan {net}", f"帳本 {held}")}[lang]
    assert all(s in feet["why-late"] for s in said) and said[1] in feet["forecast"]
    assert "why-late case=hcds as_of=2026-03-31" in feet["why-late"]
    assert not re.search(r"run card|data [0-9a-f]{8}", "".join(feet.values()))


# what XML 1.0 has no way of holding: vl-convert ends the process at it
FORBIDDEN = "\x00\x01\x08\x0b\x0c\x1f\ufffe\uffff\ud800\udfff"


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every specification that is handed to vl-convert, which is never asked to draw a text that would end this process."""
    found: list[Any] = []

    class Program:
        def __getattr__(self, name: str) -> Any:
            def draw(given: Any, **more: Any) -> Any:
                found.append(given)
                told = json.dumps(given, ensure_ascii=False)
                assert not set(told) & set(FORBIDDEN) and not re.search(r"\\u00[01]|\\[bf]|\\ud[89a-f]", told), told[
                    :2000
                ]
                return getattr(real, name)(given, **more)

            return draw

    real = save.program()
    monkeypatch.setattr(save, "program", Program)
    return found


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_no_address_ends_the_server(with_bars: Any, handed: list[Any], ending: str) -> None:
    every = quote(FORBIDDEN[:-2])
    for asked in (f"note={every}", f"{every}=1", f"note=a{every}b&{every}={every}", f"rule=1&rule={every}"):
        answer = with_bars.get(f"/en/chart/bars.{ending}?{asked}")
        assert answer.status_code == 200, answer.text
    assert len(handed) == 4 * (2 if ending == "png" else 1)


def test_an_address_of_forbidden_characters_draws_a_shipped_chart(handed: list[Any]) -> None:
    page = client()
    answer = page.get("/en/chart/history.svg?x=%EF%BF%BE&%01=1&month=2024-10&%00=%00")
    assert answer.status_code == 200 and handed
    root = ET.fromstring(answer.content)
    card = json.loads(root.find("{*}metadata").text)  # type: ignore[union-attr, arg-type]
    # no parameter that the chart does not know; the rule and the span are those of its run
    assert sorted(card) == ["chart", "data", "from", "lang", "month", "rule", "to", "version"]
    assert answer.headers["content-disposition"] == 'attachment; filename="jointline-history-2024-10-en.svg"'


def test_texts_of_a_chart_that_xml_forbids_are_blanks(handed: list[Any], tmp_path: Path) -> None:
    hostile = f"a{FORBIDDEN}b"
    long = hostile + "word " * 30
    data = alt.Data(values=[{"a": hostile, "b": 1, hostile: hostile}, {"a": long, "b": 2}])
    label = row_label([hostile, long], 100, 10)
    drawn = alt.Chart(data, title=hostile).mark_bar().encode(x="b:Q", y=alt.Y("a:N", axis=alt.Axis(**label)))
    made = described(drawn, hostile, hostile, {"version": hostile, "data": hostile})
    for ending in (".svg", ".png", ".html"):
        save.save_chart(made, tmp_path / f"chart{ending}")
    assert save.chart_bytes(made, "pdf").startswith(b"%PDF")
    assert signed("", {"data": "", "chart": hostile}).endswith("chart a b")
    spec = made.to_dict(validate=False)
    card = ET.fromstring(svg_bytes(spec, {hostile: hostile})).find("{*}metadata")
    assert json.loads(card.text) == {"a" + " " * len(FORBIDDEN) + "b": "a" + " " * len(FORBIDDEN) + "b"}  # type: ignore[union-attr, arg-type]
    assert png_bytes(spec, {hostile: hostile}).startswith(b"\x89PNG")


def test_a_character_cut_in_two_is_an_error_that_names_it() -> None:
    wide = alt.Chart(alt.Data(values=[{"a": "a" + "\U0001f680" * 100, "b": 1}])).mark_bar()
    for limit in (40, 41, 45, 50):
        spec = wide.encode(x="b:Q", y=alt.Y("a:N", axis=alt.Axis(labelLimit=limit))).to_dict()
        with pytest.raises(JointlineError, match=r"U\+1F680"):
            save.drawn_svg(spec, "the chart")


def test_every_chart_names_the_parameters_that_it_is_drawn_by() -> None:
    assert set(PARAMETERS) == set(charts())


@pytest.mark.parametrize("view", ["backlog?month=2024-10&rule=owed", "case/mq9b?as_of=2026-03-31"])
def test_a_view_asks_charts_for_nothing_they_do_not_know(view: str) -> None:
    links = re.findall(
        r'href="(/en/chart/[^"]*)"',
        client().get(f"/en/{view}").text,
    )
    assert links
    for link in links:
        parts = urlsplit(unescape(link))
        name = parts.path.rpartition("/")[2].partition(".")[0]
        assert {k for k, _ in parse_qsl(parts.query)} <= set(PARAMETERS[name])


def test_what_is_no_chart_is_an_error() -> None:
    page = client()
    assert page.get("/en/chart/no-such.svg").status_code == 404
    assert page.get("/en/chart/history.pdf").status_code in (404, 422)
