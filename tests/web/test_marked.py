"""Passages marked in a text: nothing of the text is lost, and every passage is whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointline.report.dispatch import seen
from jointline.report.marked import marked
from jointline.web.figures import pieces

SPANS = st.lists(st.tuples(st.integers(-3, 60), st.integers(-3, 60)), max_size=8)


@given(st.text(max_size=50), SPANS)
def test_the_pieces_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    pieces = marked(text, spans)
    assert "".join(p.text for p in pieces) == seen(text)
    for i, (start, end) in enumerate(spans):
        start, end = max(0, start), min(len(text), end)
        inside = [p for p in pieces if i in p.marks]
        assert "".join(p.text for p in inside) == (seen(text[start:end]) if start < end else "")
        assert sum(i in p.begins for p in pieces) == (start < end)


@given(st.lists(st.tuples(st.integers(0, 9_000), st.integers(1, 200)), max_size=6))
def test_a_long_text_keeps_every_passage_and_counts_what_it_leaves_out(at: list[tuple[int, int]]) -> None:
    text = "".join(chr(97 + i % 26) for i in range(10_000))
    spans = [(s, s + n) for s, n in at]
    pieces = marked(text, spans, most=1_000)
    for i, (start, end) in enumerate(spans):
        assert "".join(p.text for p in pieces if i in p.marks) == text[start:end]
    shown = sum(len(p.text) for p in pieces)
    assert shown + sum(p.left_out for p in pieces) <= len(text)
    assert shown < len(text)


@pytest.mark.parametrize("name", ["F-16C/D Block 70", "Mk 48 Mod 6", "Switchblade 300", "Link 16", "彈簧刀 300"])
def test_a_number_in_a_name_is_no_figure(name: str) -> None:
    assert [t for t, figure in pieces(f"{name} at Greenville: 40 months late") if figure] == ["40"]
