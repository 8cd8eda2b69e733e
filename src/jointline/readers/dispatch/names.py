"""Reading Chinese words in front of a reporting verb: institutions, titles, names, people who are not named."""

from __future__ import annotations

import re
from functools import cache

from jointline.readers.dispatch.chinese_names import DIGITS, HAN, PLACES, count_zh, is_name, is_transliterated, surnames
from jointline.readers.dispatch.institutions import side_of
from jointline.readers.dispatch.mentions import Mention
from jointline.readers.dispatch.tables import any_of, bodies, media, titles, unnamed

_BODY_END = (
    r"(?:司令部|指揮部|採購室|採購組|發言人室|督察室|主計室|小組|專案小組|聯隊|艦隊|軍團|總署|總局|總處|審計部|委員會|辦公室|辦事處|代表處|研究院|研究所|研究中心|基金會|總統府|國防部|外交部|經濟部|戰爭部|國務院|公司|大學|學院|智庫|協會|協進會|公會|政府|當局|使館|大使館|集團|重工|造船廠|造船|航太|科技|工業|企業|中心|"
    r"部|局|署|處|司|院|會|廠|黨團|海軍|陸軍|空軍|軍方)"
)
_MADE_BODY = re.compile(
    rf"(?:[\u4e00-\u9fffA-Za-z·]{{1,14}}?){_BODY_END}(?![\u4e00-\u9fff]{{0,2}}(?:表示|說))|{_BODY_END}"
)
_MEDIA_END = r"(?:通訊社|新聞社|日報|晚報|時報|月報|週報|周報|郵報|早報|新聞網|新聞|電視台|電視|電台|廣播|雜誌|周刊|週刊|月刊|季刊|網站|之音|社|報|網|導報|評論|論壇報|防務)"
_CLASS_MEDIA = re.compile(
    r"(?:日本|美國|台灣|中國|外國|國際|英國|港|日|美|外|台|陸|韓|英|官|國|多家|當地|部分|有)?(?:媒體|傳媒|媒)$"
)


@cache
def _known_bodies() -> re.Pattern[str]:
    return re.compile(any_of(n for n in bodies() if re.search(HAN, n)))


@cache
def _known_media() -> re.Pattern[str]:
    return re.compile(any_of(n for n in media() if re.search(HAN, n)))


@cache
def known_bodies_zh() -> re.Pattern[str]:
    """Known Chinese names of institutions and media."""
    return re.compile(any_of(n for n in (*bodies(), *media()) if re.search(HAN, n) and len(n) > 1))


@cache
def _formerly() -> re.Pattern[str]:
    return re.compile(rf"前(?:副|任|首席)?(?:{any_of(titles('zh'))})")


@cache
def title_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(titles('zh'))})(?!部|室|會|署|處|局|院|團|級|館|辦公室)")


@cache
def _unnamed() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(unnamed('zh'))})(?:們)?(?=$|之一|說法|的|透露)")


def chinese_body(text: str) -> tuple[str, str, str]:
    """Name, speaker kind and side of the institution that *text* names, or empty ones."""
    known = None
    for m in _known_bodies().finditer(text):
        if known is None or len(m[0]) > len(known[0]) or m.start() == known.end():
            known = m
    made = re.match(rf"(?:[\u4e00-\u9fffA-Za-z·]{{0,16}}){_BODY_END}", text)
    if made and (known is None or len(made[0]) > len(known[0])) and len(made[0]) > 1:
        name = made[0]
        kind = bodies()[known[0]].kind if known and known[0] in name else "official"
        if re.search(r"(?:公司|集團|重工|造船廠|造船|航太|科技|工業|企業|廠)$", name):
            kind = "company"
        elif re.search(r"(?:大學|學院|智庫|研究院|研究所|研究中心|基金會|協會|公會|協進會)$", name) and not known:
            kind = "expert"
        return (
            name,
            kind,
            (side_of(name) or (bodies()[known[0]].side if known else "") or ("TW" if kind == "official" else "")),
        )
    if known:
        b = bodies()[known[0]]
        return known[0], b.kind, b.side
    return "", "", ""


