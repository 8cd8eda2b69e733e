"""Chinese reporting clauses of their own form: 據某報報導, 引述某人的話, 在某人看來, acts, and silence."""

from __future__ import annotations

import re

from jointline.readers.dispatch.chinese_subjects import ADVERB, CUT, TIME, subject_of
from jointline.readers.dispatch.frames import Frame
from jointline.readers.dispatch.institutions import is_country
from jointline.readers.dispatch.mentions import Mention
from jointline.readers.dispatch.names import known_bodies_zh, read_chinese

# words that begin or end with a verb of one character and report nothing: 批准, 首批, 指定, 促成
_LONGER = {
    "批": "准次量號發文示可覆件",
    "指": "定派標揮數令導涉引向紋",
    "稱": "職號霸許謂呼",
    "促": "成進使銷",
    "講": "習義究",
    "問": "題世鼎卷",
    "引": "進擎發起信入渡爆領",
    "載": "具重彈台運貨荷機人體",
    "憂": "鬱",
    "駁": "火船",
}
_BATCH = r"(?<![\d〇一二三四五六七八九十百兩首末每各整同大這該分全多數幾])"  # 首批, 第二批, 分批: a batch


def alone(verb: str) -> str:
    """The pattern of a verb, one of a single character only where it is no part of another word."""
    if len(verb) > 1:
        return re.escape(verb)
    return f"{_BATCH if verb == '批' else ''}{verb}(?![{_LONGER[verb]}])" if verb in _LONGER else verb


_HEADED = re.compile(
    r"(?:指出|表示|說法|的說法|報導|報道|說|透露|稱|統計|估計|公布|資料|的資料|報告|通知|聲明|新聞稿|消息|分析|預估|評估|轉述|所述|看法|觀點|的話|文件|公告|數據|引述|披露|通報|研究|調查|財報|年報|季報|預算書|名單|規劃|紀錄|合約|公報|記載)(?:指出|顯示|表示|說|稱)?$"
)
_SAY_END = re.compile(
    r"(?:的話|的說法|說法|的談話|談話|的看法|的消息|消息|的分析|的報導|的發言|發言|的評論)?(?:說道|說|指出|表示|稱|報導|報道|透露|寫道|認為|強調|指稱)?$"
)


def according(tail: str, known: object) -> Mention | None:
    """據路透社報導, 根據國防部的說法, 按照國防安全合作局送交國會的通知."""
    text = tail.strip()
    m = _HEADED.search(text)
    if m:
        who = text[: m.start()]
        who = re.sub(rf"(?:{TIME}|{ADVERB}|的)+$", "", who)
        sent = re.search(r"送交|提交|發布|公布|提供|刊登|取得|發給|寄給|交給|發出", who)
        if sent and sent.start():
            return read_chinese(who[: sent.start()], known)
        found = read_chinese(who, known)
        if found:
            return found
        hidden = known_bodies_zh().sub(lambda k: "＃" * len(k[0]), who)
        cut = CUT.search(hidden) or re.search(r"送交|提交|發布|公布|提供|刊登|取得|發給|送|的|致", hidden)
        if cut and cut.start():
            return read_chinese(who[: cut.start()], known)
        return None
    return read_chinese(text, known) if len(text) <= 16 else None


def quoted(
    text: str, a: int, b: int, end: int, clause: str, masked: str, m: re.Match[str], known: object
) -> Frame | None:
    """X引述Y的話說: X is the carrier, Y the speaker."""
    subject, shared, begun = subject_of(clause, masked, m.start(), known)
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
        r"(?<=.)的?(?:一份|一篇|一項|最新|最近|相關)?(?:的)?(?:報告|研究|數據|統計|資料|文件|聲明|文章|來函|信函|信件|信|函|通知|公文|電報|簡報|來電|留言|貼文|投訴|陳情|爆料)$",
        "",
        who,
    )
    speaker = read_chinese(re.sub(rf"(?:{TIME}|{ADVERB})+$", "", who), known)
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


_VIEW = re.compile(
    r"\s*(?:但|而|不過|然而)?(?:在|對|就|以|依|照|按)?(?P<who>[^，]{2,24}?)(?:看來|眼中|眼裡|的眼中|的眼裡|而言|來說|來看|的角度來看|的觀點|之見|的算法|的算盤)(?:，|$)"
)
_VERDICT = re.compile(
    r"\s*(?:但|而|不過|然而)?(?P<who>[^，]{2,24}?)的(?:說法|看法|立場|回應|答覆|回答|答案|解釋|結論|評價|評語|判斷|理由|主張|態度|口徑|反應|說明|建議|訴求|要求|警告|估計|研判)(?:則|就|卻|也)?(?:(?:是|為|只有[^，「]{1,8}|很簡單|很直接)(?:：|，|「)?|：|(?=「))"
)
_RECEIVED = re.compile(
    r"(?:接獲|接到|收到|獲得|聽到|掌握|根據|據|聽)(?P<who>[^，]{1,14}?)(?:的)?(?:轉述|陳情|爆料|投訴|檢舉|反映|告知|通報|透露|密報|線報|來電|來信|來函|指控|申訴|提供(?:的)?(?:消息|資料)|說)"
)
_CALLED = re.compile(
    r"(?:本報|本社|本刊|本台|記者|媒體|我們|外媒)?(?:曾|已|也|另|昨|今|多次|再度|隨後|上午|下午|昨天|今天|昨日|今日)*(?:就此(?:事|案)?|為此|針對此(?:事|案)|對此)?(?:致電|致函|去電|去函|電詢|函詢|去信|詢問|洽詢|聯繫|聯絡|查詢|發函|寄信|寫信|電郵|向|就此事?(?:詢問|致電|致函|向|洽詢|聯繫))(?:給|予|到)?(?P<who>[^，]{2,20}?)(?:求證|查證|詢問|查詢|洽詢|採訪|置評|尋求回應|尋求評論|索取[^，]{0,6}|了解)?，"
)
_QUOTE_NEXT = re.compile(r"\s*(?:：|，)?\s*[「『“\"]")
_NO_ACT = re.compile(
    r"(?:將|會|要|擬|可|未|不|盼|望|應|須|能|想|若|如果|是否|可能|預計|打算|計畫|準備|尚未|遭|被|獲|經|待|需|已獲|由|的|才|請|求|讓|使|促|向|對|後|時|待)$"
)
_LEGISLATURE = re.compile(r"國會|立法院|立院|參議院|眾議院|議會|委員會")
_OWN_MEDIUM = re.compile(r"newspaper|reporter|本報|本社|本刊|本台|記者")


