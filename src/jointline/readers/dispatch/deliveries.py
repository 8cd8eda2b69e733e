"""Which delivery a passage tells of: the first units, some of them or the last ones, handed over or promised."""

from __future__ import annotations

import re

from jointline.readers.dispatch.things import UNIT_EN

_NUM = r"(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen)"
_LOT = r"(?:batch|lot|tranche|shipment|consignment|group|instal(?:l)?ment|delivery|deliveries)"
_HAN_NUM = r"[\d〇零一二三四五六七八九十百兩]"
_UNIT = r"(?:枚|架|輛|艘|套|門|具|座|台|支|艇)"
_COMES = re.compile(
    r"\b(?:deliver(?:y|ies|ed|ing|s)?|hand(?:ed|ing|s)?[ -]?over|handover|arriv\w+|reach(?:ed|es|ing)? (?:the |its )?(?-i:[A-Z]\w*|island|port|base|harbou?r|country|army|navy|air force|troops|units)|(?:take|takes|took|taken|taking) delivery|receiv\w+|unloaded|offloaded|landed|docked|touched down|flown in|flew in|turned over|shipments?|come|comes|came|follow(?:s|ed)?|due)\b"
    r"|交付|交貨|交機|交艦|交車|交清|交齊|交了|交出|運抵|返抵|飛返|抵港|運到|抵台|抵臺|抵達|飛抵|到貨|到齊|到位|到港|到台|接收|點收|撥交|移交",
    re.IGNORECASE,
)
_NOT_SPAN = rf"(?!{_NUM} (?:months?|years?|weeks?|days?|quarters?|half)\b|(?:year|month|week|quarter|half|spring|summer|fall|autumn|winter|night|decade|time|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|January|February|March|April|May|June|July|August|September|October|November|December)(?:day)?\b)"
# what can be the first or the last to come: batch, 10, of the 108, M1A2T, launchers, delivery
_SHARE = rf"{_NOT_SPAN}(?:(?!of\b|to\b|in\b|and\b)[\w'-]+ ){{0,3}}?(?:{_LOT}\b|{_NUM}\b|of (?:the |its |Taiwan's )?(?:{_NUM}|[A-Z])|{UNIT_EN}\b|[A-Z][A-Za-z]*-?\d[\w-]*)"
_LAST = re.compile(
    rf"\b(?:last|final),? (?:and \w+ )?{_SHARE}|\bthe last (?:is|was|will|of them)\b|\b(?:the|its|their) (?:remaining\b|other {_NUM}\b|balance\b)|\b(?:the|with) rest\b|\bdeliver\w+ (?:[\w'-]+ ){{0,8}}?(?:end|ends|ended|conclude[sd]?|wrap\w* up)\b(?! of)|^\W*(?:to |will |would )?(?:end|finish|conclude|be (?:completed?|finished))\b"
    rf"|(?:最後|末|尾)(?:一|1)?批|最後(?:的)?{_HAN_NUM}+{_UNIT}|其餘|剩餘|剩下|餘下|餘(?={_HAN_NUM})|後{_HAN_NUM}+{_UNIT}",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"\b(?:first|initial),? {_SHARE}|\bthe first (?:is|was|will|of them)\b|\bdeliver\w+ (?:[\w'-]+ ){{0,8}}?(?:begin|begins|began|begun|start|starts|started|commence[sd]?)\b|\b(?:begin|begins|began|begun|start|starts|started|commence[sd]?) (?:the |to |its |with )?(?:deliver|arriv|hand|receiv|taking delivery)"
    rf"|(?:首|第一|第1|頭一|頭)批|首{_UNIT}|第[一1]{_UNIT}|[首前]{_HAN_NUM}+{_UNIT}|開始(?:交|運)|(?:交付|交貨|交機|運交)[^，。]{{0,6}}開始",
    re.IGNORECASE,
)
_MIDDLE = re.compile(
    rf"\b(?:second|third|fourth|fifth|sixth|next|another|further) {_LOT}\b|第[二三四五六七八九十2-9]批|次批|前[兩二三四五2-9]批|\bthe (?:second|third|fourth),? of {_NUM}\b",
    re.IGNORECASE,
)
# 18 of 29 have arrived, 1,700枚已運抵1,000枚
_PART = re.compile(
    rf"(?<!last )(?<!final )(?<!first )\b{_NUM} of (?:the |its )?{_NUM}\b|{_HAN_NUM}+{_UNIT}[^，。]{{0,8}}(?:已|只|僅)(?:交了|交出|運抵|交付|到貨|接收|交貨)[^，。]{{0,3}}{_HAN_NUM}+{_UNIT}|{_HAN_NUM}+{_UNIT}(?:當|之)?中[^，。]{{0,6}}{_HAN_NUM}+{_UNIT}",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\b(?:after|following)\b.*", re.DOTALL)  # all 108 are here after a third batch of 28
_WHOLE = re.compile(
    rf"(?<!not )(?<!nearly )(?<!almost )\ball (?:of )?(?:the |its |their )?(?:{_NUM}|deliver\w+|units|missiles|tanks|jets|aircraft|launchers|systems|drones)\b|\bin full\b|\bfully (?:delivered|handed over)\b|\bcomplet\w+ (?:the |its )?(?:deliver\w+|order|handover)|\bdeliver\w+ (?:[\w'-]+ ){{0,8}}complet\w+"
    r"|(?<!未)(?<!非)全數|全部|悉數|到齊|交齊|交清|(?:交付|交貨|運抵|到貨|交運)(?:完畢|完成|完竣)|完成(?:全案|全部|全數)?(?:的)?(?:交付|交貨)|全案[^，。]{0,14}(?:完成|完畢|結案)",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|would|should|(?-i:may)|might|could|due|expect\w*|schedul\w*|plan(?:s|ned)?|set to|slated|is to|are to|to be|aims?|hop(?:e|es|ed|ing)|slip\w*|(?:mov|push|postpon|defer|extend|shift)\w* [^.;]{0,80}?\b(?:to|until)\b|until|no earlier|at the earliest|next)\b"
    r"|將|預計|可望|預定|預估|擬|會(?!議|中|後|前|長)|訂[於在]|仍在|最快|最晚|最遲|可能|延(?:至|到|後|宕)|拖[到至]|展延|力拚|爭取|目標|希望|計畫|即將|才能|屆時|陸續交|前(?:交|運|到|完|全|可|陸續|抵)|年底前",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\b(?:arrived|reached|took|received|landed|docked|came|followed|was|were|has|have|had|began|ended|finished|completed)\b|已|了|到齊|交齊|昨|今天|今晨|日前|上月|上週|上個月|去年",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|never|no|none|yet to|fail\w*|without|undelivered)\b|尚未|還沒|未能|沒有|未(?=交|運|到|抵|獲)|無法",
    re.IGNORECASE,
)
_CASES = re.compile(r"\b(?:cases|sales|programs|programmes)\b|\d案|案件")  # several sales: none of them alone
_ARRIVED = re.compile(r"運抵|返抵|抵台|抵臺|抵達|飛抵|到貨|到齊|交齊")
_PROPERTY = {
    ("first", False): "first_delivery", ("first", True): "first_delivery_promised",
    ("final", False): "final_delivery", ("final", True): "final_delivery_promised",
    ("part", False): "partial_delivery",
}  # fmt: skip
_TELLS = ("fact_reported", "quantity", "plan", "schedule")


