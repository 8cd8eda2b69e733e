"""A network's tables as TOML text that a person can read, review and change."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import InlineTable

from jointline.errors import JointlineError
from jointline.files import whole

_SECTIONS = ("products", "cases", "lines", "sources", "orders", "options")
_BLOCKS = ("evidence", "assumptions")  # tables of their own below a part: one line a number


def network_text(tables: Mapping[str, Any]) -> str:
    """The tables of a network as TOML, in the order: head, products, cases, lines, sources, orders, options.

    Read again (``tomli.loads``) it gives the same tables.
    """
    out = tomlkit.document()
    for key, value in tables.items():
        if key not in _SECTIONS:
            out.add(key, _value(value, lines=True))
    for section in (s for s in _SECTIONS if s in tables):
        group = tomlkit.table(is_super_table=bool(tables[section]))
        for name, part in tables[section].items():
            table = tomlkit.table()
            for key, value in part.items():
                if key not in _BLOCKS:
                    table.add(key, _value(value, lines=key in ("changes", "in_process")))
            for key in _BLOCKS:
                if part.get(key):
                    block = tomlkit.table()
                    for field, said in part[key].items():
                        block.add(field, _value(said))
                    table.add(key, block)
            group.add(name, table)
        out.add(section, group)
    return tomlkit.dumps(out)


def _value(value: Any, *, lines: bool = False) -> Any:
    if isinstance(value, Mapping):
        table: InlineTable = tomlkit.inline_table()
        for key, inner in value.items():
            table.append(key, _value(inner))
        return table
    if isinstance(value, list):
        array = tomlkit.array()
        for inner in value:
            array.append(_value(inner))
        return array.multiline(lines and len(value) > 1)
    return tomlkit.item(value)


def write_network(tables: Mapping[str, Any], path: str | os.PathLike[str], *, force: bool = False) -> None:
    """Write a network file whole or not at all.

    force: also in place of a file that is there. Raises ``JointlineError``.
    """
    target = Path(path)
    if target.exists() and not force:
        raise JointlineError("there is such a file already", where=str(target), remedy="Name another, or use --force.")
    text = network_text(tables)
    try:
        with whole(target) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as error:
        raise JointlineError(f"cannot be written: {error.strerror}", where=str(target)) from None
