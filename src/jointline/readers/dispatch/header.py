"""What the head and the foot of a dispatch tell: who publishes it, when, and where its own words begin."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jointline.readers.dispatch.bylines import bracket_at, byline_of, head_lines, wire_at
from jointline.readers.dispatch.dates import month_number, stamp_date, written_date
from jointline.readers.dispatch.institutions import body_in, side_of
from jointline.readers.dispatch.mentions import read_english
from jointline.readers.dispatch.names import chinese_body
from jointline.readers.dispatch.speakers import Source
from jointline.readers.dispatch.tables import bodies, media

_RECORDS = ("Congressional Record", "Federal Register", "國會紀錄", "聯邦公報")
_RESEARCH = ("Government Accountability Office", "Congressional Research Service", "Congressional Budget Office")
_NOTICE = re.compile(r"\s*;?\s*(?:retold|authored test text|改寫|自撰測試文)\s*", re.IGNORECASE)
_TALK = re.compile(
    r"briefing|question|transcript|conference|interview|remarks|hearing|testimony|speech|Q&A|roundtable|backgrounder|taken|availability|press call|記者會|簡報|答問|訪問|專訪|聽證|座談|演說|談話|問答",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"\s*(?:\[([^\]\n]{1,240})\]|（([^）\n]{1,240})）|〔([^〕\n]{1,240})〕|【([^】\n]{1,240})】|\(([^)\n]{1,240})\))"
)
_DATELINE = re.compile(
    r"\s*(?:[A-Z][A-Z.'-]+(?:[ ,]+(?:[A-Z][A-Za-z.'-]+)){0,4},? *)?(?:,? ?(?P<date>(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z.]* \d{1,2}(?:, \d{4}| \(\d{4}\))?))? ?(?:\((?P<medium>[A-Za-z ./]{2,40})\))? ?(?:--|—|–|-)\s"
)
_ZH_DATELINE = re.compile(
    r"\s*[\u4e00-\u9fff]{0,12}?(?:(?:民國)?\d{2,4}年)?\d{1,2}月\d{1,2}日(?:電|訊|綜合報導|報導|讯|电)?\s*(?:——|—|--|–|-|／)\s*"
)
_ZH_WIRE = re.compile(r"(?:記者)?[\u4e00-\u9fff]{0,10}?(?P<day>\d{1,2})日?(?:專?電|訊)$")
_OCCASION = re.compile(
    r"(?<=.)(?:例行)?(?:記者會|新聞發布會|新聞發佈會|簡報會|答客問|新聞稿|聲明稿|座談會|說明會)(?:紀要|紀錄|摘要|全文|實錄|逐字稿)?$"
)
_PRINTED = re.compile(r"\s*20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d\d(?::\d\d)?)?\s*(?=[\[［【〔（(])")
_BYLINE = re.compile(
    r"\s*[\[［【〔（(](?:[^\]］】〕）)\n]{0,16}(?:記者|特派|特約|編譯|綜合|Reporter|By )[^\]］】〕）)\n]{0,40})[\]］】〕）)]\s*"
)
_FOOT = re.compile(
    r"[(（][^()（）\n]{0,60}(?:編輯|譯者|核稿|校對|Editor|editor|Translator|translator|責任編輯)[^()（）\n]{0,60}[)）]\s*(?P<stamp>\d{6,8})?"
)
_STAMP = re.compile(r"(?<!\d)(1\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))\s*$")


@dataclass(frozen=True, slots=True)
class Header:
    """``start`` and ``end`` bound the dispatch's own words."""

    publisher: Source | None
    record: bool  # prints what others sent in
    talk: bool  # an occasion on which people answered, told by a narrator
    published: str
    start: int
    end: int
    sender: Source | None = None  # whose notice a register prints
    placed: str = ""  # the words of the head, for the narrator's date


