"""Options that cannot be made: one clear error each, at the change that is wrong; and what the good ones make."""

from __future__ import annotations

import pytest
import tomli

import jointline as jl
from jointline.errors import JointlineError
from jointline.network.changes import applied, members, steps, with_options
from jointline.network.load import load_network
from jointline.network.shows import show_network

BASE = """\
[products.radar]
bill_of_materials = { chip = 2 }
[lines.works]
product = "radar"
rate_max = 2
stages = { approvals = 3, tooling = 4 }
[lines.works.evidence]
rate_max = { source = "https://example.org/rates", standing = "named" }
[lines.works.assumptions]
stages = "A guess."
[sources.fab]
component = "chip"
rate_max = 20
[orders.tw]
product = "radar"
customer = "TWN"
quantity = 10
"""
LINE = BASE.count("\n") + 3  # of the first change


def network(changes: str, more: str = "") -> str:
    """The base with option ``o``: its changes each on a line of its own."""
    return f"{BASE}[options.o]\nchanges = [\n{changes}\n]\n{more}"


def faults(text: str, tmp_path) -> list:
    path = tmp_path / "network.toml"
    path.write_text(text, encoding="utf-8")
    return list(jl.check_network(path).faults)


MADE = "options.o: "  # a fault of the network that the option makes
BAD = [
    # a change, the rule it breaks, the key after options.o.changes[0] or of the network made, words of reason and remedy
    ('{ set = "lines.works.rate_max", to = "fast" }', "N201", MADE + "lines.works.rate_max", "not 'fast'", ""),
    ('{ set = "lines.works.rate_max", to = -1 }', "N202", MADE + "lines.works.rate_max", "at least 0, not -1", ""),
    ('{ set = "lines.works.rate_maxx", to = 3 }', "N403", ".set", "a line has no 'rate_maxx'", "rate_max"),
    ('{ set = "lines.wroks.rate_max", to = 3 }', "N403", ".set", "no line 'wroks'", "Did you mean: works?"),
    ('{ set = "line.works.rate_max", to = 3 }', "N403", ".set", "nothing called 'line'", "Did you mean: lines?"),
    ('{ set = "lines.works", to = { rate_max = 3 } }', "N403", ".set", "a whole part cannot be set", "Name a field"),
    ('{ set = "lines", to = 3 }', "N403", ".set", "lines is no part", "lines.NAME"),
    ('{ set = "", to = 3 }', "N403", ".set", "nothing called ''", "Valid: policy, horizon"),
    ('{ set = "polcy", to = "fifo" }', "N403", ".set", "nothing called 'polcy'", "Did you mean: policy?"),
    ('{ set = "policy.x", to = "fifo" }', "N403", ".set", "policy is no part", 'set = "policy"'),
    ('{ set = "policy", to = "lifo" }', "N105", MADE + "policy", "'lifo' is none of", "Did you mean: fifo?"),
    ('{ set = "horizon", to = 0 }', "N206", MADE + "horizon", "from 1 to 1200", ""),
    ('{ set = "policy", to = "fifo", assumption = "Why" }', "N405", "", "no evidence and no assumption", ""),
    ('{ set = "as_of", to = "2026-01" }', "N403", ".set", "nothing called 'as_of'", "Valid: policy"),
    ('{ set = "lines.works.stages.approvls", to = 3 }', "N403", ".set", "'stages.approvls'", "Did you mean: approvals?"),
    ('{ set = "lines.works.stages.approvals", to = -3 }', "N202", MADE + "lines.works.stages.approvals", "not -3", ""),
    ('{ set = "lines.works.stages.approvals.x", to = 3 }', "N403", ".set", "no 'stages.approvals.x'", "stages"),
    ('{ set = "lines.works.stages", to = 3 }', "N104", MADE + "lines.works.stages", "a table with a name for each", ""),
    ('{ set = "products.radar.bill_of_materials.chips", to = 3 }', "N403", ".set", "bill_of_materials.chips", "chip"),
    ('{ set = "products.radar.bill_of_materials.chip", to = 0 }', "N202", MADE + "products.radar.bill_of_materials.chip", "above 0", ""),
    ('{ set = "lines.works.product", to = "rader" }', "N301", MADE + "lines.works.product", "'rader'", "Did you mean: radar?"),
    ('{ set = "lines.works.customers", to = "TWN" }', "N104", MADE + "lines.works.customers", "a list of texts", '["..."]'),
    ('{ set = "lines.works.rate_max" }', "N405", "", "set needs the new value", "to = VALUE"),
    ('{ set = "lines.works.rate_max", too = 3 }', "N405", "", "not too", "Did you mean: to?"),
    ('{ set = "lines.works.rate_max", to = 4, assumptions = "x" }', "N405", "", "not assumptions", "Did you mean: assumption?"),
    ('{ set = "lines.works.rate_max", to = 4, evidence = "x" }', "N104", MADE + "lines.works.evidence.rate_max", "a table with a source", ""),
    ('{ set = "lines.works.rate_max", to = 4, evidence = { said_by = "x" } }', "N103", MADE + "lines.works.evidence.rate_max.source", "source", ""),
    ('{ set = "lines.works.rate_max", to = 4, assumption = 3 }', "N104", MADE + "lines.works.assumptions.rate_max", "a sentence", ""),
    ('{ set = "lines.works.site", to = "X", assumption = "x" }', "N303", MADE + "lines.works.assumptions.site", "no number 'site'", ""),
    ('{ set = 3, to = 4 }', "N405", "", "not 3", ""),
    ('{ to = 4 }', "N405", "", "a change is one of", ""),
    ('{}', "N405", "", "not an empty table", ""),
    ('{ delete = "lines.works" }', "N405", "", "a change is one of", "Valid: add, set, remove."),
    ('{ set = "policy", to = "fifo", remove = "lines.works" }', "N405", "", "not set and remove", ""),
    ('"lines.works"', "N104", "", "a table is needed, not 'lines.works'", ""),
    ('{ add = "lines.works", product = "radar", rate_max = 3 }', "N404", ".add", "there already", "lines.works.FIELD"),
    ('{ add = "line.other", product = "radar", rate_max = 3 }', "N403", ".add", "'line.other' cannot be added", "Did you mean: lines.other?"),
    ('{ add = "lines", product = "radar", rate_max = 3 }', "N403", ".add", "'lines' cannot be added", "lines.NAME"),
    ('{ add = "lines.a.b", product = "radar", rate_max = 3 }', "N403", ".add", "'lines.a.b' cannot be added", "lines.NAME"),
    ('{ add = "options.x" }', "N403", ".add", "'options.x' cannot be added", "Add one of"),
    ('{ add = "lines.my works", product = "radar", rate_max = 3 }', "N304", MADE + 'lines."my works"', "no name", "hyphens"),
    ('{ add = "lines.other", product = "rader", rate_max = 3 }', "N301", MADE + "lines.other.product", "'rader'", "radar"),
    ('{ add = "lines.other", product = "radar" }', "N103", MADE + "lines.other.rate_max", "needs rate_max", ""),
    ('{ add = "lines.other", product = "radar", rate_max = 3, rat = 3 }', "N102", MADE + "lines.other.rat", "no field 'rat'", "rate_max"),
    ('{ add = "orders.o", product = "radar", customer = "TWN", quantity = 1, delivered = 2 }', "N205", MADE + "orders.o.quantity", "2 units", ""),
    ('{ remove = "lines.wroks" }', "N403", ".remove", "no line 'wroks'", "Did you mean: works?"),
    ('{ remove = "lines.works.rate_max" }', "N403", ".remove", "is no part", "Name one: lines.works"),
    ('{ remove = "lines.works", why = "Closed" }', "N405", "", "without why", ""),
    ('{ remove = "lines" }', "N403", ".remove", "lines is no part", "lines.NAME"),
    ('{ remove = "policy" }', "N403", ".remove", "policy is no part", 'set = "policy"'),
    ('{ remove = "polcy" }', "N403", ".remove", "nothing called 'polcy'", ""),
]  # fmt: skip


