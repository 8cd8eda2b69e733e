"""Make the shipped fonts: one subset of Noto Sans TC, as TTF for pictures and PDF and as WOFF2 for the page.

Run ``python tools/fonts.py`` from the root of the checkout. It needs Debian's package ``fonts-noto-cjk``. The subset holds
Latin, Greek, punctuation, arrows and signs, every character of Big5's first level, some of Taiwanese names
beyond it, and all that the package itself writes: its data, names and catalogues. ``characters.txt`` lists what it holds,
for the check before a picture is written.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

ROOT = Path(__file__).resolve().parents[1]
NOTO = Path("/usr/share/fonts/opentype/noto")
PACKAGE = ROOT / "src" / "jointline"
FONTS = PACKAGE / "report" / "fonts"
PAGE = PACKAGE / "web" / "static" / "fonts"
WEIGHTS = {"Regular": 400, "Bold": 700}
FAMILY = "Noto Sans TC"  # the name is not reserved (OFL.txt): a subset may keep it
FACE = "Noto Sans CJK TC"
LATIN_FACE, LATIN_WIDE = "Noto Sans CJK KR", "‘’“”·•"  # the face that has these as wide as Latin text
# Latin to Latin Extended-B, Greek, punctuation, super- and subscripts, currency, letterlike, number forms, arrows,
# mathematical signs, enclosed numbers, shapes, signs, CJK punctuation, enclosed CJK, full-width forms
RANGES = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x2FF), (0x370, 0x3FF), (0x2010, 0x2027), (0x2030, 0x205E), (0x2070, 0x209F),
    (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218B), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x249B),
    (0x2500, 0x257F), (0x25A0, 0x25FF), (0x2600, 0x26FF), (0x2713, 0x2717), (0x3000, 0x303F), (0x3220, 0x3243),
    (0x3280, 0x32B0), (0xFE30, 0xFE4F), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
)  # fmt: skip
# of Big5's second level or beyond it, and common in names of people and places of Taiwan
NAMES = (
    "堃喆瑀珮淯翊祐晟炘烜煒燁璟琬琨瑄瑋瑩璇璨鈞鈺鋐錡鎧閎霈靚頎顗馡驊婕嫻媗妍妤姵娟嫺孟寀寯岑岱峯嵐崴嶸巖廷彥彧彣"
    "忻怡恆恩悅惟愷慈慧憲懋戎扆承捷揆揚敏敦文旻昀昇昊昕昱晏晉晙晞晴暐暘暤曄曜曦朋杰柏柔柯栢桓桀梓梵棋棠楙楷榆榕樺橙欣欽"
    "毓毅沅沂沄沐沛泓泰洋洵洺浚浩涓涵淇淑淳渝湘湧湲溥溱滎漢澄澐澔濬瀅瀚灝炅炫炯焄焜焮焱煊煜熙熠熾燊爍牧玄玠玟玥玲珈珊珏珣"
    "珩珺琁琇琛琤琦琪琮琰琳瑛瑜瑞瑢瑤瑭瑱璁璉璋璐璞璧瓊甯甄畇畯皓皜盈睿睦瞳碩祁祈祺禎禔禕禧秉秝程穎穗竣筠筱箴紘紜紳綉綝綦綸緁緒緯縈繕"
    "羿翌翎翔耀聿聰肇舜芃芊芝芢芩芮芯苡苹茉茜茵荃荷莉莘莛莞菀菁菘萱葦葳蒨蓁蓉蓓蔓蔚蕎蕙蕭薇薰藍藝蘅蘊虔蘭衍裕裘詠詩詮誠諭諺謙贇贊"
    "軒輔辰迦逸達遠邁邵郁郅鄞釗釧釩鈐鈴鉉鉅鉑銓銘鋒錞錦鍇鍾鎔鎮鏞鏵鐘鑑鑫長陞雋雯霆霖靖韋韶韻頌顥飛馥駿騏騰魁鳳鴻鵬鶯麟麴黎鼎齊龎龔"
    "艋舺埤圳塭崁崙崎嶼汐湳滬澎猴硓磯窟笨籬舢萬菓蚵蘆諸豐踏霧鯉鯤鹹鹿麻峠犂裡裏綫線衞衛群羣啓啟册冊鶚掮揶揄忡掰床牀粧粦綵緖吿告麽麼尅喫叄叁"
)
LATIN = ((0x20, 0x24F), (0x2010, 0x205E), (0x20A0, 0x20BF), (0x2190, 0x2199), (0x2212, 0x2212), (0x2248, 0x2265))
TEXTS = (".csv", ".json", ".toml", ".po", ".html", ".py", ".js", ".css", ".md")


def main() -> None:
    wanted = wanted_characters()
    held: set[int] = set()
    for style, weight in WEIGHTS.items():
        font = face(style)
        use_latin_widths(font, face(style, LATIN_FACE))
        held = {*font.getBestCmap()} & wanted
        cut(font, held, style, weight)
    (FONTS / "characters.txt").write_text("".join(map(chr, sorted(held))) + "\n", encoding="utf-8")
    lacking = "".join(sorted(chr(c) for c in written() - held if c > 0x7F))
    print(f"{len(held)} characters; written in the package and not in {FACE}: {lacking or 'none'}")


def wanted_characters() -> set[int]:
    """Every code point the subset should hold."""
    ranges = {c for low, high in RANGES for c in range(low, high + 1)}
    return ranges | big5_level_1() | set(map(ord, NAMES)) | written()


def big5_level_1() -> set[int]:
    """The 5,401 characters of common use that Big5 puts first."""
    cells = ((high, low) for high in range(0xA4, 0xC7) for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    return {ord(bytes(c).decode("big5")) for c in cells if (0xA4, 0x40) <= c <= (0xC6, 0x7E)}


def written() -> set[int]:
    """What the package's data, tables, catalogues and pages are written with."""
    files = (p for p in sorted(PACKAGE.rglob("*")) if p.suffix in TEXTS and "vendor" not in p.parts)
    return {ord(c) for p in files for c in p.read_text(encoding="utf-8") if c.isprintable()}


