"""What stands behind a number: statements in full, and why the ones that won did."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from jointline.backlog.inspect import COMPUTED, Why
from jointline.errors import JointlineError, NothingFound
from jointline.ledger.case import short_names
from jointline.report import statements as words
from jointline.report.lang.language import Language
from jointline.sentences import says
from jointline.web import results
from jointline.web.answers import here, part
from jointline.web.months import day_asked
from jointline.web.remedies import title_of
from jointline.web.view_state import rule_asked

router = APIRouter()


@router.get("/{lang}/statements")
def view(request: Request, lang: str) -> Response:
    """The statements of these ids, by subject in the order asked for."""
    place = here(request, lang, "statements")
    ids = list(dict.fromkeys(i for i in dict(place.query).get("ids", "").split(",") if i))
    if len(ids) > results.MOST:
        raise JointlineError(
            says("{n} statements at once", n=len(ids)), where="ids", remedy=says("Ask for {n} at most.", n=results.MOST)
        )
    found = results.statements(ids)
    if not found:
        raise NothingFound(
            says("no such statement is in this ledger") if ids else says("no statement is named"), where="ids", remedy=says("The page of a case lists every statement about it, with its id.")
        )  # fmt: skip
    subjects = list(dict.fromkeys(s.subject for s in found.values()))
    names = short_names(results.ledger().case_ids())
    return part(
        request, "statements.html", place, title=place.lang.text("Statements"), found=found, missing=[i for i in ids if i not in found], words=words, names=names,
        title_of=title_of, groups=[(x, [s for s in found.values() if s.subject == x]) for x in subjects],
    )  # fmt: skip


@router.get("/{lang}/why/{case}/{name}")
def why(request: Request, lang: str, case: str, name: str) -> Response:
    """Why a figure of a case is what it is, as known on a day."""
    place = here(request, lang, f"why/{case}/{name}")
    query, ledger = dict(place.query), results.ledger()
    rule = rule_asked(place)
    found = results.why(ledger.find_case(case), name, day_asked(query.get("as_of", ""), ledger), rule)
    _ = place.lang.text
    rests = found.rule in ("all", *COMPUTED)
    groups = (
        (_("It rests on") if rests else _("The statement that won"), found.winners), (_("Set aside"), found.set_aside),
        (_("No evidence: declined to confirm or denied"), found.not_evidence), (_("Superseded"), found.superseded),
    )  # fmt: skip
    return part(request, "why.html", place, title=place.lang.name("case", found.case, found.title), w=found, groups=groups, words=words, value=_value(found, place.lang),
                property=_property(found.property, place.lang))  # fmt: skip


def _property(name: str, lang: Language) -> str:
    _ = lang.text
    computed = {
        "value": _("Value counted"),
        "status": _("Status"),
        "promise": _("Promise that stands"),
        "counted": _("Counted"),
    }
    return computed.get(name) or words.property_words(name, lang)


def _value(w: Why, lang: Language) -> str:
    if w.property not in COMPUTED:
        return words.value_words(w.property, w.value, lang, w.case)
    amount, _between, basis = w.value.partition(" (")
    if w.property == "value" and amount.startswith("USD ") and not lang.is_chinese:
        return f"{words.money_words(amount, lang)} ({basis}"
    return lang.say(w.value)