def read_header(shadow: str, publisher: str | None, published: str | None) -> Header:
    """The head of *shadow*; what the caller knows goes before what the text says."""
    start, end = 0, len(shadow)
    head: list[str] = []
    named = publisher or ""
    wire_day = ""
    printed = _PRINTED.match(shadow, start, min(end, start + 60))
    if printed:  # 2026-03-20 05:30 〔記者王小明／台北報導〕
        start = printed.end()
    for _ in range(3):
        m = _BRACKETED.match(shadow, start, min(end, start + 400))
        if not m:
            break
        text = next(g for g in m.groups() if g is not None)
        if _FOOT.match(m[0].strip()):
            break
        head.append(text)
        start = m.end()
    title = _NOTICE.sub(" ", " ".join(head)).strip(" ;；,，")
    first = re.split(r"[,;，；]", title)[0].strip()
    if re.match(r"[\u4e00-\u9fff]", first):
        first = first.split()[0]  # 美国之声 2025年12月4日 华盛顿
        first = _OCCASION.sub("", first) or first  # 外交部例行記者會紀要
    if first and not named:
        wire = _ZH_WIRE.search(first)
        wire_day = wire["day"] if wire else ""
        by = byline_of(first)
        named = by.medium if by else first
    date_text = title
    line_end = shadow.find("\n", start)
    head_zone = min(end, start + 160, line_end if line_end > start + 20 else end)
    if dateline := wire_at(shadow, start, min(end, start + 120)):
        start, told = dateline
        named, date_text = named or told.medium, f"{title} {told.day}"
    for pattern in () if dateline else (_DATELINE, _ZH_DATELINE):
        at = start
        while at < end and shadow[at].isspace():
            at += 1
        m = pattern.match(shadow, at, max(head_zone, min(end, at + 120)))
        if m and m.end() > at + 3 and (pattern is _ZH_DATELINE or re.match(r"[A-Z]{2}", shadow[at : at + 2])):
            date_text = f"{title} {m[0]}"
            if pattern is _DATELINE and m["medium"] and not named:
                named = m["medium"].strip()
            start = m.end()
            break
    told = head_lines(shadow, start, min(end, start + 800))
    named = named or told.medium
    foot = None
    for found in _FOOT.finditer(shadow, max(start, end - 400), end):
        foot = found
    stamp = ""
    if foot:
        stamp = foot["stamp"] or ""
        end = foot.start()
    tail = _STAMP.search(shadow, max(start, len(shadow) - 40))
    if tail and (not foot or tail.start() >= foot.start()):
        stamp = tail[1]
        end = min(end, tail.start())
    day = published or stamp_date(stamp) or written_date(date_text)
    if day and len(day) == 4 and wire_day:
        day = ""
    day = day or told.day or (written_date(printed[0]) if printed else "")
    source = _publisher(named, title)
    return Header(
        source,
        source is not None and source.name in _RECORDS,
        bool(_TALK.search(title.replace(first, "", 1) if first else title)),
        day or "",
        start,
        end,
        _sender(source, title, first),
        title,
    )


def _sender(publisher: Source | None, title: str, first: str) -> Source | None:
    """The office whose notice the Federal Register prints, where the head names it."""
    if publisher is None or publisher.name not in ("Federal Register", "聯邦公報"):
        return None
    name, kind, side = body_in(title.replace(first, "", 1))
    return Source(name, kind, n=1, side=side) if name and kind == "official" else None


def late_head(shadow: str, start: int, end: int) -> tuple[int, str]:
    """Where a body's own words begin behind a dateline or byline that stands below headlines, and the day it tells."""
    head = shadow[start : min(end, start + 160)]
    for pattern in (_DATELINE, _ZH_DATELINE):
        m = pattern.match(head)
        if m and m.end() > 3 and (pattern is _ZH_DATELINE or re.match(r"[A-Z]{3}", head)):
            return start + m.end(), written_date(m[0]) if re.search(r"\d{4}", m[0]) else ""
    if by := bracket_at(shadow, start, start + len(head)) or wire_at(shadow, start, start + len(head)):
        return (by[0], by[1].day) if by[0] < start + len(head) else (start, "")
    m = _BYLINE.match(head)
    return (start + m.end(), "") if m and m.end() < len(head) else (start, "")


def _publisher(name: str, title: str) -> Source | None:
    name = name.strip()
    if not name:
        return None
    if name in media():
        return Source(media()[name], "media", n=1)
    if re.search(r"[\u4e00-\u9fff]", name):
        found, kind, side = chinese_body(name)
        if re.search(r"(?:社|報|之音|新聞網|新聞|電視台|電台|周刊|週刊|月刊|雜誌|時報|網)$", name):
            return Source(name, "media", n=1)
        if not found:  # no word of it tells what it is: who prints dispatches is a medium
            return Source(name, "media", n=1)
        return Source(found, kind or "official", n=1, side=side)
    found, kind, side = body_in(name)
    if found.endswith("Agency") and found not in bodies() and not _OFFICE_WORD.search(found):
        return Source(name, "media", n=1)  # Strait Central Agency: an agency that is no known office prints dispatches
    if kind == "media" or name in ("Congressional Record", "Federal Register"):
        return Source(name, "media", n=1)
    if found:
        return Source(found, kind, n=1, side=side or side_of(name))
    m = read_english(name)
    if m and m.form == "body":
        return Source(name, m.kind, n=1, side=side_of(name))
    return Source(name, "media", n=1)


_OFFICE_WORD = re.compile(
    r"Defen[cs]e|Security|Procurement|Logistics|Intelligence|Federal|Cooperation|Development|Acquisition|Space|Government|Export|Customs|Missile|Protection"
)


def is_research(source: Source | None) -> bool:
    """Whether a publisher is an audit or research body of a parliament."""
    return source is not None and source.name in _RESEARCH


def month_of(text: str) -> int | None:
    return month_number(text)
