"""Which fonts a browser draws a page with: by name, and whether they came with the page."""

from __future__ import annotations

from collections import Counter
from typing import Any


def drawn_fonts(page: Any) -> dict[tuple[str, bool], int]:
    """Font and whether it is the page's own to how many glyphs it draws, as the browser's own tools count them."""
    page.evaluate("document.fonts.ready.then(() => 0)")
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    found: Counter[tuple[str, bool]] = Counter()
    for node in tools.send("DOM.querySelectorAll", {"nodeId": root, "selector": "body *"})["nodeIds"]:
        for font in tools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
            found[font["familyName"], font["isCustomFont"]] += font["glyphCount"]
    return dict(found)
