"""The options lab: options chosen, numbers moved, the bands beside the baseline."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from jointline.errors import JointlineError
from jointline.network.behind import Tally, tally
from jointline.options.breakeven import Breakeven, Point
from jointline.options.compare import Compared, Comparison
from jointline.options.knobs import Knob
from jointline.report.lang.language import Language
from jointline.sentences import says
from jointline.web import downloads, lab, pictures
from jointline.web import lab_words as words
from jointline.web.answers import answer, here, settings_of
from jointline.web.lab import SET, Asked, asked, written
from jointline.web.network_words import in_words
from jointline.web.remedies import title_of
from jointline.web.settings import Settings
from jointline.web.turns import TURNS
from jointline.web.view_state import Place

router = APIRouter()
_PARTS = {"result": "lab_moved.html", "body": "lab_body.html", "asked": "lab_asked.html", "first": "lab_first.html"}
_MOVED = 0.05  # months on average from which a case is listed


@dataclass(frozen=True, slots=True)
class Group:
    """Numbers of one option (or, with no name, those that the baseline has too); ``inner``: the stages behind a start."""

    name: str
    title: str
    knobs: tuple[Knob, ...]
    inner: tuple[Knob, ...]


@router.get("/{lang}/lab")
def view(request: Request, lang: str) -> Response:
    begun = time.perf_counter()
    settings = settings_of(request)
    place = here(request, lang, "lab")
    want = asked(place, settings)
    part = request.headers.get("x-part", "")
    # the first simulation takes seconds: the page stands before it, and says so
    waits = not (part or settings.frozen or lab.is_at_hand(want) or dict(place.query).get("show") == "result")
    if waits:
        if want.even:
            _even_knob(want)  # a fault of the address is told at once
        context = {"found": None, "want": want, "words": words, "kinds": _kinds(want, place.lang)}
    else:
        context = _context(want, place, settings, "" if part == "first" else part)
    response = answer(request, _PARTS.get(part, "lab.html"), want.place(place), **context)
    response.headers["vary"] = "x-part"
    if waits:
        response.headers["cache-control"] = "no-store"
    else:
        response.headers["server-timing"] = f"lab;dur={(time.perf_counter() - begun) * 1e3:.1f}"
    return response


def compared(place: Place, settings: Settings) -> Comparison:
    """What the lab shows at a place."""
    return lab.compared(asked(place, settings))


def _context(want: Asked, place: Place, settings: Settings, part: str) -> dict[str, Any]:
    from jointline.report.charts.bands import bands_heading, bands_spec

    lang = place.lang
    context: dict[str, Any] = {
        "want": want,
        "words": words,
        "SET": SET,
        "written": written,
        "base": want.bench.base,
        "in_words": in_words,
        "ground": partial(_ground, want, place),
    }
    if part != "asked":
        found = lab.compared(want)
        context |= {
            "found": found, "spec": bands_spec(found, lang, partial(_ground, want, place)), "heading": bands_heading(lang), "moved_cases": _moved,
            "numbers": _counted(want), "exports": _files(want.place(place).at(as_of=want.as_of)), "steps": {o: _steps(want, o) for o in want.shown},
        }  # fmt: skip
    if part in ("", "body"):
        context |= {"groups": _groups(want), "kinds": _kinds(want, lang)}
    if part != "result":
        context |= _beside(want, place)
    return context


def _kinds(want: Asked, lang: Language) -> list[tuple[str, list[Any]]]:
    """The options by what kind of joint production they are; what combines others comes last."""
    _ = lang.text
    every = list(want.bench.base.options.values())
    kinds = [
        (_("Made in Taiwan (mode A)"), [o for o in every if o.mode == "A"]),
        (_("Taiwan-made parts in US arms (mode B)"), [o for o in every if o.mode == "B"]),
        (_("Other ways"), [o for o in every if o.mode not in ("A", "B") and not o.combine]),
        (_("Several together"), [o for o in every if o.combine]),
    ]  # fmt: skip
    return [(title, options) for title, options in kinds if options]


def _groups(want: Asked) -> list[Group]:
    """The numbers of each chosen option, each number once, then those that the baseline has too."""
    bench, met, groups = want.bench, set[str](), []
    names = {n: o.title for n, o in bench.base.options.items()}
    for knob_owner in _owners(want):
        own = [k for k in bench.knobs([knob_owner]) if not k.shared and k.key not in met]
        met |= {k.key for k in own}
        if own:
            stages = tuple(k for k in own if k.field.startswith("stages."))
            groups.append(Group(knob_owner, names[knob_owner], tuple(k for k in own if k not in stages), stages))
    shared = tuple(k for k in bench.knobs(want.chosen) if k.shared)
    return [*groups, Group("", "", shared, ())] if shared else groups


def _owners(want: Asked) -> list[str]:
    """The options behind the chosen ones: those that a chosen one combines before itself."""
    from jointline.network.changes import members

    base = want.bench.base
    every = dict.fromkeys(n for o in want.chosen for n in (o, *members(base, o)))
    return sorted(every, key=lambda n: (bool(base.options[n].combine), want.bench.options.index(n)))


def _moved(o: Compared) -> list[Any]:
    """The cases that an option moves, the most moved first."""
    return sorted((c for c in o.cases if abs(c.final_saved_months_mean) >= _MOVED or c.earlier_share >= _MOVED or c.later_share >= _MOVED),
                  key=lambda c: (-abs(c.final_saved_months_mean), c.case))  # fmt: skip


def _steps(want: Asked, option: str) -> Any:
    """The legal and administrative steps of an option; ``None`` where its changes tell no way through the law."""
    from jointline.options.approvals import approvals

    try:
        return approvals(option, want.bench.base)
    except JointlineError:
        return None


def _beside(want: Asked, place: Place) -> dict[str, Any]:
    """What was asked beside the comparison: why an option does what it does, and from where on a number is worth it."""
    explained = even = knob = picture = None
    if want.why:
        from jointline.options.explain import explain

        with TURNS.turn():
            explained = explain(want.why, _tables(want, want.why), draws=want.bench.draws)
    if want.even:
        from jointline.options.breakeven import breakeven

        knob = _even_knob(want)
        tables = _tables(want, want.of, but=want.even)
        with TURNS.turn():
            even = breakeven(want.of, want.even, tables, low=knob.least, high=knob.most, draws=want.bench.draws)
        picture = _even_picture(want, place, even, knob)
    return {"explained": explained, "even": even, "even_knob": knob, "even_picture": picture}


def _even_knob(want: Asked) -> Knob:
    """The number whose break-even is asked. Raises ``JointlineError`` where it has none."""
    knob = next((k for k in want.bench.knobs([want.of]) if k.key == want.even and k.how == "value"), None)
    if knob is None or len(knob.targets) != 1 or knob.shared:
        raise JointlineError(
            says("{number} is no single number of option {name}", number=want.even, name=want.of), where="even"
        )
    return knob


def _even_picture(want: Asked, place: Place, even: Breakeven, knob: Knob) -> pictures.Picture:
    from jointline.report.charts import theme
    from jointline.report.charts.options import breakeven_chart

    def rests(p: Point) -> str:
        return _ground(want, place, even.option, move=(knob.key, p.value), on=even.cases)

    lang = place.lang
    number = words.knob_title(knob, lang)
    chart = breakeven_chart(even, lang, [number], {c: title_of(c) for c in even.cases}, rests)
    return pictures.Picture(theme.spec(chart, lang), *theme.heading(chart))


def _tables(want: Asked, option: str, but: str = "") -> Mapping[str, Any]:
    """The network as the numbers stand, *but* one of them."""
    mine = {k.key for k in want.bench.knobs([option])} - {but}
    return want.bench.settled(option, {k: v for k, v in want.moved.items() if k in mine})


def _ground(
    want: Asked,
    place: Place,
    option: str,
    case: str = "",
    move: tuple[str, float] | None = None,
    on: Sequence[str] = (),
) -> str:
    """The address of what the figures of an option rest on, with the numbers as set; *move*: one set otherwise;
    *on*: cases whose mean is told apart."""
    moved = want.moved | ({move[0]: move[1]} if move else {})
    query = [("option", o) for o in want.chosen] + [(SET + k, written(v)) for k, v in moved.items()]
    query += [("as_of", want.as_of), ("case", case), *(("on", c) for c in on)]
    return replace(place, path=f"rests/option/{option}", query=tuple((k, v) for k, v in query if v)).url


def _counted(want: Asked) -> Tally:
    """How many numbers of the world as it is rest on what."""
    return tally(want.bench.base.numbers.values())


def _files(place: Place) -> downloads.Links:
    """The bands as files: the address keeps every option and number."""
    return [(e.upper(), replace(place, path=f"chart/lab.{e}").url) for e in ("svg", "png")]


def _chart(place: Place, settings: Settings) -> Any:
    from jointline.report.charts.bands import bands_chart

    return bands_chart(compared(place, settings), place.lang)


CHARTS = {"lab": _chart}
