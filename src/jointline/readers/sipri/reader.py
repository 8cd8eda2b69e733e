"""Reads arms-transfer registers: every row with the register's own marks of uncertainty, years as years."""

from __future__ import annotations

import re
from collections.abc import Callable

from jointline.errors import JointlineError, suggest
from jointline.readers import document as document_limits
from jointline.readers.countries import country_code
from jointline.readers.days import DAY, iso_date
from jointline.readers.document import Document
from jointline.readers.kinds import Options
from jointline.readers.result import Reading
from jointline.readers.sipri.formats import Cells, Format
from jointline.readers.sipri.row import Register, Row
from jointline.readers.sipri.statements import RowClaims
from jointline.readers.sipri.stream import Faults, Head, find_head, rows
from jointline.sentences import says

KIND = "sipri"
LONGEST = document_limits.LONGEST  # a register is as long as a document may be
_SCOPE = re.compile(
    r"Transfers of major conventional arms from[^\n]{0,300}?(?P<what>Deals with[^\n]{3,120}?year range)\s'(?P<low>[^']{0,20})' to '(?P<high>[^']{0,20})'"
)
_GENERATED = re.compile(rf"Data generated:\s?(?P<day>{DAY})")
_TIV_TABLE = re.compile(r"\s*(?:country|supplier|recipient)?,(?:19|20)[0-9]{2},(?:19|20)[0-9]{2},", re.IGNORECASE)
_ANY = "not specified"


def recognise(document: Document) -> float:
    """Sure where one of the first lines is a header of a register."""
    if find_head(document.text[:20_000]):
        return 1.0
    return 0.8 if _TIV_TABLE.match(document.text[:200]) else 0.0


def read(document: Document, options: Options) -> Reading:
    """The register's rows, or those between the supplier and recipient asked for."""
    head = find_head(document.text)
    if head is None:
        return Reading(None, (), (_no_register(document),))
    faults = Faults()
    seen: dict[str, set[str]] = {"supplier": set(), "recipient": set()}
    wanted = _filter(head.format, options, seen)
    found: list[Row] = []
    left_out = 0
    for row in rows(document.text, head, wanted, faults):
        if row is None:
            left_out += 1
        else:
            found.append(row)
    scope, low, high, only = _scope(head)
    generated = _GENERATED.search(head.preamble)
    generated_on = iso_date(generated["day"]) if generated else None
    register = Register(
        head.format.name, scope, low, high, only, generated_on, left_out, faults.unread, tuple(faults.joined), found
    )
    problems = [p.at(document.name) for p in faults.problems]
    if faults.unread > len(faults.problems):
        problems.append(
            JointlineError(
                says("{value} more rows cannot be read", value=faults.unread - len(faults.problems)),
                where=document.name,
            )
        )
    problems += _remarks(document, register, options, seen)
    stated_on = generated_on or options.stated_on
    claims = RowClaims(document, register, head.format, stated_on) if stated_on else ()
    return Reading(register, claims, tuple(problems))


def _no_register(document: Document) -> JointlineError:
    if _TIV_TABLE.match(document.text[:200]):
        return JointlineError(
            says("is a table of trend-indicator values by country and year: it has no deals to read"), where=document.name,
            remedy=says("Export the trade register."),
        )  # fmt: skip
    return JointlineError(says("has no header of a SIPRI register among its first lines"), where=document.name)


def _scope(head: Head) -> tuple[str | None, str | None, str | None, bool | None]:
    """What was asked for: the words, the first and last year, and whether orders without delivery are missing."""
    if head.format.name in ("deliveries", "window"):
        only: bool | None = True
    else:
        only = None
    found = _SCOPE.search(head.preamble)
    if not found:
        return None, None, None, only
    low, high = (None if found[name].casefold() == _ANY else found[name] for name in ("low", "high"))
    if only is None:
        only = "orders" not in found["what"] and low is not None
    return " ".join(found["what"].split()), low, high, only


def _filter(form: Format, options: Options, seen: dict[str, set[str]]) -> Callable[[Cells], bool] | None:
    """Tells by its names whether a row is wanted; ``None`` where every row is."""
    asked = [(name, getattr(options, name)) for name in ("supplier", "recipient") if getattr(options, name)]
    if not asked:
        return None
    tests = [(form.places[name], _same_country(text), seen[name]) for name, text in asked]

    def wanted(cells: Cells) -> bool:
        keep = True
        for column, same, names in tests:
            name = cells[column]
            names.add(name)
            keep = keep and same(name)
        return keep

    return wanted


def _same_country(asked: str) -> Callable[[str], bool]:
    code, plain = country_code(asked), asked.strip().casefold()
    known: dict[str, bool] = {}

    def same(name: str) -> bool:
        if name not in known:
            bare = name.strip().rstrip("*")
            known[name] = bare.casefold() == plain or (code is not None and country_code(bare) == code)
        return known[name]

    return same


def _remarks(
    document: Document, register: Register, options: Options, seen: dict[str, set[str]]
) -> list[JointlineError]:
    found = []
    for name in ("supplier", "recipient"):
        asked = getattr(options, name)
        if asked and not any(_same_country(asked)(n) for n in seen[name]):
            none = says("no row has the supplier {asked!r}", asked=asked)
            if name == "recipient":
                none = says("no row has the recipient {asked!r}", asked=asked)
            found.append(JointlineError(none, where=f"--{name}", remedy=suggest(asked, sorted(seen[name]))))
    if register.deliveries_only:
        only = says("holds only deals with deliveries: orders without one are missing")
        if register.scope_from:
            only = says("holds only deals with deliveries made in {first} to {last}: orders without one are missing",
                        first=register.scope_from, last=register.scope_to)  # fmt: skip
        found.append(JointlineError(only, where=document.name))
    if not register.generated_on and not options.stated_on:
        found.append(JointlineError(
            says("does not say when it was exported, so that nothing can be stated from it"), where=document.name,
            remedy=says("Give the date of the export with --stated-on."),
        ))  # fmt: skip
    return found
