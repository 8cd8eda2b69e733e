"""What an announcement supports: statements on the contract, and the case of Taiwan's that it seems to be for."""

from __future__ import annotations

import re
from typing import Any

from jointline.errors import JointlineError
from jointline.readers.cite import DOD, cited, usd
from jointline.readers.contract.record import Award, ContractPage
from jointline.readers.document import Document
from jointline.readers.kinds import Options
from jointline.readers.result import span_of
from jointline.sentences import says

_TAIWAN = "TWN"
Claims = list[dict[str, Any]]


def claims_of(page: ContractPage, document: Document, options: Options) -> tuple[Claims, list[JointlineError]]:
    """The claims of every award with foreign buyers, or cut off before it could say so; none of a domestic one."""
    foreign = [a for a in page.awards if a.fms is not False]
    if not foreign:
        return [], []
    day = page.announced_on or options.stated_on
    if not day:
        return [], [JointlineError(
            says("shows no date, so that nothing can be stated from it"), where=document.name,
            remedy=says("Give the day of the announcement with --stated-on."),
        )]  # fmt: skip
    shared = cited(document, DOD, day)
    claims: Claims = []
    for award in foreign:
        claims += _of_award(award, page, document, options, shared, day)
    return claims, []


def _of_award(
    award: Award, page: ContractPage, document: Document, options: Options, shared: dict[str, Any], day: str
) -> Claims:
    if not award.contract_number and not award.contractors:
        return []
    name = award.contract_number or f"{day}-{next(iter(award.contractors or ()), 'unknown')}"
    subject = f"contract/{_slug(name)}"
    claims: Claims = []

    def claim(name: str, value: object, span: tuple[int, int] | None) -> None:
        spot = span_of(document, *span) if span else {}
        claims.append({"subject": subject, "property": name, "value": value, **shared, **spot})

    spans = award.spans
    claim("contract_awarded", day, page.announced_at)
    if award.award_usd is not None:
        claim("contract_value", usd(award.award_usd / 1_000_000), spans.get("award_usd"))
    if award.completion:
        claim("contract_ends_on", award.completion, spans.get("completion"))
    for name in award.contractors or ():
        claim("contractor", name, spans.get("contractors"))
    for item in award.items:
        claim("contract_item", f"{item.qty} x {item.item}" if item.qty is not None else item.item, item.span)
    for buyer in award.fms_customers:
        share = f" ({buyer.share_pct} %)" if buyer.share_pct is not None else ""
        claim("contract_customer", f"{buyer.name}{share}", buyer.span)
    if award.fms_funds_usd is not None:
        claim("contract_foreign_funds", usd(award.fms_funds_usd / 1_000_000), spans.get("fms_funds_usd"))
    if award.contracting_activity:
        claim("contracting_activity", award.contracting_activity, spans.get("contracting_activity"))
    if any(c.iso3 == _TAIWAN for c in award.fms_customers):
        match = options.cases.of_contract(" ".join(i.item for i in award.items), day)
        if match.case:
            note = f"Tied to the case by the compilers: {match.by}"
            derived = {"said_by": "", "speaker_kind": "compilers", "standing": "derived", "note": note, "why": match.by}
            claims.append({"subject": subject, "property": "contract_for", "value": match.case, **shared, **derived})
    return claims


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:80]
