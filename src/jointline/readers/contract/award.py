"""The grammar of one announcement: who, for how much, for what, by when, for which foreign buyers."""

from __future__ import annotations

import re
from itertools import islice, pairwise

from jointline.readers.amounts import AMOUNT, read_amount
from jointline.readers.contract.customers import customers, is_fms
from jointline.readers.contract.page import AWARDED
from jointline.readers.contract.record import Award, Customer
from jointline.readers.days import DAY, MONTH, YEAR, iso_date
from jointline.readers.fold import fold
from jointline.readers.notice.record import Item, Span
from jointline.readers.numbers import QUANTITY, quantity

PIID = r"(?:[A-Z]{1,3}-?[A-Z0-9]{3,5}-?[0-9]{2}-?[A-Z]-?[A-Z0-9]{3,5})(?![A-Z0-9-])"
_PIID = re.compile(rf"(?<![A-Z0-9-]){PIID}")
_IN_BRACKETS = re.compile(rf"contracting (?:activity|agency|office)(?: is [^.;()]{{3,200}}?)?\s?\((?P<number>{PIID})")
_ACTIVITY = re.compile(
    r",? (?:is|are) the contracting (?:activit(?:y|ies)|agency|office)"
    r"|[Tt]he contracting (?:activity|agency|office) is (?:the )?(?P<named>[A-Z][^.;()]{3,200}?)(?=\s?\(|\.|;)"
)
_LONGEST_NAME = 240
_AMOUNT = re.compile(AMOUNT, re.IGNORECASE)
SENTENCE = re.compile(
    r"(?<!\b[A-Z])(?<!\bInc)(?<!\bCo)(?<!\bCorp)(?<!\bLtd)(?<!\bNo)(?<!\bSt)(?<!\bFt)(?<!Jan)(?<!Feb)(?<!Mar)(?<!Apr)(?<!Jun)(?<!Jul)(?<!Aug)"
    r"(?<!Sep)(?<!Sept)(?<!Oct)(?<!Nov)(?<!Dec)\.(?=\s|\Z)"
)
_COMPLETION = re.compile(
    r"(?:expected to (?:be )?(?:complet\w*|finish\w*|conclude|end|continue|run)|(?:estimated|expected|anticipated|projected) completion(?: date)?"
    r"|will be completed?|completion date|period of performance(?: is)?|expected to be performed|scheduled to be completed)"
    rf"(?: (?:by|in|on|of|is|through|until|no later than|date|the end of|for))*:? (?P<when>{DAY}|{MONTH}|{YEAR})",
    re.IGNORECASE,
)
_MODIFICATION = re.compile(r"\bmodification\b|\bmodifying\b", re.IGNORECASE)
_DEAL = re.compile(
    r"[^,.;]{0,120}\b(?:contracts?|orders?|modifications?|agreements?|contract actions?|task orders?|subcontract)\b",
    re.IGNORECASE,
)
_ACT = r"manufactur\w+|production|procurement|purchase|deliver(?:y|ies)|acquisition|provision|supply|fabrication|assembly|build"
_DONE = rf"{_ACT}|integration|repair|overhaul|upgrade|modernization|sustainment|installation|testing|test"
_OF = re.compile(
    rf"(?:the )?(?:full[- ]rate |low[- ]rate initial |continued |additional )*(?:{_ACT})(?:(?:,| and|, and) (?:{_ACT}))* of (?:the )?",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"\s(?:{_DONE})\b|\sin support of\b", re.IGNORECASE)
_LIST = re.compile(r"(?:,\s(?:and\s)?|\sand\s|;\s(?:and\s)?)")
_STAR = re.compile(r"\*+")
_AGENCIES = (
    ("marine corps", "Marine Corps"), ("naval", "Navy"), ("navy", "Navy"), ("air force", "Air Force"), ("space force", "Space Force"),
    ("space systems command", "Space Force"), ("defense logistics agency", "Defense Logistics Agency"), ("missile defense agency", "Missile Defense Agency"),
    ("defense threat reduction agency", "Defense Threat Reduction Agency"), ("defense information systems", "Defense Information Systems Agency"),
    ("defense advanced research", "Defense Advanced Research Projects Agency"), ("special operations command", "Special Operations Command"),
    ("strategic systems programs", "Navy"), ("army", "Army"),
)  # fmt: skip


