"""Charts in a real browser under the page's own policy: drawn, coloured by the theme, at every width, in print, from a file."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from drawings import CHARTS, drawn, made
from fastapi.responses import HTMLResponse

from jointline.report.charts.theme import heading, spec
from jointline.report.charts.timeline import timeline_chart
from jointline.report.lang.language import language
from jointline.web.app import create_app
from jointline.web.settings import Settings
from jointline.web.templating import environment
from jointline.web.view_state import place

NAMES = ("history", "timeline", "promises", "why late", "options", "break-even map", "reliability", "network")
_PAGE = """{% extends "base.html" %}{% import "parts.html" as parts with context %}
{% block title %}charts{% endblock %}{% block main %}<h1>charts</h1>
{% for s, h in charts %}{{ parts.chart(loop.index, s, h[0], h[1]) }}{% endfor %}{% endblock %}"""
_GO = "document.querySelectorAll('[data-chart][data-drawn]').length"


def html(code: str, names: tuple[str, ...] = NAMES) -> str:
    """A page of the site with those charts."""
    here = place(code, "backlog", {})
    charts = [(spec(chart, here.lang), heading(chart)) for chart in (_chart(n, here.lang) for n in names)]
    return environment().from_string(_PAGE).render(
        _=here.lang.text, _n=here.lang.plural, lang=here.lang, here=here, version="0", views=(), frozen=False, charts=charts
    )  # fmt: skip


def _chart(name: str, lang: Any) -> Any:
    if name == "timeline":
        return timeline_chart(made()["timelines"], None, lang, lambda kind, key: f"/{lang.code}/{kind}?ids={key}")
    return drawn(name, lang)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The application with a page of charts beside its own, on a free port."""
    app = create_app(Settings())
    pages = {code: html(code) for code in ("en", "zh-TW")}

    @app.get("/{lang}/charts")
    def charts(lang: str) -> HTMLResponse:
        return HTMLResponse(pages[lang])

    @app.get("/{lang}/statements")
    def statements(lang: str, ids: str) -> HTMLResponse:
        return HTMLResponse(f"<h2 id='drawer-title'>{ids}</h2>")

    app.router.routes.insert(0, app.router.routes.pop())  # before the page's own view of that name
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()  # who comes before the server is ready waits
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


def opened(browser: Any, address: str, count: int = len(NAMES), **options: Any) -> tuple[Any, list[str]]:
    """The page with all its charts drawn, and what its console said."""
    page = browser.new_page(**options)
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text))
    page.on("pageerror", lambda e: said.append(str(e)))
    page.goto(address, wait_until="load")
    page.wait_for_function(f"() => {_GO} === {count}", timeout=60_000)
    return page, said


def _browser_colour(page: Any, variable: str) -> str:
    return str(page.evaluate(
        """(name) => { const e = document.createElement('i'); document.body.append(e);
        e.className = 'key'; e.style.color = `var(--${name})`; const c = getComputedStyle(e).color; e.remove(); return c; }""", variable
    ))  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "zh-TW"])