@pytest.mark.parametrize(("change", "rule", "key", "reason", "remedy"), BAD, ids=[b[0] for b in BAD])
def test_a_change_that_cannot_be_made_is_one_fault_at_its_line(change, rule, key, reason, remedy, tmp_path):
    (fault,) = faults(network(change), tmp_path)
    assert (fault.rule, fault.line) == (rule, LINE)
    assert fault.key == (key if key.startswith(MADE) else f"options.o.changes[0]{key}")
    assert reason in fault.reason and remedy in fault.remedy


@pytest.mark.parametrize(("changes", "told"), [
    ('{ remove = "lines.works" },\n{ set = "lines.works.rate_max", to = 3 }', [("N403", 1)]),
    ('{ remove = "lines.works" },\n{ remove = "lines.works" }', [("N403", 1)]),
    ('{ add = "lines.n", product = "radar", rate_max = 3 },\n{ add = "lines.n", product = "radar", rate_max = 3 }', [("N404", 1)]),
    ('{ set = "lines.wroks.rate_max", to = 3 },\n{ set = "policy", to = "lifo" }', [("N403", 0), ("N105", 1)]),
    ('{ add = "line.n", product = "radar", rate_max = 3 },\n{ set = "lines.n.rate_max", to = 3 }', [("N403", 0)]),
    ('{ set = "policy", to = "lifo" },\n{ set = "lines.works", to = 3 }', [("N105", 0), ("N403", 1)]),
    ('{ add = "product.x" },\n{ set = "orders.tw.product", to = "x" }', [("N403", 0)]),
    ('3,\n{ set = "lines.wroks.rate_max", to = 3 },\n{ remvoe = "lines.works" }', [("N104", 0), ("N403", 1), ("N405", 2)]),
    ('{ remove = "products.radar" }', [("N107", -2)]),
    ('{ remove = "orders.tw" }', [("N107", -2)]),
])  # fmt: skip
def test_every_wrong_change_of_an_option_is_told_and_what_follows_from_one_is_not(changes, told, tmp_path):
    assert [(f.rule, f.line - LINE) for f in faults(network(changes), tmp_path)] == told


