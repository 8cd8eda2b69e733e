"""What a reader looks at stays where it is, is reached by keyboard, fits a narrow window and is whole on paper."""

from __future__ import annotations

from typing import Any

import pytest
from shown import LONGEST, drawn, go, painted, wait_until, whole

SHIFTS = """window.shifts = []; new PerformanceObserver((list) => {
  for (const e of list.getEntries()) if (!e.hadRecentInput) shifts.push([e.value, Math.round(e.startTime),
    ...e.sources.slice(0, 3).map((s) => s.node?.outerHTML?.slice(0, 80) ?? s.node?.parentElement?.outerHTML.slice(0, 80))]);
}).observe({ type: 'layout-shift', buffered: true });"""
MOST = 0.01  # of the window's area times the way, added up
# a place that waits, and what its part is asked for by
WAITING = [
    ("backlog", "#timeline", "backlog/timeline"),
    ("case/f16-block70", "#forecast-title ~ .waiting", "/forecast"),
    ("case/f16-block70", "#held-title ~ .waiting", "/why-late"),
]


def opened(browser: Any, address: str, width: int, **more: Any) -> Any:
    page = browser.new_page(viewport={"width": width, "height": 900}, **more)
    page.add_init_script(SHIFTS)
    go(page, address)
    return page


def moved(page: Any) -> list[Any]:
    """What has moved so far, where it adds up to more than a reader may notice."""
    shifts = page.evaluate("shifts")
    return shifts if sum(s[0] for s in shifts) > MOST else []


@pytest.mark.parametrize(("lang", "width"), [("en", 1280), ("zh-TW", 390)])
@pytest.mark.parametrize("view", ["backlog", "case/f16-block70", "lab?option=stinger-taiwan", "scores", "method"])
def test_nothing_moves_while_a_view_loads_and_is_scrolled(
    served: str, browser: Any, view: str, lang: str, width: int
) -> None:
    page = opened(browser, f"{served}/{lang}/{view}", width)
    for y in range(0, page.evaluate("document.documentElement.scrollHeight"), 600):
        page.evaluate(f"scrollTo(0, {y})")
        painted(page)
    whole(page)
    assert moved(page) == []
    page.close()


