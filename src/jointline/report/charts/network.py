"""A network as a picture: components on the left, lines in the middle, orders on the right."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from jointline._version import __version__
from jointline.network.load import load_network
from jointline.network.numbers import Number, plain
from jointline.network.parts import Network, Order, serves
from jointline.report.charts.save import checked, save_chart
from jointline.report.charts.theme import (
    ASYMMETRIC,
    INK,
    INK_3,
    MUNITIONS,
    PROMISE,
    RULE,
    SMALL,
    TRADITIONAL,
    described,
    text_width,
)
from jointline.report.lang.language import ENGLISH, Language
from jointline.simulate.run import network_hash

if TYPE_CHECKING:
    import altair

_ROW = 17  # pixels
ENDINGS = (".svg", ".png")
_WIDTH = 980  # pixels at least; on a narrower page it is scrolled
_GAP = 70  # pixels at least for the thin lines between two columns
_BESIDE = 10  # pixels from the middle of a point to its words
_COLOURS = {"evidence": TRADITIONAL, "assumed": ASYMMETRIC, "own": PROMISE, "others": INK_3, "component": MUNITIONS}


def draw_network(network: str | os.PathLike[str] | Mapping[str, Any] | Network, path: str | os.PathLike[str]) -> None:
    """Draw a network into an SVG or PNG file, by its ending.

    Each limited component with what its sources make, each line with its full rate, each order with the units owed;
    thin lines say what goes into what. Raises ``JointlineError``.
    """
    checked(path, ENDINGS)
    save_chart(network_chart(load_network(network)), path, ENDINGS)


def network_chart(network: Network, lang: Language = ENGLISH) -> altair.LayerChart:
    """The picture as a chart specification (Vega-Lite), for a page or a notebook."""
    import altair as alt

    _ = lang.text
    nodes, edges, rows = _placed(network, lang)
    at, width = _columns(nodes)
    for n in nodes:
        n["x"] = at[n["column"]]
    edges = [{"x": at[e["begin"]] + e["beside"], "y": e["y"], "x2": at[e["to"]], "y2": e["y2"]} for e in edges]
    own = _("order of {customer}", customer=lang.name("country", network.customer)) if network.customer else _("order")
    kinds = {"evidence": _("rate with evidence"), "assumed": _("rate is an assumption"), "own": own,
             "others": _("order of others"), "component": _("component")}  # fmt: skip
    used = [k for k in kinds if any(n["kind"] == k for n in nodes)]
    for n in nodes:
        n["what"] = kinds[n["kind"]]
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-1.2, rows], reverse=True, nice=False, zero=False))
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, width], nice=False))
    heads = {"component": _("components"), "line": _("lines"), "order": _("orders")}

    def chart(values: list[dict[str, Any]]) -> Any:
        return alt.Chart(alt.Data(values=values)).encode(x=x, y=y)

    def words(values: list[dict[str, Any]], **style: Any) -> Any:
        return chart(values).mark_text(**style).encode(text="label:N")

    colour = alt.Color("what:N", scale=alt.Scale(domain=[kinds[k] for k in used], range=[_COLOURS[k] for k in used]),
                       legend=alt.Legend(title=None, symbolType="circle"))  # fmt: skip
    layers = [chart(edges).mark_rule(color=RULE, strokeWidth=0.8).encode(x2="x2:Q", y2="y2:Q")] if edges else []
    layers += [
        chart(nodes).mark_point(filled=True, size=60, opacity=1).encode(color=colour),
        words([n for n in nodes if n["column"] != "component"], align="left", dx=7, color=INK),
        words([n for n in nodes if n["column"] == "component"], align="right", dx=-7, color=INK),
        *(
            words(
                [{"x": at[k], "y": -0.9, "label": word}],
                fontWeight="bold",
                fontSize=12,
                color=INK,
                align="right" if k == "component" else "left",
                dx=-7 if k == "component" else 7,
            )
            for k, word in heads.items()
        ),
    ]
    height = max(160, int((rows + 1.2) * _ROW))
    made: Any = alt.layer(*layers).properties(width=width, height=height)
    under = _(
        "Thin lines: what goes into what. A line's rate is units a month at full rate; an order's units are those still owed."
    )
    if network.as_of:
        under = lang.sentences((under, _("Month 0 is {month}.", month=lang.date(network.as_of))))
    run = {"version": __version__, "data": network_hash(network), "network": network.file, "draws": "none"}
    made = described(made, network.title or network.file, under, run, lang)
    made.usermeta["least"] = width
    return cast("altair.LayerChart", made)


def _placed(network: Network, lang: Language) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Nodes and edges with their places, product by product from above, and how many rows they take."""
    _ = lang.text
    nodes: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []
    needs: dict[str, list[float]] = {}
    limited, row = network.limited, 0.0
    for product in network.products.values():
        lines = [x for x in network.lines.values() if x.product == product.name]
        orders = [o for o in network.orders.values() if o.product == product.name]
        height = max(len(lines), len(orders))
        if not height:
            continue
        line_y = {x.name: row + (height - len(lines)) / 2 + i for i, x in enumerate(lines)}
        order_y = {o.name: row + (height - len(orders)) / 2 + i for i, o in enumerate(orders)}
        for x in lines:
            rate = network.numbers[f"line/{x.name}/rate_max"]
            kind = "evidence" if rate.status.startswith("evidence") else "assumed"
            label = _("{line}, {rate} a month", line=lang.name("line", x.name, x.name), rate=_short(rate.number, lang))
            nodes.append({"column": "line", "y": line_y[x.name], "label": label, "kind": kind})
            for c in product.bill_of_materials:
                if c in limited:
                    needs.setdefault(c, []).append(line_y[x.name])
            beside = text_width(label, SMALL) + 2 * _BESIDE  # right of the label
            edges += [_edge("line", beside, line_y[x.name], "order", order_y[o.name]) for o in orders if serves(x, o)]
        for o in orders:
            mine = not network.customer or o.customer == network.customer
            owed = max(0.0, o.quantity.middle - o.delivered.middle)
            label = _("{order}, {units} owed", order=_order(o, lang), units=_short_value(owed))
            kind = "own" if mine else "others"
            nodes.append({"column": "order", "y": order_y[o.name], "label": label, "kind": kind})
        row += height + 0.35
    below = 0.0
    for c, at in sorted(needs.items(), key=lambda item: sum(item[1]) / len(item[1])):
        y = max(below, sum(at) / len(at))
        below = y + 1
        rates = sum(s.rate_max.middle for s in limited[c])
        label = _("{component}, {rate} a month", component=lang.name("component", c, c), rate=_short_value(rates))
        nodes.append({"column": "component", "y": y, "label": label, "kind": "component"})
        edges += [_edge("component", 0, y, "line", line) for line in at]
    return nodes, edges, int(max(row, below) + 1)


