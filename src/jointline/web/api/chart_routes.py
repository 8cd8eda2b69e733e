"""Charts as files: the same specification as on the page, with its run card in the picture and in the file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from jointline._version import __version__
from jointline.errors import NothingFound
from jointline.report.charts.theme import file_spec
from jointline.report.export import asked_words, file_name
from jointline.report.picture import png_bytes, signed, svg_bytes
from jointline.sentences import says
from jointline.web.answers import here, settings_of
from jointline.web.charts import chart, drawn_by
from jointline.web.results import ledger
from jointline.web.turns import TURNS

router = APIRouter()
TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@router.get("/{lang}/chart/{name}.{ending}", include_in_schema=False)
def picture(
    request: Request, lang: str, name: Annotated[str, Path(max_length=100)], ending: Literal["svg", "png"]
) -> Response:
    """A chart of the views with the parameters of its view. Raises ``NothingFound`` where it would be empty."""
    place = here(request, lang, f"chart/{name}.{ending}")
    draw = chart(name)
    drawn: Any = draw(place, settings_of(request))  # what it shows takes turns of its own
    if drawn is None:
        raise NothingFound(says("there is nothing to draw"))
    asked = asked_words(drawn_by(name, place))
    run = {
        "version": __version__, "data": ledger().data_hash(), "chart": name, "lang": lang, **dict(place.writing), **asked,
    }  # fmt: skip
    card = _card(drawn.usermeta["run"], run)
    with TURNS.turn():
        spec = file_spec(drawn, place.lang, made_by=partial(signed, run=run, lang=place.lang))
        data = svg_bytes(spec, card) if ending == "svg" else png_bytes(spec, card)
    saved = file_name(name, *asked.values(), lang, ending=ending)
    return Response(data, headers={"content-disposition": f'attachment; filename="{saved}"'}, media_type=TYPES[ending])


def _card(made: Mapping[str, str], asked: Mapping[str, str]) -> dict[str, str]:
    """The run card of a picture: what was *asked*, then what else the run that its numbers are from says of itself.

    A run of the network names the network's own data by ``data``; beside the ledger's they are ``network_data``.
    """
    named = {("network_data" if k == "data" and "network" in made else k): v for k, v in made.items()}
    return {**asked, **{k: v for k, v in named.items() if k not in asked and v != "none"}}
