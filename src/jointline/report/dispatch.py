"""A dispatch with its claims marked: in the terminal, and as a page of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from jointline.report.lang.language import ENGLISH
from jointline.report.lang.numbers import grouped

if TYPE_CHECKING:
    from jointline.readers.dispatch.reading import Claim, DispatchReading

_MOST_TEXT = 20_000  # characters of the text that a terminal shows
# marks that turn the direction of text, or are not seen: shown text has none of them
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_STYLES = {
    "official": "green", "named": "cyan", "second_hand": "blue", "anonymous": "magenta", "unattributed": "dim",
    "declined_to_confirm": "yellow", "denied": "red",
}  # fmt: skip


def seen(text: str) -> str:
    """*text* without control characters and direction marks."""
    return _UNSEEN.sub("", text)


def dispatch_text(reading: DispatchReading) -> Text:
    """The text with each claim numbered and coloured by its standing; nothing in it is taken for mark-up."""
    made, at = Text(), 0
    for i, c in enumerate(reading.claims, 1):
        if c.start > _MOST_TEXT:
            break
        if c.start >= at:
            made.append(seen(reading.text[at : c.start]))
            made.append(f"[{i}] ", "bold")
            made.append(seen(reading.text[c.start : c.end]), _STYLES[c.standing])
        else:  # claims may overlap
            made.append(f" [{i}]", "bold")
            made.append(seen(reading.text[at : max(at, c.end)]), _STYLES[c.standing])
        at = max(at, c.end)
    made.append(seen(reading.text[at : max(at, _MOST_TEXT)]))
    if len(reading.text) > _MOST_TEXT:
        made.append(f"\n... {len(reading.text) - _MOST_TEXT:,} more characters: --html shows the whole text", "dim")
    made.rstrip()
    return made


def claim_lines(reading: DispatchReading, limit: int) -> Iterable[RenderableType]:
    """Each claim: what, who, through whom, how firm, when, and the word that shows it."""
    for i, c in enumerate(reading.claims[:limit], 1):
        made = Text(f"[{i}] {seen(c.gist)}", "bold")
        made.append(f"\n    {seen(described(c))}", _STYLES[c.standing])
        made.append(f"\n    {seen(details(c))}", "dim")
        yield made
    if len(reading.claims) > limit:
        yield Text(f"{len(reading.claims) - limit:,} more claims: raise --limit, or use --json", "dim")


def described(c: Claim) -> str:
    """Standing and chain: ``anonymous: three people familiar with the matter (3) via Central News Agency, Nikkei Asia``."""
    number = f" ({c.n_sources} sources)" if c.n_sources and c.n_sources > 1 else ""
    carriers = f" via {', '.join(c.via)}" if c.via else ""
    hedged = ", hedged" if c.hedged else ""
    return f"{c.standing.replace('_', ' ')}{hedged}: {c.speaker}{number}{carriers}"


def details(c: Claim) -> str:
    """Kind, dates, thing and number, the ledger's case, the cue and the span."""
    parts = [c.kind.replace("_", " ")]
    parts += [ENGLISH.name("property", c.delivery)] if c.delivery else []
    parts += [f"said {c.said_on}"] if c.said_on else []
    parts += [f"date told: {c.event_on}"] if c.event_on else []
    parts += [c.product] if c.product else []
    parts += [f"{c.quantity:,} units"] if c.quantity is not None else []
    parts += [f"US$ {grouped(c.value_usd)}"] if c.value_usd is not None else []
    if c.case or c.case_reason:
        parts.append(f"case {c.case}: {c.case_reason}" if c.case else f"no case: {c.case_reason}")
    parts.append(f"{c.rule}" + (f" “{c.cue}”" if c.cue else ""))
    return "; ".join(parts) + f"; {c.start}-{c.end}"


def dispatch_page(reading: DispatchReading, name: str) -> str:
    """The marked text and its claims as one HTML page; every word of the dispatch is escaped, no script is in it."""
    body, at = [], 0
    for i, c in enumerate(reading.claims, 1):
        begun = max(at, c.start)
        body.append(escape(seen(reading.text[at:begun])))
        body.append(
            f'<mark class="{c.standing}" id="t{i}"><a href="#c{i}">{i}</a> {escape(seen(reading.text[begun : max(begun, c.end)]))}</mark>'
        )
        at = max(at, c.end)
    body.append(escape(seen(reading.text[at:])))
    rows = "".join(
        f'<li id="c{i}" value="{i}"><a href="#t{i}">{escape(seen(c.gist))}</a><br><span class="{c.standing}">{escape(seen(described(c)))}</span><br><small>{escape(seen(details(c)))}</small></li>'
        for i, c in enumerate(reading.claims, 1)
    )
    lang = "zh-Hant" if reading.language == "zh" else "en"
    head = escape(seen(name))
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">'
        f"<title>{head}</title><style>{_CSS}</style></head><body><h1>{head}</h1>"
        f"<p>{escape(seen(reading.publisher or 'publisher not known'))}, {escape(reading.published or 'date not known')}. "
        f"A reading aid: {len(reading.claims)} claims proposed by rules, none of them checked by a person.</p>"
        f'<div class="text" dir="auto">{"".join(body)}</div><ol dir="auto">{rows}</ol></body></html>\n'
    )


_CSS = (
    "body{font:16px/1.5 sans-serif;overflow-wrap:anywhere;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}.text{white-space:pre-wrap;border-left:3px solid #ccc;padding-left:1rem}"
    "mark{background:#eee;color:inherit;padding:0 .1em}mark a{font-size:.75em;font-weight:bold;color:inherit}small{color:#555}li{margin:.6em 0}"
    "mark.official{background:#dcefdc}mark.named{background:#d8eef2}mark.second_hand{background:#dde3f5}mark.anonymous{background:#f0dcf0}"
    "mark.declined_to_confirm{background:#fbf0c8}mark.denied{background:#f8d8d4}"
)
