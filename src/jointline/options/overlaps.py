"""Do options that are combined touch the same thing?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jointline.network.changes import steps
from jointline.network.parts import Network
from jointline.sentences import list_part, name_part, says


def overlaps(network: Network, names: Sequence[str]) -> list[str]:
    """Sentences on keys that more than one of the options *names* (and those they combine) change.

    Options whose changes do not touch the same key give the same network in any order; where they do, the later one
    counts, and each sentence says so. Empty where none touches another.
    """
    touched: dict[str, list[str]] = {}
    makers: dict[str, dict[str, None]] = {}  # product -> the options that add a line of it
    for owner, _, change in steps(network, [n for n in names if n in network.options]):
        key = next((str(change[v]) for v in ("add", "set", "remove") if v in change), "")
        touched.setdefault(key, []).append(owner)
        if key.startswith("lines.") and "add" in change:
            makers.setdefault(str(change.get("product")), {})[owner] = None
    found: list[str] = []
    for key, owners in touched.items():
        # what is set inside a part that another option adds or removes depends on the order too
        within = [o for other, them in touched.items() if other != key and key.startswith(f"{other}.") for o in them]
        met = list(dict.fromkeys([*within, *owners]))
        if len(met) > 1:
            found.append(
                says(
                    "{options} both change {key}: the order in which they are made counts, the last one stands.",
                    options=_named(network, met), key=name_part("number", key, key),
                )
            )  # fmt: skip
    for product, them in makers.items():
        if len(them) > 1:
            found.append(
                says(
                    "{options} all add lines of {product}: of those in one country, the line added first is asked first.",
                    options=_named(network, them), product=name_part("product", product),
                )
            )  # fmt: skip
    return found


def _named(network: Network, options: Iterable[str]) -> str:
    return list_part([name_part("option", o, title=network.options[o].title) for o in options], " and ")
