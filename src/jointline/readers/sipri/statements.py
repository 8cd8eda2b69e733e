"""The statements of a register's rows, made when they are asked for: a whole register has hundreds of thousands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, overload

from jointline.ledger.dates import parse_date
from jointline.ledger.statement import make_statement
from jointline.readers.countries import country_code
from jointline.readers.document import Document
from jointline.readers.known import Known
from jointline.readers.result import Claim, Proposal
from jointline.readers.sipri.formats import Format
from jointline.readers.sipri.row import Register, Row

SAID_BY = "Stockholm International Peace Research Institute"
# the comment is the value of this deal and of nothing more
_DEAL = re.compile(r"(?:^|;\s?)\$(?P<n>[0-9]{1,6}(?:\.[0-9]{1,3})?)\s?(?P<unit>m|b)\sdeal(?=;|$)")
_LONGEST_SLUG = 60


class RowClaims(Sequence[Claim]):
    """The claims of every row in file order. ``proposals`` gives them checked and compared with a ledger."""

    def __init__(self, document: Document, register: Register, form: Format, stated_on: str) -> None:
        self._document, self._register, self._form, self._stated_on = document, register, form, stated_on

    def __iter__(self) -> Iterator[Claim]:
        often: Counter[str] = Counter()
        for row in self._register.rows:
            base = _subject(row)
            often[base] += 1
            subject = base if often[base] == 1 else f"{base}-{often[base]}"
            yield from self._of_row(row, subject)

    def __len__(self) -> int:
        return sum(sum(1 for _ in _said(row)) for row in self._register.rows)

    @overload
    def __getitem__(self, index: int) -> Claim: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Claim]: ...
    def __getitem__(self, index: int | slice) -> Claim | Sequence[Claim]:
        return list(self)[index]

    def proposals(self, known: Known) -> Sequence[Proposal]:
        """Each claim as a proposal, made anew each time it is walked."""
        return RowProposals(self, known)

    def _of_row(self, row: Row, subject: str) -> Iterator[Claim]:
        text = self._document.text
        raw = text[row.start : row.end]
        limits = self._register.scope_from, self._register.scope_to
        note = f"within the years {limits[0]} to {limits[1]} that the export asks for" if limits[0] else ""
        offsets = _offsets(raw) if row.simple else ()
        for name, property_, value, hedged, units in _said(row):
            a, b = row.start, row.end
            column = self._form.places.get(name)
            if row.simple and column is not None:
                a, b = row.start + offsets[column], row.start + offsets[column + 1] - 1
            while a < b and text[a].isspace():
                a += 1
            while b > a and text[b - 1].isspace():
                b -= 1
            claim: dict[str, Any] = {
                "subject": subject, "property": property_, "value": value, "units": units, "said_by": SAID_BY,
                "speaker_kind": "think_tank", "standing": "named", "hedged": hedged, "stated_on": self._stated_on,
                "source": self._document.source, "confidence": "secondary",
                "note": note if name in ("number_delivered", "tiv_delivered") else "",
            }  # fmt: skip
            if a < b:
                claim |= {"start": a, "end": b, "quote": text[a:b]}
            yield claim


class RowProposals(Sequence[Proposal]):
    """The proposals of a register, made when they are walked."""

    def __init__(self, claims: RowClaims, known: Known) -> None:
        self._claims, self._known = claims, known

    def __iter__(self) -> Iterator[Proposal]:
        recorded_on = parse_date(self._claims._stated_on).high.isoformat()
        for claim in self._claims:
            yield self._known.compared(make_statement(claim, recorded_on=recorded_on))

    def __len__(self) -> int:
        return len(self._claims)

    @overload
    def __getitem__(self, index: int) -> Proposal: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Proposal]: ...
    def __getitem__(self, index: int | slice) -> Proposal | Sequence[Proposal]:
        return list(self)[index]


def _said(row: Row) -> Iterator[tuple[str, str, str, bool, str]]:
    """(field, property, value, hedged, units) of everything a row says; what it does not know it does not say."""
    yield "supplier", "register_supplier", row.supplier, False, ""
    yield "recipient", "register_recipient", row.recipient, False, ""
    yield "designation", "register_designation", row.designation, False, ""
    if row.description:
        yield "description", "register_description", row.description, False, ""
    if row.selected:
        units = "" if row.number_ordered is None else str(row.number_ordered)
        yield "comment", "register_selected", str(row.comment), row.number_ordered_uncertain, units
    else:
        if row.ordered_on:
            yield "ordered_on", "register_ordered_on", row.ordered_on, row.ordered_on_uncertain, ""
        if row.number_ordered is not None:
            yield "number_ordered", "register_number_ordered", str(row.number_ordered), row.number_ordered_uncertain, ""
    if row.number_delivered is not None:
        yield (
            "number_delivered",
            "register_number_delivered",
            str(row.number_delivered),
            row.number_delivered_uncertain,
            "",
        )
    for when in row.delivered_on:
        yield "delivered_on", "register_delivered_on", when, row.delivered_on_uncertain, ""
    if row.status:
        yield "status", "register_status", row.status, False, ""
    if row.comment:
        if not row.selected:
            yield "comment", "register_comment", row.comment, False, ""
        deal = _DEAL.search(row.comment)
        if deal:
            yield "comment", "register_deal_value", f"USD {deal['n']}{'m' if deal['unit'] == 'm' else 'bn'}", False, ""
    yield from _tiv(row)


def _tiv(row: Row) -> Iterator[tuple[str, str, str, bool, str]]:
    """Trend-indicator values. A 0 is between 0 and 0.5, or says that a number is not known: then nothing is said."""
    if row.tiv_unit:
        yield "tiv_unit", "register_tiv_unit", _plain(row.tiv_unit), False, ""
    for name, value, number in (
        ("tiv_ordered", row.tiv_ordered, None if row.selected else row.number_ordered),
        ("tiv_delivered", row.tiv_delivered, row.number_delivered),
    ):
        if value is not None and number:
            yield name, f"register_{name}", _plain(value) if value else "0..0.5", False, ""


def _plain(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _offsets(raw: str) -> list[int]:
    """Where each cell of a plain line begins; one more than there are cells."""
    found, at = [0], 0
    for cell in raw.split("," if "," in raw else ";" if ";" in raw else "\t"):
        at += len(cell) + 1
        found.append(at)
    return found


def _subject(row: Row) -> str:
    """``sipri/usa-twn/2019-m1a2t-abrams``: supplier, recipient, year of order and designation tell a deal."""
    return (
        f"sipri/{_party(row.supplier)}-{_party(row.recipient)}/{row.ordered_on or 'undated'}-{_slug(row.designation)}"
    )


@cache
def _party(name: str) -> str:
    return (country_code(name.rstrip("*")) or _slug(name) or "unknown").lower()


@cache
def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:_LONGEST_SLUG].strip("-") or "unnamed"
