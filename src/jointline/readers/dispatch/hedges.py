"""Whether a claim is told as less than certain."""

from __future__ import annotations

import re

from jointline.readers.dispatch.tables import hedges

_NOT_EN = re.compile(
    r"\b(?:possible sale|as if|May \d|in May\b|May of|since May\b|by May\b|May,? \d{4}|estimated (?:cost|value|total)|estimated to cost|of course|appear(?:s|ed)? before|expects? (?:no|nothing) reply)\b"
)
_NOT_ZH = re.compile(
    r"唯恐|若磐石|估計(?:總額|價值|金額|成本|費用)?(?:要|為|約|是)*[\d.]+(?:億|萬)|疑慮|可能性極低|或者說|估計要|希望工程|機會成本|研究(?:所|院|員|生|中心|處|機構)|國會研究|考慮到|評估報告|或是|或者|軍事研究|有意思|有意願|研究與|恐怖|恐嚇|機會名額|若干|估計價|估計總|美元目標|靶|哪怕|恐龍|傳統|傳輸|宣傳|傳真|流傳|相傳|遺傳|傳播|傳給|傳出|外傳|目標物|目標獲得|傳媒|傳遞|或其他|和或|或以上|機會教育|檢討會"
)


def is_hedged(said: str, chinese: bool) -> bool:
    """True where the wording makes the claim less than certain (may, is considering, expected; 可能, 研議, 預計)."""
    plain = (_NOT_ZH if chinese else _NOT_EN).sub(" ", said)
    return bool(hedges("zh" if chinese else "en").search(plain))
