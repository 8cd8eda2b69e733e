"""Every rule of the check: what triggers it, where it is told, what mends it, and that it is documented."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

import jointline as jl
from jointline.cli.main import run
from jointline.errors import JointlineError
from jointline.network.findings import rules

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from production_pages import NETWORK

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Told:
    """What a rule's example must give: key, line, words of the reason, the nearest valid name, and what mends it."""

    key: str
    line: int | None
    words: str
    mend: tuple[str, str]  # a part of the example, and what it is to be
    near: str = ""


RATE = "rate_max = 2\n"
EVIDENCE = '[lines.works.evidence]\nrate_max = { source = "https://example.org/rates" }\n'
TOLD: dict[str, Told] = {
    "N101": Told("as_of", 1, "not TOML", ("2026-10", '"2026-10"')),
    "N102": Told("lines.works.ramp_month", 6, "no field 'ramp_month'", ("ramp_month =", "ramp_months ="), "ramp_months"),
    "N103": Told("lines.works.rate_max", 3, "needs rate_max", ('"radar"\n\n', '"radar"\nrate_max = 2\n\n')),
    "N104": Told("lines.works.customers", 6, "a list of texts is needed, not 'TWN'", ('customers = "TWN"', 'customers = ["TWN"]')),
    "N105": Told("policy", 1, "'lifo' is none of fifo, priority, pro_rata", ("lifo", "fifo"), "fifo"),
    "N106": Told("orders.tw-radar.placed", 7, "the network has no as_of", ("[products", 'as_of = "2026-10"\n[products')),
    "N107": Told("orders", None, "no order", ("[products.radar]", '[products.radar]\n[orders.x]\nproduct = "radar"\ncustomer = "TWN"\nquantity = 1')),
    "N108": Told("lines.works.stages", 7, "start and stages are both given", ("start = 12\n", "")),
    "N201": Told("lines.works.rate_max", 5, "the numbers of pert must rise", ("[3, 2, 4]", "[2, 3, 4]")),
    "N202": Told("lines.works.rate_max", 5, "at least 0, not -2", ("-2", "2")),
    "N203": Told("lines.works.yield", 6, "at most 1, not 90", ("yield = 90", "yield = 0.9")),
    "N204": Told("orders.tw-radar.quantity", 6, "units are whole, not 10.5", ("10.5", "10")),
    "N205": Told("orders.tw-radar.quantity", 6, "11 units are delivered or in process, but 10 ordered", ("= 8", "= 7")),
    "N206": Told("horizon", 1, "from 1 to 1200", ("horizon = 0", "horizon = 240")),
    "N207": Told("orders.tw-radar.administrative_lead_time", 7, "20,261,001 is too large", ("20261001", "12")),
    "N301": Told("lines.works.product", 4, "no product 'rader'", ("rader", "radar"), "radar"),
    "N303": Told("lines.works.assumptions.rate_maxi", 7, "no number 'rate_maxi'", ("rate_maxi", "rate_max"), "rate_max"),
    "N304": Told('lines."my works"', 3, "'my works' is no name", ('"my works"', "my-works")),
    "N305": Told("options.baseline", 8, "'baseline' is the network as it stands", ("options.baseline", "options.urgent")),
    "N401": Told("options.both.combine", 12, "no option 'frist'", ("frist", "first"), "first"),
    "N402": Told("options.a.combine", 9, "a -> b -> a", ('combine = ["a"]', 'changes = [{ set = "policy", to = "priority" }]')),
    "N403": Told("options.more.changes[0].set", 13, "no line 'work'", ("lines.work.", "lines.works."), "works"),
    "N404": Told("options.more.changes[0].add", 13, "lines.works is there already", ('add = "lines.works"', 'add = "lines.other"')),
    "N405": Told("options.more.changes[0]", 13, "not value", ("value = 4", "to = 4")),
    "N501": Told("lines.works.rate_max", 5, "no evidence", (RATE, RATE + EVIDENCE)),
    "N502": Told("lines.other-works", 9, "no order wants its product 'launcher'", ('"launcher"', '"radar"')),
    "N503": Told("orders.tw-radar", 8, "its lines serve others: works", ('["JPN"]', '["JPN", "TWN"]')),
    "N504": Told("sources.fab.component", 9, "no product needs its component 'chips'", ('"chips"', '"chip"'), "chip"),
    "N505": Told("products.radar.bill_of_materials.chip", 2, "no source makes 'chip'", ("bill_of_materials = { chip = 4 }", "")),
    "N506": Told("lines.works.production_lead_time", 6, "1.5 is taken as 2", ("1.5", "18")),
    "N507": Told("orders.tw-radar", 7, "nothing is owed", ("delivered = 10", "delivered = 4")),
    "N508": Told("orders.tw-radar.quantity", 10, "in some draws", ("[8, 12]", "[9, 12]")),
    "N509": Told("lines.works.rate_initial", 6, "falls from 5 to 2", ("rate_max = 2\nrate_initial = 5", "rate_max = 5\nrate_initial = 2")),
    "N510": Told("products.radar.bill_of_materials.chip", 2, "needs 40, but at most 30", ("rate_max = 10", "rate_max = 10\nbuffer_months = 4")),
    "N511": Told("lines.closed-works.rate_max", 9, "its rate is 0", ("rate_max = 0", "rate_max = 1")),
    "N512": Told("customer", 1, "no order is from 'Taiwan'", ('"Taiwan"', '"TWN"'), "TWN"),
    "N513": Told("orders.tw-radar", 9, "month 150, beyond the horizon of 120", ("horizon = 120", "horizon = 240")),
    "N514": Told("orders.tw-radar.case", 11, "not among the cases", ("-rader", "-radar"), "tw-2026-01-15-radar"),
    "N515": Told("lines.works.ramp_months", 6, "the ramp has no effect", ("ramp_months = 24", "ramp_months = 24\nrate_initial = 0")),
    "N516": Told("options.later", 12, "it changes nothing", ('"To be written"', '"Faster"\nchanges = [{ set = "lines.works.rate_max", to = 4 }]')),
}  # fmt: skip
EVERY = pytest.mark.parametrize("rule", list(rules().values()), ids=lambda r: r.id)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def check(text: str, **how):
    Path("network.toml").write_text(text, encoding="utf-8")
    return jl.check_network("network.toml", **how)