def view_of(clause: str, known: object) -> tuple[Mention, int] | None:
    """在林明輝看來, 國防部的說法是: whose view it is, and where the words behind it begin."""
    m = _VIEW.match(clause) or _VERDICT.match(clause)
    if m is None:
        return None
    found = read_chinese(m["who"], known)
    if found is None or found.form not in ("person", "body", "role", "unnamed", "group", "pronoun", "medium"):
        return None
    return None if is_country(found.name) and m.re is _VIEW and "對" in clause[:3] else (found, m.end())


def received(clause: str, known: object) -> tuple[Mention, int, int] | None:
    """他接獲廠商轉述: from whom somebody has it; one who is not told apart is not named."""
    m = _RECEIVED.search(clause)
    if m is None or m.start() > 8 or not m["who"].strip("一名位個某的"):
        return None
    who = m["who"]
    found = read_chinese(who, known)
    if found is None or (found.form == "body" and found.name in ("company", "廠商", "原廠")) or found.form == "group":
        found = Mention("unnamed", who, who, "anonymous", "人士", n=None if "多" in who or "數" in who else 1)
    return found, m.start(), m.end()


def called(text: str, start: int, end: int, known: object) -> Mention | None:
    """本報致電波音公司，截稿前未獲回應: whom a reporter has asked."""
    m = _CALLED.match(text, start, end)
    found = read_chinese(m["who"], known) if m else None
    return found if found and found.form in ("body", "person", "role") else None


def asks_itself(m: Mention | None) -> bool:
    """Whether the subject of a refusal is the medium that asked."""
    return m is None or (m.form in ("medium", "role", "unnamed") and bool(_OWN_MEDIUM.search(m.name or m.text)))


def quote_frame_zh(
    text: str, start: int, end: int, parts: list[tuple[int, int]], quotes: tuple[tuple[int, int], ...], known: object
) -> Frame | None:
    """官員只回了四個字：「無可奉告」: the subject of a clause in front of a quotation, whatever its verb."""
    for a, b in parts[:8]:
        q = next((q for q in quotes if a <= q[0] <= b + 2 and q[1] - q[0] > 4), None)
        if q is None or not _QUOTE_NEXT.match(text, min(q[0], b) if q[0] >= b else q[0], end):
            continue
        if q[0] < b and text[q[0] - 1] not in "：:，,說道是為稱":
            continue
        clause = text[a : min(b, q[0])]
        if len(clause.strip()) < 3 or q[1] < end - 40:
            continue
        hidden = known_bodies_zh().sub(lambda k: "＃" * len(k[0]), clause)
        subject, _, begun = subject_of(clause, hidden, len(clause), known)
        if subject and subject.form in ("person", "role", "unnamed", "member", "body", "pronoun"):
            return Frame("say", (a, b), subject, a + begun, end, (q[0], end), "before", (a, b))
    # 「...」，某人搖頭。: behind the quotation
    if quotes and quotes[0][0] - start < 2 and quotes[0][1] < end - 3:
        q = quotes[0]
        tail = text[q[1] : end]
        clause = re.split(r"[，。；]", tail.strip("，。 "))[0]
        if 3 <= len(clause) <= 30:
            hidden = known_bodies_zh().sub(lambda k: "＃" * len(k[0]), clause)
            subject, _, _ = subject_of(clause, hidden, len(clause), known)
            if subject and subject.form == "person" and (subject.role or subject.name in known):  # type: ignore[operator]
                return Frame("say", (q[1], end), subject, start, end, (start, q[1]), "behind", (q[1], end))
    return None


def act_frame(text: str, parts: list[tuple[int, int]], end: int, known: object, acts: re.Pattern[str]) -> Frame | None:
    """國務院批准對台軍售: what an office did in public is its own word; a country's or a legislature's deed is not."""
    for a, b in parts[:2]:
        clause = text[a:b]
        hidden = known_bodies_zh().sub(lambda k: "＃" * len(k[0]), clause)
        m = acts.search(hidden)
        if (
            m is None
            or m.start() < 2
            or _NO_ACT.search(hidden[: m.start()])
            or (m.end() > len(clause) - 2 and len(parts) == 1)
        ):
            continue
        subject, _, begun = subject_of(clause, hidden, m.start(), known)
        if (
            subject
            and subject.form == "body"
            and subject.kind in ("official", "company")
            and not is_country(subject.name)
            and not _LEGISLATURE.search(subject.text)
        ):
            return Frame(
                "act",
                (a + m.start(), a + m.end()),
                subject,
                a + begun,
                end,
                (a + m.start(), end),
                "before",
                (a, a + m.start()),
            )
    return None
