"""What an option takes: approvals, qualification, money."""

from __future__ import annotations

from dataclasses import dataclass

from jointline.network.changes import steps
from jointline.network.numbers import Number
from jointline.network.parts import BASELINE, Network, Site

_QUALIFY = ("qualification", "first_article", "certification")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage before a line or source that the option adds can start; months as the network has them."""

    part: str
    stage: str
    months: str
    months_low: float
    months_mode: float
    months_high: float | None
    basis: str  # evidence; evidence, spread assumed; assumption


@dataclass(frozen=True, slots=True)
class Needs:
    """``route``: the way through the law that ``approvals`` explains; ``cost_usd_m`` as text, ``None`` where nobody
    has published one; ``stages``: what comes before each new line or source starts; ``qualified``: the stages that
    are proof of quality."""

    route: str | None
    cost_usd_m: str | None
    cost_basis: str | None
    stages: tuple[Stage, ...]
    qualified: tuple[str, ...]


def needs_of(base: Network, name: str, made: Network) -> Needs:
    """What option *name* of *base* takes; *made*: the network it makes."""
    options = [base.options[n] for n in name.split("+") if n in base.options and n != BASELINE]
    owners = [base.options[owner] for owner in dict.fromkeys(o for o, _, _ in steps(base, [x.name for x in options]))]
    met = list({o.name: o for o in [*options, *owners]}.values())
    stages = [
        _stage(made, f"{kind}/{part.name}", stage, number)
        for kind, before, after in (("line", base.lines, made.lines), ("source", base.sources, made.sources))
        for part in after.values() if part.name not in before
        for stage, number in _before_start(part).items()
    ]  # fmt: skip
    costs = [o for o in met if o.cost_usd_m is not None]
    bases = sorted({_basis(o.basis.get("cost_usd_m")) for o in costs})
    text = " + ".join(o.cost_usd_m.text() for o in costs if o.cost_usd_m) or None
    routes = ", ".join(dict.fromkeys(o.route for o in met if o.route)) or None
    return Needs(routes, text, ", ".join(bases) or None, tuple(stages),
                 tuple(s.part + ": " + s.stage for s in stages if any(q in s.stage for q in _QUALIFY)))  # fmt: skip


def _before_start(part: Site) -> dict[str, Number]:
    if part.stages:
        return dict(part.stages)
    return {"start": part.start} if part.start is not None and not (part.start.is_fixed and part.start.low == 0) else {}


def _stage(network: Network, part: str, stage: str, number: Number) -> Stage:
    path = f"{part}/start" if stage == "start" and f"{part}/start" in network.numbers else f"{part}/stages/{stage}"
    high = number.high if number.high != float("inf") else None
    return Stage(part, stage, number.text(), number.low, number.middle, high, network.numbers[path].status)


def _basis(said: object) -> str:
    return "evidence" if said is not None and getattr(said, "is_evidence", False) else "assumption"
