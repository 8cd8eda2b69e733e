"""Everything of the shipped data that a page names has its name in Traditional Chinese."""

from __future__ import annotations

import csv
import re
import sys
from datetime import date
from pathlib import Path

import pytest

from jointline.backlog.changes import KINDS
from jointline.backlog.counting import CANCELLED, COMPLETE, CONTRACT, DELIVERING, NO_CONTRACT
from jointline.backlog.rules import rule_names
from jointline.forecast.past import METHODS
from jointline.ledger.ledger import open_ledger
from jointline.ledger.properties import get_property, properties
from jointline.ledger.statement import CONFIDENCES, SPEAKER_KINDS, STANDINGS
from jointline.ledger.values import WORDS, parse_item
from jointline.network.load import load_network
from jointline.network.shipped import shipped_network
from jointline.report.lang.language import ENGLISH, Language, language
from jointline.report.lang.names import tables
from jointline.report.statements import foreign, original, value_words

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from catalogues import not_traditional  # noqa: E402

ZH = language("zh-TW")
DATA = ROOT / "src" / "jointline" / "data"
NAMED = ("title", "lead_item", "notified_item", "contractor", "prime_contractor", "licensor", "implementing_agency")
# makers that the press of Taiwan names in Latin letters
KEPT = frozenset([])


def column(path: str, name: str) -> list[str]:
    with (DATA / path).open(encoding="utf-8", newline="") as handle:
        return [row[name] for row in csv.DictReader(handle)]


def _speakers(text: str) -> list[str]:
    """A speaker, or several: each has a name then, unless all of them have one together."""
    return [text] if ("speaker", text) in tables() else text.split("; ")


def keys() -> dict[str, list[str]]:
    """Every kind of thing that a page names, with the keys that the shipped data holds."""
    ledger = open_ledger()
    net = load_network(shipped_network("taiwan", "2026-09-30"))
    return {
        "case": ledger.case_ids(),
        "speaker": sorted({who for s in ledger.statements() if s.said_by for who in _speakers(s.said_by)}),
        "standing": list(STANDINGS),
        "confidence": list(CONFIDENCES),
        "speaker_kind": list(SPEAKER_KINDS),
        "status": [COMPLETE, CANCELLED, DELIVERING, CONTRACT, NO_CONTRACT],
        "category": [*WORDS["category"], "not coded"],
        "published_listing": list(WORDS["published_listing"]),
        "published_mark": list(WORDS["published_mark"]),
        "property": list(properties()),
        "change": list(KINDS),
        "rule": list(rule_names()),
        "method": list(METHODS),
        "option": sorted(net.options),
        "order": sorted(net.orders),
        "line": sorted(set(net.lines) | set(column("networks/taiwan/lines.csv", "line"))),
        "product": sorted(set(column("networks/taiwan/lines.csv", "product"))),
        "component": sorted(set(column("networks/taiwan/components.csv", "component"))),
        "source": sorted(set(column("networks/taiwan/components.csv", "source"))),
        "route": column("approvals/routes.csv", "route"),
        "step": column("approvals/steps.csv", "id"),
        "class": column("forecast/classes.csv", "class"),
        "country": sorted(
            {*column("networks/taiwan/lines.csv", "country"), *column("networks/taiwan/competitors.csv", "customer")}
        ),
    }


def test_everything_that_is_shipped_has_a_chinese_name() -> None:
    held = tables()
    missing = [(kind, key) for kind, all_ in keys().items() for key in all_ if not held.get((kind, key), ("", ""))[1]]
    assert missing == []


def test_every_item_and_company_of_the_shipped_ledger_has_a_chinese_name() -> None:
    said = [s for s in open_ledger(None).statements() if s.property in NAMED]
    assert {s.property for s in said} == set(NAMED)
    left = {s.value for s in said if foreign(s.property, value_words(s.property, s.value, ZH, s.subject))}
    assert left <= KEPT
    items = {parse_item(s.value)[1] for s in said if get_property(s.property).type == "item"}
    assert [i for i in sorted(items) if ("measure", i) not in tables()] == []


