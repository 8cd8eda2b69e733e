"""Method: how statements become figures, what the dates mean, what the model and the forecasts can and cannot say."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from jointline._version import __version__
from jointline.backlog.rules import get_rule
from jointline.ledger.case import short_names
from jointline.report import statements as statement_words
from jointline.report.lang.language import Language
from jointline.report.statements import value_words
from jointline.web import results, scores_words
from jointline.web.answers import answer, here, part, settings_of
from jointline.web.counted import compared, counted
from jointline.web.method import facts, network_facts
from jointline.web.remedies import title_of

router = APIRouter()


@router.get("/{lang}/method")
def view(request: Request, lang: str) -> Response:
    place = here(request, lang, "method")
    settings = settings_of(request)
    today = settings.day or date.today()
    net = network_facts(settings.network, today)
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
        "net_day": today.isoformat(),
        "words": words(place.lang),
        "methods": METHODS,
        "rule_of": get_rule,
        "scores": scores_words,
        "value_words": value_words,
        "run": run,
    }
    return answer(request, "method.html", place, **context)


@router.get("/{lang}/method/counted/{what}")
def taken_apart(request: Request, lang: str, what: str) -> Response:
    """A count of the method page, taken apart into its rows."""
    place = here(request, lang, f"method/counted/{what}")
    _ = place.lang.text
    if what == "published":
        rows = compared()
        return part(request, "method_published.html", place, title=_("Published figures and those counted here"), rows=rows,
                    met=sum(f.within_rounding for _m, _w, f in rows), figure_words={"total": _("total"), "delivering": _("deliveries begun")})  # fmt: skip
    found, ends = counted(what), max(results.ledger().knowledge_ends())
    about = {
        "statements": _("Every statement of the ledger, by what it is about."), "cases": _("Every sale of which the ledger holds statements."),
        "speakers": _("Everybody who is named as having said something."), "documents": _("Every address at which a statement can be read."),
        "hedged": _("Statements made with a reservation (may, hopes, at the earliest), by what they are about."),
        "recalled": _("Statements that were read nowhere: written down from memory, and marked as unverified."),
        "ends": _("Knowledge ends on {date}: these are the last statements on cases that the ledger holds, and the few second-hand ones that became known later. What else was said after that day is not in it.", date=place.lang.date(ends)),
        "standing": _("Statements of this standing, by what they are about."), "rule": _("Properties that go by this rule, and the statements on each."),
    }[what.partition("-")[0]]  # fmt: skip
    return part(request, "method_counted.html", place, title=_("A count taken apart"), c=found, about=about, words=statement_words,
                names=short_names(results.ledger().case_ids()), title_of=title_of)  # fmt: skip


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
            "blend": _("A pool of the reference class, the promise slip and the promise at its word, with weights learned from past scores alone."),
        },
    }  # fmt: skip
