"""What a claim is about: product, number of units, value in US dollars, each only where the text states it."""

from __future__ import annotations

import re
from functools import cache

from jointline.readers.dispatch.tables import any_of, rows

_SCALE = {"trillion": 1e12, "billion": 1e9, "million": 1e6, "thousand": 1e3, "bn": 1e9, "m": 1e6, "mn": 1e6, "": 1.0}
_USD = re.compile(
    r"(?:US\s?\$|USD\s?|(?<![A-Z])\$)\s?(\d[\d,]*(?:\.\d+)?)\s?(trillion|billion|million|thousand|bn|mn|m)?\b|(?<![\d.,])(\d[\d,]*(?:\.\d+)?) (trillion|billion|million) (?:U\.?S\.? )?dollars",
    re.IGNORECASE,
)
_ZH_USD = re.compile(
    r"((?:[\d.,]+|[一二三四五六七八九十兩]+)(?:兆)?(?:[\d.,]*億)?(?:零)?(?:[\d.,]*萬)?)(?:多|餘)?(?:美元|美金)"
)
_NUMBERS = {
    w: i
    for i, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
}
_ZH_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"兩": 2, "〇": 0}
UNIT_EN = r"(?:missiles?|launchers?|tanks?|fighters?|jets?|aircraft|planes?|helicopters?|torpedo(?:e?s)?|drones?|howitzers?|rockets?|vehicles?|trucks?|systems?|cases|sales|rounds?|radars?|ships?|units?|pieces|sets?|pods?|motors?|guns?|engines?|mines?|vessels|frigates?|submarines?|launch tubes?|tubes?|items?|programmes?|programs?|packages?|interceptors?|munitions?|batteries|bombs?|parts|licen[sc]es|contracts?|orders?)"
# what cannot stand between a number and its unit: on March 24 the tanks
_NO_WORD = r"(?!(?:the|an?|was|were|is|are|had|has|have|will|would|when|that|which|who|by|at|on|from|months?|years?|weeks?|days?|percent|dozens?|hundreds?|thousands?|billion|million|batch|batches|lots?|tranches?|shipments?)\b)"
_UNITS_EN = rf"(?:{_NO_WORD}[\w'/()-]+ ){{0,4}}?{UNIT_EN}\b"
_SHARE_OF = re.compile(
    r"\b(?:half|thirds?|quarters?|fifths?|tenths?|most|many|some|majority|percent|%) of (?:the |its |their )?$"
)
_MONTH_EN = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? $")
_N = rf"(?:(?:\d[\d,]*|(?:{'|'.join(_NUMBERS)})\b)(?: (?:dozen|hundred|thousand)\b)?)"
_COUNT_EN = re.compile(
    rf"(?<![\w$.,/-])({_N})(?: of (?:the |its |their )?{_N})? (?:more |new |of the |further |additional )?(?:{_UNITS_EN}|batches of (?:[\w.'/-]+ ){{0,5}}?(?:sales|cases))",
    re.IGNORECASE,
)
_NOT_TIME = r"(?![\d,.%]|st\b|nd\b|rd\b|th\b|[ -](?:percent|%|months?|years?|weeks?|days?|hours?|quarters?|billion|million|thousand|batch|batches|lots?|tranches?|shipments?|deliver\w+|of (?:three|four|five|six|two|\d) batches)\b)"
# the number of the batch that is told of: the last 28 of the 108, a second batch of 18, the first two
_OF_BATCH_EN = re.compile(
    rf"\b(?:batch|lot|tranche|shipment|consignment|group)\b,?(?: of|:| with| comprising| consisting of)? (?:the |its |their |some |about |another |around |roughly )?({_N}){_NOT_TIME}"
    rf"|\b(?:first|second|third|fourth|fifth|last|final|initial|remaining|other|next|another|rest),? (?:and (?:final|last) )?(?:batch )?(?:of )?({_N}){_NOT_TIME}"
    rf"|^\W*(?:another )?({_N}) (?:more |others )?(?:in|by|this|last|next|during|before) ",
    re.IGNORECASE,
)
_HAN = "〇零一二三四五六七八九十百千兩廿卅"
_N_ZH = rf"(?:\d[\d,]*(?:\.\d+)?[百千萬]?|[{_HAN}]+萬?)"
UNIT_ZH = r"(?:枚|架|輛|艘|套|門|案|具|座|部|件|台|支|組|發|項|顆|挺|枝|艇|艦)(?!次|批)"
# 第2架 is the second and no count; 一項 is an article
_COUNT_ZH = re.compile(
    rf"(?<!第[一二三四五六七八九]、)(?<![第數幾\d.,{_HAN}])(?!一[項件案])({_N_ZH})(?:餘|多)?(?:{UNIT_ZH}|批(?=[^，。]{{0,6}}軍[售購]))"
)
_OF_BATCH_ZH = re.compile(
    rf"(?:首批|末批|尾批|次批|[該這本此]批|前[{_HAN}\d]批|第[{_HAN}\d]+批次?|最後(?:一|1)批|最後|其餘|其他|剩餘|剩下|餘下|餘|首|前|後)(?:購?的|採購|購買|共計?|合計|計|為|是|有|約|僅|等|數量|戰車|飛彈|戰機|火箭|火砲|無人機)*({_N_ZH})(?:餘|多)?{UNIT_ZH}"
)
_BATCH_ZH = re.compile(rf"(?:首批|末批|尾批|次批|最後(?:一|1)批|第[{_HAN}\d]+批)")
_TOTAL_ZH = re.compile(
    rf"(?:共計?|總計|合計|總共|全案|全數|訂購|採購|購買)(?:了|約)?{_N_ZH}(?:餘|多)?{UNIT_ZH}(?=.{{0,400}}?{_BATCH_ZH.pattern})",
    re.DOTALL,
)
_FIRST_ONE = re.compile(rf"首{UNIT_ZH}|第([一1]){UNIT_ZH}")  # 首架 is one
_CAME_ZH = re.compile(
    rf"(?:交了|交出|運抵|交付|交貨|交機|到貨|抵台|接收|撥交|移交|獲得|取得)(?:了|共|約|其中|台灣|我方)*({_N_ZH})(?:餘|多)?{UNIT_ZH}"
)