def test_a_name_of_a_notice_keeps_its_designation_and_its_original() -> None:
    assert value_words("notified_item", "108 x gripstock", ZH) == "握把發射器 108 具"
    assert value_words("notified_item", "1050 x IFF set", ZH) == "敵我識別器（IFF）1,050 套"
    assert value_words("lead_item", "60 x AGM-84L-1 Harpoon", ZH) == "AGM-84L-1 魚叉飛彈 60 枚"
    assert value_words("contractor", "Raytheon Missile Systems", ZH) == "雷神飛彈系統"
    assert value_words("prime_contractor", "Raytheon; Northrop Grumman", ZH) == "雷神、諾斯洛普格魯曼"
    assert (
        value_words("title", "Stinger man-portable air-defence missiles", ZH, "tw-2015-12-16-stinger")
        == "人攜式刺針防空飛彈（2015年）"
    )
    assert value_words("title", "A new case", ZH, "tw-2030-01-01-new") == "A new case"
    assert value_words("notified_item", "12 x new thing", ZH) == "12 × new thing"
    boeing = next(s for s in open_ledger(None).statements() if s.property == "contractor" and s.value == "Boeing")
    assert (original(boeing, ZH), original(boeing, ENGLISH)) == ("Boeing", "")
    for kind, item in tables():
        designations = re.findall(r"[A-Z]+[-/]?\d+[A-Z0-9/-]*", item) if kind == "item" else []
        kept = ZH.name(kind, item).replace("愛國者三型", "PAC-3").replace("刺針 Block I-92F", "I-92F")
        assert [d for d in designations if d not in kept] == [], item


def test_no_name_is_in_characters_that_traditional_chinese_lacks() -> None:
    assert [(at, zh) for at, (_, zh, _) in tables().items() if not_traditional(zh)] == []


def test_a_name_kept_in_latin_letters_says_so() -> None:
    latin = [at for at, (_, zh, source) in tables().items() if zh.isascii() and source != "kept"]
    assert [at for at in latin if at[0] == "speaker"] == []


@pytest.mark.parametrize(
    ("kind", "key", "chinese"),
    [
        ("case", "tw-2020-10-26-hcds", "魚叉海岸防禦系統"),
        ("case", "tw-2020-10-21-himars", "海馬士多管火箭系統與陸軍戰術飛彈"),
        ("speaker", "Ministry of National Defense", "國防部"),
        ("speaker", "Wellington Koo, defence minister", "國防部長顧立雄"),
        ("carrier", "CNA", "中央社"),
        ("carrier", "Focus Taiwan; CNA", "中央社英文網（Focus Taiwan）、中央社"),
        ("status", "no contract reported", "未見簽約報導"),
    ],
)
def test_names_are_those_in_use(kind: str, key: str, chinese: str) -> None:
    assert ZH.name(kind, key) == chinese


def test_a_thing_without_a_name_keeps_its_own() -> None:
    assert ZH.name("carrier", "unknown.example") == "unknown.example"
    assert ZH.name("property", "x-own_word") == "x-own word"
    assert ZH.name("case", "tw-2030-01-01-new", "A new case") == "A new case"
    assert (
        ENGLISH.name("case", "tw-2020-11-03-mq9b", "MQ-9B remotely piloted aircraft")
        == "MQ-9B remotely piloted aircraft"
    )
    assert ENGLISH.name("standing", "second_hand") == "second hand"


@pytest.mark.parametrize("lang", [ENGLISH, ZH])
def test_no_two_shipped_cases_have_one_name(lang: Language) -> None:
    named: dict[str, list[str]] = {}
    for case in open_ledger(None).cases(date(2026, 6, 30)):
        named.setdefault(lang.name("case", case.id, case.title), []).append(case.id)
    assert {name: ids for name, ids in named.items() if len(ids) > 1} == {}
    assert lang.name("case", "tw-2020-05-20-mk48", "MK 48").endswith("（2020年）" if lang is ZH else " (2020)")


def test_no_part_of_a_network_is_called_by_its_id() -> None:
    held = tables()
    assert [k for k, v in held.items() if k[0] in ("order", "line", "component", "source") and not v[0]] == []
    net = load_network("taiwan")
    parts = [("order", n) for n in net.orders] + [("line", n) for n in net.lines] + [("source", n) for n in net.sources]
    assert [p for p in parts if ENGLISH.name(*p, p[1]) == p[1]] == []
