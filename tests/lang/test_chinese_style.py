"""The Chinese of the catalogue and the names: one word a term, no English left over, set as Chinese is; every name decided."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from chinese_text import english, faults
from jointline.network.load import load_network
from jointline.network.shipped import shipped_network
from jointline.network.shows import show_network
from jointline.options.bench import Bench
from jointline.report.lang.language import ENGLISH, language
from jointline.report.lang.names import measure_word, tables
from jointline.report.lang.notes import TEMPLATES, parts, said
from jointline.report.lang.typeset import typeset

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import catalogues  # noqa: E402

ZH = language("zh-TW")
ROC = language("zh-TW", roc=True)
STATEMENTS = ROOT / "src" / "jointline" / "data" / "statements"
# words of a command, a file or an address that a message names: they are typed as they stand
TYPED = frozenset(
    [
        "recover",
        "supersedes",
        "category",
        "measure",
        "months",
        "unattributed",
        "official",
        "auto",
        "zh",
        "afresh",
        "via",
        "counted",
        "options",
        "start",
        "end",
        "toml",
        "yes",
        "no",
        "Act",
        "case",
    ]
)
_COMMAND = re.compile(r"jointline [a-z]+|--[\w-]+|\?case=NAME|[\w-]+\.(?:md|csv)|\{[^{}]*\}|assumption/")


def messages() -> Iterator[tuple[str, str]]:
    """Each message with its translation."""
    with catalogues.po_path("zh_TW").open("rb") as handle:
        for m in read_po(handle):
            if m.id:
                yield (
                    m.id[-1] if isinstance(m.id, tuple) else m.id,
                    m.string[0] if isinstance(m.string, tuple) else m.string,
                )


def glossary() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The table of docs/languages.md: an English term and the Chinese for it."""
    text = (ROOT / "docs" / "languages.md").read_text(encoding="utf-8").split("## Terms")[1].split("\n## ")[0]
    for line in text.splitlines():
        cells = [c.strip() for c in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) >= 2 and cells[0] != "English" and not cells[0].startswith("--"):
            yield cells[0], tuple(cells[1].split("、"))


def test_a_term_has_one_chinese_word_everywhere() -> None:
    terms = list(glossary())
    assert len(terms) > 25
    other = []
    for term, chinese in terms:
        forms = "|".join(rf"{re.escape(t)}s?" for t in term.split(", "))
        for message, translation in messages():
            if re.search(rf"\b(?:{forms})\b", _COMMAND.sub(" ", message), re.I) and not any(
                c in translation for c in chinese
            ):
                other.append((term, message[:80], translation[:80]))
    assert other == []


def test_no_translation_holds_english_words() -> None:
    left = [(words, said_[:80]) for _, said_ in messages() if (words := [w for w in english(said_) if w not in TYPED])]
    assert left == []


def test_translations_and_names_are_set_as_chinese_is() -> None:
    wrong = [fault for _, said_ in messages() for fault in faults(said_.strip())]
    wrong += [fault for _, name, _ in tables().values() for fault in faults(name)]
    assert wrong == []


def test_every_carrier_has_a_name_or_keeps_its_own_by_decision() -> None:
    carriers = set()
    for path in sorted(STATEMENTS.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as handle:
            carriers.update(v for row in csv.DictReader(handle) for v in row["via"].split("; ") if v)
    held = tables()
    assert [c for c in sorted(carriers) if ("carrier", c) not in held] == []
    latin = [
        k
        for (kind, k), (_, zh, source) in held.items()
        if kind == "carrier" and zh.isascii() and source not in ("kept", "official")
    ]
    assert latin == []


def test_an_attested_name_says_where_it_stands() -> None:
    attested = [source.partition(" ")[2] for _, _, source in tables().values() if source.startswith("attested")]
    assert len(attested) > 20
    assert [a for a in attested if not a.startswith("https://")] == []


def test_all_that_the_project_wrote_into_its_data_is_said_in_chinese() -> None:
    net = load_network(shipped_network("taiwan", "2026-11-30"))
    bench = Bench(shipped_network("taiwan", "2026-11-30"))
    texts = [*net.notes, *(o.note for o in net.options.values())]
    texts += [k.basis.assumption for o in bench.options for k in bench.knobs([o]) if k.basis and k.basis.assumption]
    with (STATEMENTS / "cases.csv").open(encoding="utf-8", newline="") as handle:
        texts += [row["note"] for row in csv.DictReader(handle) if row["note"]]
    assert len(texts) > 400
    assert [t for t in texts if not re.search("[\u3400-\u9fff]", said(t, ZH))] == []


def test_what_a_network_says_of_its_numbers_is_said_in_chinese() -> None:
    """Every assumption behind a number of the shipped network, put together as it is while it is built."""
    texts: set[str] = set()

    def gather(value: object) -> None:
        if is_dataclass(value):
            for f in fields(value):
                held = getattr(value, f.name)
                if f.name in ("assumption", "note", "basis") and isinstance(held, str) and held:
                    texts.add(held)
                gather(held)
        elif isinstance(value, Mapping | tuple | list):
            for inner in value.values() if isinstance(value, Mapping) else value:
                gather(inner)

    for day in ("2026-11-30", "2025-06-30"):
        gather(show_network(shipped_network("taiwan", day)))
        gather(load_network(shipped_network("taiwan", day)))
    assert len(texts) > 150
    assert [t for t in sorted(texts) if not re.search("[\u3400-\u9fff]", said(t, ZH))] == []


def test_every_template_of_a_text_is_used_by_one_or_said_elsewhere() -> None:
    with catalogues.po_path("zh_TW").open("rb") as handle:
        held = read_po(handle)
    assert [t for t in TEMPLATES if held.get(t) is None] == []


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("[read] partly delivered", "［已查閱發布者原文或其轉載］部分交付"),
        ("Planned start 2022. A note of the reader's own", "Planned start 2022. A note of the reader's own"),
        ("Repost of the DSCA text. Also: https://taiwannews.com.tw/x", "轉載國防安全合作署原文。另見：https://taiwannews.com.tw/x"),
        ("Also: https://example.org/a", "另見：https://example.org/a"),
    ],
)  # fmt: skip
def test_a_note_is_said_with_its_mark_and_address(text: str, chinese: str) -> None:
    assert said(text, ZH) == chinese
    assert said(text, ENGLISH) == text.replace(
        "[read] partly", "Read in the publisher's text or a report of it. Partly"
    )