# when somebody spoke, behind the name
_TRAILING = re.compile(
    r"(?<=..)(?:今天|今日|昨天|昨日|昨晚|今晚|今早|前天|日前|近日|稍早|稍後|隨後|上午|下午|晚間|中午|清晨|凌晨|傍晚|會後|會前|會中|當天|當日|同日|同時|(?:上|本|這)?(?:週|周|星期)[一二三四五六日天]|\d{1,2}日)+$"
)
_PAPER = re.compile(
    r"(?P<who>.{2,30}?)(?:的|發布的|公布的|發出的|提出的|發表的|出版的|出具的|送交[^，]{2,8}的|最新|年度|書面|官方|所發的|合約|預算|招標|決標|採購|財務|調查|研究)*(?:報告|報告書|網站|官網|公告|聲明|新聞稿|年報|季報|財報|臉書|臉書專頁|粉專|貼文|推文|信函|函件|信|函|預算書|說帖|白皮書|簡報|調查|研究|統計|數據|資料|民調|社論|文章|專文|文件|通知|通知書|紀錄|來函|回函|書面答覆|答覆)(?:中|裡|上|內)?"
)


_SORT_NAME = re.compile(
    rf"(?P<org>.{{0,16}}?)(?P<sort>官員|高官|軍官|將領|幕僚|助理|主管|外交官|學者|專家)(?P<name>{HAN}{{2,6}}(?:[·．・]{HAN}{{1,6}})?)"
)


