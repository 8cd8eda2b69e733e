"""Whose words they are in Chinese: what stands in front of a verb of speech, behind times, adverbs and prepositions."""

from __future__ import annotations

import re

from jointline.readers.dispatch.chinese_names import is_name
from jointline.readers.dispatch.mentions import Mention
from jointline.readers.dispatch.names import known_bodies_zh, read_chinese, title_pattern

TIME = (
    r"(?:(?:截至|到)?(?:本報|本社|記者)?(?:截稿|發稿|截止)(?:時間)?(?:前|時|為止)|會後|會前|會中|賽後|目前|現在|現階段|今天|今日|昨天|昨日|昨晚|今晚|前天|日前|近日|稍早|稍後|隨後|先前|此前|早前|當天|當日|同日|本月|上月|上個月|今年|去年|前年|上周|上週|上星期|上個星期|上禮拜|本星期|這星期|本周|本週|這周|這週|下午|上午|晚間|凌晨|中午|清晨|(?:上|本|這)?(?:星期|週|周|禮拜)[一二三四五六日天]|"
    r"(?:(?:\d{2,4})年)?(?:\d{1,2}月)?\d{1,2}日|(?:十[一二]|[一二三四五六七八九十])月(?:間|底|初|中)?|\d{1,2}月(?:間|底|初|中)?|(?:\d{4})年|今(?=在|說|表|指|\(|（)|昨(?=在|說|表|指|\(|（))"
)
ADVERB = (
    r"(?:另外|並且|而且|同時|也|還|並|則|另|又|再度|再次|一再|多次|首度|首次|再|曾經|曾|都|只有|只|僅|進一步|低調|明確|公開|私下|隨即|接著|最後|卻|便|就此|已經|已|均|共同|強烈|嚴正|特別|一併|主動|當場|隨之|向來|一直|始終|不斷|一致|普遍|私底下|坦率|甚至|"
    r"隨|回頭|仍|仍然|依然|事後|當時|立即|立刻|則是|才|沒有|未|不|以|用)"
)
PREPOSITION = r"(?:在(?!台|野)|於|對於|對|就|向|針對|面對|被|接受|回覆|回應|答覆|受訪|受訊|出席|透過|經由|與|和|跟|給|引據|主持|列席|赴|到|訪問|會見|參加|發表|發布|召開|舉行|為|致函|回函|回信|投書|撰文|撰寫|書面|因|從|被問|獲|聽取|向)"
CUT = re.compile(rf"(?:{TIME}|{ADVERB}|{PREPOSITION})")
FAR = 60  # characters in front of a verb that can name its subject


def _titled(piece: str, hidden: str, known: object) -> Mention | None:
    """A title with a name behind it, whatever characters the name shares with adverbs: 書記長羅明才會後受訪時."""
    for m in title_pattern().finditer(piece):
        after = piece[m.end() :]
        for length in (3, 2, 4):
            rest = hidden[m.end() + length :]
            if is_name(after[:length]) and len(after) >= length and (not rest or CUT.match(rest)):
                found = read_chinese(piece[: m.end() + length], known)
                return found if found and found.form == "person" else None
    return None


_ONE_OF = re.compile(
    r"[^，。]{0,16}?(?:[一兩二三四五六七八九十某幾多數\d])(?:名|位|個)[^，。]{0,20}?(?:官員|人士|幕僚|助理|主管|軍官|將領|專家|學者|分析師|工程師|高層|幹部|立委|議員|外交官|員工|業者|廠商代表|消息來源)"
)


def topic(clause: str, known: object) -> Mention | None:
    """The subject of a clause that reports nothing: 北京向來把台灣看作領土的一部分."""
    cut = CUT.search(known_bodies_zh().sub(lambda k: "＃" * len(k[0]), clause))
    m = _titled(clause, clause, known) or (read_chinese(clause[: cut.start()], known) if cut and cut.start() else None)
    if m is None and (found := next(iter(title_pattern().finditer(clause)), None)):
        name = clause[found.end() : found.end() + 3]  # 立委馬文傑氣得拍桌
        m = read_chinese(clause[: found.end() + 3], known) if is_name(name) else None
    return m if m and m.form in ("person", "body", "role", "pronoun", "medium") else None


