"""Every chart that can be had as a file, by its name: each view names its own."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from jointline.errors import NothingFound, suggest
from jointline.sentences import says
from jointline.web.lab import SET
from jointline.web.settings import Settings
from jointline.web.view_state import VIEWS, Place

Draws = Callable[[Place, Settings], Any]
# what a chart is drawn by: nothing else of an address says how to make it again
_CASE = ("case", "as_of")
PARAMETERS: dict[str, tuple[str, ...]] = {
    "history": ("month", "rule"), "timeline": ("month", "rule"), "promises": _CASE, "forecast": _CASE,
    "why-late": (*_CASE, "order"), "lab": ("option", "as_of"), "reliability": (),
}  # fmt: skip


def charts() -> dict[str, Draws]:
    """Name to what draws it from a place's parameters, gathered from the views."""
    found: dict[str, Draws] = {}
    for view in VIEWS:
        found |= getattr(import_module(f"jointline.web.views.{view}"), "CHARTS", {})
    return found


def drawn_by(name: str, place: Place) -> list[tuple[str, str]]:
    """The parameters of *place* that the chart *name* is drawn by; of the lab's every number that was moved."""
    known = PARAMETERS[name]
    return [(k, v) for k, v in place.query if k in known or (name == "lab" and k.startswith(SET))]


def chart(name: str) -> Draws:
    """What draws the chart *name*. Raises ``NothingFound`` with the nearest names."""
    known = charts()
    if name not in known:
        raise NothingFound(says("there is no chart {name!r}", name=name), remedy=suggest(name, known))
    return known[name]
