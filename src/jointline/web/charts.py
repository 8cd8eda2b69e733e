"""Every chart that can be had as a file, by its name: each view names its own."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from jointline.errors import NothingFound, suggest
from jointline.web.settings import Settings
from jointline.web.view_state import VIEWS, Place

Draws = Callable[[Place, Settings], Any]


def charts() -> dict[str, Draws]:
    """Name to what draws it from a place's parameters, gathered from the views."""
    found: dict[str, Draws] = {}
    for view in VIEWS:
        found |= getattr(import_module(f"jointline.web.views.{view}"), "CHARTS", {})
    return found


def chart(name: str) -> Draws:
    """What draws the chart *name*. Raises ``NothingFound`` with the nearest names."""
    known = charts()
    if name not in known:
        raise NothingFound(f"there is no chart {name!r}", remedy=suggest(name, known))
    return known[name]
