"""The shipped fonts: what they hold, that pictures are drawn with them, and that a missing character is an error."""

from __future__ import annotations

import base64
import csv
import io
import math
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fontTools.pens.areaPen import AreaPen
from fontTools.ttLib import TTFont
from PIL import Image

import jointline
from jointline.errors import JointlineError
from jointline.report.charts import glyphs
from jointline.report.charts.save import chart_bytes, save_chart
from jointline.report.charts.theme import described

PACKAGE = Path(jointline.__file__).parent
HIMARS = "海馬士多管火箭系統"
FILES = [
    glyphs.folder() / "NotoSansTC-Regular.ttf", glyphs.folder() / "NotoSansTC-Bold.ttf",
    PACKAGE / "web/static/fonts/noto-sans-tc-400.woff2", PACKAGE / "web/static/fonts/noto-sans-tc-700.woff2",
]  # fmt: skip


def words(text: str, **mark: Any) -> Any:
    """A chart that draws *text* and nothing else."""
    import altair as alt

    made: Any = alt.Chart(alt.Data(values=[{"words": text}])).mark_text(color="#1b1d21", **mark).encode(text="words:N")
    return made.properties(width=140, height=140)


@pytest.mark.parametrize("path", FILES, ids=[p.name for p in FILES])
def test_every_file_is_the_same_subset(path: Path) -> None:
    font = TTFont(path)
    assert {chr(c) for c in font.getBestCmap()} == glyphs.held()
    assert font["name"].getDebugName(1) == "Noto Sans TC"
    assert "Open Font License" in font["name"].getDebugName(13)
    assert font["OS/2"].usWeightClass == (700 if "Bold" in path.name or "700" in path.name else 400)
    assert path.stat().st_size < (1_050_000 if path.suffix == ".woff2" else 2_200_000)


@pytest.mark.parametrize("path", FILES, ids=[p.name for p in FILES])
def test_quotation_marks_are_as_wide_as_in_latin_text(path: Path) -> None:
    font = TTFont(path)
    for c in "‘’“”·•":
        assert font["hmtx"][font.getBestCmap()[ord(c)]][0] < 600
    assert font["hmtx"][font.getBestCmap()[ord("「")]][0] == 1000


def test_the_license_stands_beside_the_fonts() -> None:
    text = (glyphs.folder() / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "Reserved Font Name 'Source'" in text  # which the name of the subset does not use


def test_the_subset_holds_the_common_characters() -> None:
    cells = [(h, low) for h in range(0xA4, 0xC7) for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF))]
    common = {bytes(c).decode("big5") for c in cells if (0xA4, 0x40) <= c <= (0xC6, 0x7E)}
    assert len(common) == 5401
    assert common <= glyphs.held()
    assert (
        glyphs.missing("abcÀéüñ “”‘’ – — … · × − • ✓ ▲▼ ← → ≤ ≥ ± € £ ¥ ° ％：；，。「」『』（）《》〈〉、？！①") == []
    )


def test_the_subset_holds_everything_that_is_shipped() -> None:
    """A statement with a rare character is found here before a reader meets an empty box."""
    lacking: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in (".csv", ".po", ".toml"):  # a sign in the page itself may come from the reader's fonts
            found = [c for c in glyphs.missing(path.read_text(encoding="utf-8")) if c.isprintable()]
            if found:
                lacking[path.name] = found
    assert lacking == {}, "run tools/fonts.py"


def _ink(png: bytes) -> float:
    """The dark area of a picture, in squares of the chart's pixels."""
    grey = Image.open(io.BytesIO(png)).convert("L")
    return sum((255 - level) / (255 - 0x1D) * n for level, n in enumerate(grey.histogram())) / 4  # two pixels for one


def _outline(font: TTFont, character: str, size: float) -> float:
    """The area of a character's outline when set in *size* pixels."""
    pen = AreaPen(font.getGlyphSet())
    font.getGlyphSet()[font.getBestCmap()[ord(character)]].draw(pen)
    return abs(float(pen.value)) * (size / font["head"].unitsPerEm) ** 2