def delivered(kind: str, said: str, sentence: str, happens: str, published: str) -> tuple[str, str | None]:
    """The kind of a claim on a delivery, and the property of the ledger that it bears on; any other claim keeps its kind.

    *sentence* is where *said* stands: *the remaining two in 2027* has its verb further in front. *happens* and
    *published* are dates, empty where they are not known. What is told without a sign of time is taken for done
    where it lies before the day of publication, and is left out where that cannot be told.

    >>> delivered("quantity", "the final batch of 28 tanks reached Taipei", "", "2026-03-24", "2026-03-25")
    ('fact_reported', 'final_delivery')
    """
    if kind not in _TELLS or not (_COMES.search(said) or _COMES.search(sentence)):
        return kind, None
    stage, promised = _stage(said), _promised(said, sentence, happens, published)
    if promised is None or (not promised and _NOT.search(said)):
        return kind, None
    if promised:
        kind = "schedule" if happens and (stage or _COMES.search(said)) else kind
    elif stage:
        kind = "fact_reported"
    return kind, _PROPERTY.get((stage, promised))


def lies_ahead(said: str) -> bool:
    """Whether words of *said* put it ahead: will, due, 預計."""
    return bool(_AHEAD.search(said))


def _months(day: str) -> str:
    """2026-Q3 as its first month: later than 2026-03-25, as 2026-07 is."""
    return re.sub(r"-Q([1-4])", lambda q: f"-{3 * int(q[1]) - 2:02d}", day)


def _stage(said: str) -> str:
    said = _AFTER.sub("", said)
    last, first = _LAST.search(said), _FIRST.search(said)
    if last and first:
        return ""  # two in one passage: neither is told apart
    if last:
        return "final"
    if first:
        return "first"
    if _MIDDLE.search(said) or _PART.search(said):
        return "part"
    return "final" if _WHOLE.search(said) and not _CASES.search(said) else ""


def _promised(said: str, sentence: str, happens: str, published: str) -> bool | None:
    """Whether a delivery lies ahead; ``None`` where that cannot be told."""
    if _AHEAD.search(said):
        return True
    if _BEHIND.search(said):
        return False
    if happens and published:
        low, _, high = _months(happens).partition("/")
        high = high or low
        if low > published[: len(low)]:
            return True
        if high < published[: len(high)]:
            return False
    if _AHEAD.search(sentence):
        return True
    month = len(_months(happens).partition("/")[0]) >= 7  # of the day's own month: a year alone may have more to come
    return False if _ARRIVED.search(said) and (not happens or (published and month)) else None