def test_no_rule_is_without_a_trigger_and_none_is_unused():
    assert list(TOLD) == list(rules())
    code = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "src/jointline/network").glob("*.py"))
    assert set(re.findall(r'"(N\d{3})"', code)) == set(rules())


@EVERY
def test_the_example_triggers_its_rule_with_place_reason_and_nearest_name(rule):
    told = TOLD[rule.id]
    report = check(rule.example)
    found = [f for f in report.findings if f.rule == rule.id]
    assert told.key in [f.key for f in found]
    finding = next(f for f in found if f.key == told.key)
    assert (finding.line, finding.level) == (told.line, rule.level)
    assert told.words in finding.reason
    assert (told.near in finding.remedy) if told.near else ("Did you mean" not in finding.remedy)
    text = " ".join(str(report).split())
    assert f"{rule.level} {rule.id} {f'line {told.line}, ' if told.line else ''}{told.key}: " in text


@EVERY
def test_the_example_has_no_other_fault(rule):
    report = check(rule.example)
    assert {f.rule for f in report.faults} == ({rule.id} if rule.level == "fault" else set())


@EVERY
def test_what_the_rule_says_mends_its_example(rule):
    old, new = TOLD[rule.id].mend
    assert rule.example.count(old) >= 1
    report = check(rule.example.replace(old, new))
    assert report.ok
    assert rule.id not in {f.rule for f in report.findings}


@EVERY
def test_a_fault_stops_every_command_and_a_doubt_stops_none(rule):
    check(rule.example)
    if rule.level == "doubt":
        assert jl.simulate("network.toml", draws=2, workers=1).sizes["draw"] == 2
        return
    told = TOLD[rule.id]
    with pytest.raises(JointlineError) as caught:
        jl.simulate("network.toml", draws=2, workers=1)
    assert told.words in caught.value.message
    line = [f"line {told.line}"] if told.line else []
    assert caught.value.where == ", ".join(["network.toml", *line, told.key])


@EVERY
def test_exit_code_2_for_a_fault_and_for_a_doubt_under_strict(rule, capsys):
    check(rule.example)
    assert run(["network", "check", "network.toml"]) == (2 if rule.level == "fault" else 0)
    assert rule.id in capsys.readouterr().out
    assert run(["network", "check", "network.toml", "--strict", "--json"]) == 2
    shown = json.loads(capsys.readouterr().out)
    assert shown["doubts"] == [] and not shown["ok"]
    assert rule.id in {f["rule"] for f in shown["faults"]}
    told = next(f for f in shown["faults"] if f["rule"] == rule.id and f["key"] == TOLD[rule.id].key)
    assert (told["file"], told["line"], told["level"]) == ("network.toml", TOLD[rule.id].line, rule.level)


