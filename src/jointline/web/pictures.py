"""Charts on a page: their specification, their heading as the page writes it, where their marks lead."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from jointline.forecast.ground import METHODS
from jointline.forecast.table import ForecastRow
from jointline.report.charts import theme
from jointline.report.lang.language import Language
from jointline.simulate.why import Cause
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


def forecasts(place: Place, as_of: str | None) -> Callable[[ForecastRow], str]:
    """What the bar of a forecast opens: what it rests on, by its method."""

    def ground(f: ForecastRow) -> str:
        method = None if f.method == METHODS[0] else f.method
        return place.at(f"rests/forecast/{f.name}", event=f.event, method=method, as_of=as_of).url

    return ground


def held(place: Place, as_of: str) -> Callable[[ForecastRow, str], str]:
    """What the mark of a promise or a delivery opens: the statements behind what is held of it."""
    return lambda f, name: place.at(f"why/{f.name}/{name}", as_of=as_of).url


def causes(place: Place, order: str, as_of: str) -> Callable[[Cause | None], str]:
    """What the bar of a cause opens: the months of *order* that are counted to it; of no single one, all of them."""

    def ground(c: Cause | None) -> str:
        cause = None if c is None else c.kind + (f":{c.name}" if c.name else "")
        return place.at(f"rests/late/{order}", as_of=as_of, cause=cause).url

    return ground
