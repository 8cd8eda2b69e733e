"""What an option touches: lines and sources added or altered, the queue, the products that all this is about."""

from __future__ import annotations

from dataclasses import dataclass

from jointline.network.changes import steps
from jointline.network.parts import Network


@dataclass(frozen=True, slots=True)
class Touched:
    """``products``: those whose lines, components or orders the option changes; ``reorders``: it moves the queue."""

    lines_added: tuple[str, ...]
    sources_added: tuple[str, ...]
    lines_altered: tuple[str, ...]
    sources_altered: tuple[str, ...]
    products: frozenset[str]
    reorders: bool

    @property
    def adds_line(self) -> bool:
        """Does it add or alter assembly capacity?"""
        return bool(self.lines_added or self.lines_altered)

    @property
    def adds_source(self) -> bool:
        """Does it add or alter the supply of a component?"""
        return bool(self.sources_added or self.sources_altered)


def touched_by(base: Network, name: str, made: Network) -> Touched:
    """What option *name* (``a+b``: both) of *base* touches; *made*: the network it makes."""
    altered: dict[str, dict[str, None]] = {s: {} for s in ("lines", "sources", "orders", "products")}
    reorders = made.policy != base.policy
    for _, _, change in steps(base, name.split("+")):
        path = str(change.get("set") or change.get("remove") or "").split(".")
        if path[0] in altered and len(path) > 1:
            altered[path[0]][path[1]] = None
            reorders |= path[0] == "orders" and path[-1] in ("priority", "placed")
    lines = tuple(x for x in made.lines if x not in base.lines)
    sources = tuple(x for x in made.sources if x not in base.sources)
    lines_altered = tuple(x for x in altered["lines"] if x in base.lines)
    sources_altered = tuple(x for x in altered["sources"] if x in base.sources)
    products = {made.lines[x].product for x in (*lines, *lines_altered) if x in made.lines} | set(altered["products"])
    components = {made.sources[x].component for x in (*sources, *sources_altered) if x in made.sources}
    products |= {p for p, part in made.products.items() if components & set(part.bill_of_materials)}
    products |= {base.orders[o].product for o in altered["orders"] if o in base.orders}
    if made.policy != base.policy:
        products |= set(made.products)
    return Touched(lines, sources, lines_altered, sources_altered, frozenset(products), reorders)
