"""The grammar of a formal notice: its cover letter and the paragraphs (i) to (viii)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from jointline.readers.amounts import Amount, amount_after
from jointline.readers.countries import country_code, names
from jointline.readers.days import DAY, iso_date
from jointline.readers.notice import words
from jointline.readers.notice.contractors import contractors
from jointline.readers.notice.items import Found, counted, items
from jointline.readers.notice.parts import Paragraph, Part, paragraphs


@dataclass(slots=True)
class Draft:
    """What is found in one notice, field by field, each with its place in the folded text."""

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    torn: bool = False  # the columns of a page run into each other: longer passages cannot be told apart

    def put(self, name: str, value: Any, start: int, end: int) -> None:
        """Keep *value* for a field that has none yet."""
        if value is not None and name not in self.values:
            self.values[name] = value
            self.places[name] = (start, end)

    def put_amount(self, name: str, amount: Amount | None) -> None:
        if amount:
            self.put(name, amount.number, amount.start, amount.end)


_LETTER_AGENCY = re.compile(
    rf"concerning (?:the )?(?:Department of )?(?:the )?(?P<agency>{words.AGENCY}|[A-Z][\w .&-]{{2,60}}?)(?:['’]s?|s['’])? (?:proposed|planned)",
)
_LETTER_BUYER = re.compile(
    r"Letters?\s?(?:\(s\))? of Offer(?: and Acceptance)?(?: ?\(LOAs?\))? (?:to|for) (?:the )?(?P<buyer>[A-Z][^.;$]{2,160}?)"
    r" (?:for|of|to) (?:the )?(?:certain )?(?:major )?(?:defen[sc]e|design|articles|services|military|construction|equipment)\b"
)
_LETTER_COST = r"estimated (?:to cost|cost of)(?: up to| approximately)?"
_DEPARTMENT = re.compile(
    rf"\s?(?:(?:U\.S\. )?Department of )?(?:the )?(?:U\.S\. )?(?P<agency>{words.AGENCY})\b", re.IGNORECASE
)
_CASE_BRACKET = re.compile(r"[\s,:]{0,3}\(\s?(?P<case>[^()]{2,100})\)")
_CASE_BARE = re.compile(rf"[\s,:;-]{{1,3}}(?P<case>{words.DESIGNATOR}(?:(?:,| and|,? and) {words.DESIGNATOR})*)")
_CASE_TOLD = re.compile(rf"(?:Foreign Military Sales? )?(?:\(?FMS\)? )?[Cc]ase (?P<case>{words.DESIGNATOR})")
_DELIVERED = re.compile(rf"\s?(?P<day>{DAY})")
_MDE = r"Major Defense Equipment\s?(?:\(MDE\))?"
_OTHER = r"\b(?:Other|Sustainment|Non-?MDE|Services|Support|Training)\b"
_TOTAL = r"\bTotal(?: Estimated (?:Value|Cost))?\b"
_ANY_LABEL = r"[A-Z][A-Za-z/&() -]{2,60}?"
_PURSUANT = re.compile(r" (?:pursuant|on behalf)\b")
_TITLE = re.compile(
    r"(?i:Policy Justification)\s(?:\(U\)\s)?(?P<buyer>[^.;]{2,200}?)\s?(?:--|—|–)\s?(?P<title>[^;]{3,240}?)"
    r"\s(?=(?:\(U\)\s)?(?:The [A-Z]|TECRO\b|(?P=buyer)\s))"
)


def read_formal(text: str, part: Part) -> Draft:
    """The fields of a notice of a sale, from its paragraphs first and its letter where they are not shown."""
    draft = Draft()
    paras = paragraphs(text, part)
    if "purchaser" in paras:
        _purchaser(text, paras["purchaser"], draft)
    if "value" in paras:
        _values(text, paras["value"], draft)
    if "department" in paras:
        _department(text, paras["department"], draft)
    if "description" in paras and not draft.torn:
        p = paras["description"]
        put_items(draft, "items", items(text, p.start, p.end, closed=p.closed))
        case = _CASE_TOLD.search(text, p.start, p.end)
        if case:
            draft.put("case_designator", case["case"], *case.span("case"))
    if "prior" in paras:
        _prior(text, paras["prior"], draft)
    _delivered(text, paras, draft)
    _letter(text, part, draft)
    title = _TITLE.search(text, part.start, part.end)
    if title:
        draft.put("title", title["title"], *title.span("title"))
    put_contractors(text, part.start, part.end, draft)
    return draft


def read_upgrade(text: str, part: Part) -> Draft:
    """The fields of a report under 36(b)(5) on an earlier sale: amounts and items in it are the earlier sale's."""
    draft = Draft()
    paras = paragraphs(text, part)
    if "purchaser" in paras:
        _purchaser(text, paras["purchaser"], draft)
    if "department" in paras:
        _department(text, paras["department"], draft)
    else:
        said = re.compile(rf"(?:Military Department|Implementing Agency)\s?:\s?(?={words.AGENCY})").search(
            text, part.start, part.end
        )
        if said:
            _department(text, Paragraph(said.end(), part.end, True), draft)
    refers: dict[str, tuple[int, int]] = {}
    for m in words.REFERENCE.finditer(text, part.start, part.end):
        number = words.plain_number(m["number"])
        if number != part.number and m.end() < len(text):
            refers.setdefault(number, m.span("number"))
    earlier = paras.get("earlier")
    if earlier:
        first = re.compile(words.NUMBER).match(text, earlier.start, earlier.end)
        if first and first.end() < len(text):
            number = words.plain_number(first.group())
            refers = {number: first.span(), **{k: v for k, v in refers.items() if k != number}}
    if refers:
        draft.put("refers_to", tuple(refers), *next(iter(refers.values())))
    if "description" in paras:
        _original(text, paras["description"], draft)
    _delivered(text, paras, draft)
    return draft


