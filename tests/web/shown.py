"""When a page has come: what stands on it, and what it fetches and draws after that.

What a browser is to wait for is written as a function: the page's policy lets no other text be evaluated again and again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

LONGEST = 120_000  # ms: a first simulation on a busy machine
# nothing that the page asks for by itself is missing
_COME = """() => document.readyState === 'complete' && document.fonts.status === 'loaded'
  && !document.querySelector('main [aria-busy], main [hx-trigger=load], .htmx-request, .htmx-swapping, .htmx-settling')"""
# every chart that has a place is drawn as wide as that is now
_DRAWN = """() => [...document.querySelectorAll('[data-chart]')]
  .every((c) => !c.clientWidth || Number(c.dataset.drawn) === Math.floor(c.clientWidth))"""
# what was changed has been laid out and painted, and whoever watches sizes has heard of it
_PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


def painted(page: Any) -> None:
    """Wait until what was changed has been laid out and painted."""
    page.evaluate(_PAINTED)


def drawn(page: Any) -> None:
    """Wait until the charts of *page* are drawn at the width that it has now."""
    painted(page)
    page.wait_for_function(_DRAWN, timeout=LONGEST)
    painted(page)


def whole(page: Any) -> None:
    """Wait until all of *page* is there: its parts, its fonts and, at the width that it has now, its charts."""
    painted(page)
    page.wait_for_function(_COME, timeout=LONGEST)
    drawn(page)


def go(page: Any, address: str) -> Any:
    """Open *address* and wait until all of it is there; returns the answer."""
    answer = page.goto(address, wait_until="load", timeout=LONGEST)
    whole(page)
    return answer


def wait_until(page: Any, told: Callable[[], object]) -> None:
    """Wait until *told*, which looks at what the browser has reported to this process."""
    ends = time.monotonic() + LONGEST / 1000
    while not told():
        assert time.monotonic() < ends, "it never came"
        page.wait_for_timeout(20)  # lets the browser report
