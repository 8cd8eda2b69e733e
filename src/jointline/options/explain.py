"""Why an option helps or not, in plain sentences, each with its numbers, out of what binds in the simulation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from jointline.errors import JointlineError
from jointline.network.parts import BASELINE, Network
from jointline.options.compare import saved_months, value_months
from jointline.options.overlaps import overlaps
from jointline.options.runs import Given, Run, Runs, find_unit, run_options
from jointline.options.touched import Touched, touched_by
from jointline.rounding import half_up
from jointline.sentences import (
    date_part,
    list_part,
    name_part,
    percent_part,
    says,
    upper_part,
    usd_part,
    usd_range_part,
)
from jointline.shown import Shown
from jointline.simulate.draws import sample
from jointline.simulate.layout import layout
from jointline.simulate.months import month_name, quantiles
from jointline.simulate.run import run_card
from jointline.simulate.why import WhyLate, why_late

# the kinds of cause that why_late has, as a reader thinks of them
GROUPS = {
    "line_rate": "assembly", "line_start": "assembly", "no_line": "assembly", "component": "component",
    "queue": "queue", "lead_time": "lead_time", "release": "release", "in_process": "in_process",
}  # fmt: skip
_WORDS = {
    "assembly": says("the rate of its lines"), "component": says("a component"), "queue": says("the queue ahead"),
    "lead_time": says("production, test and shipping"), "release": says("waiting for release to production"),
    "in_process": says("units that are being made already"),
}  # fmt: skip
CONSTRAINTS = ("assembly", "component", "queue", "release")  # what could be otherwise; lead time is what making takes
_SOME = 0.05  # months on average from which a difference is told
_MUCH = 0.5  # months on average from which an option helps
_CASES, _OTHERS = 4, 2  # that are told one by one
_DRAWS = 512  # for the causes of one order


@dataclass(frozen=True, slots=True)
class Reason(Shown):
    """One sentence: ``kind`` is its cause (assembly, component, queue, lead_time, release, in_process, too_late,
    diversion, overtaken, beyond ...), ``subject`` whom it is about, ``numbers`` what it states."""

    kind: str
    subject: str
    text: str
    numbers: dict[str, float]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Explanation(Shown):
    """Why an option helps or not. ``verdict``: helps (half a month or more on average on some case), hardly helps, does
    not help, or harms (later on average, no case helped). ``binds``: the constraint (assembly, component, queue, release) that held the cases
    told of longest before it; lead_time or in_process where nothing else did."""

    option: str
    title: str
    mode: str
    as_of: str
    verdict: str
    binds: str
    reasons: tuple[Reason, ...]
    run: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return asdict(self)


def explain(
    option: str, network: Given = "taiwan", *, case: str | None = None, draws: int = 2_048, seed: int = 0,
    policy: str | None = None,
) -> Explanation:  # fmt: skip
    """Why an option helps or not: what binds before and after it, when it can begin to count, whom it delays.

    Assembly capacity helps only where assembly binds; a component helps only where it is short; a place in the queue
    only where somebody is ahead. Each sentence comes from the months that ``why_late`` counts to each cause, in the
    baseline and with the option, on the same draws. case: tell of this case alone. Raises ``JointlineError``.
    """
    runs = run_options(network, [option], draws, seed, policy=policy)
    if option == BASELINE:
        raise JointlineError(says("the baseline is no option"), remedy=says("Name one of the network's options."))
    base, run = runs.runs
    touched = touched_by(runs.base, option, run.network)
    final = saved_months(base, run)[1]
    asked = [find_unit(runs, case)] if case else _worth_telling(runs, final, touched)
    reasons = [] if case else [_summary(runs, run, final)]
    about = {o.product for o in runs.base.orders.values() if not case or runs.units[asked[0]] in (o.case, o.name)}
    reasons += _starts(runs, run, touched, about, seed)
    held: list[Mapping[str, float]] = []
    for k in asked:
        before, after = _held(runs, base, run, k, min(draws, _DRAWS), seed, touched)
        reasons.append(_of_case(runs, k, final[:, k], before, after, touched))
        held.append(_grouped(before))
    reasons += [] if case else _others(runs, base, run, touched, min(draws, _DRAWS), seed)
    if (
        beyond := float((np.maximum(base.final, run.final)[:, asked] >= runs.horizon).any(axis=1).mean())
        if asked
        else 0.0
    ):
        text = says(
            "In {share} of the draws a delivery told of is beyond the horizon and counts as at it: the months saved "
            "may be more.",
            share=_share(beyond),
        )
        reasons.append(Reason("beyond", option, text, {"beyond_share": round(beyond, 4)}))
    reasons += [Reason("overlap", option, text, {}) for text in overlaps(runs.base, option.split("+"))]
    total: dict[str, float] = {}
    for one in held:
        for kind, months in one.items():
            total[kind] = total.get(kind, 0.0) + months
    part = runs.base.options.get(option)
    return Explanation(
        option, part.title if part else "", part.mode if part else "other", runs.base.as_of,
        _verdict(final[:, asked] if case else final), _binding(total),
        tuple(reasons), run_card(runs.base, draws, seed, "sobol", policy),
    )  # fmt: skip


def _verdict(final: Any) -> str:
    best = float(final.mean(axis=0).max(initial=0.0))
    if best >= _MUCH:
        return "helps"
    if best < _SOME and float(final.mean(axis=0).min(initial=0.0)) <= -_SOME:
        return "harms"
    return "hardly helps" if best >= _SOME else "does not help"


def _worth_telling(runs: Runs, final: Any, touched: Touched) -> list[int]:
    """The cases that the option moves most; where it moves none, the largest that it was meant for."""
    mean = final.mean(axis=0)
    moved = sorted((k for k in range(len(mean)) if abs(mean[k]) >= _SOME), key=lambda k: -abs(mean[k]))
    if moved:
        return moved[:_CASES]
    about = {o.case or o.name for o in runs.base.orders.values() if o.product in touched.products}
    meant = [k for k, u in enumerate(runs.units) if u in about]
    return sorted(meant, key=lambda k: -np.nan_to_num(runs.values[k]))[:_CASES]


def _summary(runs: Runs, run: Run, final: Any) -> Reason:
    gained = value_months(runs, run)
    worth = np.nan_to_num(runs.values).sum()
    if (final == 0).all():
        text = says("It changes no delivery to the customer, in any draw.")
        return Reason("nothing", run.name, text, {"value_months_mean": 0.0})
    earlier, later = float((gained > 0).mean()), float((gained < 0).mean())
    low, mid, high = quantiles(gained)
    each = round(float(gained.mean() / worth) if worth else float(final.mean()), 3) + 0.0
    few = says("fewer than 0.1") if each > 0 else says("hardly fewer than 0")
    shown = f"{half_up(each, 1)}" if abs(each) >= 0.05 or each == 0 else few
    if worth:
        text = says(
            "It avoids {p50} × months of backlog (P50; P10 to P90: {range}), {months} months on average with cases weighted "
            "by value; better in {earlier} of the draws, worse in {later}.",
            p50=usd_part(mid, 0), range=usd_range_part(low, high, 0), months=shown, earlier=_share(earlier), later=_share(later),
        )  # fmt: skip
    else:
        text = says("It saves {months} months on a case on average; no values are known.", months=shown)
    return Reason("summary", run.name, text, {"value_months_p50": mid, "weighted_months_mean": each,
                                              "earlier_share": earlier, "later_share": later})  # fmt: skip


def _starts(runs: Runs, run: Run, touched: Touched, about: set[str], seed: int) -> list[Reason]:
    """When each added line or source begins, and how much of what it is for is over by then."""
    found = []
    late = float((value_months(runs, run) < 0).mean())
    arrays = layout(run.network)
    values = sample(arrays.terms, seed, 0, runs.draws)
    drawn = {int(c): values[:, k] for k, c in enumerate(arrays.columns)}
    line_at = {name: i for i, name in enumerate(arrays.lines)}
    n = len(arrays.lines)

    def months(column: int) -> Any:
        return drawn[column] if column in drawn else np.full(runs.draws, arrays.base[column])

    for name in (x for x in touched.lines_added if run.network.lines[x].product in about):
        line = run.network.lines[name]
        begins = months(line_at[name])
        first = np.minimum(begins + months(5 * n + line_at[name]), runs.horizon)
        ends = [m for o, m in runs.runs[0].own.items() if runs.base.orders[o].product == line.product]
        low, mid, high = (date_part(month_name(runs.base.as_of, q)) for q in quantiles(begins))
        named = _name(run.network, "line", name)
        told: list[str] = [
            says("Line {line} starts in {month}.", line=named, month=mid) if low == high
            else says("Line {line} starts in {p50} (P50; {p10} to {p90}).", line=named, p50=mid, p10=low, p90=high)
        ]  # fmt: skip
        numbers = {"start_month_p50": float(np.median(begins))}
        if ends:
            over = float((np.max(ends, axis=0) <= first).mean())
            numbers["over_before_first_unit_share"] = round(over, 4)
            told.append(says(
                "In {share} of the draws every order of the customer ({product}) is complete without it "
                "before it can finish its first unit.",
                share=_share(over), product=_name(run.network, "product", line.product),
            ))  # fmt: skip
        if late and line.country == runs.base.customer:
            told.append(says(
                "It is asked first, being in the customer's own country; where its lead time is the longer one, units come "
                "later (part of the {share} of the draws that are worse).",
                share=_share(late),
            ))  # fmt: skip
        found.append(Reason("start", name, list_part(told, " "), numbers))
    return found


def _held(runs: Runs, base: Run, run: Run, k: int, draws: int, seed: int, touched: Touched) -> tuple[WhyLate, WhyLate]:
    """What held the order that a case ends with, without and with the option."""
    unit = runs.units[k]
    own = [o for o in run.network.orders.values() if unit in (o.case, o.name) and o.name in base.network.orders]
    # of several orders the one the option is about, else the one that ends the case most often
    meant = [o for o in own if o.product in touched.products] or own
    if len(meant) == 1:
        name = meant[0].name
    else:
        made = {o.name: why_late(o.name, base.network, draws=64, seed=seed).months_mean for o in meant}
        name = max(made, key=lambda n: made[n])
    return why_late(name, base.network, draws=draws, seed=seed), why_late(name, run.network, draws=draws, seed=seed)


def _grouped(found: WhyLate) -> dict[str, float]:
    months: dict[str, float] = {}
    for c in found.causes:
        months[GROUPS[c.kind]] = months.get(GROUPS[c.kind], 0.0) + c.months_mean
    return months


def _binding(months: Mapping[str, float]) -> str:
    """What binds: the constraint with most months, and lead time or units in process only where there is none."""
    found = max((g for g in CONSTRAINTS if months.get(g, 0.0) >= _SOME), key=lambda g: months[g], default="")
    return found or max(months, key=lambda g: months[g], default="in_process")


def _name(network: Network, kind: str, key: str) -> str:
    """A part of the network, or a case, by its title; what has none by its key."""
    parts: dict[str, Mapping[str, Any]] = {
        "case": network.cases, "line": network.lines, "order": network.orders, "product": network.products,
    }  # fmt: skip
    held = parts[kind].get(key)
    return name_part(kind, key, held.title if held and held.title else key)


def _case(network: Network, unit: str) -> str:
    """A case, or the order that stands for one."""
    return _name(network, "order" if unit in network.orders and unit not in network.cases else "case", unit)


def _named(network: Network, found: WhyLate, group: str) -> str:
    """The largest cause of a group, by its name."""
    of = [c for c in found.causes if GROUPS[c.kind] == group and c.name]
    if not of:
        return _WORDS[group]
    top = max(of, key=lambda c: c.months_mean)
    if top.kind == "line_rate":
        return says("the rate of line {line}", line=_name(network, "line", str(top.name)))
    if top.kind == "line_start":
        return says("the start of line {line}", line=_name(network, "line", str(top.name)))
    if top.kind == "component":
        return says("component {component}", component=name_part("component", str(top.name)))
    if top.kind == "queue":
        return says("the queue ahead, {order} most", order=_whose(network, str(top.name), str(top.customer)))
    return _WORDS[group]


def _whose(network: Network, order: str, customer: str) -> str:
    """An order of others: its title says whose it is; without one its key, and the customer."""
    if order in network.orders and network.orders[order].title:
        return _name(network, "order", order)
    return says(
        "{order} ({customer})", order=name_part("order", order), customer=name_part("country", customer, customer)
    )


def _of_case(runs: Runs, k: int, saved: Any, before: WhyLate, after: WhyLate, touched: Touched) -> Reason:
    unit, was, now, network = runs.units[k], _grouped(before), _grouped(after), runs.runs[1].network
    mean, often = float(saved.mean()), float((saved > 0).mean())
    numbers = {f"{g}_months_before": round(m, 2) for g, m in was.items()}
    numbers |= {f"{g}_months_after": round(m, 2) for g, m in now.items()}
    numbers |= {"saved_months_mean": round(mean, 2), "earlier_share": round(often, 4)}
    shares = sorted((g for g in was if was[g] >= _SOME), key=lambda g: -was[g])[:3]
    parts = [says("{months:.1f} are {what}", months=was[g], what=_named(network, before, g)) for g in shares]
    held = says(
        "Of {months:.0f} months to the end of {order}, {parts}",
        months=sum(was.values()), order=_name(network, "order", before.order),
        parts=list_part(parts) if parts else says("none is held up"),
    )  # fmt: skip
    case = _case(network, unit)
    if mean <= -_SOME:
        rose = _most_moved(now, was)
        text = says(
            "{case}: {months:.1f} months later on average. {held}; what rises is {what}, from {before:.1f} to {after:.1f} months.",
            case=case, months=-mean, held=held, what=_named(network, after, rose), before=was.get(rose, 0.0), after=now.get(rose, 0.0),
        )  # fmt: skip
        return Reason(rose, unit, text, numbers)
    if mean < _SOME or often < 0.5:
        kind, why = _why_not(network, was, now, after, touched)
        much = says("no earlier")
        if mean >= _SOME:
            much = says(
                "{months:.1f} months earlier on average, in {share} of the draws", months=mean, share=_share(often)
            )
        fell = _most_moved(was, now)
        if mean >= _SOME and kind == _binding(was) and was.get(fell, 0.0) - now.get(fell, 0.0) >= _SOME:
            kind, why = (
                fell,
                says(
                    "What falls is {what}, from {before:.1f} to {after:.1f} months.",
                    what=_named(network, before, fell), before=was[fell], after=now.get(fell, 0.0),
                ),
            )  # fmt: skip
        text = says("{case}: {much}. {held}. {why}", case=case, much=much, held=held, why=why)
        return Reason(kind, unit, text, numbers)
    fell, then = _most_moved(was, now), max(now, key=lambda g: now[g])
    text = says(
        "{case}: {months:.1f} months earlier on average. {held}; what falls is {what}, from {before:.1f} to {after:.1f} "
        "months. {then} then holds it most ({most:.1f} months).",
        case=case, months=mean, held=held, what=_named(network, before, fell), before=was.get(fell, 0.0),
        after=now.get(fell, 0.0), then=upper_part(_named(network, after, then)), most=now[then],
    )  # fmt: skip
    return Reason(fell, unit, text, numbers)


def _most_moved(more: Mapping[str, float], less: Mapping[str, float]) -> str:
    """The constraint with most more months in *more* than in *less*; lead time only where no constraint moves."""
    groups = [g for g in (*more, *less) if g in CONSTRAINTS] or [*more, *less]
    found = max(groups, key=lambda g: more.get(g, 0.0) - less.get(g, 0.0))
    if more.get(found, 0.0) - less.get(found, 0.0) < _SOME:
        found = max((*more, *less), key=lambda g: more.get(g, 0.0) - less.get(g, 0.0))
    return found


def _why_not(
    network: Network, was: Mapping[str, float], now: Mapping[str, float], after: WhyLate, touched: Touched
) -> tuple[str, str]:
    """Why a case is hardly earlier: its kind, and a sentence."""
    top = _binding(was)
    if was.get("in_process", 0.0) >= 0.9 * sum(was.values()):
        return "in_process", says("All of it is being made already: nothing that starts later can help.")
    said: list[tuple[str, str]] = []
    component, queued = was.get("component", 0.0), was.get("queue", 0.0)
    if touched.adds_line and now.get("component", 0.0) >= max(_SOME, component - _SOME):
        said.append(("component", says(
            "{what} still binds ({months:.1f} months): a line more makes no component.",
            what=upper_part(_named(network, after, "component")), months=now["component"],
        )))  # fmt: skip
    elif touched.adds_line and was.get("assembly", 0.0) + queued < _SOME:
        said.append(
            (top, says("Neither the rate of its lines nor the queue holds it up, so a line more changes nothing."))
        )
    elif touched.lines_added:
        said.append(("too_late", says("What its lines could still make comes before the new line can deliver.")))
    if touched.adds_source and component < _SOME:
        text = says("No component holds it up ({months:.1f} months), so more of one changes nothing.", months=component)
        said.append((top, text))
    if touched.reorders and queued < _SOME:
        said.append((top, says("Nobody is ahead of it in the queue, so a better place in it changes nothing.")))
    if after.product not in touched.products and not touched.reorders:
        return top, says("The option is not about it.")
    if said:
        return said[0][0], list_part([text for _, text in said], " ")
    return top, says("The option does not touch what holds it up.")


def _others(runs: Runs, base: Run, run: Run, touched: Touched, draws: int, seed: int) -> list[Reason]:
    """Orders of other customers that end later, the most delayed first."""
    later = (run.others.astype(float) - base.others).mean(axis=0)
    found, network = [], run.network
    for k in sorted((k for k in range(len(later)) if later[k] >= _SOME), key=lambda k: -later[k])[:_OTHERS]:
        name = runs.other_orders[k]
        before, after = (why_late(name, r.network, draws=draws, seed=seed) for r in (base, run))
        was, now = _grouped(before), _grouped(after)
        rose = max(now, key=lambda g: now[g] - was.get(g, 0.0))
        takes = _takes(run.network, touched, name)
        diverted = takes and (rose == "component" or (rose == "queue" and not touched.reorders))
        kind = "diversion" if diverted else "overtaken"
        why = says("others are served before it")
        if diverted:
            why = says(
                "the new line takes {components}", components=list_part(name_part("component", c) for c in takes)
            )
        text = says(
            "{order} ends {months:.1f} months later on average: {why}; {what} rises from {before:.1f} to "
            "{after:.1f} months.",
            order=_whose(network, name, before.customer), months=float(later[k]), why=why, what=_named(network, after, rose), before=was.get(rose, 0.0), after=now[rose],
        )  # fmt: skip
        found.append(Reason(kind, name, text, {"later_months_mean": round(float(later[k]), 2),
                                               f"{rose}_months_before": round(was.get(rose, 0.0), 2),
                                               f"{rose}_months_after": round(now[rose], 2)}))  # fmt: skip
    gained = [k for k in range(len(later)) if later[k] <= -_SOME]
    if gained:
        best = min(gained, key=lambda k: later[k])
        named, months = _name(network, "order", runs.other_orders[best]), float(-later[best])
        text = says("Of others, {order} ends {months:.1f} months earlier on average.", order=named, months=months)
        if len(gained) > 1:
            text = says(
                "{n} orders of others end earlier too, {order} most ({months:.1f} months earlier on average).",
                n=len(gained), order=named, months=months,
            )  # fmt: skip
        found.append(Reason("others_earlier", runs.other_orders[best], text,
                            {"orders": float(len(gained)), "earlier_months_mean": round(float(-later[best]), 2)}))  # fmt: skip
    return found


def _takes(network: Network, touched: Touched, order: str) -> list[str]:
    """The limited components that the added lines share with an order."""
    own = set(network.products[network.orders[order].product].bill_of_materials)
    theirs = {c for x in touched.lines_added for c in network.products[network.lines[x].product].bill_of_materials}
    return sorted(own & theirs & set(network.limited))


def _share(share: float) -> str:
    if 0 < share < 0.001:
        return says("fewer than {share}", share=percent_part("0.1 %"))
    return percent_part(f"{100 * share:.{0 if share in (0, 1) or 0.005 <= share <= 0.995 else 1}f} %")
