"""The kind of a claim and of its speaker, and the gist."""

from __future__ import annotations

import re

from jointline.readers.dispatch.institutions import WORD
from jointline.readers.dispatch.speakers import Source

_SCHEDULE = re.compile(
    r"\b(?:deliver\w*|arriv\w*|schedul\w*|due|by the end of|completed?|complete by|quarter|hand(?:ed)? over|set for|be ready|begin\w*|start\w*|late\b|later than|slip\w*|delay\w*|months? (?:late|behind)|until \d{4}|in batches|year by|on time|behind schedule)\b|交付|交貨|交運|運抵|到貨|完成|期程|時程|季開始|延後|延宕|拖[到至延]|年底|年前|年以後|陸續|開始試產|量產|首批|提前",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:19|20)\d\d s?\b|\b(?:20\d\d)s?\b|\b1[01]\d years?\b|\bJanuary|February|March|April|May \d|June|July|August|September|October|November|December|\bmonths?\b|\byears?\b|\bthe \d+(?:st|nd|rd|th)\b|\bsummer|spring|autumn|winter\b|\bquarter\b|年|月|季",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|would|plans?|planned|intend\w*|propos\w*|consider\w*|review\w*|weigh\w*|pursu\w*|seek\w*|aim\w*|want\w*|discuss(?:es|ed|ing)?\b|negotiat(?:es|ed|ing)\b|(?<!of )offer\w*|scheduled|expected|look(?:s|ing) at|hope\w*|going to)\b|將|會|計畫|打算|考慮|研議|評估|擬|準備|希望|爭取|可望|預計|打造|推動|尋找|洽談|討論|提議",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\$\s?\d|\b\d[\d,.]*\s*(?:percent|%|billion|million|missiles?|tanks?|cases|batches|units|pieces|launchers?|systems?|rounds|months|a (?:year|month))|\b(?:doubled|tripled|halved|by a (?:third|fifth|quarter|half))\b|\d+(?:多|餘)?(?:億|萬)|\d+(?:枚|架|輛|艘|套|案|批|具)|(?<!第)[兩二三四五六七八九十](?:枚|架|輛|艘|套|案|批)|\b(?:108|\d{2,})\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"\b(?:signed|approved)\b|(?:已|昨天?|今天?|日前)[^，。]{0,10}(?:簽署|簽訂|簽約|簽妥)|(?:發價書|合約|契約)[^，。]{0,6}(?:已|在|於)[^，。]{0,8}簽|^\W*(?:已|正式)?(?:批准|核准)",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"\b(?:should|must|important|indispensable|essential|necessary|vital|crucial|dangerous|regret\w*|welcome\w*|concern\w*|worr\w*|afraid|fear\w*|too (?:heavy|slow|late|expensive|few|many)|better|worse|best|confiden\w*|believes?|grave\w*|stop|urge\w*|wrong|risk\w*|threat\w*|balance|cannot be kept up|strain|unacceptable|call(?:ed|s)? on|need(?:s|ed)?)\b|應該|必須|重要|關鍵|信心|相信|認為|擔心|憂心|最怕|疑慮|呼籲|遺憾|反對|支持|危險|威脅|警告|不可或缺|有助|不利|嚴重|恐|動用武力|譴責|要求停止",
    re.IGNORECASE,
)


def kind_of(standing: str, cls: str, said: str, chinese: bool, hedged: bool) -> str:
    """One of the scheme's kinds: what the point of the claim is."""
    if standing == "declined_to_confirm":
        return "refusal_to_confirm"
    if standing == "denied":
        return "denial"
    if cls == "opine" and not re.search(r"\d{2,}", said):
        return "opinion"
    timed = bool(_TIME.search(said))
    if (
        timed
        and _SCHEDULE.search(said)
        and (_FUTURE.search(said) or hedged or re.search(r"\blate\b|延|以後|schedul", said))
    ):
        return "schedule"
    if _SIGNED.search(said) and not (re.search(r"\$|億|萬", said) or _FUTURE.search(said)):
        return "fact_reported"
    if _NUMBER.search(said):
        return "quantity" if not (_FUTURE.search(said) and not re.search(r"\$|億|萬", said)) else "plan"
    if _OPINION.search(said):
        return "opinion"
    return "plan" if _FUTURE.search(said) else "fact_reported"


_MOST = 140


def gist_of(said: str, standing: str) -> str:
    """What is claimed, in the text's own words without the reporting clause, cut to a line."""
    words = re.sub(r"\s+", " ", said).strip(' ,.;:，。；：、「」“”"')
    words = re.sub(r"^(?:that|and|but)\s", "", words)
    for begins, ends in ("「」", "“”"):  # a mark at the end that the words had opened
        words += ends if words.count(begins) > words.count(ends) else ""
    lead = {"declined_to_confirm": "will not confirm: ", "denied": "denies: "}.get(standing, "")
    if len(words) > _MOST:
        cut = words[: _MOST - 1]
        words = (cut.rsplit(" ", 1)[0] if len(WORD.findall(cut)) > 6 else cut) + "…"
    return lead + words


def group_of(source: Source) -> str:
    """The ledger's word for a kind of speaker."""
    if source.role in ("legislator", "party"):
        return "legislator"
    if source.kind == "official":
        return {"US": "us_government", "TW": "taiwan_government"}.get(source.side, "other")
    return {"company": "company", "expert": "think_tank" if source.org else "other", "media": "media"}.get(
        source.kind, "unknown"
    )
