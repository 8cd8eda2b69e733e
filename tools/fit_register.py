"""Fit the reference class on a SIPRI trade register and write the parameters that ship with the package.

    python tools/fit_register.py TRADE-REGISTER.csv

The register is its owner's and none of its rows is written anywhere: SIPRI's terms allow research on it, not copies.
"""

from __future__ import annotations

import sys

from jointline.forecast.classes import DATA
from jointline.forecast.own_register import read_orders
from jointline.forecast.register import fit_register, register_text

FIRST_FIT = 2012


def main(path: str) -> None:
    orders, dated = read_orders(path)
    last = max(max(o.delivered_in, default=o.ordered) for o in orders)
    source = f"fitted on US orders in the SIPRI Arms Transfers Database (c) SIPRI, register {dated}"
    register = fit_register(orders, range(FIRST_FIT, last + 1), source)
    (DATA / "register.json").write_text(register_text(register), encoding="utf-8")
    for f in register.fits:
        print(f"{f.year} {f.kind:5} {f.shape:12} {f.orders:5} orders {f.delivered:5} delivered, scale {f.scale}, "
              f"tau {f.tau}, level {f.level}, Taiwan {f.taiwan}, stock {f.stock}, size {f.size}")  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1])