@cache
def _products() -> re.Pattern[str]:
    names = [r["name"] for r in rows("products")]
    latin = any_of(n for n in names if n.isascii())
    han = any_of(n for n in names if not n.isascii())
    # a Chinese character may stand on either side: 首批2架F-16V已運抵
    return re.compile(rf"(?<![A-Za-z0-9_-])(?:{latin})s?(?![A-Za-z0-9_-])|{han}", re.IGNORECASE)


@cache
def _canonical() -> dict[str, tuple[str, str]]:
    return {r["name"].lower(): (r["product"], r["case_words"]) for r in rows("products")}


def product_in(text: str) -> str | None:
    """Products named in *text*, in order, by their field names; nothing where none is named."""
    found: dict[str, None] = {}
    for m in _products().finditer(text):
        word = m[0].lower()
        name = _canonical().get(word) or _canonical().get(word.removesuffix("s"))
        if name:
            found[name[0]] = None
        if len(found) >= 4:
            break
    return ", ".join(found) or None


def case_words(product: str) -> tuple[str, ...]:
    """What the title of a ledger case has where it is about *product*."""
    return tuple(words for p, words in _canonical().values() if p == product and words)


def quantity_in(text: str) -> int | None:
    """The number of units that *text* states: of the batch it tells of, else of what has come, else the first.

    The ordinal of a batch is no number of units.

    >>> quantity_in("戰車最後一批28輛已運抵，108輛全數到齊"), quantity_in("the first two of 66 jets")
    (28, 2)
    """
    for pattern in (_OF_BATCH_EN, _OF_BATCH_ZH, _CAME_ZH, _FIRST_ONE, _COUNT_EN, _COUNT_ZH):
        if pattern is _COUNT_ZH and _BATCH_ZH.search(text):  # 共66架，首批年底交付: how many come first is not told
            text = _TOTAL_ZH.sub(" ", text)
        for m in pattern.finditer(text):
            word = next((g for g in m.groups() if g), "1")
            if pattern is _COUNT_EN and _SHARE_OF.search(text[max(0, m.start() - 30) : m.start()]):
                return None  # two-thirds of the 100 launchers
            day = _MONTH_EN.search(text[max(0, m.start() - 12) : m.start()])  # March 24 is no number of units
            if not day and not _NO_COUNT.fullmatch(word):
                return _integer(word)
    return None