def mask(clause: str, a: int, quotes: tuple[tuple[int, int], ...]) -> str:
    """The clause with quotations and the names of institutions blanked, so that no rule reads into them."""
    made = known_bodies_zh().sub(lambda m: "＃" * len(m[0]), clause)
    for q in quotes:
        low, high = max(q[0] - a, 0), min(q[1] - a, len(clause))
        if low < high:
            made = made[:low] + "＃" * (high - low) + made[high:]
    return re.sub(r"《[^》]{0,40}》", lambda m: "＃" * len(m[0]), made)


def subject_of(clause: str, masked: str, stop: int, known: object) -> tuple[Mention | None, bool, int]:
    """The subject in front of position *stop*; whether there is none to see; where the clause begins."""
    begun = 0
    if stop > 2 * FAR:
        return None, False, begun
    lead = re.match(
        rf"\s*(?:不過|但是|但|而|然而|另外|此外|至於|同時|因此|因而|所以|其後|接著|{TIME}|(?:針對|對於|對|就|面對|關於|有關)[^，]{{2,30}}?(?:問題|一事|報導|報道|傳聞|說法|部分|詢問|時)|，|、)*",
        clause[:stop],
    )
    at = lead.end() if lead else 0
    if at >= stop:
        return None, True, begun
    piece, hidden = clause[at:stop], masked[at:stop]
    cut = CUT.search(hidden)
    if cut and cut.start() == 0:
        m = re.match(rf"(?:{TIME}|{ADVERB})+", hidden)
        if m and m.end() >= len(hidden):
            return None, True, begun
        if m:
            piece, hidden = piece[m.end() :], hidden[m.end() :]
            cut = CUT.search(hidden)
        elif re.match(PREPOSITION, hidden):
            # 在記者會上，... 說 with nobody named
            tail = re.search(r"(?:時|後|中|上|會)(?=[\u4e00-\u9fff＃]{2,12}$)", hidden)
            if tail:
                found = read_chinese(re.sub(rf"(?:{TIME}|{ADVERB})+$", "", piece[tail.end() :]), known)
                if found:
                    return found, False, begun
            return None, bool(re.search(r"(?:時|後|中|上|會|詢問|時也|時則|後也)$", hidden)), begun
    whole = re.sub(rf"(?:{TIME}|{ADVERB}|[\u4e00-\u9fff]{{2,4}}地)+$", "", piece)
    if m := _ONE_OF.match(piece):  # 一名不願具名的官員只回了四個字
        found = read_chinese(m[0], known)
        if found and found.form == "unnamed":
            return found, False, begun
    if titled := _titled(piece, hidden, known):
        return titled, False, begun
    # a titled name in front of the verb, whatever characters it has in common with adverbs: 發言人柯以誠
    named = read_chinese(whole, known)
    if named and named.form == "person" and named.role and len(named.name) <= 3 and is_name(named.name):
        return named, False, begun
    if re.search(r"(?:[一兩二三四五六七八九十某幾多數\d])(?:名|位|個)[^，]*的[^，]{1,8}$", whole):
        found = read_chinese(whole, known)
        if found and found.form in ("unnamed", "person"):
            return found, False, begun
    # a name met before, whatever follows it
    for length in (4, 3, 2):
        if piece[:length] in known and len(piece) > length:  # type: ignore[operator]
            return read_chinese(piece[:length], known), False, begun
    while cut:
        head = piece[: cut.start()]
        found = read_chinese(head, known)
        if found:
            return found, False, begun
        cut = CUT.search(hidden, cut.end())
    found = read_chinese(piece, known)
    if found:
        return found, False, begun
    trimmed = re.sub(rf"(?:{TIME}|{ADVERB})+$", "", piece)
    found = read_chinese(trimmed, known) if trimmed != piece else None
    return found, False, begun
