"""Chinese reporting clauses: 某人說, 據某報報導, 引述某人的話; what says who speaks, and what is said."""

from __future__ import annotations

import re
from functools import cache

from jointline.readers.dispatch.chinese_phrases import (
    according,
    act_frame,
    alone,
    asks_itself,
    called,
    quote_frame_zh,
    quoted,
    received,
    view_of,
)
from jointline.readers.dispatch.chinese_subjects import mask, subject_of, topic
from jointline.readers.dispatch.frames import Frame
from jointline.readers.dispatch.mentions import Mention
from jointline.readers.dispatch.tables import any_of, chinese_verbs, frames, refusals

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


@cache
def _verbs() -> re.Pattern[str]:
    found = {v for v, cls in chinese_verbs().items() if cls != "act"}
    return re.compile("|".join(alone(v) for v in sorted(found, key=lambda v: (-len(v), v))))


@cache
def _acts() -> re.Pattern[str]:
    return re.compile(any_of(v for v, cls in chinese_verbs().items() if cls == "act"))


@cache
def _closing_verb() -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(v for v, c in chinese_verbs().items() if c in ('say', 'opine', 'deny'))})[：:\\s]*$")


@cache
def _unattributed() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(frames('zh', 'unattributed'))})")


_NOUN_LAST = frozenset(
    [
        "說明",
        "聲明",
        "分析",
        "評估",
        "通知",
        "報告",
        "公告",
        "解釋",
        "報導",
        "回應",
        "答覆",
        "建議",
        "要求",
        "承諾",
        "保證",
        "警告",
        "批評",
        "質疑",
        "抗議",
        "肯定",
    ]
)
_MOST_VERBS = 12  # reporting verbs looked at in one clause


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
    first = topic(text[slice(*parts[0])], known) if len(parts) > 1 else None
    # the words of a quotation are nobody's reporting clause
    for a, b in parts[:60]:
        if any(q[0] <= a and b <= q[1] for q in quotes) and len(parts) != 1:
            continue
        frame = _clause_frame(text, a, b, end, quotes, known, bool(made), first)
        if frame:
            made.append(frame)
            if len(made) >= 12:
                break
    if not any(f.cls != "unattributed" for f in made):
        other = quote_frame_zh(text, start, end, parts, quotes, known) or (
            act_frame(text, parts, end, known, _acts()) if not made else None
        )
        made = [other] if other else made
    # 本報致電某公司，未獲回應: the one who was asked is silent
    if (
        any(f.cls == "decline" for f in made)
        and asks_itself(made[0].subject)
        and (asked := called(text, start, end, known))
    ):
        made = [f for f in made if f.cls == "decline"]
        made[0].subject, made[0].start, made[0].shared = asked, start, False
    elif (
        made
        and made[0].subject
        and made[0].subject.name == "counterpart"
        and (asked := called(text, start, end, known))
    ):
        made[0].subject, made[0].start = asked, start
    # 「...」，湯國棟說。 : said behind the quotation
    for f in made:
        if (
            f.place == "before"
            and f.start == start
            and quotes
            and quotes[0][0] - start < 2
            and f.cue[0] > quotes[0][1]
            and f.body[1] - f.body[0] < 2
        ):
            f.place, f.body = "behind", (start, quotes[0][1])
        if f.place == "before" and f.body[0] >= f.body[1] - 1 and f.start > start:
            if f is not made[0] and f.cls == "opine" and text[f.start - 1] != "」" and text[f.start - 2] != "」":
                f.cls = "inner"  # 外交部說，中方已提出抗議: nothing but what is said
                continue
            if f is not made[0] and f.cls == "tell" and f.shared:
                f.cls = "inner"  # 合作局說，國務院已批准，並已通知國會: so is this
                continue
            if f is made[0] and f.start < f.cue[0] and _FEELS.search(text[slice(*f.cue)]) and not quotes:
                f.body = (f.cue[0], end)  # 美國已批准，國防部表示感謝: a clause of its own
                continue
            f.place, f.body, f.start = "behind", (start, f.start), start
    kept = [f for f in made if f.cls != "inner"]
    if (
        kept and kept[0].start > start and kept[0].place == "before" and kept[0].cls != "act"
    ):  # and an act in front of it
        before = act_frame(text, [p for p in parts if p[1] < kept[0].start], kept[0].start - 1, known, _acts())
        kept = [before, *kept] if before else kept
    return kept


