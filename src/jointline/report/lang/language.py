"""A language with its ways of writing numbers, money and dates: what every page, chart and briefing is written with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jointline.errors import JointlineError, suggest
from jointline.report.lang import dates, names, notes, numbers
from jointline.report.lang.catalogue import catalogue
from jointline.report.lang.spacing import fill
from jointline.sentences import Part, Sentence, says

CODES = ("en", "zh-TW")
_BETWEEN = {" ": "", ", ": "、", " and ": "與", "; ": "；", ". ": "。"}


@dataclass(frozen=True, slots=True)
class Language:
    """One of ``CODES``, with the options of a Chinese reader.

    roc: dates in years of the Republic (民國113年) · myriads: money in 億 and 萬 of US dollars in place of millions.
    ``language()`` makes one with the defaults of its readers.
    """

    code: str = "en"
    roc: bool = False
    myriads: bool = False

    @property
    def is_chinese(self) -> bool:
        """Whether texts are in Traditional Chinese."""
        return self.code == "zh-TW"

    def text(self, message: str, **args: Any) -> str:
        """The message in this language, its ``{places}`` filled. A literal argument: the catalogues are made from it."""
        said = self._years(catalogue(self.code).gettext(message)) if message else ""
        return self._filled(said, args) if args else said

    def plural(self, one: str, many: str, n: float, digits: int = 0, **args: Any) -> str:
        """The singular or plural form that *n* asks for; ``{n}`` stands for the number as this language writes it."""
        number = self.number(n, digits)
        said = catalogue(self.code).ngettext(one, many, 1 if number == "1" else 2)
        return self._filled(self._years(said), {"n": number, **args})

    def say(self, sentence: str) -> str:
        """A sentence of the library in this language, or a text of its shipped data; any other string (a quote, a title)
        stays as it is."""
        if isinstance(sentence, Part):
            return self._part(sentence)
        if not isinstance(sentence, Sentence):
            return self._years(catalogue(self.code).gettext(sentence)) if sentence else ""
        args = {k: self._said(v) if isinstance(v, str) else v for k, v in sentence.args.items()}
        held = catalogue(self.code)
        if sentence.many:
            return self._filled(self._years(held.ngettext(sentence.template, sentence.many, int(args["n"]))), args)
        return self._filled(self._years(held.gettext(sentence.template)), args)

    def _said(self, text: str) -> str:
        """A piece of a sentence; a note of the data that stands in one is recognised."""
        return self.say(text) if isinstance(text, (Part, Sentence)) else notes.said(text, self)

    def _years(self, message: str) -> str:
        """A message of the catalogue with the years that stand in it as the reader counts them."""
        return dates.in_roc_years(message) if self.roc else message

    def _filled(self, message: str, args: Mapping[str, Any]) -> str:
        return fill(message, args) if self.is_chinese else message.format(**args)

    def _part(self, part: Part) -> str:
        kind, value = part.kind, part.value
        if kind in ("usd", "usd_range") and not self.is_chinese:
            return str(part)
        if kind == "usd":
            return self.usd(*value)
        if kind == "usd_range":
            return self.usd_range(*value).replace("-", "−")
        if kind in ("date", "on_date"):
            return self.date(value[0]) if kind == "date" else self.on_date(value[0])
        if kind == "name":
            plain = value[2] if len(value) > 2 else str(part)
            return self.name(value[0], value[1], plain.replace("_", " ") if value[0] == "property" else plain)
        if kind == "units":
            return self.units(*value) if self.is_chinese else str(part)
        if kind == "percent":
            return str(part).replace(" %", "%") if self.is_chinese else str(part)
        if kind == "upper":
            said = self.say(value[0])
            return said[:1].upper() + said[1:]
        between = _BETWEEN.get(value[1], value[1]) if self.is_chinese else value[1]
        return str(between.join(self._said(p) for p in value[0]))

    def number(self, value: float, digits: int = 0) -> str:
        """A number with thousands separated."""
        return numbers.grouped(value, digits)

    def saved(self, months: float) -> str:
        """Months saved with one decimal; exactly nothing is ``0``, and what is not nothing is never ``0.0``: ``<0.1``."""
        if months and abs(months) < 0.05:
            return "<0.1" if months > 0 else ">−0.1"
        return self.number(months, 1).replace("-", "−") if months else "0"

    def often(self, share: float) -> str:
        """A share of draws as per cent; one that is not nothing is never ``0 %``, one that is not all never ``100 %``."""
        if 0 < share < 0.005:
            return f"<{self.share(0.01)}"
        return f">{self.share(0.99)}" if 0.995 < share < 1 else self.share(share)

    def usd(self, usd_m: float, digits: int = 1) -> str:
        """Money with its unit: ``US$ 18,276.5 million``, ``182.77 億美元``; usd_m: millions of US dollars."""
        if not self.is_chinese:
            return numbers.english_usd(usd_m, digits)
        return numbers.chinese_usd(usd_m, digits) if self.myriads else numbers.chinese_usd_m(usd_m, digits)

    def usd_short(self, usd_m: float) -> str:
        """Money to three significant digits, for headlines: ``US$ 18.3 billion``, ``183 億美元``."""
        if not self.is_chinese:
            return numbers.english_usd_short(usd_m)
        if self.myriads:
            return numbers.chinese_usd_short(usd_m)
        return numbers.chinese_usd_m(usd_m, 1)  # as everywhere: in one unit a sum has one value

    def usd_rounded(self, usd_m: float) -> str:
        """Money to ten million, for figures that stand beside their sum: ``US$ 14.90 billion``, ``149 億美元``."""
        if not self.is_chinese:
            return numbers.english_usd_rounded(usd_m)
        if self.myriads:
            return numbers.chinese_usd_rounded(usd_m)
        return numbers.chinese_usd_m(usd_m, 1)

    def usd_range(self, low: float, high: float, digits: int = 1) -> str:
        """Money between two ends: ``US$ 5,100.0 to 6,300.0 million``, ``51 億美元至 63 億美元``."""
        if low == high:
            return self.usd(low, digits)
        if self.is_chinese:
            return self.range(self.usd(low, digits), self.usd(high, digits))
        return f"US$ {numbers.grouped(low, digits)} to {numbers.grouped(high, digits)} million"

    @property
    def usd_unit(self) -> str:
        """The unit of ``usd_amount``, for the head of a column or the title of an axis."""
        return ("億美元" if self.myriads else "百萬美元") if self.is_chinese else "US$ million"

    @property
    def usd_scale(self) -> float:
        """How many millions of US dollars are one ``usd_unit``: what an axis divides its values by."""
        return 100.0 if self.is_chinese and self.myriads else 1.0

    def usd_amount(self, usd_m: float, digits: int = 1) -> str:
        """Money as a number of ``usd_unit`` with as many decimals in every row, for a column of a table."""
        return numbers.yi(usd_m) if self.usd_scale != 1 else numbers.grouped(usd_m, digits)

    def share(self, share: float, digits: int = 0) -> str:
        """A share from 0 to 1 as per cent: ``45 %``, ``45%``."""
        return f"{numbers.grouped(100 * share, digits)}{'' if self.is_chinese else ' '}%"

    def shares(self, low: float, high: float) -> str:
        """A share between two ends: ``38 to 71 %``, ``38% 至 71%``; one where they are written alike."""
        first, last = (f"<{self.share(0.01)}" if 0 < x < 0.01 else self.share(x) for x in (low, high))
        return self.range(first if self.is_chinese or first == last else first.removesuffix(" %"), last)

    def units(self, n: str, subject: str = "", item: str = "") -> str:
        """How many units, with the measure word that Chinese counts them with: ``66 units``, ``66 架``, ``64 × ATACMS missile``,
        ``陸軍戰術飛彈 64 枚``; *n*: the number as written, *subject*: the case, order or line, *item*: what of it is counted."""
        if not self.is_chinese:
            return f"{n} × {item}" if item else "1 unit" if n == "1" else f"{n} units"
        word = names.measure_word(subject, item)
        name = self.name("item", item, item) if item else ""
        return f"{name}{'' if name.endswith('）') else ' '}{n} {word}" if item else f"{n} {word}"

    @property
    def gap(self) -> str:
        """What stands between two sentences: in English a space."""
        return "" if self.is_chinese else " "

    def sentences(self, parts: Iterable[str]) -> str:
        """Sentences one after the other, with the space that English puts between them."""
        return self.gap.join(p for p in parts if p)

    def months(self, months: float, digits: int = 1) -> str:
        """A span of months with its unit."""
        _n = self.plural
        return _n("{n} month", "{n} months", months, digits)

    def range(self, low: str, high: str) -> str:
        """Two texts as the ends of a range: ``5.1 to 6.3``, ``5.1 至 6.3``, ``2028年7月至2030年7月``; one where they are alike."""
        _ = self.text
        if self.is_chinese and low != high and low.endswith(("年", "月", "日", "季")):
            return f"{low}至{high}"
        return low if low == high else _("{low} to {high}", low=low, high=high)

    def date(self, text: str) -> str:
        """A date of the ledger (``2026``, ``2026-Q3``, ``2026-10-02``, ``late 2026``) as this language writes it, no more precise."""
        return dates.chinese_date(text, self.roc) if self.is_chinese else dates.english_date(text)

    def month(self, text: str) -> str:
        """A month as headlines write it: ``June 2025``, ``2025年6月``."""
        return self.date(text) if self.is_chinese else dates.english_month(text)

    def on_date(self, text: str) -> str:
        """A date with the preposition it takes: ``on 2 Oct 2026``, ``in Q3 2026``, ``2026年10月2日``."""
        return dates.chinese_date(text, self.roc) if self.is_chinese else dates.english_on_date(text)

    def name(self, kind: str, key: str, default: str = "") -> str:
        """The usual name of a thing: kind ``case`` (key: case id), ``speaker``, ``carrier``, ``standing``, ``status``, ``category``,
        ``property``, ``option``, ``country``, ``line``, ``product``, ``number`` (key: a path in a network), ...; *default*, else
        the key, where the tables have none. Two cases of one name are told apart by the year of their notice; as ``case_title``
        a case has its name alone, for a sentence that gives the year."""
        found = names.find("case" if kind == "case_title" else kind, key, self.is_chinese)
        if found and self.roc:
            found = dates.in_roc_years(found)
        if kind == "case" and key in names.shared_by_cases():
            found, year = found or default or key, key.split("-")[1]
            return found if year in found else self.text("{case} ({year})", case=found, year=self.date(year))
        if found:
            return found
        if kind in ("number", "distribution") and self.is_chinese:
            return names.number_name(key) if kind == "number" else names.distribution(key)
        if kind == "speaker" and " via " in key and self.is_chinese:
            who, _, through = key.partition(" via ")
            carriers = self.text(", ").join(self.name("carrier", c, c) for c in through.split(", "))
            return self.text("{speaker} via {carriers}", speaker=self.name("speaker", who, who), carriers=carriers)
        if kind in ("speaker", "carrier") and "; " in key:
            return "、".join(self.name(kind, k) for k in key.split("; ")) if self.is_chinese else key
        return default or key.replace("_", " ")


ENGLISH = Language()


def language(code: str = "en", *, roc: bool = False, myriads: bool | None = None) -> Language:
    """The language of a code. Raises ``JointlineError`` for one that is not of ``CODES``.

    A Chinese reader counts in 億 and 萬 unless *myriads* is ``False``; both options are for Chinese alone.
    """
    if code not in CODES:
        raise JointlineError(says("there is no language {code!r}", code=code), remedy=suggest(code, CODES))
    chinese = code == "zh-TW"
    return Language(code, roc and chinese, chinese and myriads is not False)