GOOD = 'changes = [{ set = "policy", to = "priority" }]\n'
ADDS = 'changes = [{ add = "lines.n", product = "radar", rate_max = 3 }]\n'
COMBINED = [
    ('[options.o]\ncombine = ["p"]\n[options.p]\ncombine = ["o"]', [("N402", "options.o.combine", "o -> p -> o", "Take one out.")]),
    ('[options.o]\ncombine = ["o"]', [("N402", "options.o.combine", "o -> o", "Take one out.")]),
    ('[options.a]\ncombine = ["b"]\n[options.b]\ncombine = ["c"]\n[options.c]\ncombine = ["a"]',
     [("N402", "options.a.combine", "a -> b -> c -> a", "")]),
    (f'[options.a]\ncombine = ["b"]\n[options.b]\ncombine = ["c"]\n[options.c]\ncombine = ["b"]\n{GOOD}',
     [("N402", "options.b.combine", "b -> c -> b", "")]),
    (f'[options.o]\n{GOOD}[options.both]\ncombine = ["oo"]', [("N401", "options.both.combine", "no option 'oo'", "Did you mean: o?")]),
    (f'[options.first]\n{GOOD}[options.both]\ncombine = ["frist", "secnd"]',
     [("N401", "options.both.combine", "'frist'", "Did you mean: first?"), ("N401", "options.both.combine", "'secnd'", "")]),
    ('[options.both]\ncombine = ["baseline"]', [("N401", "options.both.combine", "'baseline'", "")]),
    (f'[options.o]\n{GOOD}[options.both]\ncombine = "o"', [("N104", "options.both.combine", "a list of texts", "also for one")]),
    (f'[options.o]\n{GOOD}[options.both]\ncombine = ["o", 3]', [("N104", "options.both.combine[1]", "a text is needed, not 3", "")]),
    # what an option that cannot be combined would have added is not missed
    ('[options.both]\ncombine = ["frist"]\nchanges = [{ set = "lines.n.rate_max", to = 3 }]',
     [("N401", "options.both.combine", "'frist'", "")]),
    # two options, each well-formed, that do not go together: told where they are combined, and once
    (f'[options.o]\n{ADDS}[options.p]\n{ADDS}[options.both]\ncombine = ["o", "p"]\n[options.all]\ncombine = ["both"]',
     [("N404", "options.both: options.p.changes[0].add", "lines.n is there already", "")]),
    # a fault of an option is not told again of those that combine it
    (f'[options.o]\n{GOOD.replace("priority", "lifo")}[options.both]\ncombine = ["o"]', [("N105", "options.o: policy", "'lifo'", "fifo")]),
    # a fault in another field does not hide those of the changes
    (f'[options.o]\ntitel = "X"\n{GOOD.replace("priority", "lifo")}',
     [("N102", "options.o.titel", "no field 'titel'", "title"), ("N105", "options.o: policy", "'lifo'", "fifo")]),
    ('[options."a b"]', [("N304", 'options."a b"', "'a b' is no name", "hyphens")]),
    ('[options."a+b"]', [("N304", "options.a+b", "a+b stands for two options", "hyphens")]),
    ('[options.baseline]', [("N305", "options.baseline", "the network as it stands", "another name")]),
    ('[options.o]\nmode = "C"', [("N105", "options.o.mode", "'C' is none of A, B, other", "Valid")]),
    ('[options.o]\nchanges = { set = "policy", to = "fifo" }', [("N104", "options.o.changes", "a list of tables", "[ {")]),
    ('[options]\no = 3', [("N104", "options.o", "an option is a table, not 3", "")]),
    ('[[options]]\nname = "o"', [("N104", "options", "a table with a name for each", "Write [options.NAME], not [[options]]")]),
]  # fmt: skip


