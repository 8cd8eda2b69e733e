"""The numbers of an option that may be moved: which, from where to where, and on what they rest.

Of what an option adds: when it starts, its stages, its full rate and how long that takes, how long a unit takes, and in a
line of the customer's own the share of a scarce component that still comes from elsewhere. Of what it sets: the number,
or one number for many parts where it sets the same field of several. Beside them the numbers of the baseline that bound
the option: the rates of the lines and sources of the same products. Each runs from the low to the high end of its own
distribution, a start from month 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any, Literal

from jointline.network.changes import steps
from jointline.network.numbers import Number, parse_number, plain
from jointline.network.parts import Evidence, Network
from jointline.network.worth import case_values
from jointline.options.touched import touched_by
from jointline.options.vary import number_at

_LINES, _SOURCES = 3, 2  # of the baseline, those behind the largest cases
_SPREAD = 2.0  # geometric standard deviations of a lognormal that has no ends
_TOGETHER = ("administrative_lead_time", "ramp_months", "rate_max", "in_process")
How = Literal["value", "later", "times"]


@dataclass(frozen=True, slots=True)
class Knob:
    """One number that may be moved.

    key: its name in an address, the path of a number or ``OPTION.field`` for one field of several parts · part: whose it is ·
    how: it takes the place of the number (``value``), is added to its months (``later``) or is its factor (``times``) ·
    low, middle, high: as the network has it · least, most: from where to where it may be moved · status: evidence;
    evidence, spread assumed; assumption; default · shared: the baseline has it too, and moves with it
    """

    key: str
    field: str
    part: str
    title: str
    unit: str
    how: How
    given: str
    low: float
    middle: float
    high: float
    least: float
    most: float
    whole: bool
    status: str
    basis: Evidence | None
    shared: bool = False
    targets: tuple[tuple[str, Any], ...] = attribute(default=(), repr=False)

    @property
    def step(self) -> float:
        """The least move: a whole number, or a power of ten of which 20 or more go into the way."""
        return 1.0 if self.whole else _step(self.least, self.most)

    @property
    def between_steps(self) -> bool:
        """Does the network's own value lie between two steps? Then it is a stop beside them."""
        steps = (self.middle - self.least) / self.step
        return not self.whole and self.least <= self.middle <= self.most and abs(steps - round(steps)) > 1e-6

    def settings(self, value: float) -> dict[str, Any]:
        """What ``what_if`` has to set for the number to be *value*: paths and their values."""
        if self.how == "value":
            return {path: int(value) if self.whole else value for path, _ in self.targets}
        return {path: _moved(given, self.how, value) for path, given in self.targets}


def _step(least: float, most: float) -> float:
    return float(10.0 ** math.floor(math.log10((most - least) / 20))) if most > least else 1.0


def _round_ends(least: float, most: float, whole: bool) -> tuple[float, float]:
    """The ends drawn in to the next multiple of the step, so that every move is a round figure."""
    step = 1.0 if whole else _step(least, most)
    low, high = math.ceil(round(least / step, 6)) * step, math.floor(round(most / step, 6)) * step
    return (round(low, 9), round(high, 9)) if low < high else (least, most)


def _moved(given: Any, how: How, value: float) -> Any:
    if isinstance(given, list):  # batches: what the option gives is the last
        month, units = given[-1]
        return [*given[:-1], [month, max(0, round(parse_number(units).middle * value))]]
    middle = parse_number(given).middle
    return round(middle + value) if how == "later" else middle * value


def option_knobs(base: Network, name: str, made: Network) -> tuple[Knob, ...]:
    """The numbers of one option, without those of the options it combines; *made*: the network it makes."""
    found: list[Knob] = []
    sets: dict[str, list[tuple[str, Any]]] = {}
    for owner, _, change in steps(base, [name]):
        if owner != name:
            continue
        if "add" in change:
            found += _of_added(made, str(change["add"]), base)
        elif "set" in change:
            path = str(change["set"])
            sets.setdefault(path.rpartition(".")[2], []).append((path, change["to"]))
    for word, targets in sets.items():
        if len(targets) == 1 and not isinstance(targets[0][1], list | str) and "." in targets[0][0]:
            found += [_plain_knob(made, targets[0][0])]
        elif word in _TOGETHER:
            found += _together(base, made, name, word, targets)
    return tuple(found)


def _of_added(made: Network, path: str, base: Network) -> Iterator[Knob]:
    section, _, name = path.partition(".")
    site = {"lines": made.lines, "sources": made.sources}.get(section, {}).get(name)
    if site is None:
        return
    if site.stages:
        given = number_at(made, f"{path}.start")
        whole = sum(n.low for n in site.stages.values()), sum(n.high for n in site.stages.values())
        stages = [made.numbers[f"{section[:-1]}/{name}/stages/{s}"] for s in site.stages]
        status = "evidence" if all(s.status == "evidence" for s in stages) else "assumption"
        text = " + ".join(f"{s} {n.text()}" for s, n in site.stages.items())
        yield Knob(f"{path}.start", "start", name, site.title, "months", "value", text, whole[0], given.middle, whole[1],
                   0.0, float(round(whole[1])), True, status, None, targets=((f"{path}.start", None),))  # fmt: skip
        for stage in site.stages:
            yield _plain_knob(made, f"{path}.stages.{stage}")
    elif site.start is not None:
        yield _plain_knob(made, f"{path}.start", least=0.0)
    yield _plain_knob(made, f"{path}.rate_max")
    yield _plain_knob(made, f"{path}.ramp_months")
    if section == "lines":
        yield _plain_knob(made, f"{path}.production_lead_time")
        line = made.lines[name]
        if line.country == base.customer:
            for component in made.products[line.product].bill_of_materials:
                if component in base.limited:
                    where = f"products.{line.product}.bill_of_materials.{component}"
                    amount = number_at(made, where).high
                    yield _plain_knob(made, where, least=amount / 100, most=amount)


