"""Which way an option takes through the law: by its field, its mode, or what it changes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from jointline.errors import JointlineError, suggest
from jointline.network.approvals_path import routes
from jointline.network.changes import steps
from jointline.network.load import load_network
from jointline.network.parts import Network, Option
from jointline.sentences import says

if TYPE_CHECKING:
    from jointline.options.runs import Given

_MODE_ROUTES = {"A": "licensed-production", "B": "component-supply"}


def network_as_of(network: Given, day: date | None) -> Network:
    """The network; a shipped one as known on the day."""
    from jointline.network.shipped import NAMES, shipped_network

    if isinstance(network, str) and network in NAMES and day is not None:
        return load_network(shipped_network(network, day))
    return load_network(network)


def name_of(network: Given, base: Network) -> str:
    """The network's name as it was given."""
    return os.fspath(network) if isinstance(network, str | os.PathLike) else base.file


def options_of(base: Network, option: str, file: str) -> list[Option]:
    """The options behind a name: those it joins, and those that these combine."""
    for name in option.split("+"):
        if name not in base.options:
            known = [*base.options, *routes()]
            raise JointlineError(says("neither an option of {value} nor a route is named {name!r}", value=file or 'the network', name=name),
                                 remedy=suggest(name, known) or "jointline approvals lists the routes.")  # fmt: skip
    owners = [owner for owner, _, _ in steps(base, option.split("+"))]
    return [base.options[n] for n in dict.fromkeys([*option.split("+"), *owners])]


def routes_of(base: Network, option: str, options: Iterable[Option]) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """The routes of an option, how they were found, and the changes that tell none.

    An option's field ``route`` says it; else its mode; else what it changes. Raises ``JointlineError`` where nothing
    does, or for a route that does not exist.
    """
    found: dict[str, str] = {}
    mute: list[str] = []
    for o in options:
        if o.route:
            if o.route not in routes():
                raise JointlineError(says("there is no route {route!r}", route=o.route), where=f"{base.file}, options.{o.name}.route",
                                     remedy=suggest(o.route, routes()))  # fmt: skip
            found.setdefault(o.route, "its field route")
        elif o.mode in _MODE_ROUTES and o.changes:
            found.setdefault(_MODE_ROUTES[o.mode], f"its mode {o.mode}")
        else:
            for change in o.changes:
                route = _by_change(base, change)
                if route:
                    found.setdefault(route, "what it changes")
                else:
                    mute.append(str(change.get("add") or change.get("set") or change.get("remove")))
    if not found:
        raise JointlineError(says("what option {option!r} changes does not tell its way through the law", option=option),
                             where=base.file, remedy=f'Give it a field route = "...". {suggest("", routes())}'.strip())  # fmt: skip
    return tuple(found), ", ".join(dict.fromkeys(found.values())), tuple(dict.fromkeys(mute))


def _by_change(base: Network, change: Mapping[str, Any]) -> str | None:
    key = str(change.get("add") or change.get("set") or change.get("remove") or "")
    section, _, rest = key.partition(".")
    name, _, field = rest.partition(".")
    if "add" in change and section in ("lines", "sources"):
        country = change.get("country", "")
        if country == "TWN":
            return "licensed-production" if section == "lines" else "component-supply"
        return "us-capacity" if country in ("USA", "") else "third-country-line"
    if key == "policy" or (section == "orders" and field == "priority"):
        return "queue-priority"
    if section == "orders":
        return {"administrative_lead_time": "multi-year", "in_process": "from-stock", "delivered": "from-stock"}.get(
            field
        )
    site = {**base.lines, **base.sources}.get(name)
    if section in ("lines", "sources") and "set" in change and site is not None:
        return "us-capacity" if site.country in ("USA", "") else None
    return None
