"""Chinese reporting clauses: 某人說, 據某報報導, 引述某人的話; what says who speaks, and what is said."""

from __future__ import annotations

import re
from functools import cache

from jointline.readers.dispatch.frames import Frame
from jointline.readers.dispatch.mentions import Mention
from jointline.readers.dispatch.names import known_bodies_zh, read_chinese
from jointline.readers.dispatch.tables import any_of, chinese_verbs, frames, refusals

_TIME = (
    r"(?:會後|會前|會中|賽後|目前|現在|現階段|今天|今日|昨天|昨日|昨晚|今晚|前天|日前|近日|稍早|稍後|隨後|先前|此前|早前|當天|當日|同日|本月|上月|上個月|今年|去年|前年|上周|上週|本周|本週|這周|這週|下午|上午|晚間|凌晨|中午|清晨|(?:上|本|這)?(?:星期|週|周|禮拜)[一二三四五六日天]|"
    r"(?:(?:\d{2,4})年)?(?:\d{1,2}月)?\d{1,2}日|(?:十[一二]|[一二三四五六七八九十])月(?:間|底|初|中)?|\d{1,2}月(?:間|底|初|中)?|(?:\d{4})年|今(?=在|說|表|指|\(|（)|昨(?=在|說|表|指|\(|（))"
)
_ADVERB = (
    r"(?:另外|並且|而且|同時|也|還|並|則|另|又|再度|再次|一再|多次|首度|首次|再|曾經|曾|都|只有|只|僅|進一步|低調|明確|公開|私下|隨即|接著|最後|卻|便|就此|已經|已|均|共同|強烈|嚴正|特別|一併|主動|當場|隨之|向來|一直|始終|不斷|一致|普遍|私底下|坦率|甚至|"
    r"隨|回頭|仍|仍然|依然|事後|當時|立即|立刻|則是|才|沒有|未|不|以|用)"
)
_PREPOSITION = r"(?:在(?!台|野)|於|對於|對|就|向|針對|面對|被|接受|回覆|回應|答覆|受訪|受訊|出席|透過|經由|與|和|跟|給|引據|主持|列席|赴|到|訪問|會見|參加|發表|發布|召開|舉行|為|致函|回函|回信|投書|撰文|撰寫|書面|因|從|被問|獲|聽取|向)"
_CUT = re.compile(rf"(?:{_TIME}|{_ADVERB}|{_PREPOSITION})")
_DIVIDER = re.compile(r"[，；：。！？]|,(?=\s?[\u4e00-\u9fff])")
_SHORT = frozenset(
    [
        "說",
        "稱",
        "指",
        "批",
        "憂",
        "促",
        "籲",
        "講",
        "問",
        "引",
        "載",
        "駁",
        "斥",
        "盼",
        "寫道",
        "列出",
        "報告",
        "回應",
        "提出",
        "說明",
        "顯示",
        "介紹",
        "反映",
        "分析",
        "評估",
        "預期",
        "希望",
        "要求",
        "建議",
        "批評",
        "質疑",
        "肯定",
        "歡迎",
        "感謝",
        "相信",
        "認為",
        "擔心",
        "擔憂",
        "懷疑",
        "覺得",
        "主張",
        "承諾",
        "保證",
        "宣布",
        "公布",
        "重申",
        "證實",
        "承認",
        "透露",
        "提到",
        "提及",
        "談到",
        "警告",
        "估計",
        "推測",
        "判斷",
        "預料",
        "不滿",
        "遺憾",
        "描述",
        "形容",
        "期望",
        "期盼",
        "希望",
        "通知",
        "告知",
        "告訴",
        "報導",
        "報道",
        "刊載",
        "刊登",
    ]
)
_NOUN_BEFORE = re.compile(
    r"(?:的|篇|[一這該此]則|份|這|該|項|此|些|媒體|新聞|相關|有關|任何|外電|看到|看過|對|就|書面|財務|研究|調查)$"
)
_HEADED = re.compile(
    r"(?:指出|表示|說法|的說法|報導|報道|說|透露|稱|統計|估計|公布|資料|的資料|報告|通知|聲明|新聞稿|消息|分析|預估|評估|轉述|所述|看法|觀點|的話|文件|公告|數據|引述|披露|通報|研究|調查|財報|年報|季報|預算書|名單|規劃|紀錄|合約|公報|記載)(?:指出|顯示|表示|說|稱)?$"
)
_SAY_END = re.compile(
    r"(?:的話|的說法|說法|的談話|談話|的看法|的消息|消息|的分析|的報導|的發言|發言|的評論)?(?:說道|說|指出|表示|稱|報導|報道|透露|寫道|認為|強調|指稱)?$"
)


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(any_of(chinese_verbs()))