def _plain_knob(
    made: Network, path: str, *, least: float | None = None, most: float | None = None, shared: bool = False
) -> Knob:
    section, _, rest = path.partition(".")
    named = made.numbers[f"{section[:-1]}/{rest.replace('.', '/')}"]
    part, _, word = rest.partition(".")
    number = named.number
    low, high = ends(number)
    title = getattr(made, section)[part].title
    begin = low if least is None else least
    end = high if most is None else most
    if begin == end:
        begin, end = begin / 4, 2 * end or 12.0
    whole = named.type in ("months", "moment", "units")
    begin, end = _round_ends(begin, end, whole)
    return Knob(path, word, part, title, named.unit, "value", number.text(), low, number.middle, high, begin, end, whole,
                named.status, named.basis, shared, ((path, None),))  # fmt: skip


def ends(number: Number) -> tuple[float, float]:
    """The least and the greatest value that a number is moved to; of a lognormal two standard deviations to either side."""
    if number.kind == "lognormal":
        median, gsd = number.args
        return median / gsd**_SPREAD, median * gsd**_SPREAD
    return number.low, number.high


def _together(base: Network, made: Network, option: str, word: str, targets: list[tuple[str, Any]]) -> Iterator[Knob]:
    """One number for a field that an option sets in several parts."""
    key, kept = f"{option}.{word}", tuple(targets)
    first = made.numbers.get(_name(targets[0][0]))
    basis = _basis(made, targets[0][0])
    status = "assumption" if basis is None or basis.assumption else "evidence"
    if word == "administrative_lead_time" and first:
        low, high = ends(first.number)
        yield Knob(key, word, option, "", "months", "value", first.number.text(), low, first.number.middle, high, low, high,
                   True, status, basis, targets=kept)  # fmt: skip
    elif word == "in_process":
        units = parse_number(targets[0][1][-1][1])
        low, high = units.low / units.middle, units.high / units.middle
        yield Knob(
            key,
            word,
            option,
            "",
            "times",
            "times",
            "1",
            low,
            1.0,
            high,
            *_round_ends(0.0, high, False),
            False,
            status,
            basis,
            targets=kept,
        )
    else:
        pairs = [(base.numbers[_name(p)].number, parse_number(to)) for p, to in targets if _name(p) in base.numbers]
        if word == "ramp_months":
            late = max((b.high - n.middle for b, n in pairs), default=0.0)
            if late > 0:
                yield Knob(key, word, option, "", "months", "later", "0", 0.0, 0.0, late, 0.0, float(round(late)), True,
                           status, basis, targets=kept)  # fmt: skip
        else:
            low = min((b.low / n.middle for b, n in pairs), default=1.0)
            high = max((b.high / n.middle for b, n in pairs), default=1.0)
            if low < high:
                yield Knob(key, word, option, "", "times", "times", "1", low, 1.0, high, round(low, 2), round(high, 2), False,
                           status, basis, targets=kept)  # fmt: skip


def _name(path: str) -> str:
    section, _, rest = path.partition(".")
    return f"{section[:-1]}/{rest.replace('.', '/')}"


def _basis(made: Network, path: str) -> Evidence | None:
    section, name, word = path.split(".", 2)
    part = getattr(made, section).get(name)
    found: Mapping[str, Evidence] = part.basis if part else {}
    return found.get(word)


def shared_knobs(base: Network, name: str, made: Network) -> tuple[Knob, ...]:
    """The rates of the baseline that bound option *name*: lines of the products it touches, and sources of their scarce
    components, those behind the customer's largest cases first."""
    worth = case_values(base)
    value: dict[str, float] = {}
    for order in base.orders.values():
        if order.customer == base.customer or not base.customer:
            value[order.product] = value.get(order.product, 0.0) + (worth.get(order.case) or 0.0)
    touched = touched_by(base, name, made).products
    products = sorted((p for p in value if p in touched), key=lambda p: (-value[p], p))
    lines = [x.name for p in products for x in base.lines.values() if x.product == p][:_LINES]
    components = dict.fromkeys(
        c for p in products for c in base.products[p].bill_of_materials if c in base.limited and value[p]
    )
    sources = [s.name for c in components for s in base.limited[c]][:_SOURCES]
    paths = [*(f"lines.{x}.rate_max" for x in lines), *(f"sources.{x}.rate_max" for x in sources)]
    return tuple(_plain_knob(base, p, shared=True) for p in paths)


def shown(knob: Knob, value: float) -> str:
    """A value of a knob without needless digits."""
    return plain(round(value)) if knob.whole else plain(float(f"{value:.4g}"))