_NO_COUNT = re.compile(r"(?:19[5-9]|20[0-5])\d|[零〇]+")  # a year, and 零件: parts


def _integer(word: str) -> int | None:
    low = word.lower().replace(",", "")
    if low.isdigit():
        return int(low) if len(low) < 10 else None
    if low in _NUMBERS:
        return _NUMBERS[low]
    if scaled := re.fullmatch(r"(\S+) (dozen|hundred|thousand)", low):
        number = _integer(scaled[1])
        return None if number is None else number * {"dozen": 12, "hundred": 100, "thousand": 1000}[scaled[2]]
    if m := re.fullmatch(r"(\d{1,9}(?:\.\d+)?)([百千萬])", low):
        return round(float(m[1]) * _TENS[m[2]])
    return int(chinese_number(word)) if re.fullmatch(rf"[{_HAN}]+萬?", word) else None


_TENS = {"十": 10, "百": 100, "千": 1000, "萬": 10_000}


def chinese_number(word: str) -> float:
    """*word* of Chinese digits as a number: in tens and hundreds, or digit by digit.

    >>> chinese_number("一百零八"), chinese_number("二十"), chinese_number("一千七百")
    (108.0, 20.0, 1700.0)
    """
    head, ten_thousands, rest = word.partition("萬")
    if ten_thousands:
        return chinese_number(head) * 10_000 + (chinese_number(rest) if rest else 0.0)
    if not re.search("[十百千廿卅]", word):
        return float("".join(str(_ZH_DIGIT[c]) for c in word)[:9] or 0)
    total, digit = 0.0, 0
    for c in word[:20].replace("廿", "二十").replace("卅", "三十"):
        if c in _TENS:
            total, digit = total + (digit or 1) * _TENS[c], 0
        else:
            digit = _ZH_DIGIT[c]
    return total + digit


def usd_in(text: str) -> float | None:
    """The first amount of US dollars that *text* states, in dollars; other currencies are not converted."""
    if m := _USD.search(text):
        number, scale = (m[1], m[2]) if m[1] else (m[3], m[4])
        if re.search(r"(?:NT|A|C|HK|S|T)\s?$", text[max(0, m.start() - 2) : m.start()]):
            return None
        value = float(number.replace(",", "")[:15]) * _SCALE[(scale or "").lower()]
        return round(value, 2)
    if m := _ZH_USD.search(text):
        return _zh_amount(m[1])
    return None


def _zh_amount(word: str) -> float | None:
    total, rest = 0.0, word.replace(",", "").replace("零", "")
    for sign, scale in (("兆", 1e12), ("億", 1e8), ("萬", 1e4)):
        if sign in rest:
            part, rest = rest.split(sign, 1)
            total += _plain(part) * scale
    total += _plain(rest) if rest else 0.0
    return round(total, 2) or None


def _plain(part: str) -> float:
    part = part.strip(".")
    if re.fullmatch(r"\d+(?:\.\d+)?", part):
        return float(part[:15])
    return chinese_number(part) if part and all(c in _ZH_DIGIT for c in part) else 0.0