def read_chinese(text: str, known: object) -> Mention | None:
    """The speaker that Chinese words name; *known* tells whether a name was met before (``name in known``)."""
    text = re.sub(r"（[^（）]{0,20}）|\([^()]{0,20}\)", "", text)
    text = re.sub(r"\s+", "", text).strip('，。；：、（）()〔〕[]"“”—-')
    if text.count("「") != text.count("」"):
        text = text.strip("「」")
    text = _TRAILING.sub("", text)
    text = re.sub(r"^(?:本報|本刊|本台|獨家)?(?:專訪|採訪|對話)(?=.{3})", "", text)
    if m := re.fullmatch(r"([^「」『』《》“”]*)[「『“]([^「」『』“”]{2,14})[」』”]([^「」『』《》“”]*)", text):
        text = m[1] + m[2] + m[3] if not re.search(rf"{_MEDIA_END}$", m[2]) else text
    if m := re.fullmatch(
        rf"(?:原廠|承包商|製造商|供應商|軍火商|武器商|承製商|開發商|美商|台商|日商|韓商)(?={HAN}{{2,}}(?:公司|集團|航太|科技|重工|工業))(.+)",
        text,
    ):
        text = m[1]
    text = re.sub(r"(?<=..)(?:方面|那邊|這邊|一方)$", "", text)
    if (paper := _PAPER.fullmatch(text)) and len(paper["who"]) > 1:
        who = re.sub(
            r"(?:的|去年|今年|前年|上月|本月|\d{2,4}年|\d{1,2}月|\d{1,2}日|底|初|間|最新|年度|一份|日前|昨天|今天)+$",
            "",
            paper["who"],
        )
        owner = read_chinese(who, known) if who != text else None
        if owner and owner.form in ("body", "medium", "person"):
            return owner
    if not text or len(text) > 60 or re.match(r"(?:這|那)(?:也|就|不)?是", text):
        return None
    if re.fullmatch(r"本(?:部|局|會|署|院|處|公司|所|校|辦公室|府|司令部)", text):
        return Mention("pronoun", text, "we")
    if re.fullmatch(r"(?:他|她|它|他們|她們|其|對方|雙方)(?:本人|自己)?", text):
        return Mention(
            "pronoun",
            text,
            {
                "它": "it",
                "其": "it",
                "她": "she",
                "她本人": "she",
                "她自己": "she",
                "對方": "counterpart",
                "他們": "they",
                "她們": "they",
                "雙方": "they",
            }.get(text, "he"),
            plural=text in ("他們", "她們", "雙方"),
        )
    if m := re.match(r"(?:其中|另|另外|當中)?(?:的)?(?P<n>[一二兩三1-9])(?:名|位|人|個)", text):
        rest = text[m.end() :]
        if text[0] in "其另當" and (not rest or unnamed("zh").get(rest) or rest in ("人", "消息人士")):
            n = int(m["n"]) if m["n"].isdigit() else DIGITS[m["n"]]
            return Mention("member", text, kind="anonymous", n=n)
    if m := re.search(r"(?:人士|官員|專家|學者|主管|軍官|將領)之一$", text):
        return Mention("member", text, kind="anonymous", n=1)
    side = side_of(text)
    former = bool(
        _formerly().search(text)
        or re.match(r"(?:已?退役|卸任|前(?!線|進|瞻|述|鎮)|曾)", text)
        or re.search(r"(?:曾在|曾任|曾擔任|退役)", text)
    )
    if m := re.fullmatch(
        r"(?:該|這名|這位|該名|此|上述|這些|該位|這家|這份|該份|這篇|該篇|此篇|本)(?P<what>.{1,8})", text
    ):
        return _that(text, m["what"], side)
    if re.fullmatch(
        r"(?:這|該|此)?(?:篇|份|則)?(?:報導|報道|文章|報告|通知|聲明|新聞稿|公告|公報|信函|文件|預算書|通知書|書面報告|說帖|研究|調查|社論|專文|說明|新聞|來函|回函|回信|信中|文中|文|報告書|評估)(?:中|裡|書|內)?",
        text,
    ):
        return Mention(
            "document", text, re.sub(r"^(?:這|該|此)?(?:篇|份|則)?|(?:中|裡|內)$", "", text), "official", definite=True
        )
    # 曾在五角大樓任職的胡振東: what stands before the last 的 only describes
    if "的" in text:
        tail = text.rsplit("的", 1)[1]
        org, kind, org_side = chinese_body(re.sub(r"^.*智庫", "", text.rsplit("的", 1)[0]))
        if (is_name(tail) or tail in known) and not (org and kind == "expert"):  # type: ignore[operator]
            return Mention("person", text, tail, "expert" if former else "", n=1, former=former)
        if org and (is_transliterated(tail) or is_name(tail)):  # 昆西研究所的米尔斯
            role = "expert" if kind == "expert" else "official" if kind == "official" else "executive"
            return Mention("person", text, tail, kind, role, org, 1, side=org_side, former=former)
    if re.search(r"(?:消息|消息來源)$", text) and len(text) > 2:
        return Mention("unnamed", text, text, "anonymous", "消息", plural=True, side=side)
    text = re.sub(r"^綜合", "", text)
    if re.fullmatch(r"(?:有|另有|也有|還有)(?:分析|評論|意見|看法|觀點|人|一派|論者|聲音)", text):
        return Mention("unnamed", text, text, "anonymous", "人士", plural=True, side=side)
    if (m := _SORT_NAME.fullmatch(text)) and (
        is_transliterated(m["name"]) or (is_name(m["name"]) and len(m["name"]) < 4)
    ):
        org, kind, org_side = chinese_body(re.sub(r"^前", "", m["org"]))
        expert = former or m["sort"] in ("學者", "專家")
        return Mention(
            "person",
            text,
            m["name"],
            "expert" if expert else "official",
            "expert" if expert else "official",
            org,
            1,
            side=org_side or side,
            former=former or text.startswith("前"),
        )
    if text in bodies() and bodies()[text].kind != "party":
        return Mention("body", text, text, bodies()[text].kind, n=1, side=bodies()[text].side)
    found: re.Match[str] | None = None
    for each in _unnamed().finditer(text):
        found = each
    if found and found.end() >= len(text) - 3 and not is_name(text[found.end() :]):
        noun = found[0].removesuffix("們")
        counted = count_zh(text)
        if unnamed("zh").get(noun) == "group":
            return Mention("group", text, text, _group_zh(noun), side=side, plural=True)
        many = bool(re.search(r"多名|數名|幾名|多位|數位|幾位|們|部分|一些|若干|有些", text)) or (counted or 0) > 1
        if counted is None and not many and re.match(r"(?:有|某|一)", text):
            counted = 1
        return Mention(
            "unnamed",
            text,
            re.sub(r"(?:的話|的說法|說法)$", "", text),
            "anonymous",
            noun,
            n=counted,
            plural=many or counted is None,
            side=side,
        )
    title = None
    for m in title_pattern().finditer(text):
        rest = text[m.end() :]
        if title is None or m.start() >= title.end() or m.end() > title.end():
            title = m
        if is_name(rest) or not rest:
            title = m
            break
    if title:
        read = _titled(text, title, former, side, known)
        if read:
            return read
    if m := re.match(
        rf"(?:{HAN}{{0,6}}?)?[《「『]([^》」』]{{1,20}})[》」』](?:雜誌|周刊|週刊|月刊|季刊|雙月刊|報|日報|新聞網|網站|電視|電台)?$",
        text,
    ):
        if re.search(r"(?:智庫|研究機構|研究院|學會|基金會|協會)[《「『]", text):
            return Mention("body", text, m[1], "expert", n=1)
        if re.match(r"[^《「『]*(?:商|廠|公司|業者|集團|企業)[《「『]", text) or (
            m[1] in bodies() and bodies()[m[1]].kind == "company"
        ):
            return Mention("body", text, m[1], "company", n=1)
        return Mention("medium", text, m[1], "media", n=1)
    if (m := _known_media().search(text)) and m.start() <= 4 and len(text) - m.end() <= 4:
        return Mention("medium", text, m[0], "media", n=1)
    if _CLASS_MEDIA.search(text) and len(text) <= 8:
        return Mention("medium", text, text, "media", n=None, plural=True, side=side)
    if (
        len(text) <= 14
        and re.search(rf"{HAN}{{1,}}{_MEDIA_END}$", text)
        and not _known_bodies().fullmatch(text)
        and not re.search(
            r"(?:公報|情報|簡報|協會|學會|社會|年報|通報|預報|公社|通知|合作社|旅行社|經濟評論|上網|聯網|電網|海報|回報|申報|呈報|旗下網)$",
            text,
        )
    ):
        return Mention("medium", text, text, "media", n=1)
    if is_name(text) or text in known:  # type: ignore[operator]
        return Mention("person", text, text, n=1)
    if is_transliterated(text) and text not in bodies() and len(text) < 5 and text not in PLACES:
        return Mention("person", text, text, n=1)
    name, kind, body_side = chinese_body(text)
    if (name and text.startswith(name[:1]) and len(text) - len(name) <= 2) or (
        name and text.endswith(name) and len(text) - len(name) <= 6
    ):
        return Mention("body", text, name, kind, n=1, side=body_side)
    if re.fullmatch(r"[A-Za-z][A-Za-z .&'-]{1,40}", text):
        from jointline.readers.dispatch.mentions import read_english

        return read_english(text)
    if m := re.fullmatch(rf"({HAN}{{2,5}}[·．・]{HAN}{{2,6}})", text):
        return Mention("person", text, m[1], n=1)
    return None


