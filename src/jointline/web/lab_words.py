"""What the options lab says: of an option's result, of a number that may be moved, of the horizon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from jointline.options.knobs import Knob
from jointline.options.knobs import shown as plain_value
from jointline.report.lang.language import Language
from jointline.simulate.months import month_name
from jointline.web.lab import assumed

if TYPE_CHECKING:
    from jointline.network.parts import Network
    from jointline.options.compare import Compared, Comparison
    from jointline.options.needs import Stage

_NAMED = re.compile(r"(?:statement|紀錄) ([0-9a-f]{20})|(assumption|order)/[a-z0-9/-]+|訂單 ([a-z0-9-]+)(?=：)")
_HAN = re.compile("[\u4e00-\u9fff]")


def option_name(name: str, title: str, lang: Language) -> str:
    """The option in words."""
    return lang.name("option", name, title or name)


def names(options: Iterable[str], base: Network, lang: Language) -> str:
    """Several options in words."""
    _ = lang.text
    return _(", ").join(option_name(n, base.options[n].title, lang) for n in options)


def value_months(value: float, lang: Language) -> str:
    """US$ million times months as the column has it: in hundreds of millions where the reader counts so."""
    if not value:
        return "0"
    return (lang.number(value / 100, 1) if lang.myriads else lang.number(value)).replace("-", "−")


def value_months_head(lang: Language) -> str:
    """The head of that column."""
    _ = lang.text
    return (
        _("Waiting avoided, US$ hundred million × months")
        if lang.myriads
        else _("Waiting avoided, US$ million × months")
    )


def month(name: str | None, lang: Language) -> str:
    """A month, or that it lies beyond the horizon."""
    return lang.date(name) if name else lang.text("beyond the horizon")


def result(o: Compared, lang: Language) -> str:
    """One sentence on what an option does."""
    _ = lang.text
    name = option_name(o.option, o.title, lang)
    if o.changes_nothing:
        return _("{option} changes nothing, in any draw.", option=name)
    if all(s.earlier_share == 0 == s.later_share for s in o.cases):
        return _("{option} changes no final delivery to Taiwan, in any draw.", option=name)
    if o.value_months_p10 == o.value_months_p90 == 0:
        return _("{option} changes nothing in most draws: sooner in {earlier} of them, later in {later}.", option=name,
                 earlier=lang.often(o.earlier_share), later=lang.often(o.later_share))  # fmt: skip
    return _("{option} saves {months} months of waiting by value ({low} to {high} in eight draws of ten); sooner in {earlier} of the draws.",
             option=name, months=lang.saved(o.weighted_final_months_p50), low=lang.saved(o.weighted_final_months_p10),
             high=lang.saved(o.weighted_final_months_p90), earlier=lang.often(o.earlier_share))  # fmt: skip


def most(o: Compared, lang: Language) -> str:
    """On which case an option does most; nothing where it moves none by a month or more on average."""
    moved = max(o.cases, key=lambda c: abs(c.final_saved_months_mean), default=None)
    if moved is None or abs(moved.final_saved_months_mean) < 1:
        return ""
    text = lang.text("Most on {case}: {months} months ({low} to {high}).", case=lang.name("case", moved.case, moved.title),
                     months=lang.saved(moved.final_saved_months_p50), low=lang.saved(moved.final_saved_months_p10),
                     high=lang.saved(moved.final_saved_months_p90))  # fmt: skip
    return f" {text}"


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """A text in pieces, each with the statements it names (ids with commas): ``statement 8c19c1...``, ``assumption/stinger/annual-rate``.
    Their ids are not shown: they stand in the address that the word opens."""
    at = 0
    for found in _NAMED.finditer(text):
        yield text[at : found.start()], ""
        word = found[2] or found[0].split()[0]
        if word == "assumption" and _HAN.search(text):
            word = "假設"
        yield word, found[1] or assumed(f"order/{found[3]}" if found[3] else found[0])
        at = found.end()
    yield text[at:], ""


def start_months(as_of: str, knob: Knob, lang: Language) -> str:
    """The month that each value of a start is, joined by bars: what a script shows beside the slider."""
    return "|".join(lang.date(month_name(as_of, m)) for m in range(int(knob.most) + 1)) if as_of else ""


def horizon(found: Comparison, lang: Language) -> Iterator[str]:
    """What the horizon cuts off, where it does."""
    _ = lang.text
    cut = max([found.baseline_clears_beyond_share, *(o.clears_beyond_share for o in found.options)])
    if cut:
        yield _("The count ends in {month}. In up to {share} of the draws a delivery is later; it counts as if it came then, so more may be saved than is shown.",
                month=lang.date(month_name(found.as_of, found.horizon)), share=lang.often(cut))  # fmt: skip


def stage(name: str, lang: Language) -> str:
    """A stage before a line or source can start."""
    _ = lang.text
    known = {"decision": _("Months until it is decided"), "approvals": _("Months of approvals"),
             "to-production": _("Months from agreement to production"), "start": _("First month of production, from today")}  # fmt: skip
    return known.get(name, name)


def key(s: Stage) -> str:
    """The key of a stage's number, as ``Asked.moved`` has it."""
    kind, _slash, name = s.part.partition("/")
    return f"{kind}s.{name}.{s.stage if s.stage == 'start' else f'stages.{s.stage}'}"


def spread(low: float, middle: float, high: float | None, lang: Language) -> str:
    """A number of months as the network has it."""
    _ = lang.text
    if high is not None and low == high:
        return lang.number(low)
    return _(
        "{low} to {high}, middle {middle}",
        low=lang.number(low),
        high=lang.number(high) if high is not None else "∞",
        middle=lang.number(middle),
    )


def part_name(knob: Knob, lang: Language) -> str:
    """Whose number it is."""
    kinds = {"lines": "line", "sources": "source", "products": "product", "orders": "order"}
    return lang.name(kinds.get(knob.key.partition(".")[0], "option"), knob.part, knob.title)


def knob_title(knob: Knob, lang: Language) -> str:
    """What a number is, in words."""
    _ = lang.text
    word = knob.field
    if knob.how == "later":
        return _("Months later than announced")
    if knob.how == "times":
        return (
            _("Units from stock, as a multiple of the guess")
            if word == "in_process"
            else _("Share of the announced rate")
        )
    if word.startswith("stages."):
        return stage(word.removeprefix("stages."), lang)
    if word.startswith("bill_of_materials."):
        said = _(
            "{component} per unit that still come from US makers",
            component=lang.name("component", word.partition(".")[2]),
        )
        return said[:1].upper() + said[1:]  # as every other title of a number begins
    known = {
        "start": _("First month of production, from today"), "rate_max": _("Full rate, units a month"),
        "ramp_months": _("Months to the full rate"), "production_lead_time": _("Months to make one unit"),
        "administrative_lead_time": _("Months from order to contract"),
    }  # fmt: skip
    return known.get(word, word)


def knob_given(knob: Knob, lang: Language) -> str:
    """What the network draws the number from."""
    _ = lang.text
    if knob.low == knob.high:
        return _("fixed at {value}", value=plain_value(knob, knob.middle))
    return _("drawn from {low} to {high}, middle {middle}", low=plain_value(knob, knob.low), high=plain_value(knob, knob.high),
             middle=plain_value(knob, knob.middle))  # fmt: skip


def rests(status: str, lang: Language) -> str:
    """On what a number rests, in a word or two."""
    _ = lang.text
    return {"evidence": _("evidence"), "evidence, spread assumed": _("evidence, spread assumed"),
            "default": _("assumption of the model")}.get(status, _("assumption"))  # fmt: skip
