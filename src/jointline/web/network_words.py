"""What a number of the production network is, what it is worth and on what it rests, in words."""

from __future__ import annotations

import math

from jointline.network.numbers import Number, plain
from jointline.network.parts import Network
from jointline.network.read import SECTIONS
from jointline.network.shows import ShownNumber, ShownPart
from jointline.report.lang.language import Language
from jointline.sentences import Part, Sentence
from jointline.simulate.months import month_name
from jointline.web.lab_words import stage


def part_name(part: ShownPart, lang: Language) -> str:
    """A part by its name in words."""
    return lang.name(SECTIONS[part.section], part.name, part.title or part.name)


def role(word: str, lang: Language) -> str:
    """What a part is to an order."""
    _ = lang.text
    return {"order": _("The order"), "product": _("What goes into one"), "line": _("Lines that make it"),
            "source": _("Sources of its scarce components"), "ahead": _("Orders that share its lines or components")}[word]  # fmt: skip


def field(name: str, lang: Language) -> str:
    """What a number is."""
    _ = lang.text
    word, _slash, rest = name.partition("/")
    if word == "stages":
        return stage(rest, lang)
    if word == "in_process":
        number, _slash, what = rest.partition("/")
        n = int(number) + 1
        return (
            _("batch {n} in the making: month due", n=n)
            if what == "month"
            else _("batch {n} in the making: units", n=n)
        )
    if word == "bill_of_materials":
        said = _("{component} in one unit", component=lang.name("component", rest, rest))
        return said[:1].upper() + said[1:]
    known = {
        "quantity": _("Units ordered"), "delivered": _("Units handed over"), "placed": _("Month of the order"),
        "administrative_lead_time": _("Months from order to contract"), "acceptance_lag": _("Months of test, shipping and hand-over"),
        "priority": _("Rank, where ranks count"), "start": _("First month of production"), "rate_initial": _("Rate in the first month"),
        "rate_max": _("Full rate, units a month"), "ramp_months": _("Months to the full rate"), "yield": _("Share of units that are good"),
        "production_lead_time": _("Months to make one unit"), "buffer_months": _("Months of stock"),
    }  # fmt: skip
    return known.get(word, word)


def in_words(sentence: str, network: Network, lang: Language) -> str:
    """A sentence of the library with the numbers that it names in the words of the page: ``lines.x.ramp_months`` is
    “Months to the full rate, F-16 line at Greenville”."""
    if isinstance(sentence, Sentence):
        args = {
            k: _named(v, network, lang) if isinstance(v, Part) and v.kind == "name" else v
            for k, v in sentence.args.items()
        }
        sentence = Sentence(sentence.template, args, sentence.many)
    return lang.say(sentence)


def _named(part: Part, network: Network, lang: Language) -> str:
    """A number that a sentence names by its path, in words; any other part as it is."""
    _ = lang.text
    kind, path = part.value
    section, _dot, rest = path.partition(".")
    name, _dot, word = rest.partition(".")
    if kind != "number" or section not in SECTIONS or not name:
        return part
    held = getattr(network, section).get(name)
    title = (held.title if held else _title_added(network, f"{section}.{name}")) or name
    words = lang.name(SECTIONS[section], name, title)
    if word:
        what = field(word.replace(".", "/"), lang)
        words = f"{words}：{what}" if lang.is_chinese else f"{what}, {words}"
    return _("“{words}”", words=words)


def _title_added(network: Network, path: str) -> str:
    """The title of a part that an option adds."""
    return next(
        (str(c.get("title", "")) for o in network.options.values() for c in o.changes if c.get("add") == path), ""
    )


def value(n: Number, lang: Language, month_0: str = "") -> str:
    """What is drawn: one value, or from where to where; moments as months where *month_0* is given."""
    _ = lang.text

    def one(x: float) -> str:
        if not math.isfinite(x):
            return "∞"
        return lang.date(month_name(month_0, x)) if month_0 else plain(x).replace("-", "−")

    if n.is_fixed:
        return one(n.low)
    return _("{low} to {high}, middle {middle}", low=one(n.low), high=one(n.high), middle=one(n.middle))


def is_moment(name: str) -> bool:
    """Is the number a month of the calendar, counted from month 0?"""
    return name in ("placed", "start")


def by(n: ShownNumber, lang: Language) -> str:
    """Whose word a number is."""
    _ = lang.text
    who = lang.name("speaker", n.said_by, n.said_by) if n.said_by else lang.name("standing", n.standing or "", "")
    date = lang.date(n.stated_on) if n.stated_on else ""
    return _("{who}, {date}", who=who, date=date) if who and date else who or date or _("evidence")
