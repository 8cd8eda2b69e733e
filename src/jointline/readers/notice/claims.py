"""What a notice supports: statements on its case, on a sale to another buyer, or on the sale that it upgrades."""

from __future__ import annotations

import re
from typing import Any

from jointline.errors import JointlineError
from jointline.ledger.dates import parse_date
from jointline.ledger.values import parse_money
from jointline.readers.cite import DSCA, STATE, cited, usd
from jointline.readers.document import Document
from jointline.readers.kinds import Options
from jointline.readers.known import words
from jointline.readers.match import KnownCase, Match
from jointline.readers.notice.record import Item, Notice
from jointline.readers.result import span_of
from jointline.sentences import list_part, name_part, says

TAIWAN = "TWN"
_SLUG_WORDS = 4
_EMPTY = frozenset(
    ("the", "and", "of", "for", "a", "an", "to", "in", "with", "related", "equipment", "services", "support")
)
Claims = list[dict[str, Any]]


def claims_of(
    notice: Notice, document: Document, options: Options
) -> tuple[tuple[str | None, str | None], Claims, list[JointlineError]]:
    """((the case or sale, by what it was found), the claims, what stands in the way of some)."""
    stated_on = notice.published_on or notice.dated_on or notice.delivered_on or options.stated_on
    if not stated_on:
        return (None, None), [], [JointlineError(
            says("shows no date, so that nothing can be stated from it"), where=document.name,
            remedy=says("Give the date of the document with --stated-on."),
        )]  # fmt: skip
    shared = cited(document, _speaker(document, notice), stated_on, _carriers(document, notice))
    if notice.is_upgrade:
        return _of_upgrade(notice, document, options, shared)
    if notice.buyer_country == TAIWAN:
        return _of_taiwan(notice, document, options, shared)
    return _of_other(notice, document, shared)


def _speaker(document: Document, notice: Notice) -> str:
    return STATE if notice.form == "release" and DSCA not in document.text else DSCA


def _carriers(document: Document, notice: Notice) -> tuple[str, ...]:
    if notice.form == "release":
        return ()
    head = document.text[:6000].casefold()
    if "congressional record" in head or "mr. president" in head or "madam president" in head:
        return ("Congressional Record",)
    register = "federal register" in head or " fr " in head[:200] or "fed. reg." in head
    return ("Federal Register",) if register else ()


def _of_taiwan(
    notice: Notice, document: Document, options: Options, shared: dict[str, Any]
) -> tuple[tuple[str | None, str | None], Claims, list[JointlineError]]:
    what = _what(notice)
    match = options.cases.find(
        notice.transmittal, notice.delivered_on, notice.published_on or notice.dated_on, what, notice.total_usd_m
    )
    if match.case:
        claims = _claims(match.case, notice, document, shared, says("case found by {by}", by=match.by))
        return (match.case, match.by), claims, []
    problems = []
    released_on = notice.published_on if notice.form == "release" else None
    if match.rivals or not (notice.delivered_on or released_on):
        return _unmatched(notice, document, shared, match)
    # a release without a dateline says that Congress had been notified by the day it was put out
    notified = notice.delivered_on or f"../{released_on}"
    day = notice.delivered_on or str(released_on)[:4]
    case = f"tw-{day}-{_slug(what) or notice.transmittal or 'sale'}".lower()
    options.cases.begin(KnownCase(
        case, frozenset((notice.transmittal.casefold(),) if notice.transmittal else ()), parse_date(notified),
        words(what), parse_money(usd(notice.total_usd_m)) if notice.total_usd_m is not None else None,
    ))  # fmt: skip
    problems.append(JointlineError(
        says("begins the new case {case}, which counts as owed until its delivery is stated; a notice gives no category", case=case),
        where=document.name, remedy=says("Add one: jointline add --subject {case} --property category ...", case=case),
    ))  # fmt: skip
    claims = _claims(
        case, notice, document, shared, says("no known case has its number, or its date and title"), new=notified
    )
    return (case, says("a new case")), claims, problems


def _unmatched(
    notice: Notice, document: Document, shared: dict[str, Any], match: Match
) -> tuple[tuple[str | None, str | None], Claims, list[JointlineError]]:
    subject = _sale(notice)
    if match.rivals:
        why = says("may be about any of {names}", names=list_part(name_part("case", r) for r in match.rivals))
        told = says("{why}: not tied to one, kept as {subject}", why=why, subject=subject)
        remedy = says("Add what you know to the right case with jointline add.")
    else:
        why = says("does not show on which day Congress was notified")
        told = says("{why}: it can begin no case and is kept as {subject}", why=why, subject=subject)
        remedy = says("Read the release or the full notice, which shows the day.")
    return (
        (subject, None),
        _claims(subject, notice, document, shared, why),
        [JointlineError(told, where=document.name, remedy=remedy)],
    )


