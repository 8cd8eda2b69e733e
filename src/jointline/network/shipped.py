"""The networks that ship with the package, by name: built from the ledger as of a date."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from jointline.errors import JointlineError, suggest
from jointline.ledger.dates import as_day
from jointline.ledger.ledger import Ledger, open_ledger
from jointline.sentences import says
from jointline.shown import Shown

NAMES = ("taiwan",)


def shipped_network(
    name: str = "taiwan", as_of: str | date | None = None, ledger: Ledger | None = None
) -> dict[str, Any]:
    """The tables of a network that ships: ``taiwan``, as known on a day (default: today).

    Its orders, quantities and deliveries are the ledger's; its lines, components and other buyers come from the
    ledger's production statements, and from assumptions where nobody published a number (docs/taiwan-network.md).
    Raises ``JointlineError``.
    """
    if name not in NAMES:
        raise JointlineError(
            says("no network {name!r} ships with this program", name=name), remedy=suggest(name, NAMES)
        )
    from jointline.network.taiwan import taiwan_network

    return taiwan_network(date.today() if as_of is None else as_day(as_of), ledger or open_ledger())


@dataclass(frozen=True, slots=True)
class MadeNetwork(Shown):
    """What ``init_network`` wrote."""

    file: str
    name: str
    as_of: str
    parts: dict[str, int]
    numbers: int
    numbers_with_evidence: int
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return asdict(self)


def init_network(
    name: str = "taiwan", as_of: str | date | None = None, path: str | os.PathLike[str] = "taiwan.toml", *,
    force: bool = False, ledger: Ledger | None = None,
) -> MadeNetwork:  # fmt: skip
    """Write a shipped network to *path*, as known on a day (default: today), to review and change by hand.

    force: also in place of a file that is there. Raises ``JointlineError``.
    """
    from jointline.network.load import load_network
    from jointline.network.write import write_network

    tables = shipped_network(name, as_of, ledger)
    network = load_network(tables)
    write_network(tables, path, force=force)
    sections = {s: len(tables.get(s) or {}) for s in ("products", "lines", "sources", "orders", "cases", "options")}
    numbers = list(network.numbers.values())
    known = sum(n.status.startswith("evidence") for n in numbers)
    return MadeNetwork(os.fspath(path), name, network.as_of, sections, len(numbers), known, network.notes)
