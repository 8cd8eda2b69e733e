"""Network files: TOML in, a checked network out."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli  # TOML 1.1: an inline table may run over several lines, as a list of changes wants to

from jointline.errors import JointlineError
from jointline.network.findings import Finding, raise_on_faults
from jointline.network.parts import Network
from jointline.network.places import placed
from jointline.network.read import read_parts
from jointline.network.values import cut

Tables = str | os.PathLike[str] | Mapping[str, Any]
TABLES = "network"  # the file of a network that was given as tables
_SLIPS = (  # what a line that is no TOML looks like, and what to write
    (re.compile(r"=\s*\d{3,4}-\d\d\s*(#|$)"), "A month is a text: put it in quotes."),
    (re.compile(r"=\s*[\d.,]+ *(-|–|\.\.|to) *[\d.,]+\s*(#|$)"), "A range is { uniform = [low, high] }."),
    (re.compile(r"=\s*\d{1,3}(,\d{3})+\s*(#|$)"), "Write a number without commas."),
)
_DEEPEST = 32  # tables within tables; the format needs six


def load_network(source: Tables | Network) -> Network:
    """A checked network out of a TOML file, or out of tables already read (as ``tomllib`` gives them), or a
    shipped one by its name (``taiwan``).

    Raises ``JointlineError`` with file, key and reason of the first fault and the number of the others; doubts
    pass (``check_network`` shows both).
    """
    from jointline.network.check import look_over

    if isinstance(source, Network):
        return source
    given = parse(source)
    reading = read_parts(given.raw or {}, given.file)
    found = given.found or placed(
        (f for f in look_over(reading, doubtful=False) if f.level == "fault"), given.text
    )  # fmt: skip
    raise_on_faults(found, given.file, checkable=not isinstance(source, Mapping))
    return reading.network


@dataclass(frozen=True, slots=True)
class Given:
    """What was given as a network: its name, its tables (``None`` where it is not TOML), its text where it has one."""

    file: str
    raw: dict[str, Any] | None
    text: str
    found: list[Finding]


def parse(source: Tables) -> Given:
    """The tables of a TOML file, of a shipped network or as they are given.

    Raises ``JointlineError`` where there is no such file or it cannot be read.
    """
    from jointline.network.shipped import NAMES, shipped_network

    if isinstance(source, Mapping):
        return _within_reason(TABLES, source, "")
    file = os.fspath(source)
    if file in NAMES and not Path(file).exists():
        return Given(file, shipped_network(file), "", [])
    text = _text(file)
    try:
        return _within_reason(file, tomli.loads(text), text)
    except tomli.TOMLDecodeError as error:
        return Given(file, None, text, [_not_toml(str(error), text)])
    except (ValueError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        words = "tables are nested too deeply" if deep else "a number has thousands of digits"
        return Given(file, None, text, [_not_toml(words, text)])


def _text(file: str) -> str:
    try:
        with Path(file).open(encoding="utf-8-sig", newline="") as handle:
            return handle.read()
    except FileNotFoundError:
        remedy = "Make one with: jointline network init taiwan"
        raise JointlineError("there is no such file", where=file, remedy=remedy) from None
    except UnicodeDecodeError:
        raise JointlineError("this is not UTF-8 text", where=file, remedy="Save it as UTF-8.") from None
    except OSError as error:
        raise JointlineError(f"cannot be read: {error.strerror or error}", where=file) from None
    except ValueError as error:  # a file name with a null sign in it
        raise JointlineError(f"cannot be read: {error}", where=repr(file)) from None


def _not_toml(words: str, text: str) -> Finding:
    at = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", words)
    rows = text.rstrip().split("\n")
    line = (int(at[1]) if at[1] else len(rows)) if at else None
    rows = rows[:line]
    meant = (remedy for form, remedy in _SLIPS if rows and form.search(rows[-1]))
    reason = cut(f"this is not TOML: {words[: at.start()] if at else words}", 400)
    return Finding("N101", _near(rows) if line else "file", reason, next(meant, ""), line)


def _near(rows: list[str]) -> str:
    """The key that the last of *rows* seems to give, and the table it is in: good enough to find the place."""
    field = re.match(r"\s*([^=\[{#]{1,60}?)\s*=", rows[-1]) if rows else None
    table = next((m for row in reversed(rows) if (m := re.match(r"\s*\[+([^\[\]]{1,60})\]", row))), None)
    return ".".join(m[1].strip() for m in (table, field) if m) or "file"


def _within_reason(file: str, tables: Mapping[str, Any], text: str) -> Given:
    """Tables that can be copied and walked through: names are texts, and they are not nested without end."""
    try:
        return Given(file, {k: _plain(v, 1) for k, v in _named(tables)}, text, [])
    except ValueError as error:
        return Given(file, None, text, [Finding("N101", "file", cut(f"this is not TOML: {error}", 400))])


def _plain(value: Any, depth: int) -> Any:
    """*value* as ``tomllib`` would give it: dictionaries and lists."""
    if depth > _DEEPEST:
        raise ValueError(f"tables are nested more than {_DEEPEST} deep")
    if isinstance(value, Mapping):
        return {k: _plain(v, depth + 1) for k, v in _named(value)}
    return [_plain(v, depth + 1) for v in value] if isinstance(value, list | tuple) else value


def _named(tables: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    for key in tables:
        if not isinstance(key, str):
            raise ValueError(f"a key is a text, not {key!r}")
    return list(tables.items())