def _edge(begin: str, beside: float, y: float, to: str, y2: float) -> dict[str, Any]:
    return {"begin": begin, "beside": beside, "y": y, "to": to, "y2": y2}


def _columns(nodes: list[dict[str, Any]]) -> tuple[dict[str, float], float]:
    """Where each column of points stands, in pixels from the left, and the width that holds every label."""
    long = dict.fromkeys(("component", "line", "order"), 0.0)
    for n in nodes:
        long[n["column"]] = max(long[n["column"]], text_width(n["label"], SMALL) + _BESIDE)
    needed = long["component"] + _GAP + long["line"] + _GAP + long["order"]
    gap = _GAP + max(0.0, _WIDTH - needed) / 2
    line = long["component"] + gap
    return {"component": long["component"], "line": line, "order": line + long["line"] + gap}, max(needed, _WIDTH)


def _order(o: Order, lang: Language) -> str:
    """An order's usual name, or the name the network gives it with its customer."""
    name = lang.name("order", o.name, o.name)
    if name != o.name:
        return name
    customer = lang.name("country", o.customer, o.customer) if lang.is_chinese else o.customer
    return lang.text("{order} ({customer})", order=name, customer=customer)


def _short(number: Number, lang: Language) -> str:
    if number.is_fixed:
        return _short_value(number.middle)
    return (
        f"{_short_value(number.low)}–{_short_value(number.high)}"
        if number.high < 1e12
        else lang.text("about {number}", number=_short_value(number.middle))
    )


def _short_value(value: float) -> str:
    return plain(round(value)) if value >= 10 else plain(float(f"{value:.2g}"))
