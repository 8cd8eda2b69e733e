"""Charts on a page: their specification, their heading as the page writes it, where their marks lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jointline.report.charts import theme
from jointline.report.lang.language import Language
from jointline.web.view_state import Place


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as a page shows it."""

    spec: dict[str, Any]
    caption: str
    under: str


def shown(chart: Any, lang: Language) -> Picture | None:
    """*chart* for a page; ``None`` where there is none."""
    return None if chart is None else Picture(theme.spec(chart, lang), *theme.heading(chart))


def links(place: Place) -> theme.Link:
    """Where a mark leads: a case's page, or the statements it rests on."""

    def link(kind: str, key: str) -> str:
        return place.at(f"case/{key}").url if kind == "case" else place.at("statements", ids=key).url

    return link
