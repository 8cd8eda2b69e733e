"""A network laid open: its parts, and every number with its evidence or the word assumption."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from jointline.errors import JointlineError, suggest
from jointline.network.changes import VERBS, steps, with_options
from jointline.network.load import load_network
from jointline.network.numbers import shown
from jointline.network.parts import NamedNumber, Network
from jointline.shown import Shown

SECTIONS = ("products", "lines", "sources", "orders")
_MOST_CHANGES = 6  # of an option, in words; the network file has them all


@dataclass(frozen=True, slots=True)
class ShownNumber:
    """One number: what it is and on what it rests (``status``: evidence; evidence, spread assumed; assumption;
    default)."""

    name: str
    field: str
    value: str
    unit: str
    status: str
    said_by: str | None
    stated_on: str | None
    standing: str | None
    source: str | None
    statement: str | None
    assumption: str | None


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part with its numbers; a field that the part has not got is ``None``."""

    section: str
    name: str
    title: str | None
    product: str | None
    component: str | None
    site: str | None
    country: str | None
    customer: str | None
    customers: str | None
    case: str | None
    numbers: tuple[ShownNumber, ...]


@dataclass(frozen=True, slots=True)
class ShownOption:
    """One option in words."""

    name: str
    mode: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownNetwork(Shown):
    """A network as tables."""

    file: str
    title: str
    as_of: str
    horizon: int
    policy: str
    customer: str
    notes: tuple[str, ...]
    parts: tuple[ShownPart, ...]
    options: tuple[ShownOption, ...]
    numbers: int
    numbers_with_evidence: int
    numbers_defaulted: int
    network: Network

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return {f: getattr(self, f) for f in self.__slots__ if f not in ("network", "parts", "options")} | {
            "parts": [asdict(p) for p in self.parts], "options": [asdict(o) for o in self.options]
        }  # fmt: skip


def show_network(
    network: str | os.PathLike[str] | Mapping[str, Any] | Network = "taiwan", part: str | None = None,
    option: str | None = None,
) -> ShownNetwork:  # fmt: skip
    """The parts of a network, each number with who said it and where, or the assumption it is.

    part: only a section (``lines``) or one part (``gmlrs-camden``, ``lines.gmlrs-camden``). option: the network as
    this option makes it. Raises ``JointlineError``.
    """
    net = load_network(network)
    if option:
        net = with_options(net, option.split("+"))
    numbers = list(net.numbers.values())
    of_part: dict[str, list[NamedNumber]] = {}
    for path, n in net.numbers.items():
        of_part.setdefault("/".join(path.split("/", 2)[:2]), []).append(n)
    parts = [
        _part(net, section, name, of_part.get(f"{section[:-1]}/{name}", ()))
        for section in SECTIONS
        for name in getattr(net, section)
    ]
    chosen = parts
    if part:
        wanted = part.split(".")
        chosen = [p for p in parts if part in (p.section, p.name) or wanted == [p.section, p.name]]
        if not chosen:
            known = (*SECTIONS, *(p.name for p in parts))
            raise JointlineError(f"the network has no part {part!r}", where=net.file, remedy=suggest(part, known))
    options = [o for o in net.options.values() if not part or _touches(net, o.name, chosen)]
    return ShownNetwork(
        net.file, net.title, net.as_of, net.horizon, net.policy, net.customer, () if part else net.notes, tuple(chosen),
        tuple(ShownOption(o.name, o.mode, _option_words(o)) for o in options), len(numbers),
        sum(n.status.startswith("evidence") for n in numbers), sum(n.status == "default" for n in numbers), net,
    )  # fmt: skip


def _option_words(option: Any) -> str:
    what = [f"combines {', '.join(option.combine)}"] if option.combine else []
    for change in option.changes[:_MOST_CHANGES]:
        verb = _verb(change)
        what.append(f"{verb} {change.get(verb, '')}" + (f" to {shown(change['to'])}" if "to" in change else ""))
    left = len(option.changes) - _MOST_CHANGES
    what += [f"and {left} more change{'s' if left > 1 else ''}"] if left > 0 else []
    return "; ".join(([option.title] if option.title else []) + what)


def _verb(change: Mapping[str, Any]) -> str:
    return next((v for v in VERBS if v in change), "")


def _touches(net: Network, option: str, chosen: list[ShownPart]) -> bool:
    """Whether an option, or one that it combines, changes one of the parts or adds one that makes their product."""
    names = {(p.section, p.name) for p in chosen}
    products = {p.name if p.section == "products" else p.product for p in chosen} - {None}
    components = {p.component for p in chosen} - {None}
    for _, _, change in steps(net, [option]):
        target = str(change.get(_verb(change), "")).split(".")
        if tuple(target[:2]) in names:
            return True
        held = getattr(net, target[0], None)
        part = held.get(target[1]) if isinstance(held, Mapping) and len(target) > 1 else None
        if (change.get("product") or getattr(part, "product", None)) in products:
            return True
        if (change.get("component") or getattr(part, "component", None)) in components:
            return True
    return False


def _part(net: Network, section: str, name: str, held: Iterable[NamedNumber]) -> ShownPart:
    part = getattr(net, section)[name]
    numbers = tuple(_number(n) for n in held)
    words = ("title", "product", "component", "site", "country", "customer", "customers", "case")
    found = ((w, getattr(part, w, "")) for w in words)
    facts = {w: (", ".join(v) if isinstance(v, tuple) else v) or None for w, v in found}
    return ShownPart(section=section, name=name, numbers=numbers, **facts)


def _number(n: Any) -> ShownNumber:
    said = n.basis
    return ShownNumber(
        n.name, n.name.split("/", 2)[2], n.number.text(), n.unit, n.status, *(
            (getattr(said, f) or None) if said else None
            for f in ("said_by", "stated_on", "standing", "source", "statement", "assumption")
        ),
    )  # fmt: skip
