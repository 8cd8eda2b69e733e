"""axe finds no serious fault in any view: both languages, on a desk and on a phone, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from shown import go, whole

from jointline.ledger.shipped import shipped

STATEMENT = f"statements?ids={shipped()[0].id}"
VIEWS = (
    "backlog", "case/f16-block70", "lab", "evidence", "scores", "method", STATEMENT, "api", "no-such-view",
    "rests/forecast/hcds?event=final", "scores/behind?on=all", "rests/option/priority?case=tw-2020-10-26-hcds",
)  # fmt: skip
MORE = (  # one width, one language
    "rests/late/hcds-missile", "rests/late/hcds-missile?cause=queue:agm84l", "rests/network", "scores/chances?low=0.1",
    "scores/unscored", "method/counted/published", "method/counted/ends", "why/mq9b/value", "backlog/sum", "brief?month=2024-10",
)  # fmt: skip
TEXT = "Harbor Wire, Oct. 2, 2026\n\nThe Ministry of National Defense said on Friday that the last missiles will be delivered in 2028.\n"
SIZES = ({"width": 1280, "height": 900}, {"width": 390, "height": 844})
GRAVE = ("serious", "critical")
ALSO = ("heading-order", "landmark-unique")  # moderate, but of every reader by ear
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}  # of axe's own choice those on colours


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, out of the package of the development set-up that carries it (Mozilla Public License)."""
    found = find_spec("axe_playwright_python")
    script = Path(found.origin or "").with_name("axe.min.js") if found else None
    if script is None or not script.is_file():
        pytest.skip("no axe-core here: pip install axe-playwright-python")
    return script.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    """One page for all views: a new one takes longer than most views."""
    made = browser.new_page(viewport=SIZES[0], reduced_motion="reduce")
    yield made
    made.close()


def grave(page: Any, axe: str, sizes: tuple[dict[str, int], ...], schemes: tuple[str, ...] = ("light", "dark")) -> dict[str, str]:  # fmt: skip
    """What axe finds of a page at each size and in each scheme, which changes nothing but colours."""
    page.evaluate(axe)
    found = {}
    for size in sizes:
        page.set_viewport_size(size)
        whole(page)  # charts are drawn anew for another width
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            asked = {"resultTypes": ["violations"]} | ({} if scheme == schemes[0] else COLOURS)
            result = page.evaluate("(asked) => axe.run(document, asked)", asked)
            for v in result["violations"]:
                if v["impact"] in GRAVE or v["id"] in ALSO:
                    where = [" ".join(map(str, n["target"])) for n in v["nodes"][:3]]
                    found[f"{size['width']} {scheme} {v['id']}"] = f"{v['help']}: {where}"
    return found


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_grave(served: str, page: Any, axe: str, view: str, lang: str) -> None:
    answer = go(page, f"{served}/{lang}/{view}")
    assert answer.status == (404 if view == "no-such-view" else 200)
    assert grave(page, axe, SIZES) == {}


@pytest.mark.parametrize("view", MORE)
def test_axe_finds_nothing_grave_behind_a_figure(served: str, page: Any, axe: str, view: str) -> None:
    answer = go(page, f"{served}/en/{view}")
    assert answer.status == 200
    assert grave(page, axe, SIZES[1:], ("light",)) == {}
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_axe_finds_nothing_grave_in_a_document_that_was_read(served: str, page: Any, axe: str) -> None:
    go(page, f"{served}/en/evidence")
    page.locator("textarea[name=text]").fill(TEXT)
    page.locator("#given button[type=submit]").first.click()
    page.wait_for_selector(".claim")
    assert grave(page, axe, SIZES[1:], ("light",)) == {}


def test_axe_finds_a_colour_that_cannot_be_read_in_the_dark(served: str, page: Any, axe: str) -> None:
    """Else what is asked of the second scheme would find nothing whatever the page looks like."""
    go(page, f"{served}/en/no-such-view")
    page.evaluate("document.querySelector('main p, main h1').style.color = '#222'")
    assert list(grave(page, axe, SIZES[1:])) == ["390 dark color-contrast"]
