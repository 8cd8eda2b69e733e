"""axe finds no serious fault in any view: both languages, on a desk and on a phone, light and dark."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

VIEWS = ("backlog", "case/f16-block70", "lab", "evidence", "scores", "method", "statements?ids=2c7469453d61f6c46325", "api", "no-such-view")  # fmt: skip
SIZES = ({"width": 1280, "height": 900}, {"width": 390, "height": 844})
GRAVE = ("serious", "critical")


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, out of the package of the development set-up that carries it (Mozilla Public License)."""
    found = find_spec("axe_playwright_python")
    script = Path(found.origin or "").with_name("axe.min.js") if found else None
    if script is None or not script.is_file():
        pytest.skip("no axe-core here: pip install axe-playwright-python")
    return script.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_grave(served: str, browser: Any, axe: str, view: str, lang: str) -> None:
    page = browser.new_page()
    page.goto(f"{served}/{lang}/{view}", wait_until="networkidle")
    page.evaluate(axe)
    found = {}
    for size in SIZES:
        page.set_viewport_size(size)
        page.wait_for_timeout(600)  # charts are drawn anew for another width
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.wait_for_timeout(50)
            result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            for v in result["violations"]:
                if v["impact"] in GRAVE:
                    where = [" ".join(map(str, n["target"])) for n in v["nodes"][:3]]
                    found[f"{size['width']} {scheme} {v['id']}"] = f"{v['help']}: {where}"
    page.close()
    assert found == {}