@pytest.mark.parametrize(("options", "told"), COMBINED, ids=[c[0] for c in COMBINED])
def test_options_that_cannot_be_combined_or_read(options, told, tmp_path):
    found = faults(f"{BASE}{options}\n", tmp_path)
    assert [(f.rule, f.key) for f in found] == [(rule, key) for rule, key, _, _ in told]
    assert all(f.line > BASE.count("\n") for f in found)
    for f, (_, _, reason, remedy) in zip(found, told, strict=True):
        assert reason in f.reason and remedy in f.remedy


def loaded(options: str):
    return load_network(tomli.loads(BASE + options))


@pytest.mark.parametrize(("names", "policy", "words"), [
    (["oo"], None, "there is no option 'oo'"), (["o+p"], None, "there is no option 'o+p'"), ([], "lifo", "no policy 'lifo'"),
    (["o", "p"], None, "lines.n is there already"),
])  # fmt: skip
def test_names_that_do_not_fit_are_one_error(names, policy, words):
    net = loaded(f"[options.o]\n{ADDS}[options.p]\n{ADDS}")
    with pytest.raises(JointlineError) as caught:
        with_options(net, names, policy)
    assert words in caught.value.message


def test_an_option_combined_twice_makes_its_changes_once():
    net = loaded(f'[options.o]\n{ADDS}[options.a]\ncombine = ["o", "o"]\n[options.b]\ncombine = ["a", "o"]\n{GOOD}')
    assert [owner for owner, _, _ in steps(net, ["b", "a"])] == ["o", "b"]
    assert members(net, "b") == ["a", "o"]
    made = with_options(net, ["b", "o"])
    assert list(made.lines) == ["works", "n"] and made.policy == "priority"
    assert list(net.lines) == ["works"]


def test_what_was_said_of_an_old_number_goes_with_it_and_the_new_word_comes():
    net = loaded("""
[options.o]
changes = [
  { set = "lines.works.rate_max", to = 4, assumption = "Twice as many shifts." },
  { set = "lines.works.stages.approvals", to = 1, evidence = { source = "https://example.org/law" } },
  { set = "sources.fab.rate_max", to = 5, assumption = "One shift." },
]
""")
    made = with_options(net, ["o"])
    said = {n.name: n for n in made.numbers.values()}
    assert said["line/works/rate_max"].status == "assumption"
    assert said["line/works/rate_max"].basis.assumption == "Twice as many shifts."
    assert said["source/fab/rate_max"].basis.assumption == "One shift."  # of a part with no assumption before
    assert said["line/works/stages/approvals"].status == "evidence"
    assert said["line/works/stages/tooling"].basis.assumption == "A guess."
    assert net.numbers["line/works/rate_max"].status == "evidence"


def test_what_was_said_of_all_stages_stays_with_those_that_are_not_set():
    made = with_options(loaded('[options.o]\nchanges = [{ set = "lines.works.stages.approvals", to = 1 }]'), ["o"])
    assert made.numbers["line/works/stages/approvals"].basis is None
    assert made.numbers["line/works/stages/tooling"].basis.assumption == "A guess."


def test_a_start_takes_the_place_of_stages_and_the_other_way_round():
    made = with_options(loaded('[options.o]\nchanges = [{ set = "lines.works.start", to = 9 }]'), ["o"])
    assert made.lines["works"].start.args == (9.0,) and not made.lines["works"].stages
    assert "stages" not in made.raw["lines"]["works"]["assumptions"]


def test_the_tables_that_were_given_are_never_changed():
    text = network('{ set = "lines.works.stages.approvals", to = 1, assumption = "x" },\n{ remove = "sources.fab" }')
    tables = tomli.loads(text)
    net = load_network(tables)
    applied(net.raw, steps(net, ["o"]))
    with_options(net, ["o"])
    assert tables == tomli.loads(text)


def test_a_part_is_shown_with_the_options_that_touch_it_alone():
    shown = show_network("taiwan", "stinger-tucson")
    names = [o.name for o in shown.options]
    assert "stinger-taiwan" in names and "joint-production" in names  # the first adds a line of the same product
    assert "gmlrs-taiwan" not in names and "f16-parts-taiwan" not in names
    assert len(show_network("taiwan").options) > len(names)
    assert not any("{'" in o.text for o in show_network("taiwan").options)