def use_latin_widths(font: TTFont, other: TTFont) -> None:
    """Quotation marks and dots as wide as Latin has them: Chinese of Taiwan quotes with 「」, so they stand in English text."""
    narrow = other.getBestCmap()
    for table in font["cmap"].tables:
        if table.isUnicode() and hasattr(table, "cmap"):
            table.cmap.update(
                {c: narrow[c] for c in map(ord, LATIN_WIDE) if c in table.cmap}
            )  # one glyph set for all faces


def face(style: str, name: str = FACE) -> TTFont:
    """One face of Debian's collection."""
    path = NOTO / f"NotoSansCJK-{style}.ttc"
    if not path.is_file():
        sys.exit(f"{path} is missing: apt-get install fonts-noto-cjk")
    for number in range(20):
        font = TTFont(path, fontNumber=number, lazy=True)
        if name in (font["name"].getDebugName(16), font["name"].getDebugName(1)):
            return font
    sys.exit(f"{path} has no face {name!r}")


def cut(font: TTFont, held: set[int], style: str, weight: int) -> None:
    """Write one weight in both forms."""
    options = subset.Options(
        layout_features=["kern", "mark", "ccmp"], hinting=False, desubroutinize=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 7, 11, 13, 14], name_languages=[0x409], notdef_outline=True, glyph_names=False,
        bidi_closure=False,  # only what is asked for: characters.txt says what a font holds
        drop_tables=["BASE", "VORG", "vhea", "vmtx", "DSIG"],
    )  # fmt: skip
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(held))
    cutter.subset(font)
    with_quadratic_outlines(font)
    rename(font, style)
    font["head"].modified = font["head"].created  # the same bytes on every day
    font.recalcTimestamp = False
    font.save(FONTS / f"NotoSansTC-{style}.ttf")
    font.flavor = "woff2"
    font.save(PAGE / f"noto-sans-tc-{weight}.woff2")
    cut_latin(FONTS / f"NotoSansTC-{style}.ttf", weight)


def cut_latin(path: Path, weight: int) -> None:
    """Write the Latin part of one weight for the page: a seventieth of the whole, so that no reader waits for Latin text."""
    font = TTFont(path, recalcTimestamp=False)
    cutter = subset.Subsetter(subset.Options(layout_features=["kern", "mark", "ccmp"], notdef_outline=True))
    cutter.populate(unicodes=[c for low, high in LATIN for c in range(low, high + 1)])
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(PAGE / f"noto-sans-tc-latin-{weight}.woff2")


def with_quadratic_outlines(font: TTFont) -> None:
    """TrueType outlines in place of PostScript ones: half the size as WOFF2, at most one unit in a thousand apart."""
    order, drawn = font.getGlyphOrder(), font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        glyphs[name] = pen.glyph()
    for name in order:
        glyphs[name].recalcBounds(None)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyphs[name], "xMin", 0))
    glyf, maxp = newTable("glyf"), font["maxp"]
    glyf.glyphOrder, glyf.glyphs = order, glyphs
    font["loca"], font["glyf"] = newTable("loca"), glyf
    maxp.tableVersion = 0x00010000
    for field in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
                  "maxSizeOfInstructions", "maxComponentElements", "maxComponentDepth"):  # fmt: skip
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    post = font["post"]
    post.formatType, post.extraNames, post.mapping, post.glyphOrder = 3.0, [], {}, order
    del font["CFF "]
    font.sfntVersion = "\0\1\0\0"


def rename(font: TTFont, style: str) -> None:
    """Call the face what it is now: a subset named for Taiwan's forms."""
    plain = FAMILY.replace(" ", "")
    for record in font["name"].names:
        named = {
            1: FAMILY,
            2: style,
            3: f"jointline subset;{plain}-{style}",
            4: f"{FAMILY} {style}",
            6: f"{plain}-{style}",
        }
        if record.nameID in named:
            record.string = named[record.nameID]


if __name__ == "__main__":
    main()