_QUOTES = re.compile(r"引述|援引|引用|轉述")
# what somebody feels about what stands in front, which he does not tell: 表示感謝, 深表遺憾
_FEELS = re.compile(r"感謝|歡迎|遺憾|抗議|不滿|支持|肯定|關切")


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
    masked = mask(clause, a, quotes)
    lead = len(clause) - len(clause.lstrip(" \u3000"))
    if (m := _unattributed().match(masked, lead)) and not re.match(
        r"(?:據|根據)?[^，]{2,20}(?:報導|指出|說|表示)", clause[m.end() :]
    ):
        return Frame("unattributed", (a + m.start(), a + m.end()), None, a, end, (a + m.end(), end), "before", (a, b))
    if m := re.match(
        r"\s*(?:但|而|不過|另外|另)?(?:根據|依據|依照|按照|據|依|按|照)(?!點|此|以|規|法|約|理|例|計畫|進度|時程|期)",
        clause,
    ):
        if (tells := _QUOTES.search(masked, m.end())) and (
            chain := quoted(text, a, b, end, " " * m.end() + clause[m.end() :], masked, tells, known)
        ):
            return chain  # 據路透社引述一名官員的話
        found = according(clause[m.end() :], known)
        if found:
            return Frame(
                "according", (a + m.start(), a + m.end()), found, a, end, (min(b + 1, end), end), "before", (a, b)
            )
    if (view := view_of(clause, known)) and not later:
        return Frame(
            "according",
            (a, a + view[1]),
            view[0],
            a,
            end,
            (min(a + view[1], end - 1), end),
            "before",
            (a, min(a + view[1], b)),
        )
    if later and (had := received(clause, known)):
        return Frame("say", (a + had[1], a + had[2]), had[0], a, end, (min(b + 1, end), end), "before", (a, b))
    m = refusals("zh").search(masked)
    if m and (blamed := _verbs().search(masked[: m.start()])) and chinese_verbs()[blamed[0]] == "opine":
        m = None  # 批評國防部避重就輕: somebody else's silence
    if m:
        subject, shared, begun = subject_of(clause, masked, m.start(), known)
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
        said = _closing_verb().fullmatch(tail.strip())
        if said and cls in ("say", "report"):  # 發布新聞稿駁斥，
            cls = chinese_verbs()[said[0].rstrip("：: ")]
        ends = (
            said is not None
            or not re.sub(r"^(?:過|了|到|道|說|指|，|：|:|\s|的是|是)*", "", tail)
            or tail[:1] in '「『“"：:'
        )
        if cls in ("report",) and (
            m.start() == lead
            or re.match(r"\s*(?:有關|關於|對於|針對|至於|就|面對)", clause)
            or _NOUN_BEFORE.search(clause[: m.start()])
        ):
            continue
        if word in (
            "報告",
            "統計",
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
        if word[-1] == "說" and tail[:1] in ("法", "詞", "帖", "服", "教"):
            continue  # 匿名人士的說法
        if re.match(r"(?:真實)?(?:姓名|身分|身份|名字|真名|姓氏)", tail):
            continue  # 不願透露姓名的官員
        if word in _NOUN_LAST and b >= end - 1 and not tail.strip(" 。") and not quotes:
            continue  # 本部尊重美方說明: a noun
        if masked[: m.start()].endswith(("有人", "無人", "沒有人", "沒人")):
            continue  # 內部有人反對: nobody who could be named
        if cls == "quote":
            frame = quoted(text, a, b, end, clause, masked, m, known)
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
                    subject_of(clause, masked, m.start(), known)[0],
                    a,
                    end,
                    (a + m.end(), end),
                    "before",
                    (a, b),
                )
            subject, shared, begun = subject_of(clause, masked, m.start(), known)
            more = _verbs().search(masked, m.end())
            if more and chinese_verbs()[more[0]] != "ask" and more.end() >= len(masked.rstrip("：: ")) - 1:
                continue
            if subject and (subject.role == "reporter" or ends or subject.form in ("person", "medium")):
                return Frame("ask", (a + m.start(), a + m.end()), subject, a, end, (a + m.end(), end), "before", (a, b))
            continue
        if not ends and re.match(r"\s*(?:如果|若|倘若|假如|要是|只要|因為|由於|雖然|儘管|即使|既然|一旦)", clause):
            continue
        subject, shared, begun = subject_of(clause, masked, m.start(), known)
        if (
            subject is None
            and shared
            and not later
            and first is not None
            and (
                re.match(r"\s*(?:並且|並|也|還|又|而且|且|更|同時)", clause)
                or (
                    m.start() == lead
                    and cls in ("say", "opine", "deny")
                    and first.form in ("person", "role", "unnamed")
                )
            )
        ):
            subject = first
        if subject is None and not (shared and later):
            continue
        if (
            subject is None
            and not ends
            and not (len(word) == 1 and word in "稱批籲盼促" and m.start() == lead)
            and not re.match(r"\s*(?:並且|並|也|還|又|而且|且|但|更|同時|另|則|再|進一步|只|僅)", clause)
        ):
            continue
        if re.search(
            r"(?:(?<![討談者證協員聽院說國議大年晚餐宴機社])會(?!長|計|後|前|中|上|議)|(?<![中上少大准])將(?!領|軍|官|士)|要(?!員|塞)|想|可能|應(?!詢)|可(?!是))[^，]{0,3}$",
            masked[lead : m.start()],
        ) and not re.search(
            r"(?:記者會|委員會|協會|座談會|公聽會|會議|聽證會|院會|法說會)[^，]{0,3}$", clause[: m.start()]
        ):
            continue
        if (
            not ends
            and len(word) == 1
            and not (word in "稱批籲盼促" and subject is None and later and m.start() == lead)  # ，稱美方已往前調
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