def read_award(document: str, start: int, end: int, department: str | None) -> Award:
    """The award announced between two places of a document's text."""
    folded = fold(document[start:end])
    text = folded.text
    spans: dict[str, Span] = {}

    def place(name: str, a: int, b: int) -> None:
        x, y = folded.span(a, b)
        spans[name] = (start + x, start + y)

    verb = AWARDED.search(text)
    head, body = (text[: verb.start()], verb.end()) if verb else (text, len(text))
    names, where = _contractors(head)
    if names:
        place("contractors", names[0][1], names[-1][2])
    activity = _ACTIVITY.search(text, body)
    bracket = _IN_BRACKETS.search(text)
    number = bracket or next((m for m in _PIID.finditer(text) if m.end() < len(text)), None)
    spot = bracket.span("number") if bracket else number.span() if number else None
    if spot:
        place("contract_number", *spot)
    amount = next((a for m in _AMOUNT.finditer(text, body) if (a := read_amount(m))), None)
    if amount:
        place("award_usd", amount.start, amount.end)
    when = _COMPLETION.search(text, body)
    if when and when.end() < len(text):
        place("completion", *when.span("when"))
    else:
        when = None
    whole = activity is not None
    fms, buyers, funds = _foreign(text, body, whole)
    if funds:
        place("fms_funds_usd", funds[1], funds[2])
    name = _activity_name(text, activity) if activity else None
    if name:
        place("contracting_activity", name[1], name[2])
    what = _items(text, amount.end if amount else body)
    if what:
        place("items", what[0][2], what[-1][3])
    return Award(
        contractors=tuple(n for n, _, _ in names) or None, contractor_place=where,
        award_usd=_dollars(amount.usd_m * 1_000_000) if amount else None,
        items=tuple(Item(q, t, _there(folded.span(a, b), start)) for q, t, a, b in what),
        agency=_agency(name[0] if name else "", department), fms=fms,
        fms_customers=tuple(Customer(n, c, s, _there(folded.span(a, b), start)) for n, c, s, a, b in buyers),
        fms_funds_usd=_dollars(funds[0]) if funds else None,
        contract_number=text[spot[0] : spot[1]] if spot else None,
        completion=iso_date(when["when"]) if when else None, contracting_activity=name[0] if name else None,
        modification=bool(_MODIFICATION.search(text, body)), whole=whole, spans=spans,
    )  # fmt: skip


def _there(span: Span, start: int) -> Span:
    return start + span[0], start + span[1]


def _dollars(value: object) -> int | float:
    number = float(str(value))
    return int(number) if number.is_integer() else number


def _contractors(head: str) -> tuple[list[tuple[str, int, int]], str | None]:
    """Names with their places, and where the first one is: the last two parts are city and state."""
    names: list[tuple[str, int, int]] = []
    first: str | None = None
    at = 0
    for piece in head.split(";"):
        start, at = at, at + len(piece) + 1
        bare = re.sub(r"\s?\([^()]{0,60}\)", "", _STAR.sub("", piece)).strip(" ,.")
        bare = re.sub(r"^(?:and|The following[^:]{0,80}:)\s", "", bare)
        parts = [p.strip() for p in bare.split(",") if p.strip()]
        if not parts:
            continue
        cut = 2 if len(parts) > 2 else 1 if len(parts) == 2 else 0
        name = ", ".join(parts[: len(parts) - cut])
        first = first if names else ", ".join(parts[len(parts) - cut :]) if cut else None
        begin = head.find(parts[0], start)
        last = parts[len(parts) - cut - 1]
        names.append((name, begin, max(begin + len(parts[0]), head.find(last, begin) + len(last))))
    return names, first


def _activity_name(text: str, found: re.Match[str]) -> tuple[str, int, int] | None:
    """The words before ``is the contracting activity`` back to the end of the sentence before."""
    if found["named"]:
        return found["named"].strip(" ,"), *found.span("named")
    end = found.start()
    begin = max(0, end - _LONGEST_NAME)
    start = max((m.end() for m in SENTENCE.finditer(text, begin, end)), default=begin)
    name = text[start:end].strip(" ,")
    if not name or (start == begin and begin > 0):
        return None
    a = text.index(name, start)
    return name, a, a + len(name)


