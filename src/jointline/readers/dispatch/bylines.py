"""Bylines and datelines: who printed a dispatch and on which day, told in a bracket or a line of the head."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from jointline.readers.dispatch.dates import written_date
from jointline.readers.dispatch.tables import any_of, media

_HAN = r"[\u4e00-\u9fff]"
# 記者王小明／台北報導, 政治中心／綜合報導, 編譯陳雲, 台北20日電, 本報訊
_MADE_BY = re.compile(
    r"記者|特派員|特約|編譯|中心\s*[／/]|(?:報導|報道)$|(?:日|專|外)電$|^(?:本[報社刊台]|綜合)\S{0,6}訊$|日訊$|(?:台北|新北|桃園|台中|台南|高雄|基隆|屏東|花蓮|華盛頓|紐約|東京|北京|香港)訊$|^(?:文|撰文|採訪)\s*[／/：:]"
)
_ENDING = r"(?:通訊社|新聞社|日報|晚報|早報|時報|新聞網|新聞|電視台|電視|電台|周刊|週刊|月刊|雜誌|之音|之聲|快訊|傳媒|社|報|網|刊|誌)"
_MEDIUM = re.compile(
    rf"(?!本[報社刊台網])[\u4e00-\u9fffA-Za-z]{{1,16}}?{_ENDING}(?=[／/\s]*(?:記者|特派|特約|編譯|綜合|駐)|[／/\s]*{_HAN}{{0,8}}[／/]?{_HAN}{{0,4}}\d|\s|[／/]|$)"
)
_DAY_ZH = r"(?:(?:民國)?\d{2,4}年)?(?:\d{1,2}月)?\d{1,2}日"
# 中央社記者王小明台北20日電 with the words of the dispatch behind it
_WIRE_ZH = re.compile(rf"\s*(?P<by>{_HAN}{{0,24}}?{_DAY_ZH}(?:專電|電|訊))[\s\u3000]+(?=\S)")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY_EN = rf"(?:{_MONTH} \d{{1,2}}(?:, \d{{4}}| \(\d{{4}}\))?|\d{{1,2}} {_MONTH}(?: \d{{4}})?)"
_PLACE = r"[A-Z][\w.'-]*(?:,? [A-Z][\w.'-]*){0,4}"
# Taipei, March 20 (CNA) · (Reuters) - · TAIPEI -- March 20, 2026 --
_WIRE_EN = re.compile(
    rf"\s*(?:{_PLACE}, {_DAY_EN} \((?P<medium>[A-Z][A-Za-z. /]{{1,30}})\)\s*(?:--|—|–|-|:)?\s+|[A-Z]{{3}}[A-Z.,' ]{{0,30}} (?:--|—|–|-) {_DAY_EN} (?:--|—|–|-)\s+)"
)
_BRACKET = re.compile(r"\s*[\[［【〔（(](?P<by>[^\]］】〕）)\n]{2,60})[\]］】〕）)]\s*")
_ALONE = re.compile(
    r"(?:[\d/.:：年月日時分\s-]|星期.|週.|上午|下午|更新|發布|時間|報導|報道|Updated|Published|Posted|on|at|[ap]\.?m\.?|Mon|Tue|Wed|Thu|Fri|Sat|Sun|day|s|nes|urs|ur|,|\||"
    rf"{_MONTH}|[（）()《》「」【】\[\]])*",
    re.IGNORECASE,
)
_LINES = 8  # of the head that are looked at
_BODY = 70  # characters of a line that is no headline


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline tells: the medium, and the day as far as it is written; empty where it does not."""

    medium: str
    day: str


@cache
def _known() -> re.Pattern[str]:
    names = sorted(media(), key=len)
    return re.compile(rf"(?:{any_of(names)})(?![A-Za-z])")


def byline_of(text: str) -> Byline | None:
    """What *text* tells as a byline; nothing where it is none.

    >>> byline_of("記者王小明／台北報導"), byline_of("中央社台北2026年3月20日電")
    (Byline(medium='', day=''), Byline(medium='中央社', day='2026-03-20'))
    """
    text = text.strip(" \u3000《》")
    if not _MADE_BY.search(text):
        return None
    known = _known().match(text)
    found = known or _MEDIUM.match(text)
    return Byline(found[0] if found else "", _whole(text))


def _whole(text: str) -> str:
    """The day that *text* writes in full: a month or a year alone is not the day of a dispatch."""
    day = written_date(text)
    return day if len(day) == 10 else ""


def wire_at(text: str, start: int, end: int) -> tuple[int, Byline] | None:
    """An agency's dateline without a bracket around it, at *start*: where it ends, and what it tells."""
    if m := _WIRE_ZH.match(text, start, end):
        found = byline_of(m["by"])
        return (m.end(), found) if found else None
    if m := _WIRE_EN.match(text, start, end):
        return m.end(), Byline(m["medium"] or "", _whole(m[0]))
    return None


def bracket_at(text: str, start: int, end: int) -> tuple[int, Byline] | None:
    """A byline in brackets at *start*: where it ends, and what it tells."""
    m = _BRACKET.match(text, start, end)
    found = byline_of(m["by"]) if m else None
    return (m.end(), found) if m and found else None


def head_lines(text: str, start: int, end: int) -> Byline:
    """What the lines above the words of a dispatch tell together: a byline below headlines, a date or a medium alone."""
    medium = day = ""
    at = start
    for _ in range(_LINES):
        while at < end and text[at].isspace():
            at += 1
        stop = text.find("\n", at, end)
        line = text[at : stop if stop >= 0 else end]
        if not line:
            break
        found = bracket_at(text, at, end) or wire_at(text, at, end)
        told = found[1] if found else (byline_of(line) if len(line) <= 40 else None) or _alone(line)
        medium, day = medium or told.medium, day or told.day
        own = found is None or found[0] < at + len(line)  # behind a byline the dispatch's own words begin
        if (found and own) or len(line) > _BODY or line.rstrip().endswith(("。", "」", '."', ".")) or stop < 0:
            break
        at = stop
    return Byline(medium, day)


def _alone(line: str) -> Byline:
    """A line with nothing but a date, or a known medium, or both."""
    if len(line) > _BODY:
        return Byline("", "")
    bare = line.strip(" \u3000《》【】[]")
    known = _known().match(bare)
    rest = bare[known.end() :] if known else bare
    if not _ALONE.fullmatch(rest):
        return Byline("", "")
    return Byline(known[0] if known else "", _whole(rest))