@pytest.mark.parametrize("character", HIMARS)
@pytest.mark.parametrize("weight", [400, 700])
def test_a_png_draws_the_outlines_of_the_shipped_font(character: str, weight: int) -> None:
    """An empty box, a blank or another font's character has another area."""
    font = TTFont(FILES[0] if weight == 400 else FILES[1])
    drawn = _ink(chart_bytes(words(character, fontSize=100, fontWeight="bold" if weight == 700 else "normal"), "png"))
    assert drawn == pytest.approx(_outline(font, character, 100), rel=0.02)


def test_pictures_are_drawn_with_the_registered_font_and_not_with_the_machines(tmp_path: Path) -> None:
    """The same name over a font whose 海 is a filled square: the square is what comes out."""
    font = TTFont(FILES[0])
    for table in font["cmap"].tables:
        if table.isUnicode() and ord("海") in table.cmap:
            table.cmap[ord("海")] = table.cmap[ord("■")]
    font.save(tmp_path / "NotoSansTC-Regular.ttf")
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); from jointline.report.charts import glyphs;"
        "glyphs.folder = lambda: Path(sys.argv[2]); from test_chart_fonts import words;"
        "import jointline.report.charts.save as s; s.glyphs.check_text = lambda *a: None;"
        "sys.stdout.buffer.write(s.chart_bytes(words('海', fontSize=100), 'png'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert _ink(done.stdout) == pytest.approx(_outline(TTFont(FILES[0]), "■", 100), rel=0.02)
    assert math.fabs(_outline(TTFont(FILES[0]), "■", 100) / _outline(TTFont(FILES[0]), "海", 100) - 1) > 0.1


def test_an_svg_carries_the_outlines_of_its_characters() -> None:
    svg = chart_bytes(words(HIMARS), "svg").decode()
    assert f">{HIMARS}<" in svg  # text to search and to read aloud
    found = re.search(r'font-family:"jointline chart";font-weight:400;src:url\("data:font/woff;base64,([^"]+)"', svg)
    assert found
    inside = TTFont(io.BytesIO(base64.b64decode(found[1])))
    assert {chr(c) for c in inside.getBestCmap()} >= set(HIMARS)
    whole = TTFont(FILES[0])
    for c in HIMARS:
        assert _outline(inside, c, 100) == pytest.approx(_outline(whole, c, 100))
    assert len(svg) < 40_000


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_a_character_without_an_outline_is_an_error_that_names_it(form: str) -> None:
    with pytest.raises(JointlineError, match=r"𪚥 \(U\+2A6A5\)"):
        chart_bytes(words("龍𪚥"), form)


def test_nothing_is_written_where_a_character_is_missing(tmp_path: Path) -> None:
    with pytest.raises(JointlineError) as caught:
        save_chart(words("𪚥"), tmp_path / "a.png")
    assert caught.value.where == str(tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []


def test_only_what_is_drawn_is_looked_up() -> None:
    """A tooltip or a heading kept elsewhere may hold any character: nothing of it is in the picture."""
    import altair as alt

    data = alt.Data(values=[{"words": "a", "tip": "𪚥"}])
    made: Any = alt.Chart(data).mark_text().encode(text="words:N", tooltip="tip:N")
    assert chart_bytes(made, "png").startswith(b"\x89PNG")
    with pytest.raises(JointlineError, match="U\\+2A6A5"):
        chart_bytes(described(made, "𪚥", "", {}), "png")


def test_escaped_words_are_read_as_they_are_drawn() -> None:
    assert glyphs.drawn_text("<svg><text>a &amp; b</text><text x='1'><tspan>c</tspan></text></svg>") == "a & bc"


def test_every_case_and_speaker_can_be_drawn() -> None:
    with (PACKAGE / "data/statements/cases.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            assert glyphs.missing("".join(v or "" for v in row.values())) == []