_SOLD = re.compile(
    r"possible (?:sale|Foreign Military Sale)[^;]{0,40}?,? (?:under|pursuant to) Section 36\s?\(b\)\s?\([1l]\) of the Arms Export Control Act,? of "
    r"|possible (?:Foreign Military Sale|sale) of ",
    re.IGNORECASE,
)


def _original(text: str, para: Paragraph, draft: Draft) -> None:
    """What the earlier notice had: its cost, its MDE part, its numbered items."""
    sentence_end = re.compile(r"(?<!U\.S)\.\s(?=[A-Z])").search(text, para.start, para.end)
    sold = _SOLD.search(text, para.start, para.end)
    if sold:
        stop = sentence_end.start() if sentence_end and sentence_end.start() > sold.end() else para.end
        put_items(draft, "original_items", counted(text, sold.end(), stop, closed=stop < para.end or para.closed))
    draft.put_amount(
        "original_total_usd_m",
        amount_after(text, r"estimated (?:total )?(?:program )?(?:cost|value)(?: is| was| of)?", para.start, para.end),
    )
    draft.put_amount("original_mde_usd_m", amount_after(text, rf"{_MDE} constituted", para.start, para.end))


def put_items(draft: Draft, name: str, found: list[Found]) -> None:
    """Keep items, each with its own place, as one field."""
    if found:
        draft.put(name, tuple(found), found[0].start, found[-1].end)


def _purchaser(text: str, para: Paragraph, draft: Draft) -> None:
    if not para.closed:
        return  # the end of the text may have cut the name
    start, end = para.start, para.end
    name = text[start:end].strip()
    if len(name) > 240 or (_interleaved(name) and not country_code(_PURSUANT.split(name)[0])):
        found = _across_columns(text, start, end)
        if found:
            draft.put("purchaser", found, start, end)
        draft.torn = True
        return
    a = start + (len(text[start:end]) - len(text[start:end].lstrip()))
    b = a + len(name)
    while b > a and text[b - 1] in " .;,*":
        b -= 1
    if b > a:
        draft.put("purchaser", text[a:b], a, b)


def _interleaved(name: str) -> bool:
    return len(name) > 120 or any(c in name for c in ";—$")


def _across_columns(text: str, start: int, end: int) -> str | None:
    """A name that the columns of a page tore apart: ``Kingdom of`` here, ``Saudi Arabia`` some words on."""
    stop = min(end, start + 400)
    opening = re.compile(r"\s?(?P<lead>(?:(?:Government|Kingdom|Republic|State|Sultanate) of(?: the)? )?)").match(
        text, start, stop
    )
    lead = opening["lead"].strip() if opening else ""
    folded = text[start:stop].casefold()
    best = min(((at, -len(n), n) for n in names() if (at := _word_at(folded, n)) >= 0), default=None)
    if best is None:
        return None
    at, length = best[0], -best[1]
    shown = text[start + at : start + at + length]
    whole = f"{lead} {shown}".strip()
    return whole if country_code(whole) else None