def test_a_note_comes_apart() -> None:
    assert parts("DERIVED. the total less the other two") == ("DERIVED", "the total less the other two", "")
    assert parts("[2026] no mark") == ("", "[2026] no mark", "")


@pytest.mark.parametrize(
    ("n", "subject", "item", "chinese"),
    [
        ("66", "tw-2019-08-20-f16-block70", "", "66 架"),
        ("108", "tw-2019-07-08-m1a2t", "", "108 輛"),
        ("2,621", "tw-2019-07-08-stinger", "", "2,621 枚"),
        ("18", "tw-2022-himars-mod", "", "18 套"),
        ("64", "tw-2020-10-21-himars", "ATACMS missile", "陸軍戰術飛彈 64 枚"),
        ("3", "tw-2030-01-01-new", "", "3 件"),
    ],
)
def test_things_are_counted_with_their_measure_word(n: str, subject: str, item: str, chinese: str) -> None:
    assert ZH.units(n, subject, item) == chinese
    assert measure_word("no such", "") == "件"


def test_units_in_english() -> None:
    assert (ENGLISH.units("1"), ENGLISH.units("66"), ENGLISH.units("64", "", "ATACMS missile")) == (
        "1 unit",
        "66 units",
        "64 × ATACMS missile",
    )


def test_a_name_counts_years_as_the_reader_does() -> None:
    assert ROC.name("order", "javelin-2025") == "標槍飛彈（民國114年案）"
    assert ZH.name("order", "javelin-2025") == "標槍飛彈（2025年案）"
    assert ROC.name("speaker", "2024 defence budget book") == "113年度國防預算書"


@pytest.mark.parametrize(
    ("html", "solid"),
    [
        ("<p>甲。 乙： <a href='x'>丙</a></p>", "<p>甲。乙：<a href='x'>丙</a></p>"),
        ("<p>甲。 <span>乙</span></p>", "<p>甲。<span>乙</span></p>"),
        ("<a>觀察（TSM）</a> <span>官方</span>", "<a>觀察（TSM）</a> <span>官方</span>"),
        ("<dd><a>3 億美元</a> (13%)</dd>", "<dd><a>3 億美元</a>（13%）</dd>"),
        ("<dd><a>3 億美元</a> <span>(13%)</span></dd>", "<dd><a>3 億美元</a> <span>（13%）</span></dd>"),
        ("<td>2026年1月 – 2027年2月</td><td>−1.0 – 2.5</td>", "<td>2026年1月至2027年2月</td><td>−1.0 至 2.5</td>"),
        ("<b>0 – &lt;0.1</b> <i>&gt;−0.1 – 2</i> 0 – ∞", "<b>0 至 &lt;0.1</b> <i>&gt;−0.1 至 2</i> 0 至 ∞"),
        ("<blockquote>甲。 乙 (丙)</blockquote> <code>甲。 乙</code>", "<blockquote>甲。 乙 (丙)</blockquote> <code>甲。 乙</code>"),
        ('<p lang="en">甲。 乙 (a) 1 – 2</p>', '<p lang="en">甲。 乙 (a) 1 – 2</p>'),
        ("<script>a = '甲。 乙'; 1 – 2</script>", "<script>a = '甲。 乙'; 1 – 2</script>"),
        ('<div class="reading__text" lang="zh-Hant">甲。 <mark>乙。 </mark><div>丙。 丁</div></div>', '<div class="reading__text" lang="zh-Hant">甲。 <mark>乙。 </mark><div>丙。 丁</div></div>'),
    ],
)  # fmt: skip
def test_a_page_is_set_solid_but_not_what_it_quotes(html: str, solid: str) -> None:
    assert typeset(html) == solid
