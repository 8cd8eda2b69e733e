"""Cutting a dispatch into paragraphs and sentences, with its quotations; offsets are those of the text as given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from jointline.readers.dispatch.tables import rows

_TAG = re.compile(r"<[/!?]?[A-Za-z][^<>]{0,300}>")
_CODE = re.compile(r"<(script|style)\b", re.IGNORECASE)
_CONTROL = dict.fromkeys((*range(9), 11, *range(14, 32), 127, 160, 12288, 65279, *range(8203, 8208), *range(8234, 8239), *range(8288, 8304)), " ")  # fmt: skip
_LOOKS = {0x2019: "'", 0x02BC: "'", 0x2028: "\n", 0x2029: "\n", 0x0D: "\n", 0x0C: "\n", 0x85: "\n",
          **{0xFF01 + i: chr(0x21 + i) for i in range(94) if chr(0xFF01 + i) not in "，！？：；（）"}}  # fmt: skip
_LONGEST = 1500  # characters of a sentence or a quotation that is still read as one
CJK = re.compile(r"[\u3400-\u9fff]")


@cache
def _folding() -> dict[int, str]:
    pairs = {ord(r["simplified"]): r["traditional"] for r in rows("simplified")}
    return {**pairs, **_CONTROL, **_LOOKS}


def shadow(text: str) -> str:
    """*text* as the rules read it, to the character as long: simplified characters as traditional ones, one kind
    of apostrophe, full-width digits and letters as plain ones, control characters and mark-up as blanks."""
    folded = text.translate(_folding())
    return _TAG.sub(_blank, _without_code(folded)) if "<" in folded else folded


def _blank(m: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", m[0])


def _without_code(text: str) -> str:
    """*text* with scripts and style sheets blanked: they are no words of the dispatch."""
    low, made, at = text.lower(), [], 0
    if len(low) != len(text):  # a letter whose small form is longer
        return text
    while m := _CODE.search(text, at):
        close = low.find(f"</{m[1].lower()}", m.end())
        if close < 0:
            break
        made += [text[at : m.start()], re.sub(r"[^\n]", " ", text[m.start() : close])]
        at = close
    return "".join([*made, text[at:]])


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence ``text[start:end]`` without blanks around it, in paragraph number ``paragraph``."""

    start: int
    end: int
    paragraph: int
    first: bool
    last: bool
    chinese: bool
    quotes: tuple[tuple[int, int], ...]  # quotations in it, marks included


