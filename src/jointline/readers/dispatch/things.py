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
_ZH_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"兩": 2}
_UNITS_EN = r"(?:[\w'/()-]+ ){0,4}?(?:missiles?|launchers?|tanks?|fighters?|jets?|aircraft|helicopters?|torpedo(?:e?s)?|drones?|howitzers?|rockets?|vehicles?|systems?|batches|cases|sales|rounds?|radars?|ships?|units?|pieces|sets?|pods?|motors?|guns?|engines?|mines?|ships|vessels|frigates?|submarines?|launch tubes?|tubes?|items?|programmes?|programs?|packages?|interceptors?|munitions?|batteries|bombs?|parts|licen[sc]es|contracts?|orders?)\b"
_COUNT_EN = re.compile(
    rf"(?<![\w$.,/-])(\d[\d,]*|{'|'.join(_NUMBERS)})(?: of (?:the |its |their )?(?:\d[\d,]*|{'|'.join(_NUMBERS)}))? (?:more |new |of the |further |additional )?{_UNITS_EN}",
    re.IGNORECASE,
)
_COUNT_ZH = re.compile(
    r"(\d[\d,]*|[一二三四五六七八九十兩]+)(?:餘|多)?(?:枚|架|輛|艘|套|門|案|批|具|座|部|件|台|支|組|發|項|顆|挺|輛|次|枝|艇)"
)


@cache
def _products() -> re.Pattern[str]:
    names = [r["name"] for r in rows("products")]
    latin = any_of(n for n in names if n.isascii())
    han = any_of(n for n in names if not n.isascii())
    return re.compile(rf"(?<![\w-])(?:{latin})s?(?![\w-])|{han}", re.IGNORECASE)


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
    """The first number of units that *text* states."""
    if m := _COUNT_EN.search(text):
        return _integer(m[1])
    if m := _COUNT_ZH.search(text):
        return _integer(m[1])
    return None


def _integer(word: str) -> int | None:
    low = word.lower().replace(",", "")
    if low.isdigit():
        return int(low) if len(low) < 10 else None
    if low in _NUMBERS:
        return _NUMBERS[low]
    return int(chinese_number(word)) if re.fullmatch(r"[零一二三四五六七八九十兩]+", word) else None


def chinese_number(word: str) -> float:
    """*word* of Chinese digits below a hundred as a number."""
    if "十" in word:
        tens, _, ones = word.partition("十")
        return (_ZH_DIGIT[tens[-1]] if tens else 1) * 10 + (_ZH_DIGIT[ones[0]] if ones else 0)
    return float("".join(str(_ZH_DIGIT[c]) for c in word)[:9] or 0)


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
