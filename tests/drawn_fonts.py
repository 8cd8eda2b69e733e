"""Which fonts a browser draws a page with: by name, and whether they came with the page."""

from __future__ import annotations

from collections import Counter
from typing import Any


def drawn_fonts(page: Any, selector: str = "body *") -> dict[tuple[str, bool], int]:
    """Font and whether it is the page's own to how many glyphs it draws, as the browser's own tools count them."""
    return dict(sum(fonts_of_each(page, selector), Counter()))


def fonts_of_each(page: Any, selector: str) -> list[Counter[tuple[str, bool]]]:
    """The same of each element, in the order of the document."""
    page.evaluate("document.fonts.ready.then(() => 0)")
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    made = []
    for node in tools.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]:
        fonts = tools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        made.append(Counter({(f["familyName"], f["isCustomFont"]): f["glyphCount"] for f in fonts}))
    return made
