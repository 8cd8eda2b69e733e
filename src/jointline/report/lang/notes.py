"""Texts that the project itself wrote into its data, said in another language: notes of statements, claims in its own words,
notes and reasons of the shipped network.

They are plain strings in tables and in files that a network is built into, so they are recognised: as a message as it
stands, or by a template that fits, whose places are said in turn. What is not recognised (a text of the reader's own, a
quote, a title) stays in the language it is in.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from jointline.report.lang.reasons import REASONS
from jointline.sentences import message

if TYPE_CHECKING:
    from jointline.report.lang.language import Language

SPOKEN = ("joint_production_claim", "published_status", "assumed_basis", "step_what", "step_duration", "step_threshold")
AS_FILE = ", as a file"  # how the summary of a route that gives one ends
_ALSO = re.compile(r"(?s)^(?P<text>.*?) ?Also: (?P<address>https?://\S+)$")
_MARK = re.compile(r"^\[(?P<mark>[a-z ]+)\](?: (?P<text>.*))?$")
_CAPITAL = re.compile(r"^(?P<mark>READ|DERIVED|BRACKETED)\.(?: (?P<text>.*))?$")
_MARKS = {
    "read": message("read"), "derived": message("derived"), "share read": message("share read"), "named": message("named"),
    "rebuilt": message("rebuilt"), "READ": message("read"), "DERIVED": message("derived"), "BRACKETED": message("bracketed"),
}  # fmt: skip
_IN_ENGLISH = {
    "read": "Read in the publisher's text or a report of it", "share read": "Case and share read; the value is the notified one",
    "named": "Case named there; the value is the notified one", "derived": "Follows from other published figures",
    "rebuilt": "Rebuilt so that the sums meet", "bracketed": "Taken from the figures before and after",
}  # fmt: skip
_LIST = re.compile(r", ")
_COUNTED = re.compile(r"n\d?|share|low|mode|high")  # places of a figure, not of words
_FIGURE = r"[−\d.,]+(?: ?%)?"
_DAY = re.compile(
    r"(?<![\w/.-])\d{4}-(?:0[1-9]|1[0-2])-\d\d(?![\w/-]|\.\w)"
)  # a day in a sentence, not one in a file's name or address
_FILE = re.compile(r" ?[(（](?:NOTES\.md|components\.csv|docs/approvals\.md#[a-z-]+)[)）]")
_KEY = re.compile(r"(own guess|本專案推測) [a-z]+/[a-z0-9-]+(?=[:：])")
# a place's name says what stands there: who, day, cases, parts, text (any text of the data), and what is copied as it is
TEMPLATES = (
    message("{text} Spoken of on {day} by {who} (statement {id})."),
    message("Hindsight: on {day} nobody had spoken of it in public. {text}"),
    message("Built from the ledger as known on {day}; no statement of a later day is used. What nobody published is an assumption made in 2026, wider for earlier days."),
    message("The ledger's news on cases ends on {day}: what was delivered, promised or signed since is missing."),
    message("Orders are served in the order in which they were placed, one after the other: an early order gets the whole line until it is done. Other buyers and yearly US buys are few and rough."),
    message("Not modelled: {cases}. {text}."),
    message("Components known as shared, but without any figure, are not modelled: {parts}."),
    message("Orders of other buyers without a count are not modelled: {parts}."),
    message("Launch units, radar and support vehicles, sights, ground stations and guidance kits of modelled cases are left out: a case is complete here when the items modelled are."),
    message("An item whose number is not known on the day"),
    message("The number of units is not known on the day: nothing to put on a line"),
    message("Spare parts, support or training: no production line"),
    message("Nobody has judged yet what is made for it and where"),
    message("The baseline has every announced rise too, from today's rate to a tenth above the announced one, with a slip. Here each announcement is kept as it was made: where the baseline draws more than was announced, this is the slower of the two."),
    message("Every unit that is started goes to Taiwan's orders first, whatever was ordered before. Units already being made for others are left to them."),
    message("Orders that wait for a contract are released sooner. Congress members asked for multi-year money in 2024 (statement {id}) for another reason too: lines would leave their minimum rates, which is not modelled."),
    message("Missiles and rockets that the US forces hold in number. What stocks can bear was not read; what is taken has to be made anew for the US, which is not modelled."),
    message("Modes A and B together."),
    message("Stocks and third countries are left out."),
    message("not read"),
    message("{text}, as a file"),
    message("units a month; {text}"),
    message("own guess: {text}"),
    message("own guess {key}: {text}"),
    message("own guess"),
    message("as the US line. {text}"),
    message("assumption/{key}: {text}"),
    message("a year, divided by 12; the plan is the mode, from today's rate to a tenth above the plan"),
    message("the announced date without any slip: the least of the baseline's range"),
    message("the announced rate in full, taken at its word"),
    message("the last batch is from stock: {text}; own guess {key}: {text2}"),
    message("months from agreement to start of production observed in {n} precedents ({list}), each as likely as the next; {planned} planned and {without} without such a date are in no figure, so the figures flatter"),
    message("route {route} to {end}: {steps}; {n} of {all} steps have a published figure or days of law, the others and most ends are guesses; low and high as if every step were fast or slow ({key})"),
)  # fmt: skip


@lru_cache(maxsize=1 << 13)
def said(text: str, lang: Language) -> str:
    """The text in the language of *lang*; one that is not recognised as it is. What only its compilers can open, a file of
    theirs in brackets or the key of a guess, is left out."""
    return _KEY.sub(r"\1", _FILE.sub("", _said(text, lang)))


def _said(text: str, lang: Language) -> str:
    if not text or not lang.is_chinese:
        return _DAY.sub(lambda found: lang.date(found[0]), _unmarked(text))
    if (known := lang.say(text)) != text:
        return known
    mark, core, address = parts(text)
    if mark or address:
        words = _said(core, lang)
        if core and words == core:
            return text
        return lang.sentences([
            f"［{lang.text(_MARKS[mark])}］" if mark else "", words, lang.text("Also: {address}", address=address) if address else "",
        ])  # fmt: skip
    if (known := lang.say(f"{text}.")) != f"{text}.":  # a sentence takes a note without its stop
        return known.removesuffix("。")
    for template, pattern in _patterns():
        if found := pattern.fullmatch(text):
            places = {name: _place(name, value, lang) for name, value in found.groupdict().items()}
            if all(places.values()):
                return lang.text(template, **places)
    return _in_two(text, lang)


def _unmarked(text: str) -> str:
    """An English text with its mark as a sentence."""
    found = _MARK.match(text) or _CAPITAL.match(text)
    if not found or found["mark"] not in _MARKS:
        return text
    rest = found["text"] or ""
    return f"{_IN_ENGLISH[found['mark'].lower()]}. {rest[:1].upper()}{rest[1:]}".rstrip()


def _in_two(text: str, lang: Language) -> str:
    """A text of several pieces, one after the other, each of which is recognised."""
    if text.endswith("."):
        words = _said(text[:-1], lang)
        return f"{words.removesuffix('。')}。" if words != text[:-1] else text
    for between, chinese in ((". ", "。"), ("; ", "；")):
        at = text.find(between)
        while at >= 0:
            first, second = text[:at], text[at + len(between) :]
            if (one := _said(first, lang)) != first and (two := _said(second, lang)) != second:
                return f"{one.removesuffix('。')}{chinese}{two}"
            at = text.find(between, at + 1)
    return text


def parts(text: str) -> tuple[str, str, str]:
    """A note's mark (how it was read), its own words and the second address it names; each may be empty.

    >>> parts("[read] 11 launchers Also: https://example.org/a")
    ('read', '11 launchers', 'https://example.org/a')
    """
    mark = address = ""
    if found := _ALSO.match(text):
        text, address = found["text"], found["address"]
    found = _MARK.match(text) or _CAPITAL.match(text)
    if found and found["mark"] in _MARKS:
        mark, text = found["mark"], found["text"] or ""
    return mark, text, address


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    made = []
    for template in (*TEMPLATES, *REASONS):
        pieces = re.split(r"\{(\w+)\}", template)
        pattern = "".join(
            f"(?P<{p}>{_FIGURE if _COUNTED.fullmatch(p) else '.+?'})" if i % 2 else re.escape(p)
            for i, p in enumerate(pieces)
        )
        made.append((template, re.compile(pattern)))
    return tuple(made)


def _place(name: str, value: str, lang: Language) -> str:
    """What stands at a place, in the language; empty where a text is not recognised."""
    if name.startswith("text"):
        words = _said(value, lang)
        return words if words != value else ""
    if name in ("day", "day2"):
        return lang.date(value)
    if name == "days":
        return lang.text(", ").join(lang.date(d) for d in _LIST.split(value))
    if name == "who":
        return lang.name("speaker", value, value)
    if name == "cases":
        return lang.text(", ").join(lang.name("case", c) for c in _LIST.split(value))
    if name == "parts":
        return lang.text(", ").join(lang.name(*p.split("/", 1)) for p in _LIST.split(value))
    if name == "route":
        return lang.name("route", value)
    if name == "end":
        return lang.say(value)
    if name == "steps":
        return " → ".join(lang.say(s) for s in value.split(" then "))
    return value
