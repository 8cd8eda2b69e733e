"""A network as a picture: components on the left, lines in the middle, orders on the right."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from jointline.network.load import load_network
from jointline.network.numbers import Number, plain
from jointline.network.parts import Network, serves
from jointline.report.charts.save import checked, save_chart

if TYPE_CHECKING:
    import altair

_ROW = 17  # pixels
_AT = {"component": 0.0, "line": 1.0, "order": 2.0}
ENDINGS = (".svg", ".png")
_KINDS = ["rate with evidence", "rate is an assumption", "order{}", "order of others", "component"]
_COLOURS = ["#1b6ca8", "#e08b27", "#b5342d", "#8a8f98", "#4f7d3f"]


def draw_network(network: str | os.PathLike[str] | Mapping[str, Any] | Network, path: str | os.PathLike[str]) -> None:
    """Draw a network into an SVG or PNG file, by its ending.

    Each limited component with what its sources make, each line with its full rate, each order with the units owed;
    thin lines say what goes into what. Raises ``JointlineError``.
    """
    checked(path, ENDINGS)
    save_chart(network_chart(load_network(network)), path, ENDINGS)


def network_chart(network: Network) -> altair.LayerChart:
    """The picture as a chart specification (Vega-Lite), for a page or a notebook."""
    import altair as alt

    nodes, edges, rows = _placed(network)
    kinds = [k.format(f" of {network.customer}" if network.customer else "") for k in _KINDS]
    used = [k for k in kinds if any(n["kind"] == k for n in nodes)]
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-1.2, rows], reverse=True, nice=False, zero=False))
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.55, 2.75], nice=False))
    heads = zip(_AT.values(), ("components", "lines", "orders"), strict=True)

    def chart(values: list[dict[str, Any]]) -> Any:
        return alt.Chart(alt.Data(values=values)).encode(x=x, y=y)

    def text(values: list[dict[str, Any]], **style: Any) -> Any:
        return chart(values).mark_text(font="sans-serif", **style).encode(text="label:N")

    colour = alt.Color("kind:N", scale=alt.Scale(domain=used, range=[_COLOURS[kinds.index(k)] for k in used]),
                       legend=alt.Legend(title=None, orient="top", symbolOpacity=1))  # fmt: skip
    layers = [chart(edges).mark_rule(color="#c3c7cd", strokeWidth=0.8).encode(x2="x2:Q", y2="y2:Q")] if edges else []
    layers += [
        chart(nodes).mark_point(filled=True, size=60, opacity=1).encode(color=colour),
        text([n for n in nodes if n["x"] > 0], align="left", dx=7, fontSize=11),
        text([n for n in nodes if n["x"] == 0], align="right", dx=-7, fontSize=11),
        text([{"x": at, "y": -0.9, "label": word} for at, word in heads], fontWeight="bold", fontSize=12),
    ]
    month = f", month 0 is {network.as_of}" if network.as_of else ""
    title = alt.TitleParams(f"{network.title or network.file}{month}", anchor="start", font="sans-serif")
    height = max(160, int((rows + 1.2) * _ROW))
    made: Any = alt.layer(*layers).properties(title=title, width=980, height=height)
    return cast("alt.LayerChart", made.configure_view(stroke=None))


def _placed(network: Network) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Nodes and edges with their places, product by product from above, and how many rows they take."""
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
            kind = _KINDS[0] if rate.status.startswith("evidence") else _KINDS[1]
            label = f"{x.name}, {_short(rate.number)} a month"
            nodes.append({"x": _AT["line"], "y": line_y[x.name], "label": label, "kind": kind})
            for c in product.bill_of_materials:
                if c in limited:
                    needs.setdefault(c, []).append(line_y[x.name])
            begin = _AT["line"] + 0.05 + 0.0195 * len(label)  # right of the label
            edges += [_edge(begin, line_y[x.name], "order", order_y[o.name]) for o in orders if serves(x, o)]
        for o in orders:
            mine = not network.customer or o.customer == network.customer
            kind = _KINDS[2].format(f" of {network.customer}" if network.customer else "") if mine else _KINDS[3]
            owed = max(0.0, o.quantity.middle - o.delivered.middle)
            label = f"{o.name} ({o.customer}), {_short_value(owed)} owed"
            nodes.append({"x": _AT["order"], "y": order_y[o.name], "label": label, "kind": kind})
        row += height + 0.35
    below = 0.0
    for c, at in sorted(needs.items(), key=lambda item: sum(item[1]) / len(item[1])):
        y = max(below, sum(at) / len(at))
        below = y + 1
        rates = sum(s.rate_max.middle for s in limited[c])
        nodes.append({"x": _AT["component"], "y": y, "label": f"{c}, {_short_value(rates)} a month", "kind": _KINDS[4]})
        edges += [_edge(_AT["component"], y, "line", line) for line in at]
    return nodes, edges, int(max(row, below) + 1)


def _edge(x: float, y: float, to: str, y2: float) -> dict[str, float]:
    return {"x": x, "y": y, "x2": _AT[to], "y2": y2}


def _short(number: Number) -> str:
    if number.is_fixed:
        return _short_value(number.middle)
    return (
        f"{_short_value(number.low)}–{_short_value(number.high)}"
        if number.high < 1e12
        else f"about {_short_value(number.middle)}"
    )


def _short_value(value: float) -> str:
    return plain(round(value)) if value >= 10 else plain(float(f"{value:.2g}"))
