"""The briefing as one file is set in the font it carries, on any machine, and its chart follows the dark theme."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import jointline
import jointline as jl
from drawn_fonts import drawn_fonts
from jointline.report.brief.page import page, policy_of
from jointline.report.charts import theme
from jointline.report.charts.save import chart_bytes
from jointline.report.lang.language import language

SHIPPED = ("Noto Sans TC", True)


@pytest.fixture(scope="module", params=["en", "zh-TW"])
def made(request: pytest.FixtureRequest) -> Any:
    return jl.brief("2025-11", request.param)


def test_every_letter_is_drawn_with_the_font_inside(made: Any, browser: Any, tmp_path: Path) -> None:
    path = made.save(tmp_path / "b.html")
    shown = browser.new_page()
    said: list[str] = []
    shown.on("console", lambda m: said.append(m.text))
    shown.goto(path.as_uri())
    found = drawn_fonts(shown)
    assert set(found) == {SHIPPED} and found[SHIPPED] > 10_000 and said == []
    shown.close()


def test_what_the_file_may_load_is_its_own_style_and_font(made: Any) -> None:
    text = page(made)
    policy = policy_of(text)
    assert "unsafe-inline" not in policy and re.search(r"style-src 'sha256-[\w+/=]+'; font-src data:;", policy)
    assert len(re.findall(rb"@font-face", text)) == 2  # one a weight: the chart needs none of its own
    beside = policy_of(page(made, fonts="/static/css/fonts.css"))
    assert "font-src 'self';" in beside and "file:" not in beside and "data:" not in beside.replace("img-src data:", "")


def test_the_chart_is_dark_on_a_dark_page_and_light_on_paper(made: Any, browser: Any, tmp_path: Path) -> None:
    path = made.save(tmp_path / "b.html")
    ask = (
        """() => [...document.querySelectorAll('.chart__wide [fill="#00639c"]')].map((e) => getComputedStyle(e).fill)"""
    )
    seen = {}
    for scheme, medium in (("light", "screen"), ("dark", "screen"), ("dark", "print")):
        shown = browser.new_page(color_scheme=scheme)
        shown.emulate_media(media=medium, color_scheme=scheme)
        shown.goto(path.as_uri())
        seen[scheme, medium] = set(shown.evaluate(ask))
        shown.close()
    light, dark = (
        {f"rgb({int(c[1:3], 16)}, {int(c[3:5], 16)}, {int(c[5:], 16)})"}
        for c in (theme.TRADITIONAL, theme.DARK["traditional"])
    )
    assert seen == {("light", "screen"): light, ("dark", "screen"): dark, ("dark", "print"): light}


def test_the_dark_colours_are_those_of_the_page() -> None:
    css = (Path(jointline.__file__).parent / "web/static/css/base.css").read_text(encoding="utf-8")
    dark = dict(re.findall(r"--([\w-]+): (#\w{6})", css[css.index(':root[data-theme="dark"]') :].partition("}")[0]))
    assert {name: dark[name] for name in theme.PALETTE.values()} == theme.DARK


def test_a_picture_put_into_a_page_changes_no_other_letter(browser: Any) -> None:
    """Its part of the font holds only its own characters: by the name of the whole it would leave boxes in the text around it."""
    from jointline.backlog.history import history
    from jointline.report.charts.backlog import history_chart

    lang = language("zh-TW")
    svg = chart_bytes(history_chart(history(), lang), "svg", lang).decode()
    assert set(re.findall(r'@font-face{font-family:"([^"]+)"', svg)) == {"jointline chart"}
    shown = browser.new_page()
    shown.set_content(f"<p style=\"font-family: 'Noto Sans TC', monospace\">Nothing of the picture</p>{svg}")
    alone = browser.new_page()
    alone.set_content("<p style=\"font-family: 'Noto Sans TC', monospace\">Nothing of the picture</p>")
    around = {font for font in drawn_fonts(shown) if not font[1]}
    assert around == set(drawn_fonts(alone))
    shown.close()
    alone.close()