@pytest.mark.parametrize("where", ["top", "bottom"])
@pytest.mark.parametrize(("view", "place", "part"), WAITING)
def test_nothing_moves_when_a_part_comes_late(
    served: str, browser: Any, view: str, place: str, part: str, where: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(SHIFTS)
    held: list[Any] = []
    page.route(
        "**/*",
        lambda r: held.append(r) if "hx-request" in r.request.headers and part in r.request.url else r.continue_(),
    )
    page.goto(f"{served}/en/{view}", wait_until="load")
    waiting = page.wait_for_selector(place)
    wait_until(page, lambda: held)
    drawn(page)
    page.evaluate(
        "([e, at]) => { const r = e.getBoundingClientRect(); scrollBy(0, at == 'top' ? r.top - 100 : r.bottom - 450) }",
        [waiting, where],
    )
    drawn(page)
    for route in held:
        route.continue_()
    page.wait_for_function("(e) => !e.isConnected", arg=waiting, timeout=60_000)
    whole(page)
    for _ in range(12):
        page.mouse.wheel(0, 200)
        painted(page)
    whole(page)
    assert moved(page) == []
    page.close()


@pytest.mark.parametrize(
    "address",
    ["en/backlog", "zh-TW/case/hcds", "en/lab?option=stinger-taiwan", "zh-TW/scores", "en/method", "en/evidence"],
)
def test_every_view_by_the_tab_key_alone(served: str, browser: Any, address: str) -> None:
    page = opened(browser, f"{served}/{address}", 1280)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"  # past the head
    go(page, f"{served}/{address}")
    stops, faults = 0, []
    for _ in range(500):
        page.keyboard.press("Tab")
        at = page.evaluate("""() => {
            const e = document.activeElement;
            if (e === document.body) return null;
            const r = e.getBoundingClientRect(), c = getComputedStyle(e);
            const name = e.ariaLabel || e.labels?.[0]?.textContent || e.textContent || e.title;
            const ring = (c.outlineStyle !== 'none' && parseFloat(c.outlineWidth) > 0) || e.matches('input[type=date]'); // its parts have it
            return {name: name.trim(), tag: e.outerHTML.slice(0, 90), ring, seen: r.bottom > 0 && r.top < innerHeight && r.width > 0};
        }""")
        if at is None:
            break
        stops += 1
        if not (at["name"] and at["ring"] and at["seen"]):
            faults.append(at)
    else:
        pytest.fail("the Tab key does not come out of the page again")
    assert stops > 10
    assert faults == []
    # 320 pixels, which is a window of 1280 at four times the size: nothing but what scrolls in itself is wider
    page.set_viewport_size({"width": 320, "height": 800})
    whole(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_headings_tables_and_languages_are_told(served: str, browser: Any) -> None:
    for address in (
        "en/backlog",
        "zh-TW/case/f16-block70",
        "en/lab?option=stinger-taiwan",
        "en/scores",
        "zh-TW/method",
    ):
        page = opened(browser, f"{served}/{address}", 1280)
        told = page.evaluate("""() => {
            const heads = [...document.querySelectorAll('main h1, main h2, main h3, main h4')].map((h) => Number(h.tagName[1]));
            const main = [...document.querySelectorAll('main table')];
            const named = (t) => t.caption?.textContent.trim() || t.closest('[role=region]')?.ariaLabel
                    || document.getElementById(t.getAttribute('aria-labelledby'))?.textContent.trim();
            const zh = document.documentElement.lang.startsWith('zh'), mixed = [];
            const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
                const text = walk.currentNode.textContent, at = walk.currentNode.parentElement;
                if (at.closest('script, code')) continue;
                const lang = at.closest('[lang]').lang, cjk = /[\\u4e00-\\u9fff]{4}/.test(text);
                if (lang === 'en' ? cjk : !cjk && /([A-Za-z]{2,} ){6}/.test(text)) mixed.push(text.trim().slice(0, 60));
            }
            return {jumps: heads.filter((h, i) => h > (heads[i - 1] ?? 0) + 1), h1: heads.filter((h) => h === 1).length,
                bare: main.filter((t) => !named(t)).length, headless: main.filter((t) => !t.querySelector('thead th[scope=col]')).length,
                pictures: [...document.querySelectorAll('[data-chart]')].filter((c) =>
                    !(c.ariaLabel || c.querySelector('[role=img]')?.ariaLabel)).length, mixed};
        }""")
        assert told == {"jumps": [], "h1": 1, "bare": 0, "headless": 0, "pictures": 0, "mixed": []}, address
        page.close()


def test_paper_has_every_chart_whole_and_no_heading_of_the_page(served: str, browser: Any) -> None:
    page = opened(browser, f"{served}/en/backlog", 1280, color_scheme="dark")
    page.wait_for_selector("details.behind", state="attached", timeout=60_000)
    page.evaluate("""() => {
        dispatchEvent(new Event('beforeprint'));
        window.paper = Promise.resolve().then(() => new Promise((done) => setTimeout(done, 300))).then(() =>
            [...document.querySelectorAll('[data-chart]')].map((c) => c.querySelector('svg')?.width.baseVal.value ?? 0));
    }""")
    page.emulate_media(media="print")
    widths = page.evaluate("paper")
    assert len(widths) == 2
    assert all(0 < w <= 680 for w in widths)  # drawn without the reader coming near, as wide as a sheet
    shown = page.evaluate(
        "['.nav', '.settings', '.controls', '.exports', '.scrub', '.chart__mark'].filter((s) => document.querySelector(s)?.offsetParent)"
    )
    assert shown == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('h2')).breakAfter") == "avoid"
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_function(
        "() => document.querySelector('#chart-history svg').width.baseVal.value > 1000", timeout=LONGEST
    )
    page.close()


def test_reduced_motion_moves_nothing(served: str, browser: Any) -> None:
    page = opened(browser, f"{served}/en/lab?option=stinger-taiwan", 1280, reduced_motion="reduce")
    lasting = page.evaluate("""() => [...document.querySelectorAll('*')].filter((e) => {
        const c = getComputedStyle(e);
        return c.transitionProperty !== 'none' && parseFloat(c.transitionDuration) > 0 || c.animationName !== 'none' || c.scrollBehavior === 'smooth';
    }).map((e) => e.outerHTML.slice(0, 80))""")
    assert lasting == []
    assert page.evaluate("document.getAnimations().length") == 0
    page.close()