def _word_at(folded: str, name: str) -> int:
    at = folded.find(name)
    while at >= 0:
        before = folded[at - 1 : at]
        after = folded[at + len(name) : at + len(name) + 1]
        if not before.isalnum() and not after.isalnum():
            return at
        at = folded.find(name, at + 1)
    return -1


def _values(text: str, para: Paragraph, draft: Draft) -> None:
    start, end = para.start, min(para.end, para.start + 4000)
    draft.put_amount("mde_usd_m", amount_after(text, _MDE, start, end))
    other = amount_after(text, _OTHER, start, end)
    draft.put_amount("other_usd_m", other)
    draft.put_amount("total_usd_m", amount_after(text, _TOTAL, start, end))
    if not other and "mde_usd_m" in draft.places:
        # the second line has a name of its own: whatever is neither MDE nor the total
        after = draft.places["mde_usd_m"][1]
        total = draft.places.get("total_usd_m", (end, end))[0]
        before = text.rfind("otal", after, total)
        stop = before - 1 if before > 0 else total
        named = amount_after(text, rf"(?<![\w]){_ANY_LABEL}", after, stop)
        draft.put_amount("other_usd_m", named)


def _department(text: str, para: Paragraph, draft: Draft) -> None:
    found = _DEPARTMENT.match(text, para.start, para.end)
    if not found:
        return
    draft.put("agency", agency_name(found["agency"]), *found.span("agency"))
    case = _CASE_BRACKET.match(text, found.end(), para.end) or _CASE_BARE.match(text, found.end(), para.end)
    if case and re.search(r"[A-Z]{3}", case["case"]):
        draft.put("case_designator", case["case"].strip(" .;,"), *case.span("case"))


def agency_name(text: str) -> str:
    """The agency as it is kept, whatever capitals the text has."""
    return next((a for a in words.AGENCIES if a.casefold() == text.casefold()), text)


def _prior(text: str, para: Paragraph, draft: Draft) -> None:
    start, end = para.start, min(para.end, para.start + 2000)
    said = text[start:end].strip(" .;")
    if para.closed and said and said.casefold() not in ("none", "n/a"):
        at = text.index(said, start)
        draft.put("prior_cases", said, at, at + len(said))


def _delivered(text: str, paras: dict[str, Paragraph], draft: Draft) -> None:
    para = paras.get("delivered")
    found = _DELIVERED.match(text, para.start, para.end) if para else None
    if found:
        draft.put("delivered_on", iso_date(found["day"]), *found.span("day"))


def _letter(text: str, part: Part, draft: Draft) -> None:
    """What only the cover letter shows: the buyer, the department, the cost."""
    at = words.LETTER.search(text, part.start, part.end)
    if not at:
        return
    end = min(part.end, at.end() + 1500)
    agency = _LETTER_AGENCY.search(text, at.end(), end)
    if agency:
        draft.put("agency", agency_name(agency["agency"]), *agency.span("agency"))
    buyer = _LETTER_BUYER.search(text, at.end(), end)
    if buyer:
        draft.put("purchaser", buyer["buyer"], *buyer.span("buyer"))
    draft.put_amount("total_usd_m", amount_after(text, _LETTER_COST, at.end(), end))


def put_contractors(text: str, start: int, end: int, draft: Draft) -> None:
    """Keep the contractors named between two places, each with its own place."""
    found = contractors(text, start, end)
    if found:
        draft.put("contractors", tuple(name for name, _, _ in found), found[0][1], found[-1][2])
        draft.places |= {f"contractor {name}": (a, b) for name, a, b in found}


def first_total(text: str, start: int, end: int) -> Amount | None:
    """The estimated cost that a release gives: of this sale, never of an earlier one."""
    for label in (
        r"for an estimated (?:total )?(?:program )?cost of",
        r"estimated (?:total )?(?:program )?(?:cost|value) is",
    ):
        amount = amount_after(text, label + r"(?: up to| approximately| not to exceed)?", start, end)
        if amount:
            return amount
    return None
