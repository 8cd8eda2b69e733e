"""Where in a TOML text each key stands: TOML readers do not say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import tomli

from jointline.network.findings import Finding, joined

# no possessive groups, (...)*+: Python before 3.11.5 matches them wrongly where a branch looks ahead (gh-106052)
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"{3,5}' r"|'''(?:[^']|'(?!''))*'{3,5}" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*+'"
)
_BARE = re.compile(r"[^\s.=\]\"']+")
_SCALAR = re.compile(r"[^,\]}#\n\"'\[{]*+")
_LAST = re.compile(r'(\.?"(?:[^"\\]|\\.)*"|\.?[^.\[\]"]+|\[\d+\])$')


def placed(findings: Iterable[Finding], text: str) -> list[Finding]:
    """*findings* with the lines of *text* they are about, in order of these."""
    waiting = list(findings)
    if not text or not waiting:
        return waiting
    lines = line_numbers(text)
    found = (f if f.line else replace(f, line=_nearest(lines, f.at or f.key)) for f in waiting)
    return sorted(found, key=lambda f: f.line or 0)


def locate(text: str, key: str) -> int | None:
    """The line of *text* (well-formed TOML) that gives *key* (``lines.x.rate_max``), or the table it would be in."""
    return _nearest(line_numbers(text), key)


def _nearest(lines: dict[str, int], key: str) -> int | None:
    while key and key not in lines:
        shorter = _LAST.sub("", key)
        key = shorter if shorter != key else ""
    return lines.get(key)


def line_numbers(text: str) -> dict[str, int]:
    """The line of every key in *text*, which must be well-formed TOML."""
    scan = _Scan(text)
    scan.document()
    return scan.lines


class _Scan:
    """One walk through a well-formed text, from key to key."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.lines: dict[str, int] = {}
        self._row, self._counted = 1, 0
        self._last: dict[str, int] = {}  # arrays of tables -> the index of their last table

    def document(self) -> None:
        table = ""
        while self._sign():
            if self.text.startswith("[[", self.at):
                table = self._header(2)
            elif self._sign() == "[":
                table = self._header(1)
            else:
                self._pair(table)

    def _sign(self) -> str:
        """The next sign that means something."""
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.text[self.at : self.at + 1]

    def _line(self) -> int:
        self._row += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._row

    def _header(self, brackets: int) -> str:
        line = self._line()
        self.at += brackets
        names = self._names()
        self._sign()
        self.at += brackets
        key = ""
        for depth, name in enumerate(names, start=1):
            key = joined(key, name)
            self.lines.setdefault(key, line)
            if brackets == 2 and depth == len(names):
                self._last[key] = self._last.get(key, -1) + 1
            if key in self._last:
                key = joined(key, self._last[key])
        self.lines[key] = line
        return key

    def _names(self) -> list[str]:
        """The parts of a dotted key."""
        names: list[str] = []
        while True:
            quoted = self._sign() in "\"'"
            found = (_STRING if quoted else _BARE).match(self.text, self.at)
            if found is None:  # not TOML
                self.at = len(self.text)
                return names
            self.at = found.end()
            names.append(str(tomli.loads(f"k = {found[0]}")["k"]) if quoted else found[0])
            if self._sign() != ".":
                return names
            self.at += 1

    def _pair(self, table: str) -> None:
        self._sign()
        line, key = self._line(), table
        for name in self._names():
            key = joined(key, name)
            self.lines.setdefault(key, line)
        self._sign()
        self.at += 1  # =
        self._value(key)

    def _value(self, key: str) -> None:
        sign = self._sign()
        if sign == "[":
            self._items(key, "]")
        elif sign == "{":
            self._items(key, "}")
        else:
            found = (_STRING if sign in "\"'" else _SCALAR).match(self.text, self.at)
            self.at = found.end() if found and found[0] else len(self.text)  # nothing: not TOML

    def _items(self, key: str, end: str) -> None:
        self.at += 1
        index = 0
        while self._sign() not in (end, ""):
            if end == "}":
                self._pair(key)
            else:
                inner = joined(key, index)
                self.lines[inner] = self._line()
                self._value(inner)
            index += 1
            if self._sign() == ",":
                self.at += 1
        self.at += 1