def _of_other(
    notice: Notice, document: Document, shared: dict[str, Any]
) -> tuple[tuple[str | None, str | None], Claims, list[JointlineError]]:
    if notice.transmittal is None and notice.purchaser is None:
        return (None, None), [], [JointlineError(says("shows neither a number nor a buyer"), where=document.name)]
    subject = _sale(notice)
    return (subject, None), _claims(subject, notice, document, shared, ""), []


def _of_upgrade(
    notice: Notice, document: Document, options: Options, shared: dict[str, Any]
) -> tuple[tuple[str | None, str | None], Claims, list[JointlineError]]:
    """An upgrade report says one thing: that an earlier sale was reported on. Its amounts are that sale's own."""
    if not notice.refers_to or not notice.transmittal:
        return (None, None), [], [JointlineError(
            says("is a report on an earlier sale whose number is not shown: nothing can be stated from it"), where=document.name
        )]  # fmt: skip
    earlier = notice.refers_to[0]
    case = options.cases.by_transmittal(earlier) if notice.buyer_country in (None, TAIWAN) else None
    subject = case or f"sale/{earlier.lower()}"
    by = says("it reports on transmittal {number}", number=earlier)
    spot = span_of(document, *notice.spans["transmittal"])
    claim = {"subject": subject, "property": "upgrade_report", "value": notice.transmittal, **shared, **spot, "why": by}
    return (subject, by), [claim], []


def _sale(notice: Notice) -> str:
    """The subject of a sale that is no case of the ledger: transmittal numbers are given once for all buyers."""
    if notice.transmittal:
        return f"sale/{notice.transmittal.lower()}"
    day = notice.delivered_on or notice.published_on or notice.dated_on or "undated"
    buyer = (notice.buyer_country or _slug(notice.purchaser or "unknown")).lower()
    return "-".join(p for p in (f"sale/{buyer}-{day}", _slug(_what(notice))) if p)


def _what(notice: Notice) -> str:
    """What is sold, in the notice's words: its title, else its items."""
    return notice.title or " ".join(i.item for i in notice.items[:3])


def _slug(text: str) -> str:
    found = [w for w in re.findall(r"[a-z0-9]+", text.casefold().replace("-", "")) if w not in _EMPTY]
    return "-".join(found[:_SLUG_WORDS])[:60]


def _claims(
    subject: str, notice: Notice, document: Document, shared: dict[str, Any], why: str, *, new: str = ""
) -> Claims:
    """*new*: where the notice begins a case, the day that Congress was notified."""
    claims: Claims = []

    def claim(name: str, value: object, span: tuple[int, int] | None) -> None:
        spot = span_of(document, *span) if span else {}
        claims.append({"subject": subject, "property": name, "value": value, **shared, **spot, "why": why})

    spans = notice.spans
    case = "/" not in subject
    notified = notice.delivered_on or new
    if notified:
        span = spans.get("delivered_on") or spans.get("published_on")
        claim("notified_on" if case else "sale_notified_on", notified, span)
    if notice.title and (new or not case):
        claim("title", notice.title, spans.get("title"))
    elif notice.items and (new or not case):
        claim("title", notice.items[0].item[:200], notice.items[0].span)
    if not case:
        for name in ("purchaser", "buyer_country"):
            if getattr(notice, name):
                claim(f"sale_{name.removeprefix('sale_')}", getattr(notice, name), spans.get(name))
    for name, property_ in (
        ("transmittal", "transmittal"), ("case_designator", "case_designator"), ("agency", "implementing_agency"),
    ):  # fmt: skip
        if getattr(notice, name):
            claim(property_, getattr(notice, name), spans.get(name))
    for name, property_ in (("total_usd_m", "total_value"), ("mde_usd_m", "mde_value"), ("other_usd_m", "other_value")):
        amount = getattr(notice, name)
        if amount is not None:
            claim(property_, usd(amount), spans.get(name))
    lead = next((i for i in notice.items if i.qty), None)
    if lead and (new or not case):
        claim("lead_item", _item(lead), lead.span)
    for item in notice.items:
        claim("notified_item", _item(item), item.span)
    for name in notice.contractors or ():
        claim("contractor", name, spans.get(f"contractor {name}"))
    return claims


def _item(item: Item) -> str:
    return f"{item.qty} x {item.item}" if item.qty is not None else item.item
