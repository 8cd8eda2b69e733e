"""What stands in front of the words of a paragraph: headings, dates of a timeline, bullets, who speaks in a transcript."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from jointline.readers.dispatch.dates import said_on, written_date
from jointline.readers.dispatch.sentences import CJK, Sentence

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_WRITTEN = rf"(?:(?:Early|Mid|Late|early|mid|late)[ -])?(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?|\d{{1,2}} {_MONTH}(?: \d{{4}})?|{_MONTH} \d{{4}}|\d{{4}}-\d{{2}}(?:-\d{{2}})?|(?:19|20)\d\d)"
_WRITTEN_ZH = r"(?:(?:民國)?\d{2,4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日|\d{4}[/.]\d{1,2}(?:[/.]\d{1,2})?)"
_ENTRY = re.compile(
    rf"\W{{0,3}}(?:[（(\[【])?(?P<date>{_WRITTEN}|{_WRITTEN_ZH})(?:[)）\]】])?\s*(?:[:：]|--|—|–|-(?=\s)|\|)\s*(?=\S)"
)
_BULLET = re.compile(
    r"(?:[•‣◦●▪■□◆◇★※▲△▼◎○➤►→✦*·-]\s*|\(?\d{1,2}[.)]\s+|[（(]?[一二三四五六七八九十]{1,2}[)）、]\s*)(?=\S)"
)
_LABEL = re.compile(
    r"(?P<who>[A-Z][\w.'-]{0,20}(?: [A-Z][\w.'-]{0,20}){0,4}|[\u4e00-\u9fff]{1,8})(?:[:：]|\.(?= --))\s*(?=\S)"
)
# Mr. Lorimer. / The Chairman. / Senator Boone of Ohio. : who speaks in a printed hearing
_TURN = re.compile(
    r"(?P<who>(?:Mr|Mrs|Ms|Miss|Dr|Senator|Representative|Congressman|Congresswoman|Delegate|Secretary|Under Secretary|Admiral|General|Ambassador|Chairman|Chairwoman|Chair)\.? "
    r"[A-Z][\w'-]+(?: of [A-Z][\w ]+)?|(?i:The (?:Acting )?(?:Chairman|Chairwoman|Chair|Presiding Officer|Speaker(?: pro tempore)?|President pro tempore|Clerk|Witness)))\.?$"
)
_HEADS = re.compile(
    r"(?P<head>[A-Z][\w'/&-]*(?: [\w'/&-]+){0,6}|[\u4e00-\u9fff、與和及]{2,10}):\s+(?=\S)|(?P<zh>[\u4e00-\u9fff]{2,8})：(?=\S)"
)
_TOPICS = frozenset(
    [
        "timeline",
        "background",
        "context",
        "summary",
        "note",
        "update",
        "correction",
        "analysis",
        "overview",
        "conclusion",
        "options",
        "headline",
        "chronology",
        "findings",
        "recommendations",
        "history",
        "outlook",
        "status",
        "issue",
        "issues",
        "question",
        "answer",
        "next",
        "bottom",
        "takeaway",
        "takeaways",
        "highlights",
        "facts",
        "numbers",
        "figures",
        "cost",
        "price",
        "schedule",
        "risk",
        "risks",
        "caveat",
        "sources",
        "what",
        "why",
        "how",
        "when",
        "where",
        "who",
        "背景",
        "時間軸",
        "時間線",
        "時序",
        "大事記",
        "摘要",
        "註",
        "備註",
        "更正",
        "分析",
        "結論",
        "重點",
        "快訊",
        "最新",
        "導言",
        "前情提要",
        "說明",
        "補充",
        "後續",
        "焦點",
        "數字",
        "懶人包",
    ]
)
_ENDS = re.compile(r"[.!?。！？…;；:：\"”」』)）》]\W*$")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|do|does|did|said|says|\w+ed)\b"
)


_SAYS = re.compile(
    r"(?:說|道|稱|問|指出|表示|強調|回應|回答|說明|認為|寫道|直言|坦言|透露|補充|重申|答覆|回覆|回嗆|反問)$"
)


@dataclass(frozen=True, slots=True)
class Front:
    """What the front of a paragraph tells. ``start`` is where its own words begin."""

    start: int
    day: str = ""  # the date of a timeline's entry
    label: str = ""  # whoever speaks, as the text has it
    bullet: bool = False


def front_of(text: str, s: Sentence, published: str) -> Front:
    """The date, bullet or label in front of the first sentence of a paragraph."""
    start, bullet = s.start, False
    if (m := _BULLET.match(text, start, s.end)) and m.end() < s.end - 3:
        start, bullet = m.end(), True
    if m := _ENTRY.match(text, start, s.end):
        day = written_date(m["date"])
        if len(day) == 4 and not re.fullmatch(r"\D*\d{4}\D*", m["date"]):
            day = ""
        return Front(min(m.end(), s.end - 1), day or said_on(m["date"], published), "", bullet)
    if (m := _LABEL.match(text, start, s.end)) and (len(m["who"]) == 1 or not _SAYS.search(m["who"])):
        return Front(min(m.end(), s.end - 1), "", m["who"].strip(), bullet)
    if (m := _HEADS.match(text, start, s.end)) and m.end() < s.end - 3:
        words = (m["head"] or m["zh"]).lower().split()
        if words[0] in _TOPICS or words[-1] in _TOPICS:
            return Front(m.end(), "", "", bullet)
    return Front(start, "", "", bullet)


def is_topic(label: str) -> bool:
    """Whether a label in front of a paragraph names its subject and nobody who speaks."""
    words = label.lower().split()
    return words[0] in _TOPICS or words[-1] in _TOPICS


def turn_of(text: str, s: Sentence) -> str:
    """Whom a sentence announces that is nothing but a name: *Mr. Lorimer.* in a printed hearing."""
    found = _TURN.match(text, s.start, min(s.end, s.start + 80))
    return found["who"] if found and found.end() == s.end else ""


def repeated_labels(text: str) -> Counter[str]:
    """How often each label stands in front of a line: what stands there once is a heading, not a speaker."""
    return Counter(m["who"].strip() for line in text.split("\n") if (m := _LABEL.match(line.strip()[:140])))


def without_headings(text: str, found: list[Sentence]) -> list[Sentence]:
    """The sentences without headlines, bylines and headings: lines that no mark ends, above a line that one does.

    A row of such lines inside a text is a list and stays.
    """
    alone = [_is_line(text, s) for s in found]
    if all(alone):
        return found
    kept = []
    for i, s in enumerate(found):
        if alone[i]:
            after = alone[i + 1] if i + 1 < len(found) else True
            before = i > 0 and alone[i - 1]
            top = all(alone[: i + 1])
            if (not after and not before) or top:
                continue
        elif s.first and not s.last and _is_run_in(text, s):
            continue
        kept.append(s)
    return kept


def _is_line(text: str, s: Sentence) -> bool:
    words = re.sub(r"\s*[（(][^（）()]*[)）]\W*$", "", text[s.start : s.end])
    if not (s.first and s.last) or _ENDS.search(words) or _ENTRY.match(words):
        return False
    return len(words) <= (36 if CJK.search(words[:12]) else 110)


def _is_run_in(text: str, s: Sentence) -> bool:
    """*Options for Congress.* in front of a paragraph: a few words without a verb."""
    words = text[s.start : s.end]
    return (
        not s.chinese
        and len(words.split()) <= 6
        and words.endswith(".")
        and not re.search(r"[\"“”,:]|\d", words)
        and not _VERB.search(words)
        and not _TURN.match(words)
        and bool(re.match(r"[A-Z]\w*(?: (?:[A-Z]\w*|for|of|and|the|to|in|on)){1,5}\.$", words))
    )


YES_NO = re.compile(
    r"(?:^|[.!?] |, )(?:and |so |but )?(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|isn't|aren't|didn't|doesn't)\b[^.?]*\?\W*$|(?:嗎|是否[^，。]*|有沒有[^，。]*|是不是[^，。]*)[？?]\W*$",
    re.IGNORECASE,
)
TOLD_ON = re.compile(r":(?=\s+\w)")
# a notice of how the text was made is no part of it
NOTICES = re.compile(
    r"[\[（(〔【][^\[\]（）()〔〕【】\n]{0,40}(?:authored test text|retold|自撰測試文|改寫)[^\[\]（）()〔〕【】\n]{0,40}[\]）)〕】]",
    re.IGNORECASE,
)
PRESENT = re.compile(
    r"^[ \t]*(?:主持人?|主講人?|發言人|受訪[者人]|來賓|講者|答問人|Briefer|Speaker|Guest|Interviewee)[:：][ \t]*([^\n]{2,60})$",
    re.MULTILINE,
)
OPENING = frozenset('"“「『«')