def _agency(activity: str, department: str | None) -> str | None:
    for text in (activity, department or ""):
        folded = text.casefold()
        for word, name in _AGENCIES:
            if word in folded:
                return name
    return department.title() if department else None


_SENTENCES = 3  # the first sentences may tell what an award is for


def _items(text: str, start: int) -> list[tuple[int | None, str, int, int]]:
    """What the money is for: numbered things, else the words behind ``for``; nothing of a sentence that is cut off."""
    at = start
    for stop in islice(SENTENCE.finditer(text, start), _SENTENCES):
        found = _of_sentence(text, at, stop.start())
        if found:
            return found
        at = stop.end()
        if not _GOES_ON.match(text, at):
            break
    return []


_GOES_ON = re.compile(
    r"\s(?:This|The|These|Under)\s(?:[a-z-]+\s){0,6}(?:modification|contract|order|award|action|option|procurement)",
    re.IGNORECASE,
)


def _of_sentence(text: str, start: int, end: int) -> list[tuple[int | None, str, int, int]]:
    begin = None
    for m in re.compile(
        r"\b(?:for|to provide|to procure|to produce|to manufacture|procures|provides)\s(?!for\s)"
    ).finditer(text, start, end):
        nxt = text.find(" for ", m.end(), end)
        if not _DEAL.match(text, m.end(), nxt if nxt > 0 else m.end()):
            begin = m.end()
            break
    if begin is None:
        return []
    lead = _OF.match(text, begin, end)
    a = lead.end() if lead else begin
    numbered = []
    at = a
    for cut in [*_LIST.finditer(text, a, end), None]:
        b = cut.start() if cut else end
        if at <= b:
            found = QUANTITY.match(text, at, b)
            number = quantity(found) if found else None
            if found and number is not None and found.end() < b:
                behind = _BEHIND.search(text, found.end(), b)
                stop_at = behind.start() if behind else b
                numbered.append((number, text[found.end() : stop_at], at, stop_at))
        at = cut.end() if cut else end
    if numbered:
        return numbered  # type: ignore[return-value]
    begin = a if lead else begin + (4 if text.startswith("the ", begin) else 0)
    words = text[begin:end].strip(" ,")
    return [(None, words, begin, begin + len(words))] if words else []


def _foreign(
    text: str, start: int, whole: bool
) -> tuple[
    bool | None, list[tuple[str, str | None, int | float | None, int, int]], tuple[int | float, int, int] | None
]:
    found: list[tuple[str, str | None, int | float | None, int, int]] = []
    told = False
    ends = [start, *(m.end() for m in SENTENCE.finditer(text, start)), len(text)]
    for a, b in pairwise(ends):
        if not is_fms(text, a, b):
            continue
        told = True
        closed = b < len(text) or text[b - 1 : b] == "."
        for buyer in customers(text, a, b, closed=closed):
            if buyer[0] not in {n for n, *_ in found}:
                found.append(buyer)
    funds = _funds(text, start)
    if told or funds:
        return True, found, funds
    return (False if whole else None), found, funds


_FUNDS = re.compile(
    rf"(?:Foreign Military Sales?|FMS)(?: \(FMS\))?(?:[^$.;]{{0,80}}?)? funds?(?: of| in the amount of|,? totaling)? {AMOUNT}"
    rf"|(?:{AMOUNT.replace('?P<dollars>', '?P<dollars2>').replace('?P<unit>', '?P<unit2>').replace('?P<cut>', '?P<cut2>').replace('?P<bare>', '?P<bare2>').replace('?P<bare_unit>', '?P<bare_unit2>')}) (?:in|of) (?:Foreign Military Sales?|FMS)(?: \(FMS\))?(?: [A-Z][\w ]{{2,30}})? funds?",
    re.IGNORECASE,
)


def _funds(text: str, start: int) -> tuple[int | float, int, int] | None:
    """Dollars of foreign buyers obligated now: the sum where several funds are named."""
    total, spots = 0.0, []
    for m in _FUNDS.finditer(text, start):
        amount = next((a for n in _AMOUNT.finditer(text, m.start(), m.end()) if (a := read_amount(n))), None)
        if amount:
            total += float(amount.usd_m * 1_000_000)
            spots.append((amount.start, amount.end))
    return (_dollars(total), spots[0][0], spots[-1][1]) if spots else None
