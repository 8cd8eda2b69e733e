"""Method: how statements become figures, what the dates mean, what the model and the forecasts can and cannot say."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from jointline._version import __version__
from jointline.report.lang.language import Language
from jointline.web import scores_words
from jointline.web.answers import answer, here, settings_of
from jointline.web.method import facts, network_facts

router = APIRouter()


@router.get("/{lang}/method")
def view(request: Request, lang: str) -> Response:
    place = here(request, lang, "method")
    net = network_facts(settings_of(request).network, date.today())
    told = facts()
    run = {
        "version": __version__,
        "data": told.data,
        "knowledge_ends_on": told.knowledge_ends_on,
        "network_as_of": net.as_of,
    }
    context: dict[str, Any] = {
        "f": told,
        "net": net,
        "words": words(place.lang),
        "methods": METHODS,
        "scores": scores_words,
        "run": run,
    }
    return answer(request, "method.html", place, **context)


METHODS = ("reference_class", "promise_slip", "production", "official", "blend")


def words(lang: Language) -> dict[str, dict[str, str]]:
    """What each standing, rule and method means."""
    _ = lang.text
    return {
        "standing": {
            "official": _("A government or company states its own act."),
            "named": _("A person or body that is named."),
            "second_hand": _("One carrier reports what another one reported."),
            "anonymous": _("A source without a name; how many there were is kept where the text tells."),
            "unattributed": _("The carrier's own voice: no source is given."),
            "derived": _("Worked out by the compilers from other statements."),
            "assumption": _("A guess for a number that nobody published."),
            "declined_to_confirm": _("Asked, the speaker would not confirm it. No evidence."),
            "denied": _("The speaker denied it. No evidence."),
        },
        "rule": {
            "standing": _("What the notice says, and events: the firmer standing wins, then the later statement, then the better read source."),
            "promise": _("Promises and terms: the word of one who can answer for it, official or named, wins over a reported one; then the later statement, then the firmer standing."),
            "latest": _("A publisher's own acts: the later statement wins, then the firmer standing."),
            "latest_event": _("Units in hand: the later event wins, then the firmer standing, then the later statement."),
            "all": _("Partial deliveries, delays, remarks: each stands for itself, none is set aside."),
        },
        "method": {
            "reference_class": _("How long such cases took from their notification, by class of weapon, size, and new build or stock."),
            "promise_slip": _("How far promises made so long before their date have slipped, by who made them."),
            "production": _("What the simulated production network gives. Left out of the back-test: its recipe was written with later knowledge."),
            "official": _("The latest promise at its word: every day it can mean is alike. The baseline that the others are held against."),
            "blend": _("A pool of the first, the second and the promise, with weights learned from past scores alone."),
        },
    }  # fmt: skip
