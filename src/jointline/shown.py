"""Results that print themselves; how they look is the report package's business, plugged in by the root package."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

_render: dict[str, Callable[[object], str]] = {}


def plug(text: Callable[[object], str], html: Callable[[object], str]) -> None:
    """Set how results look as text and in a notebook."""
    _render.update(text=text, html=html)


class Shown:
    """Gives a result ``str()`` as the command line prints it, and a table in notebooks."""

    __slots__ = ()

    def __str__(self) -> str:
        return _render["text"](self)

    def _repr_html_(self) -> str:
        return _render["html"](self) or f"<pre>{escape(str(self))}</pre>"