_HEADS = frozenset(["院長", "副院長", "主席", "副主席", "委員", "議長", "副議長", "召集人"])
_CHAMBER = re.compile(r"立法院|立院|國會|議會|參議院|眾議院|委員會|黨")


def _titled(text: str, m: re.Match[str], former: bool, side: str, known: object) -> Mention | None:
    title = titles("zh")[m[0]]
    before, after = text[: m.start()], text[m.end() :]
    org, kind, org_side = chinese_body(before)
    speaker = title.kind
    if title.role in ("spokesperson", "official", "person") and kind in ("company", "official", "expert"):
        speaker = kind
    elif title.role == "legislator" and m[0] in _HEADS and org and not _CHAMBER.search(org):
        title = type(title)(title.title, "official", "official")  # 中科院院長
    elif title.role == "expert":
        speaker = "official" if m[0] == "顧問" and kind == "official" and not former else "expert"
        if speaker == "official":
            title = type(title)(title.title, "official", "official")
    elif speaker == "unknown":
        speaker = kind or "official"
    if title.role == "legislator" and m[0] in ("院長", "主席", "委員") and not before:
        pass
    if not org and before and re.search(r"(?:外交|國防|經濟|海軍|陸軍|空軍|軍方)$", before):
        org = before[-2:] + ("部" if before[-2:] in ("外交", "國防", "經濟") else "")
        org_side = side
    if m[0] in ("國防部長", "外交部長"):
        org, org_side = (before if side and len(before) <= 4 else "") + m[0][:3], side or "TW"
    name = after.strip("、")
    # the name in front of the title: 谷立言處長, 顧部長
    if not name and before and not re.search(rf"{_BODY_END}$", before) and (is_name(before) or before in known):  # type: ignore[operator]
        return Mention("person", text, before, speaker, title.role, "", 1, side=side, former=former)
    if not name and len(before) == 1 and before in surnames():
        return Mention("person", text, before, "", "", "", 1)
    if name:
        foreign = re.fullmatch(rf"{HAN}{{1,6}}(?:[·．・]{HAN}{{1,6}})?", name)
        if (is_name(name) or foreign) and len(name) <= 13 and not re.search(r"[在說的對於]", name[1:]):
            return Mention("person", text, name, speaker, title.role, org, 1, side=org_side or side, former=former)
        if re.fullmatch(r"[A-Za-z][A-Za-z .'-]{1,40}", name):
            return Mention("person", text, name, speaker, title.role, org, 1, side=org_side or side, former=former)
        return None
    if (
        re.search(r"(?:一|某|多|數|幾|\d)(?:名|位)|匿名|不具名|不願具名|高階|資深", before)
        and title.role != "spokesperson"
    ):
        n = count_zh(before)
        many = bool(re.search(r"多(?:名|位)|數(?:名|位)|幾(?:名|位)", before)) or (n or 0) > 1
        return Mention(
            "unnamed", text, text, "anonymous", m[0], org, n if n or many else 1, many, side=org_side or side
        )
    return Mention("role", text, m[0], speaker, title.role, org, 1, False, True, False, org_side or side, former)


