"""Forecasts that were made before their outcome was known and ship as they were: the files of docs/forecasts."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable


def committed() -> tuple[Traversable, ...]:
    """The shipped files of forecasts made beforehand, oldest first; each has its run card beside it (``.json``)."""
    folder = resources.files("jointline.data") / "forecast" / "recorded"
    return tuple(sorted((f for f in folder.iterdir() if f.name.endswith(".csv")), key=lambda f: f.name))
