"""Addresses of the files that a view hands out: its tables and its charts."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from jointline.web.view_state import Place

Links = list[tuple[str, str]]


def tables(name: str, asked: Mapping[str, str | None]) -> Links:
    """The table *name* of the API as CSV and as a workbook, with what was *asked*."""
    query = urlencode({k: v for k, v in asked.items() if v})
    return [(e.upper(), f"/api/{name}.{e}" + (f"?{query}" if query else "")) for e in ("csv", "xlsx")]


def pictures(name: str, place: Place, asked: Mapping[str, str | None]) -> Links:
    """The chart *name* as a drawing and as an image, in the language of *place*."""
    return [(e.upper(), place.at(f"chart/{name}.{e}", **asked).url) for e in ("svg", "png")]
