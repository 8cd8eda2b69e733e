"""The line of every key of a TOML text: against texts whose lines are known because they were written key by key."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import tomli
from hypothesis import example, given
from hypothesis import strategies as st

import jointline as jl
from jointline.network.findings import joined
from jointline.network.places import line_numbers, locate

BARE = re.compile(r"[A-Za-z0-9_-]+")
NAMES = st.one_of(
    st.text("abcXY09-_", min_size=1, max_size=4),
    st.sampled_from(["a b", "a.b", "", "中", "#", "]", "[", "=", '"', "'", 'a"b', "\\", " ", "\t", "{", "}", ","]),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=4),
)
SCALARS = st.sampled_from([
    "1", "-1.5", "true", "nan", "+inf", "0x1F", "1_000", "1e5", "2026-10-01", "2026-10-01 07:32:00", "07:32:00", '"a"', '"a # b"',
    "'c]'", '"\\"x\\""', "''", '""', '"""a"""', "'''b'''", '"""\na = 1\n[x]\n"""', "'''\nb = 2\n# '' x\n'''", '"""a""""', '"""a"""""',
    "'''a''''", '"""\\\n   x\\"""y"""', '""""a"""', '""""""', "''''''", '"""\r\nq\r\n"""', '"é中"',
])  # fmt: skip
BLANKS = st.sampled_from(["", " ", "\t", "  "])
COMMENTS = st.sampled_from(["", " # c", "# a = 1", ' # """ \' [x] {'])
EMPTY = st.sampled_from(["", "# [a]", "   ", '# x = """', "\t# '"])


class Writer:
    """TOML written piece by piece; ``lines`` says on which line each key went."""

    def __init__(self, draw: Any) -> None:
        self.draw, self.pieces, self.lines = draw, [], {}
        self.row, self.newline = 1, draw(st.sampled_from(["\n", "\r\n"]))

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self.row += text.count("\n")

    def blank(self) -> str:
        return self.draw(BLANKS)

    def empty_lines(self) -> None:
        for _ in range(self.draw(st.integers(0, 2))):
            self.put(self.draw(EMPTY) + self.newline)

    def gap(self) -> None:
        """What may stand between the items of an array or an inline table."""
        self.put(self.draw(st.sampled_from(["", " ", self.newline, f"# c ]{self.newline}", f'# }} , "{self.newline}'])))

    def name(self, name: str) -> str:
        ways = [json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")]
        ways += [name] if BARE.fullmatch(name) else []
        ways += [f"'{name}'"] if "'" not in name else []
        return self.draw(st.sampled_from(ways))

    def names(self, outer: str, names: list[str]) -> str:
        """A dotted key; returns the whole of it."""
        row, key = self.row, outer
        self.put(f"{self.blank()}.{self.blank()}".join(self.name(n) for n in names))
        for name in names:
            key = joined(key, name)
            self.lines.setdefault(key, row)
        return key

    def pair(self, table: str, names: list[str], depth: int) -> None:
        key = self.names(table, names)
        self.put(f"{self.blank()}={self.blank()}")
        self.value(key, depth)

    def value(self, key: str, depth: int) -> None:
        kind = self.draw(st.sampled_from(["scalar", "scalar", "array", "table"])) if depth < 3 else "scalar"
        if kind == "array":
            n = self.draw(st.integers(0, 3))
            self.put("[")
            for i in range(n):
                self.gap()
                self.lines[joined(key, i)] = self.row
                self.value(joined(key, i), depth + 1)
                self.gap()
                self.put("," if i < n - 1 or self.draw(st.booleans()) else "")
            self.gap()
            self.put("]")
        elif kind == "table":
            names = self.draw(st.lists(NAMES, max_size=3, unique=True))
            self.put("{")
            for i, name in enumerate(names):
                self.gap()
                self.pair(key, [name], depth + 1)
                self.gap()
                self.put("," if i < len(names) - 1 else "")
            self.put("}")
        else:
            self.put(self.draw(SCALARS))

    def pairs(self, table: str) -> None:
        for name in self.draw(st.lists(NAMES, max_size=3, unique=True)):
            self.empty_lines()
            self.put(self.blank())
            self.pair(table, [name, *self.draw(st.lists(NAMES, max_size=1))], 0)
            self.put(self.draw(COMMENTS) + self.newline)
        self.empty_lines()

    def header(self, names: list[str], array: int | None = None) -> str:
        """``[a.b]``, or the table number *array* of ``[[a]]``; returns the key of the table."""
        row, width = self.row, 1 if array is None else 2
        self.put(self.blank() + "[" * width + self.blank())
        key = self.names("", names)
        self.put(self.blank() + "]" * width + self.draw(COMMENTS) + self.newline)
        if array is not None:
            key = joined(key, array)
            self.lines[key] = row
        return key


@st.composite
def documents(draw) -> tuple[str, dict[str, int]]:
    w = Writer(draw)
    w.pairs("")
    taken = set(w.lines)
    for name in draw(st.lists(NAMES, max_size=3, unique=True)):
        if joined("", name) in taken:
            continue
        if draw(st.booleans()):
            for i in range(draw(st.integers(1, 3))):
                table = w.header([name], i)
                w.pairs(table)
                inner = draw(NAMES)
                if joined(table, inner) not in w.lines:
                    w.lines[joined(table, inner)] = w.row
                    w.put(f"[{w.name(name)} . {w.name(inner)}]{w.newline}")
                    w.pairs(joined(table, inner))
        else:
            w.pairs(w.header([name, *draw(st.lists(NAMES, max_size=2))]))
    return "".join(w.pieces), w.lines


def keys(value: Any, key: str = "") -> Iterator[str]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, below in inner:
        yield joined(key, name)
        yield from keys(below, joined(key, name))


@given(documents())
@example(('"0"="""a"""\n"9"="""b""""\n', {"0": 1, "9": 2}))
def test_every_key_has_the_line_it_was_written_on(document):
    text, lines = document
    found = line_numbers(text)
    assert set(found) == set(keys(tomli.loads(text)))
    assert found == lines


@given(documents(), st.data())
def test_a_key_that_is_not_there_has_the_line_of_the_table_it_would_be_in(document, data):
    text, lines = document
    key = data.draw(st.sampled_from(["", *lines]))
    assert locate(text, joined(key, "no such key")) == lines.get(key)


@given(st.lists(st.sampled_from([*"[]{}=\"'#,.\n\\ a1", '"""', "'''", "[[", "]]"]), max_size=40).map("".join))
def test_a_text_that_is_no_toml_is_walked_through_to_its_end(text):
    """Any answer will do, and so will a refusal: a walk that does not end would hang the program."""
    with contextlib.suppress(tomli.TOMLDecodeError):
        assert all(line >= 1 for line in line_numbers(text).values())


