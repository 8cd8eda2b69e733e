"""Where one fact of a reporting clause ends and the next begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jointline.readers.dispatch.institutions import WORD
from jointline.readers.dispatch.sentences import Sentence
from jointline.readers.dispatch.speakers import Source


@dataclass(slots=True)
class Draft:
    """A passage on its way to a claim. ``source`` is ``None`` where the sentence itself names nobody."""

    start: int
    end: int
    body: tuple[int, int]
    source: Source | None
    cls: str
    cue: tuple[int, int] | None = None
    when: tuple[int, int] = (0, 0)
    more: bool = False  # a further fact of the same reporting clause


_NUM = r"(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_LOT = rf"(?:(?:more |further )?(?:batch|lot|tranche|shipment|consignment|delivery|{_NUM})\b)"
_TIME = r"(?:\b(?:19|20)\d\d\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|\bquarter\b|\bQ[1-4]\b|\b(?:next|last|this) (?:year|month|week|spring|summer|fall|autumn|winter)\b|\byear-end\b|\bend of the year\b)"
_CAME = r"\b(?:have|has|had|were|was) (?:already |now |been )*(?:arrived|delivered|received|handed over|come)\b"
# another batch with a time of its own: the remaining two in 2027, all 66 by the end of 2028
_SHARE = rf"(?:(?:the |its |their |another |a )?(?:(?:remaining|rest|balance)\b|(?:last|final|second|third|fourth|next|other|further|another) {_LOT}|(?:second|third|fourth),? of {_NUM})|all (?:of )?(?:the |its )?{_NUM}|(?:another )?{_NUM} (?:more |others )?(?:in|by|during|before|(?=this|next|last))|(?:expects?|plans?|will|aims?|hopes?|intends?) (?:to )?[^,;.]{{0,40}}?\b(?:last|final|remaining|rest|others?|second)\b|(?:to |will )?(?:end|ends|finish|conclude|be completed)\b)[^,;.]{{0,70}}?{_TIME}"
_CUTS = re.compile(
    rf"(?P<lot>(?:,\s+(?:(?:and|with|while|but|followed by)\s+)?|\s+and\s+(?:with\s+)?)(?={_SHARE}))|"
    r"(?P<semi>;\s+)|(?P<with>,\s+(?=with (?:some|many|most|several|all|none|no|the first|the last|the rest|the remaining|another|one|two|three|four|five|six|seven|eight|nine|ten|\d)))"
    r"|(?P<that>,? and (?=that\s+\w))|(?P<conj>,\s+(?:and|but|while|whereas|although|though)\s+)|(?P<appos>,\s+(?=an? (?:step|move|change|figure|number|delay|total|rate|sum|increase|decrease|decision|process|plan|pace|measure)\b))"
)
_DETERMINED = re.compile(
    r"(?:if|there (?:is|are|was|were|will)|the|a|an|this|that|these|those|another|its|their|his|her|some|no|all|both|more|less|fewer|half|about|nearly|almost|roughly|each|every|none|neither|nothing|most|many|only|deliver\w+|production|work|\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|[A-Z][\w'-]+)\b"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|will|would|has|have|had|may|might|can|could|should|must|did|does|do|come|said|says|run|remains?|goes|go|went|\w+ed|came|comes|began|rose|fell|stood|took|takes|needs?|gives?|makes?|runs?|costs?)\b"
)
_N_ZH = r"[\d,〇零一二三四五六七八九十百兩]+(?:餘)?(?:枚|架|輛|艘|套|門|具|座|台|支|艇)"
_TIME_ZH = r"(?:\d{2,4}年|[今明後去]年|年底|\d{1,2}月|[上下本]個?月|季|\d日|今天|今日|昨)"
_ZH_CUTS = re.compile(
    rf"(?P<lot>[，、；及和與])(?=(?:最後(?:一批|的?{_N_ZH})|末批|尾批|次批|第[二三四五六七八九十2-9](?:[、和及與][三四五六])*(?:批|案|套|架|艘|輛)|另一[批案]|其餘|剩餘|剩下|全數|全部|全案|後續|餘{_N_ZH}|[前後首]{_N_ZH}|另(?:外|有)?{_N_ZH})[^，。；]{{0,30}}?{_TIME_ZH})|"
    r"(?P<semi>[；])|(?P<of>，)(?=(?:但|而)?其中(?:有|的)?[\d一二三四五六七八九十兩]+[^，。]{1,20})|(?P<now>，)(?=(?:目前|迄今|至今|截至|現階段)[^，。；]{2,}|(?!屆時|到時|否則|因此|所以|那麼|這|如此|也|都|就|才|而)[^，。；]{1,6}(?:可能|恐怕|恐將|或將|或許)[^，。；]{2,})|(?P<add>，)(?=[^，。；]{0,14}(?:也|還|另|亦)(?:會|將|要|已|有|需|計畫|預計))|(?P<plan>，)(?=(?:(?:明年|後年|下半年|年底|今年底|明年底|(?:民國)?\d{3,4}年)[^，。；]{3,})|(?:[^，。；]{0,10}(?:預計|可望|預定|預估|最快|正在|仍在|將於|將在|將派|將由|料將)))|(?P<if>，)(?=(?:若|如果|倘若|一旦)[^，。；]{1,20}，[^，。；]{0,12}(?:可望|預計|將|可|會))|(?P<other>，)(?=(?:另外|此外|另有|另一|至於|首批|第[一二三四五]批|其餘|剩餘|剩下|其他的?\d|餘\d|目標(?:是|為)|預定|實際(?:上)?(?:是|為)|全案|累計|總計|合計)[^，。；]{4,})|(?P<but>，)(?=(?:但(?!是因|願|求)|不過|然而)[^，。；]{7,})"
)


def _told_when(left: str, chinese: bool) -> bool:
    """Whether what stands in front of another batch tells of one that came, or is to come at a time."""
    return bool(re.search(rf"{_TIME_ZH}|已|了" if chinese else rf"{_TIME}|{_CAME}", left))


def facts_of(text: str, d: Draft, s: Sentence) -> list[Draft]:
    """A draft split where a second fact begins that a ledger would keep apart."""
    quotes = s.quotes
    cuts: list[tuple[int, int]] = []
    at = 0
    low = d.body[0] if d.start <= d.body[0] < d.end else d.start
    if d.cue and not s.chinese and low > d.start and d.cue[0] >= d.body[1] - 1:  # who says it is told behind
        low = d.start
    high = min(d.end, d.body[1]) if d.body[1] > low else d.end
    last = low
    for m in (_ZH_CUTS if s.chinese else _CUTS).finditer(text, low, high):
        a, b = m.span()
        while at < len(quotes) and quotes[at][1] <= a:
            at += 1
        if m.lastgroup != "lot" and at < len(quotes) and quotes[at][0] < a:
            continue
        if m.lastgroup == "lot" and not _told_when(text[last:a], s.chinese):
            continue
        if s.chinese:
            if a - last < (5 if m.lastgroup == "lot" else 8) or high - b < 6:
                continue
            if m.lastgroup == "plan" and not re.search(
                r"已|了|過|有|是|為|達|完成|全數|交付|運抵|開始|進行|會談|簽|核准|批准|不|沒|會|將|要", text[last:a]
            ):
                continue
            if m.lastgroup in ("if", "add", "plan", "other", "lot") and re.match(
                r"[，：\s]*(?:其中|至於|對於|關於)[^，]*$|[，：\s]*[^，]*(?:部分|的話|時|後|當中|之中|[^其手空途台]中)$",
                text[last:a],
            ):
                continue
            if m.lastgroup in ("add", "plan", "now") and re.match(
                r"[，：\s]*[^，]{0,30}(?:若|如果|只要|倘若|一旦|由於|因為|雖然|隨著)", text[last:a]
            ):
                continue
        else:
            left, right = text[last:a], text[b:high]
            if (
                len(WORD.findall(left)) < 4
                and not (m.lastgroup == "semi" and re.match(r"\W*(?:No|Yes)\b", text[d.start : a]))
            ) or len(WORD.findall(right)) < (3 if m.lastgroup == "lot" else 4):
                continue
            if m.lastgroup == "conj":
                clause = re.split(r"[,;]", right)[0]
                if not _DETERMINED.match(right) or not _FINITE.search(clause) or not _FINITE.search(left):
                    continue
                if re.match(r"(?:and|,\s+and)", m[0].strip(", ")) and re.match(r"(?:its|their|his|her|that)\b", right):
                    continue
        cuts.append((a, b))
        last = b
    if not cuts:
        return [d]
    made, begun = [], d.start
    bounds = [*cuts, (d.end, d.end)]
    for i, (a, b) in enumerate(bounds):
        if i == 0:
            made.append(replace_draft(d, begun, a, (low, a)))
        else:
            stop = d.body[1] if begun < d.body[1] < a else a
            made.append(
                Draft(begun, a, (begun, stop), d.source, d.cls if d.cls != "deny" else "say", d.cue, d.when, True)
            )
        begun = b
    return made


def replace_draft(d: Draft, start: int, end: int, body: tuple[int, int]) -> Draft:
    return Draft(start, end, body, d.source, d.cls, d.cue, d.when, d.more)
