"""Texts that are not UTF-8: Chinese ones are recognised by what their characters are, Western ones stay Western."""

from __future__ import annotations

from pathlib import Path

import pytest

import jointline as jl
from jointline.readers.document import from_bytes

SHARED = Path(__file__).parents[3] / "shared" / "data"
ZH = "中央社台北2026年10月2日電\n\n國防部表示，M1A2T戰車最後一批將於2027年交付。國防部否認經費不足。\n"
HANS = "新华社北京2026年10月2日电\n\n发言人表示，最后一批导弹将于明年交付，并否认经费不足。\n"


@pytest.mark.parametrize(
    ("text", "encoding", "named"), [(ZH, "big5", "Big5"), (HANS, "gb18030", "GB 18030"), (ZH * 9000, "cp950", "Big5")]
)
def test_a_chinese_text_is_recognised_and_the_page_told(text: str, encoding: str, named: str) -> None:
    read = from_bytes(text.encode(encoding), name="a.txt")
    assert read.text == text and named in str(read.notes[0])


@pytest.mark.parametrize("text", [
    "The ministry said the missile’s café – “late”.\nJosé said so.",
    "Le général a déclaré que les missiles arriveront en 2027, après l’été.",
    "Übergabe der Panzer: 38 Stück, 100 €, außerdem Geräte für Köln.", "Ñandú — Ñoño was here.",
])  # fmt: skip
def test_a_western_text_is_none(text: str) -> None:
    read = from_bytes(text.encode("cp1252"), name="a.txt")
    assert read.text == text and "Windows-1252" in str(read.notes[0])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the working data beside the project is not here")
def test_the_chinese_dispatches_read_alike_in_big5() -> None:
    tried = 0
    for path in sorted((SHARED / "dispatches").rglob("*.txt")):
        text = path.read_text(encoding="utf-8")
        if sum("\u4e00" <= c <= "\u9fff" for c in text) * 3 < len(text):
            continue
        data = text.encode("cp950", "ignore")
        again = from_bytes(data, name=path.name)
        assert again.text == from_bytes(data.decode("cp950").encode(), name=path.name).text
        assert len(jl.read(again).statements) == len(
            jl.read(from_bytes(data.decode("cp950").encode(), name=path.name)).statements
        )
        tried += 1
    assert tried