@pytest.mark.parametrize(("text", "line", "key"), [
    ('horizon = 12\n[products.radar]\nbill_of_materials = {\n', 3, "products.radar"),
    ('[lines.works]\nrate_max = [1, 2\n', 2, "lines.works"),
    ('[lines.works]\nrate_max = { pert = [1, 2 }\n', 2, "lines.works.rate_max"),
    ('[lines.works]\nsite = "Here\nrate_max = 2\n', 2, "lines.works.site"),
    ('[lines.works]\nsite = """Here\nrate_max = 2\n', 3, "lines.works"),
    ('[lines.works]\nrate_max = 2\nrate_max = 3\n', 3, "lines.works"),
    ('[lines.works]\nrate_max = 2 units\n', 2, "lines.works.rate_max"),
    ('[lines.works\nrate_max = 2\n', 1, "file"),
    ('[orders.x]\r\nplaced = 2026-03\r\n', 2, "orders.x.placed"),
])  # fmt: skip
def test_a_file_that_is_no_toml_is_told_with_its_line(text, line, key, tmp_path):
    path = tmp_path / "network.toml"
    path.write_text(text, encoding="utf-8", newline="")
    (finding,) = jl.check_network(path).faults
    assert (finding.rule, finding.line) == ("N101", line)
    assert finding.key.startswith(key)
    with pytest.raises(jl.JointlineError, match="this is not TOML"):
        jl.load_network(path)


@pytest.mark.parametrize(("value", "remedy"), [
    ("2026-10", "A month is a text: put it in quotes."), ("115-10 # ROC", "A month is a text: put it in quotes."),
    ("5-10", "A range is { uniform = [low, high] }."), ("5 to 10.5", "A range is { uniform = [low, high] }."),
    ("1,200", "Write a number without commas."), ("ten", ""),
])  # fmt: skip
def test_what_is_likely_meant_by_a_value_that_is_no_toml_is_told(value, remedy, tmp_path):
    path = tmp_path / "network.toml"
    path.write_text(f"[lines.works]\nrate_max = {value}\n", encoding="utf-8")
    (finding,) = jl.check_network(path).faults
    assert (finding.rule, finding.line, finding.remedy) == ("N101", 2, remedy)


def test_a_number_too_long_to_read_and_tables_too_deep_are_told_plainly(tmp_path):
    path = tmp_path / "network.toml"
    for text, words in (("horizon = " + "9" * 5000, "thousands of digits"), ("a = " + "[" * 9999, "too deeply")):
        path.write_text(text, encoding="utf-8")
        (finding,) = jl.check_network(path).faults
        assert finding.rule == "N101" and words in finding.reason
    path.write_text("[" + ".".join("a" * 40) + "]\n", encoding="utf-8")
    assert "nested more than 32 deep" in jl.check_network(path).faults[0].reason