def quotations(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Outermost quotations of ``text[start:end]`` with their marks; a mark without its partner opens nothing.

    Every kind of mark is known: straight and curly double marks, guillemets, corner brackets; curly single marks
    where a word does not go on behind them.
    """
    spans: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for found in _MARK.finditer(text, start, end):
        mark, at = found[0], found.start()
        if mark == '"':
            if opened and opened[-1][0] == '"':
                _, begun = opened.pop()
                if not opened:
                    spans.append((begun, at + 1))
            elif not any(o == '"' for o, _ in opened):
                opened.append(('"', at))
        elif mark in _CLOSES:
            if len(opened) < 8:
                opened.append((_CLOSES[mark], at))
        elif opened and opened[-1][0] == mark:
            _, begun = opened.pop()
            if not opened:
                spans.append((begun, at + 1))
    return spans


_CLOSES = {"“": "”", "「": "」", "『": "』", "«": "»", "„": "”"}
_MARK = re.compile('["“”「」『』«»„]')
_ABBREVIATION = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "sen",
        "rep",
        "gen",
        "adm",
        "lt",
        "col",
        "capt",
        "maj",
        "brig",
        "cmdr",
        "sgt",
        "prof",
        "gov",
        "hon",
        "rev",
        "jr",
        "sr",
        "corp",
        "inc",
        "co",
        "ltd",
        "no",
        "vs",
        "etc",
        "dept",
        "fig",
        "sec",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mt",
        "ft",
        "approx",
        "est",
        "u.s",
        "u.k",
        "u.n",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "d.c",
        "ph.d",
        "r.o.c",
        "p.r.c",
    ]
)
_STARTER = re.compile(
    r"(?:The|In|On|At|But|And|He|She|It|They|We|A|An|This|That|These|Those|If|When|While|As|For|No|Its|His|Her|Their|Asked|Both|One|Some|Last|Earlier|According)\b"
)
_STOP = re.compile("(?:[.?!]+|[。！？]+|…{2,})(?:[\"”’'」』）)\\]»]|(?<=[.。]) \\.)*")
_LABEL_END = re.compile(r"[^\s.]*+$")


_WRAPPED = 50  # characters from which a line without a full stop is taken to go on in the next


def unwrapped(text: str) -> str:
    """*text*, as long, with a blank for each line end inside a paragraph that was broken into lines of one width.

    A block of lines is such a paragraph where one of them is long and ends without a mark that ends sentences.
    """
    made: list[str] = []
    block: list[str] = []

    def close() -> None:
        wrapped = any(len(line) >= _WRAPPED and line.rstrip()[-1:] not in _ENDS for line in block[:-1])
        made.append((" " if wrapped else "\n").join(block))
        block.clear()

    for line in text.split("\n"):
        if line and not line.isspace():
            block.append(line)
            continue
        if block:
            close()
        made.append(line)
    if block:
        close()
    return "\n".join(made)


_ENDS = frozenset('.!?。！？"”」』)）］]:：')


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Non-empty lines, without the blanks around them."""
    found, at = [], 0
    for line in text.split("\n"):
        if line and not line.isspace():
            found.append(_trim(text, at, at + len(line)))
        at += len(line) + 1
    return found


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def sentences(text: str) -> list[Sentence]:
    """The sentences of a shadow text in order."""
    made: list[Sentence] = []
    for number, (start, end) in enumerate(paragraphs(text)):
        quotes = quotations(text, start, end)
        cuts = _cuts(text, start, end, quotes)
        pieces = [
            p for p in (_trim(text, a, b) for a, b in zip([start, *cuts], [*cuts, end], strict=True)) if p[1] - p[0] > 1
        ]
        at = 0
        for i, (a, b) in enumerate(pieces):
            while at < len(quotes) and quotes[at][1] <= a:
                at += 1
            inside, k = [], at
            while k < len(quotes) and quotes[k][0] < b:
                inside.append((max(a, quotes[k][0]), min(b, quotes[k][1])))
                k += 1
            letters = b - a
            chinese = len(CJK.findall(text, a, b)) * 4 > letters
            made.append(Sentence(a, b, number, i == 0, i == len(pieces) - 1, chinese, tuple(inside)))
    return made


def _cuts(text: str, start: int, end: int, quotes: list[tuple[int, int]]) -> list[int]:
    cuts: list[int] = []
    at = 0
    for found in _STOP.finditer(text, start, end):
        a, b = found.span()
        while at < len(quotes) and quotes[at][1] <= a:
            at += 1
        inside = at < len(quotes) and quotes[at][0] < a and b < quotes[at][1]
        if inside and quotes[at][1] - quotes[at][0] < _LONGEST:
            continue
        if b < end and not _ends(text, a, b, end):
            continue
        cuts.append(b)
    # a run without any full stop is cut at its length, so that no rule sees more than it can walk in bounded time
    whole: list[int] = []
    for cut in [*cuts, end]:
        while cut - last_of(whole, start) > 2 * _LONGEST:
            whole.append(last_of(whole, start) + 2 * _LONGEST)
        whole.append(cut)
    return whole[:-1] if whole and whole[-1] == end else whole


def last_of(cuts: list[int], start: int) -> int:
    return cuts[-1] if cuts else start


def _ends(text: str, a: int, b: int, end: int) -> bool:
    """Whether the marks ``text[a:b]`` end a sentence that goes on in the same paragraph."""
    mark = text[a]
    if mark in "。！？":
        if b - a > 1:  # a quotation closed behind its full stop: who said it may still follow
            return not _TAIL.match(text, b, min(end, b + 24))
        return True
    if mark == "…":
        return bool(CJK.match(text, b))
    behind = text[b : min(end, b + 16)]
    if not behind[:1].isspace():
        return bool(CJK.match(behind)) and mark != "."
    rest = behind.lstrip()
    if not rest or rest[0].islower() or rest[0] in ",;:)":
        return False
    if mark == "." and b - a == 1:
        word = text[max(0, a - 12) : a].split()
        before = word[-1].lstrip("(\"'“[") if word else ""
        low = before.lower()
        if low in (
            "u.s",
            "u.k",
            "u.n",
            "d.c",
            "a.m",
            "p.m",
            "inc",
            "corp",
            "co",
            "ltd",
            "r.o.c",
            "p.r.c",
            "etc",
            "jr",
            "sr",
        ):
            return bool(_STARTER.match(rest))
        if low in _ABBREVIATION and not (low == "no" and len(before) == 2 and before[0] == "n"):
            return (
                low in ("no", "may", "est", "sec", "st", "ft", "dec", "mar")
                and not rest[0].isdigit()
                and low not in ("st", "sec", "dec", "mar", "ft")
            )
        if len(before) == 1 and before.isalpha() and before.isupper():
            return False
        # H.R. 8117, J. R. Boone: a row of initials goes on
        if _INITIALS.fullmatch(before) and (rest[0].isdigit() or not _STARTER.match(rest)):
            return False
    return True


_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")
_TAIL = re.compile(r"[^，。！？；：,:]{1,14}(?:說|表示|指出|強調|稱|道|問|回答|解釋|回應)[。！？]")
