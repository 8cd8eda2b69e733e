"""What is wrong, or doubtful, in a network: every finding at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jointline.network.changes import applied, faults_of_combining, members, steps, written_at
from jointline.network.doubts import doubts
from jointline.network.findings import Finding, joined
from jointline.network.load import parse
from jointline.network.parts import Network
from jointline.network.places import placed
from jointline.network.read import Reading, read_parts
from jointline.shown import Shown

_AFTER = ("N107", "N301")  # what a change that failed may well be the reason of
_WITHOUT = ("N403", *_AFTER)  # the same where an option to combine is not there


@dataclass(frozen=True, slots=True)
class CheckReport(Shown):
    """Every finding on one network file. ``strict``: doubts count as faults."""

    file: str
    strict: bool
    findings: tuple[Finding, ...]
    parts: dict[str, int]

    @property
    def faults(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if self.strict or f.level == "fault")

    @property
    def doubts(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if not self.strict and f.level == "doubt")

    @property
    def ok(self) -> bool:
        """Is there no fault?"""
        return not self.faults

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""

        def plain(f: Finding) -> dict[str, Any]:
            return {"rule": f.rule, "level": f.level, "file": self.file, "line": f.line, "key": f.key,
                    "reason": f.reason, "remedy": f.remedy or None}  # fmt: skip

        return {"file": self.file, "strict": self.strict, "ok": self.ok, "parts": self.parts,
                "faults": [plain(f) for f in self.faults], "doubts": [plain(f) for f in self.doubts]}  # fmt: skip


def check_network(network: str | os.PathLike[str] | Mapping[str, Any], *, strict: bool = False) -> CheckReport:
    """Everything wrong with a network file: file, key, reason, nearest valid name; doubts too.

    network: a TOML file, its tables, or the name of a shipped network. strict: doubts (a rate without evidence, a
    line no order can use, an order no line can serve ...) count as faults. The rules are documented in
    docs/network-checks.md. Raises ``JointlineError`` where the file cannot be read at all.
    """
    given = parse(network)
    if given.raw is None:
        return CheckReport(given.file, strict, tuple(given.found), {})
    found = placed(look_over(read_parts(given.raw, given.file)), given.text)
    sections = {s: given.raw.get(s) for s in ("products", "lines", "sources", "orders", "cases", "options")}
    parts = {s: len(table) if isinstance(table, dict) else 0 for s, table in sections.items()}
    return CheckReport(given.file, strict, tuple(found), parts)


def look_over(reading: Reading, *, doubtful: bool = True) -> list[Finding]:
    """Faults and doubts of what could be read, and of each network its options make.

    What an option finds that the network, or an option it combines, finds too is told once.
    """
    network = reading.network
    found = [*reading.found, *faults_of_combining(network), *(doubts(reading) if doubtful else ())]
    known = {f.same for f in found}
    like = None if reading.found else network
    own = {name: _of_option(network, name, doubtful, like) for name in network.options}
    for name, more in own.items():
        before = known.union(*({inner for inner, _ in own[m]} for m in members(network, name) if m != name))
        found += [f for inner, f in more if inner not in before]
    return found


def _of_option(
    network: Network, name: str, doubtful: bool, like: Network | None
) -> list[tuple[tuple[str, str, str], Finding]]:
    """What is wrong with an option and the network it makes: what it is of, and the finding as it is told."""
    changes = steps(network, [name])
    raw, wrong = applied(network.raw, changes)
    # the options themselves were read with the network: reading them anew for each option finds nothing more
    reading = read_parts({k: v for k, v in raw.items() if k != "options"}, network.file, like)
    whole = all(_combines_what_is_there(network, n) for n in {name, *members(network, name)})
    if not whole:
        wrong = [f for f in wrong if f.rule not in _WITHOUT]
    failed = not whole or bool(wrong)
    found = [f for f in reading.found if not (failed and f.rule in _AFTER)]
    if doubtful and not failed:
        found += doubts(reading)
    outer = joined("options", name)
    own = joined(outer, "changes")
    return [(f.same, f if f.key.startswith(f"{own}[") else f.within(outer, f.key)) for f in wrong] + [
        (f.same, f.within(outer, written_at(changes, f.key) or outer)) for f in found
    ]


def _combines_what_is_there(network: Network, name: str) -> bool:
    combined = network.options[name].combine
    given = network.raw["options"][name].get("combine", [])
    return given == list(combined) and all(n in network.options for n in combined)
