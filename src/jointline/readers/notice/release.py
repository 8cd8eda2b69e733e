"""The grammar of a press release on a possible sale, by the Defense Security Cooperation Agency or the State Department."""

from __future__ import annotations

import re

from jointline.readers.countries import country_code, is_body
from jointline.readers.days import DAY, iso_date
from jointline.readers.notice import words
from jointline.readers.notice.formal import Draft, first_total, put_contractors, put_items
from jointline.readers.notice.items import items

_DATELINE = re.compile(rf"WASHINGTON,?(?:\sD\.?C\.?,?)?\s\(?(?P<day>{DAY})\)?\s?(?:--?|–|—)?")
_SALE = re.compile(
    r"possible (?:Foreign Military Sales?|FMS)(?: Order(?: II)?)?(?: \(FMSO? ?I?I?\))? (?:to|for) (?:the )?(?P<rest>[A-Z][^$]{2,600}?)"
    r"(?=,? (?:for an|at an|with an|valued|The estimated)|\.\s|\Z)"
)
_ASKED = re.compile(
    r"(?P<buyer>(?:The )?[A-Z][^.;$]{2,200}?) (?:has|have)?\s?(?:also )?requested (?:to (?:buy|purchase|procure)|that|the (?:possible )?(?:sale|purchase) of|a possible sale of"
    r"|a possible purchase of|approval (?:of|for)|an?(?= ))?(?:\s|(?<= ))"
)
_STOP = re.compile(
    r"\bThe (?:total )?estimated (?:total )?(?:program )?(?:cost|value) is|\bThis (?:proposed |notification|request|case)|\bThe (?:proposed|original) |\bThe (?:total )?estimated"
)
_TITLE_TAIL = re.compile(r",? (?:and|with)(?: other)? (?:associated|related)\b[^;]{2,200}\Z")
_HEAD = 2500  # characters before the sentence that may hold title, number and date


def is_release(text: str, start: int, end: int) -> bool:
    """Does a sentence here tell of a possible sale as a release does?"""
    return bool(words.FOREIGN_SALE.search(text, start, end))


def read_release(text: str) -> Draft:
    """The fields of a release."""
    draft = Draft()
    line = _DATELINE.search(text)
    begin = line.end() if line else 0
    if line:
        draft.put("delivered_on", iso_date(line["day"]), *line.span("day"))
    sale = _SALE.search(text, begin)
    if not line and sale:
        head = re.compile(DAY).search(text, max(0, sale.start() - _HEAD), sale.start())
        if head:
            draft.put("published_on", iso_date(head.group()), *head.span())
    asked = _ASKED.search(text, sale.end() if sale else begin)
    if sale:
        _buyer_and_title(text, sale, draft, asked)
    if asked and "purchaser" not in draft.values:
        a = asked.start("buyer") + (4 if asked["buyer"].startswith("The ") else 0)
        if country_code(text[a : asked.end("buyer")]):
            draft.put("purchaser", text[a : asked.end("buyer")], a, asked.end("buyer"))
    draft.put_amount("total_usd_m", first_total(text, begin, len(text)))
    if asked:
        stop = _STOP.search(text, asked.end())
        end = stop.start() if stop else len(text)
        put_items(draft, "items", items(text, asked.end(), end, closed=stop is not None))
    put_contractors(text, begin, len(text), draft)
    return draft


def _buyer_and_title(text: str, sale: re.Match[str], draft: Draft, asked: re.Match[str] | None) -> None:
    """The name before ``of``, the shortest that is a country or body; the later, fuller name where it begins the same."""
    start, end = sale.span("rest")
    cuts = list(re.compile(r",? (?:of|for) ").finditer(text, start, end))
    chosen = next((c for c in cuts if _known(text[start : c.start()])), None)
    if chosen is None:
        if _known(text[start:end]):
            draft.put("purchaser", text[start:end].strip(), start, end)
        return
    a, b = start, chosen.start()
    if asked:
        again = asked.start("buyer") + (4 if asked["buyer"].startswith("The ") else 0)
        fuller = text[again : asked.end("buyer")]
        if fuller.startswith(text[a:b]):
            a, b = again, asked.end("buyer")
    draft.put("purchaser", text[a:b], a, b)
    if end < len(text):
        title = _TITLE_TAIL.sub("", text[chosen.end() : end])
        if title.strip():
            draft.put("title", title.strip(" ,"), chosen.end(), chosen.end() + len(title))


def _known(name: str) -> bool:
    plain = re.sub(r"\s\([A-Z]{2,8}\)\Z", "", name)
    return country_code(plain) is not None or is_body(plain)
