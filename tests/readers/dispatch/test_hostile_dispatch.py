"""Whatever a text holds, the reader ends, raises nothing, and its spans are passages of the text."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointline.readers.dispatch.claims import read_dispatch
from jointline.readers.dispatch.reading import KINDS, STANDINGS
from jointline.readers.dispatch.sentences import quotations, sentences, shadow
from jointline.report.dispatch import claim_lines, described, dispatch_page, dispatch_text, seen
from jointline.report.text import plain_text

PIECES = st.sampled_from([
    "said ", "the minister ", "according to ", "declined to comment", "國防部表示，", "引述", "據", "報導", "「", "」", "『", '"', "“", "”", "「「", ". ", "。",
    "\n", "\n\n", ", ", "，", "Nikkei Asia ", "quoted ", "as saying that ", "who ", "which ", "; ", "he ", "他說，", "\u202e", "\u200f", "\u0000", "<b>",
    "<script>alert(1)</script>", "</mark>", "[red]", "[/]", "&amp;", "1111020", "（編輯：", "$", "２０２４", "𝒳", "é", "😀", "\ud800", "U.S. ", "No, ", "?", "？",
    "on Monday ", "2026", "the other ", "One of them ", "(", ")", "［", "］", "[", "]", "　", "\r\n", "\u2028", "İ", "ß",
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join))


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text):
    reading = read_dispatch(text)
    for c in reading.claims:
        assert 0 <= c.start < c.end <= len(text)
        assert c.standing in STANDINGS and c.kind in KINDS
        assert (c.speaker == "unattributed") == (c.standing == "unattributed")
        assert c.cue is None or text[c.cue_start : c.cue_end] == c.cue
    assert reading == read_dispatch(text)  # the same again
    reading.as_dict()


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_the_shadow_is_as_long_as_the_text_and_sentences_are_in_it(text):
    folded = shadow(text)
    assert len(folded) == len(text)
    at = 0
    for s in sentences(folded):
        assert at <= s.start < s.end <= len(text)
        at = s.end
        assert all(s.start <= a < b <= s.end for a, b in s.quotes)
    spans = quotations(folded, 0, len(folded))
    assert all(a < b <= c for (a, b), (c, _) in pairwise(spans)) and all(a < b for a, b in spans)


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_nothing_of_the_text_is_taken_for_mark_up(text):
    reading = read_dispatch("The minister said " + text)
    page = dispatch_page(reading, text)
    body = re.sub(
        r"</?(?:mark|a|li|ol|br|span|small|div|p|h1|body|html|head|meta|title|style)\b[^<>]*>|<!doctype html>", "", page
    )
    assert "<" not in body
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f]", page)
    shown = plain_text(dispatch_text(reading))
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069\x1b]", shown)
    for line in claim_lines(reading, 50):
        assert "\x1b" not in plain_text(line)
    assert all(seen(described(c)) == seen(seen(described(c))) for c in reading.claims)


@pytest.mark.parametrize(
    "piece",
    ["said ", '"', "「", "「『", "<", "<b>", "<script>", "說", "國防部長說，", "the minister said that ", "who said ", ". ", "\n", " ", "Abc ", "according to ",
     '"The officer told me ', "A B C News ", "declined to comment, ", "據", "「a」", "中國國防部發言人", "\u202e", "on Monday ", "Deputy Assistant Secretary ",
     "引述", "在會", "[", "(", "（編輯", "$1", "1", ", and that ", "Harriet Boone, a senator, "],
)  # fmt: skip
def test_time_grows_with_the_length_and_no_faster(piece):
    def seconds(length: int) -> float:
        text = "[Harbor Wire]\n" + piece * (length // len(piece))
        begun = time.perf_counter()
        read_dispatch(text)
        return time.perf_counter() - begun

    seconds(2_000)  # tables are read once
    short, long_ = seconds(15_000), seconds(60_000)
    assert long_ < 12 * short + 0.5, (short, long_)