@cache
def _closing_verb() -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(v for v, c in chinese_verbs().items() if c in ('say', 'opine', 'deny'))})[：:\\s]*$")


@cache
def _unattributed() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(frames('zh', 'unattributed'))})")


_MOST_VERBS = 12  # reporting verbs looked at in one clause
_FAR = 60  # characters in front of a verb that can name its subject


def clauses(text: str, start: int, end: int, quotes: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Clauses between commas, semicolons and colons that stand outside quotations."""
    made, begun, at = [], start, 0
    for m in _DIVIDER.finditer(text, start, end):
        a = m.start()
        while at < len(quotes) and quotes[at][1] <= a:
            at += 1
        if at < len(quotes) and quotes[at][0] < a:
            continue
        if a > begun:
            made.append((begun, a))
        begun = m.end()
    if end > begun:
        made.append((begun, end))
    return made


def chinese_frames(text: str, start: int, end: int, quotes: tuple[tuple[int, int], ...], known: object) -> list[Frame]:
    """The reporting clauses of the Chinese sentence ``text[start:end]``, in order."""
    made: list[Frame] = []
    parts = clauses(text, start, end, quotes)
    first = _topic(text[slice(*parts[0])], known) if len(parts) > 1 else None
    # the words of a quotation are nobody's reporting clause
    for a, b in parts[:60]:
        if any(q[0] <= a and b <= q[1] for q in quotes) and len(parts) != 1:
            continue
        frame = _clause_frame(text, a, b, end, quotes, known, bool(made), first)
        if frame:
            made.append(frame)
            if len(made) >= 12:
                break
    # 「...」，湯國棟說。 : said behind the quotation
    for f in made:
        if f.place == "before" and f.body[0] >= f.body[1] - 1 and f.start > start:
            f.place, f.body, f.start = "behind", (start, f.start), start
    return made


def _clause_frame(
    text: str,
    a: int,
    b: int,
    end: int,
    quotes: tuple[tuple[int, int], ...],
    known: object,
    later: bool,
    first: Mention | None,
) -> Frame | None:
    clause = text[a:b]
    masked = _mask(clause, a, quotes)
    lead = len(clause) - len(clause.lstrip(" \u3000"))
    if (m := _unattributed().match(masked, lead)) and not re.match(
        r"(?:據|根據)?[^，]{2,20}(?:報導|指出|說|表示)", clause[m.end() :]
    ):
        return Frame("unattributed", (a + m.start(), a + m.end()), None, a, end, (a + m.end(), end), "before", (a, b))
    if m := re.match(
        r"\s*(?:但|而|不過|另外|另)?(?:根據|依據|依照|按照|據|依|按|照)(?!點|此|以|規|法|約|理|例|計畫|進度|時程|期)",
        clause,
    ):
        found = _according(clause[m.end() :], known)
        if found:
            return Frame(
                "according", (a + m.start(), a + m.end()), found, a, end, (min(b + 1, end), end), "before", (a, b)
            )
    if m := refusals("zh").search(masked):
        subject, shared, begun = _subject(clause, masked, m.start(), known)
        if subject or shared:
            return Frame(
                "decline",
                (a + m.start(), a + m.end()),
                subject,
                a + begun,
                end,
                (a + m.start(), end),
                "before",
                (a, b),
                shared=subject is None,
            )
    at = looked = 0
    while looked < _MOST_VERBS and (m := _verbs().search(masked, at)):
        at = m.end()
        looked += 1
        word = m[0]
        cls = chinese_verbs()[word]
        tail = clause[m.end() :]
        ends = not re.sub(r"^(?:過|了|到|道|說|指|，|：|:|\s|的是|是)*", "", tail) or tail[:1] in '「『“"：:'
        if cls in ("report",) and (
            m.start() == lead
            or re.match(r"\s*(?:有關|關於|對於|針對|至於|就|面對)", clause)
            or _NOUN_BEFORE.search(clause[: m.start()])
        ):
            continue
        if word in (
            "報告",
            "聲明",
            "分析",
            "說明",
            "通知",
            "評估",
            "研究",
            "通報",
            "公告",
            "回應",
            "報導",
            "證實",
            "警告",
            "承諾",
            "保證",
            "建議",
            "要求",
            "希望",
            "期望",
        ) and (_NOUN_BEFORE.search(clause[: m.start()]) or (m.start() == lead and not later)):
            continue
        if cls == "quote":
            frame = _quoted(text, a, b, end, clause, masked, m, known)
            if frame:
                return frame
            continue
        if re.search(r"(?:沒有|沒|未|不|無法|難以|無|不能|不得)$", masked[: m.start()]) and cls in ("say", "report"):
            continue
        if (
            re.search(r"(?:如果|若|能|可|可以|要|會|請|想|將|須|應|來|所|被|待)$", masked[: m.start()])
            and word in _SHORT
            and not ends
        ):
            continue
        if cls == "ask" or re.search(r"被(?:媒體|記者|立委|外界)?$", masked[: m.start()]):
            if re.search(r"被(?:媒體|記者|立委|外界|委員)?(?:當面)?$", masked[: m.start()]):
                if _closing_verb().search(masked, m.end()):
                    continue
                return Frame(
                    "ask",
                    (a + m.start(), a + m.end()),
                    _subject(clause, masked, m.start(), known)[0],
                    a,
                    end,
                    (a + m.end(), end),
                    "before",
                    (a, b),
                )
            subject, shared, begun = _subject(clause, masked, m.start(), known)
            more = _verbs().search(masked, m.end())
            if more and chinese_verbs()[more[0]] != "ask" and more.end() >= len(masked.rstrip("：: ")) - 1:
                continue
            if subject and (subject.role == "reporter" or ends or subject.form in ("person", "medium")):
                return Frame("ask", (a + m.start(), a + m.end()), subject, a, end, (a + m.end(), end), "before", (a, b))
            continue
        if not ends and re.match(r"\s*(?:如果|若|倘若|假如|要是|只要|因為|由於|雖然|儘管|即使|既然|一旦)", clause):
            continue
        subject, shared, begun = _subject(clause, masked, m.start(), known)
        if (
            subject is None
            and shared
            and not later
            and first is not None
            and re.match(r"\s*(?:並且|並|也|還|又|而且|且|更|同時)", clause)
        ):
            subject = first
        if subject is None and not (shared and later):
            continue
        if (
            subject is None
            and not ends
            and not re.match(r"\s*(?:並且|並|也|還|又|而且|且|但|更|同時|另|則|再|進一步|只|僅)", clause)
        ):
            continue
        if re.search(
            r"(?:(?<![討談者證協員聽院說國議大年晚餐宴機社])會(?!長|計)|將(?!領|軍|官|士)|要(?!員|塞)|想|可能|應(?!詢)|可(?!是))[^，]{0,3}$",
            masked[lead : m.start()],
        ) and not re.search(
            r"(?:記者會|委員會|協會|座談會|公聽會|會議|聽證會|院會|法說會)[^，]{0,3}$", clause[: m.start()]
        ):
            continue
        if (
            not ends
            and len(word) == 1
            and not (
                word == "說"
                and (
                    subject.form in ("pronoun", "person", "role", "unnamed")
                    if subject
                    else re.search(r"(?:並|也|還|只|僅|又)$", masked[: m.start()])
                )
            )
        ):
            continue
        if (
            not ends
            and subject is not None
            and subject.form == "document"
            and word
            not in (
                "指出",
                "顯示",
                "表示",
                "說明",
                "列出",
                "認為",
                "強調",
                "載明",
                "記載",
                "估計",
                "警告",
                "建議",
                "提到",
                "宣布",
            )
        ):
            continue
        if word in ("告訴", "告知", "通知") and not ends:
            # 告訴國會，: whom it was told to
            body = a + m.end() if len(tail) > 14 else min(b + 1, end)
            return Frame(
                "tell",
                (a + m.start(), a + m.end()),
                subject,
                a + begun,
                end,
                (body, end),
                "before",
                (a, b),
                shared=subject is None,
            )
        body = a + m.end() if not ends else (min(b + 1, end) if tail[:1] not in '「『“"' else a + m.end())
        return Frame(
            "say" if cls == "report" else cls,
            (a + m.start(), a + m.end()),
            subject,
            a + begun,
            end,
            (body, end),
            "before",
            (a, b),
            shared=subject is None,
        )
    return None


def _topic(clause: str, known: object) -> Mention | None:
    """The subject of a clause that reports nothing: 北京向來把台灣看作領土的一部分."""
    cut = _CUT.search(known_bodies_zh().sub(lambda k: "＃" * len(k[0]), clause))
    m = read_chinese(clause[: cut.start()], known) if cut and cut.start() else None
    return m if m and m.form in ("person", "body", "role", "pronoun", "medium") else None


def _mask(clause: str, a: int, quotes: tuple[tuple[int, int], ...]) -> str:
    """The clause with quotations and the names of institutions blanked, so that no rule reads into them."""
    made = known_bodies_zh().sub(lambda m: "＃" * len(m[0]), clause)
    for q in quotes:
        low, high = max(q[0] - a, 0), min(q[1] - a, len(clause))
        if low < high:
            made = made[:low] + "＃" * (high - low) + made[high:]
    return re.sub(r"《[^》]{0,40}》", lambda m: "＃" * len(m[0]), made)


def _subject(clause: str, masked: str, stop: int, known: object) -> tuple[Mention | None, bool, int]:
    """The subject in front of position *stop*; whether there is none to see; where the clause begins."""
    begun = 0
    if stop > 2 * _FAR:
        return None, False, begun
    lead = re.match(
        rf"\s*(?:不過|但是|但|而|然而|另外|此外|至於|同時|因此|因而|所以|其後|接著|{_TIME}|(?:針對|對於|對|就|面對|關於|有關)[^，]{{2,30}}?(?:問題|一事|報導|報道|傳聞|說法|部分|詢問|時)|，|、)*",
        clause[:stop],
    )
    at = lead.end() if lead else 0
    if at >= stop:
        return None, True, begun
    piece, hidden = clause[at:stop], masked[at:stop]
    cut = _CUT.search(hidden)
    if cut and cut.start() == 0:
        m = re.match(rf"(?:{_TIME}|{_ADVERB})+", hidden)
        if m and m.end() >= len(hidden):
            return None, True, begun
        if m:
            piece, hidden = piece[m.end() :], hidden[m.end() :]
            cut = _CUT.search(hidden)
        elif re.match(_PREPOSITION, hidden):
            # 在記者會上，... 說 with nobody named
            tail = re.search(r"(?:時|後|中|上|會)(?=[\u4e00-\u9fff＃]{2,12}$)", hidden)
            if tail:
                found = read_chinese(re.sub(rf"(?:{_TIME}|{_ADVERB})+$", "", piece[tail.end() :]), known)
                if found:
                    return found, False, begun
            return None, bool(re.search(r"(?:時|後|中|上|會|詢問|時也|時則|後也)$", hidden)), begun
    whole = re.sub(rf"(?:{_TIME}|{_ADVERB})+$", "", piece)
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
        cut = _CUT.search(hidden, cut.end())
    found = read_chinese(piece, known)
    if found:
        return found, False, begun
    trimmed = re.sub(rf"(?:{_TIME}|{_ADVERB})+$", "", piece)
    found = read_chinese(trimmed, known) if trimmed != piece else None
    return found, False, begun


def _according(tail: str, known: object) -> Mention | None:
    """據路透社報導, 根據國防部的說法, 按照國防安全合作局送交國會的通知."""
    text = tail.strip()
    m = _HEADED.search(text)
    if m:
        who = text[: m.start()]
        who = re.sub(rf"(?:{_TIME}|{_ADVERB}|的)+$", "", who)
        sent = re.search(r"送交|提交|發布|公布|提供|刊登|取得|發給|寄給|交給|發出", who)
        if sent and sent.start():
            return read_chinese(who[: sent.start()], known)
        found = read_chinese(who, known)
        if found:
            return found
        hidden = known_bodies_zh().sub(lambda k: "＃" * len(k[0]), who)
        cut = _CUT.search(hidden) or re.search(r"送交|提交|發布|公布|提供|刊登|取得|發給|送|的|致", hidden)
        if cut and cut.start():
            return read_chinese(who[: cut.start()], known)
        return None
    return read_chinese(text, known) if len(text) <= 16 else None


def _quoted(
    text: str, a: int, b: int, end: int, clause: str, masked: str, m: re.Match[str], known: object
) -> Frame | None:
    """X引述Y的話說: X is the carrier, Y the speaker."""
    subject, shared, begun = _subject(clause, masked, m.start(), known)
    tail = clause[m.end() :]
    stop = _SAY_END.search(tail)
    who, body = tail, min(b + 1, end)
    if stop and stop.start() < len(tail):
        who = tail[: stop.start()]
    else:
        inner = re.search(r"(?:的話|的說法|說法|的談話|的消息)?(?:說|指出|表示|稱|透露)(?!法)", tail)
        if inner:
            who, body = tail[: inner.start()], a + m.end() + inner.end()
    who = re.sub(
        r"(?<=.)的?(?:一份|一篇|一項|最新|最近|相關)?(?:的)?(?:報告|研究|數據|統計|資料|文件|聲明|文章)$", "", who
    )
    speaker = read_chinese(re.sub(rf"(?:{_TIME}|{_ADVERB})+$", "", who), known)
    if speaker is None:
        return None
    if subject is None and not shared:
        return None
    return Frame(
        "say",
        (a + m.start(), a + m.end()),
        speaker,
        a + begun,
        end,
        (body, end),
        "before",
        (a, b),
        [subject] if subject else [],
        shared=False,
    )