@pytest.mark.parametrize("width", [1280, 390])
def test_charts_draw_without_a_word_in_the_console(site: str, browser: Any, lang: str, width: int, scheme: str) -> None:
    page, said = opened(browser, f"{site}/{lang}/charts", viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("[data-chart] svg").count() == len(NAMES)
    fills = page.evaluate("[...document.querySelectorAll('#chart-1 svg path')].map((e) => getComputedStyle(e).fill)")
    assert _browser_colour(page, "traditional") in fills  # in the dark theme its own blue
    kept = page.evaluate("""[...document.querySelectorAll('[data-chart]')].filter((c) => c.style.minHeight)
        .map((c) => [c.closest('figure').id, parseFloat(c.style.minHeight) - c.querySelector('.chart__drawn').offsetHeight])""")
    assert len(kept) == len(NAMES) - 1  # panels stand as many abreast as fit
    assert all(0 <= more <= 16 for _, more in kept), kept  # the place is kept before it is drawn: nothing jumps
    words = page.evaluate("getComputedStyle(document.querySelector('#chart-1 svg text')).fontFamily")
    assert words.startswith('"Noto Sans TC"')
    page.close()


def test_the_theme_changes_without_drawing_again(site: str, browser: Any) -> None:
    page, said = opened(browser, f"{site}/en/charts", color_scheme="light")
    area = "getComputedStyle(document.querySelector('#chart-1 svg .mark-area path')).fill"
    light = page.evaluate(area)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    dark = page.evaluate(area)
    assert light != dark
    page.emulate_media(media="print")
    assert page.evaluate(area) == light  # on paper charts are for paper
    assert said == []
    page.close()


def test_a_chart_follows_its_place(site: str, browser: Any) -> None:
    page, said = opened(browser, f"{site}/en/charts", viewport={"width": 1280, "height": 900})
    wide = page.evaluate("document.querySelector('#chart-5 svg').getBoundingClientRect().height")
    page.set_viewport_size({"width": 390, "height": 900})
    page.wait_for_selector("#chart-2 [data-drawn='358']", timeout=60_000)
    page.wait_for_selector("#chart-5 [data-drawn='358']", timeout=60_000)
    assert page.evaluate("document.querySelector('#chart-2 svg').getBoundingClientRect().width") <= 360
    assert (
        page.evaluate("document.querySelector('#chart-5 svg').getBoundingClientRect().height") > wide
    )  # one panel a row
    assert page.locator("[data-chart] svg").count() == len(NAMES)
    assert said == []
    page.close()


def test_a_mark_opens_what_it_rests_on(site: str, browser: Any) -> None:
    page, said = opened(browser, f"{site}/en/charts", viewport={"width": 1280, "height": 900})
    mark = page.locator("#chart-2 svg .mark-rule line[stroke-width='8']").first
    mark.scroll_into_view_if_needed()
    mark.hover(force=True)
    page.wait_for_selector(".chart-tip:not([hidden])")
    assert "delivery" in page.inner_text(".chart-tip")
    mark.click(force=True)
    page.wait_for_selector("#drawer[open]")
    assert re.fullmatch(r"[0-9a-f]{20}", page.inner_text("#drawer-title"))
    assert said == []
    page.close()


def test_marks_by_keyboard(site: str, browser: Any) -> None:
    """One stop of the Tab key a chart; arrow keys say the next mark, Enter opens it, Escape puts its words away."""
    page, said = opened(browser, f"{site}/en/charts", viewport={"width": 1280, "height": 900})
    assert page.locator("#chart-2 .chart__mark").count() == 1
    page.evaluate("document.querySelector('#chart-1 .chart__mark').focus()")
    page.keyboard.press("Tab")
    stop = "document.activeElement.matches('#chart-2 .chart__mark')"
    assert page.evaluate(stop)
    names = [page.evaluate("document.activeElement.ariaLabel")]
    assert names[0].startswith("Every case, from notification to delivery: ")
    for key in ("ArrowRight", "ArrowDown", "End", "Home"):
        page.keyboard.press(key)
        names.append(page.evaluate("document.activeElement.ariaLabel"))
        assert page.text_content("#spoken") in names[-1]
    assert len(set(names)) == 4
    assert names[-1] == names[0]
    assert page.locator(".chart-tip").is_visible()
    at, mark = page.evaluate("""() => { const seen = (e) => e.getBoundingClientRect();
        const s = seen(document.activeElement), m = [...document.querySelectorAll('#chart-2 svg *')].filter((e) => e.__data__?.tooltip).map(seen)
            .find((r) => Math.abs(r.x - s.x - 3) < 1 && Math.abs(r.y - s.y - 3) < 1); return [s.width, m?.width] }""")
    assert at == pytest.approx(mark + 6, abs=1)  # the ring is seen round the mark
    page.keyboard.press("Escape")
    assert page.locator(".chart-tip").is_hidden()
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer[open]")
    assert re.fullmatch(r"[0-9a-f]{20}", page.inner_text("#drawer-title"))
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer:not([open])", state="attached")
    assert page.evaluate(stop)
    assert said == []
    page.close()


def test_a_part_that_is_replaced_is_drawn_anew(site: str, browser: Any) -> None:
    page, said = opened(browser, f"{site}/en/charts")
    page.evaluate("""() => {
        const figure = document.getElementById('chart-1'), fresh = figure.cloneNode(true);
        fresh.querySelector('.chart__drawn').remove();
        const plot = fresh.querySelector('[data-chart]');
        delete plot.dataset.drawn; delete plot.dataset.watched;
        fresh.id = 'chart-new';
        figure.replaceWith(fresh);
        document.dispatchEvent(new CustomEvent('jointline:charts'));
        fresh.scrollIntoView();
    }""")
    page.wait_for_selector("#chart-new [data-drawn] svg", timeout=60_000)
    assert said == []
    page.close()


def test_a_day_is_the_same_day_in_america(site: str, browser: Any) -> None:
    ways = []
    for zone in ("Asia/Taipei", "America/Los_Angeles"):
        page, _ = opened(browser, f"{site}/en/charts", timezone_id=zone, viewport={"width": 1000, "height": 800})
        ways.append(page.evaluate("document.querySelector('#chart-3 svg').textContent"))
        places = page.evaluate(
            "[...document.querySelectorAll('#chart-2 .mark-rect path, #chart-2 .mark-rule line')]"
            ".map((e) => e.getBoundingClientRect().x.toFixed(0)).join()"
        )
        ways.append(places)
        page.close()
    assert ways[0] == ways[2]
    assert ways[1] == ways[3]


def test_charts_draw_from_a_stick_without_a_server(browser: Any, tmp_path: Path) -> None:
    import jointline

    (tmp_path / "static").symlink_to(Path(jointline.__file__).parent / "web" / "static")
    text = html("zh-TW", ("history", "timeline")).replace('"/static/', '"static/')
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    page, said = opened(browser, (tmp_path / "page.html").as_uri(), 2)
    assert said == []
    page.close()


def test_a_page_without_charts_loads_no_chart_scripts(site: str, browser: Any) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.goto(f"{site}/en/method", wait_until="networkidle")  # nothing later is asked for either
    assert page.locator("[data-chart]").count() == 0
    assert asked and not [a for a in asked if "vega" in a]
    page.close()


def test_every_chart_is_drawn_somewhere_here() -> None:
    assert set(NAMES) <= set(CHARTS)
    assert language("en")