def _that(text: str, what: str, side: str) -> Mention:
    if re.search(r"刊|報$|社$|媒體|網站|雜誌|電視台|電台|媒", what) and what not in ("公報",):
        return Mention("medium", text, "newspaper", "media", n=1, definite=True)
    if re.search(r"報導|報道|報告|通知|聲明|新聞稿|文|信|文件|研究|函|書", what):
        return Mention("document", text, what, "official", definite=True)
    if re.search(r"發言人", what):
        return Mention("role", text, "發言人", "official", "spokesperson", definite=True)
    if what in titles("zh"):
        t = titles("zh")[what]
        return Mention("role", text, what, t.kind if t.kind != "unknown" else "official", t.role, definite=True, n=1)
    if re.search(r"官員|人士|軍官|將領|主管|幕僚|消息", what):
        return Mention("unnamed", text, what, "anonymous", what, n=1, definite=True)
    if re.search(r"公司|廠|集團|企業", what):
        return Mention("body", text, "company", "company", n=1, definite=True)
    return Mention("body", text, what, "official", n=1, definite=True)


def _group_zh(noun: str) -> str:
    if noun in ("廠商", "企業", "業界", "產業界", "台商", "公會", "工會", "股東", "美台商業協會", "商會"):
        return "company"
    return "official"