@EVERY
def test_every_rule_has_its_section_and_its_row_in_the_documentation(rule):
    page = (ROOT / "docs/network-checks.md").read_text(encoding="utf-8")
    assert f"| [{rule.id}](#{rule.id.lower()}) | `{rule.name}` | {rule.level} |" in page
    section = page.partition(f"\n### {rule.id}\n")[2].partition("\n### ")[0]
    for part in (f"`{rule.name}`, a {rule.level}. {rule.why}", rule.fix, rule.example, f"{rule.level} {rule.id} "):
        assert part in section
    assert rule.why.endswith(".") and rule.fix.endswith(".") and rule.level in ("fault", "doubt")


def test_the_names_of_the_rules_are_different():
    assert len({r.name for r in rules().values()}) == len(rules())


MANY = """\
as_of = "2026-10"
horizn = 120
policy = "lifo"

[products.radar]
bill_of_materials = { chip = 4 }

[lines.works]
product = "rader"
rate_max = { pert = [3, 2, 4] }
yield = 90
customers = "TWN"

[lines."my works"]
product = "radar"

[sources.fab]
component = "chips"
rate_max = -1
start = 3
stages = { a = 2 }
[sources.fab.assumptions]
rate_maxi = "A guess."

[orders.tw-radar]
product = "radar"
customer = "TWN"
quantity = 10.5
placed = "2026-13"
[orders.jp-radar]
product = "radar"
customer = "JPN"
quantity = 3
delivered = 5

[options.baseline]
[options.a]
combine = ["b", "c"]
[options.b]
combine = ["a"]
[options.d]
titel = "More"
changes = [
  { set = "lines.work.rate_max", to = 4 },
  { add = "orders.jp-radar", product = "radar", customer = "JPN", quantity = 3 },
  { remvoe = "lines.works" },
  "lines.works",
]
"""
IN_MANY = [
    ("N102", 2), ("N105", 3), ("N301", 9), ("N201", 10), ("N203", 11), ("N104", 12), ("N103", 14), ("N304", 14), ("N202", 19),
    ("N108", 21), ("N303", 23), ("N204", 28), ("N106", 29), ("N205", 33), ("N305", 36), ("N401", 38), ("N402", 38), ("N102", 42),
    ("N403", 44), ("N404", 45), ("N405", 46), ("N104", 47),
]  # fmt: skip


def test_all_faults_of_a_file_are_told_at_once_in_the_order_of_the_file():
    report = check(MANY)
    told = [(f.rule, f.line) for f in report.faults]
    assert sorted(told) == sorted(IN_MANY)
    lines = [line for _, line in told]
    assert lines == sorted(lines)
    with pytest.raises(JointlineError, match=r"And 21 more: jointline network check network\.toml shows all\."):
        jl.load_network("network.toml")


@given(st.sets(st.sampled_from(sorted(i for i in rules() if i[1] in "23" or i in ("N102", "N105", "N108")))))
def test_faults_that_lie_apart_are_told_together(chosen):
    """The examples of several rules in one file, each in parts of its own."""
    whole: dict = {}
    for rule in sorted(chosen):
        for section, given_parts in tomli.loads(rules()[rule].example).items():
            if isinstance(given_parts, dict):
                whole.setdefault(section, {}).update(
                    {n if n in ("radar", "baseline") else f"{n}-{rule}": p for n, p in given_parts.items()}
                )
            else:
                whole[section] = given_parts
    report = jl.check_network(whole)
    if chosen:
        assert {f.rule for f in report.faults} == chosen


def test_strict_calls_the_same_findings_faults():
    example = rules()["N504"].example
    plain, strict = check(example), check(example, strict=True)
    assert plain.ok and not strict.ok
    assert plain.doubts == strict.faults and plain.findings == strict.findings and not strict.doubts


def test_the_shipped_network_and_the_example_of_the_docs_have_no_fault(capsys):
    Path("rockets.toml").write_text(NETWORK, encoding="utf-8")
    assert run(["network", "check", "rockets.toml"]) == 0
    assert run(["network", "check", "taiwan"]) == 0
    assert run(["network", "check", "nowhere.toml"]) == 2
    assert "there is no such file" in capsys.readouterr().err


def test_tables_are_checked_like_a_file_without_lines():
    order = {"product": "rader", "customer": "TWN", "quantity": 1}
    report = jl.check_network({"products": {"radar": {}}, "orders": {"x": order}})
    assert [(f.rule, f.key, f.line) for f in report.faults] == [("N301", "orders.x.product", None)]
