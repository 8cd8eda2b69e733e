"""Charts on a page: their specification, their heading as the page writes it, where their marks lead."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from jointline.report.charts import theme
from jointline.report.lang.language import Language
from jointline.web import results
from jointline.web.view_state import Place


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as a page shows it."""

    spec: dict[str, Any]
    caption: str
    under: str


def shown(key: tuple[Hashable, ...], lang: Language, draw: Callable[[], Any]) -> Picture | None:
    """The chart that *draw* makes, for a page, kept under *key*; ``None`` where there is none."""

    def make() -> Picture | None:
        chart = draw()
        return None if chart is None else Picture(theme.spec(chart, lang), *theme.heading(chart))

    return results.keep(("picture", lang, *key), make)


def links(place: Place, as_of: str | None, rule: str | None = None) -> theme.Link:
    """Where a mark leads: a case's page as known on *as_of*, a month's backlog by *rule*, or the statements it rests on."""

    def link(kind: str, key: str) -> str:
        if kind == "month":
            return place.at("backlog", month=key, rule=rule).url
        return place.at(f"case/{key}", as_of=as_of).url if kind == "case" else place.at("statements", ids=key).url

    return link
