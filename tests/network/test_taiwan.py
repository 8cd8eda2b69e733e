"""The shipped Taiwan network: nothing of a later day in it, nothing without a basis, no open case forgotten."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest

import jointline as jl
from jointline.errors import NothingFound
from jointline.ledger.dates import parse_date
from jointline.ledger.ledger import open_ledger
from jointline.ledger.values import parse_item, parse_number
from jointline.network.load import load_network
from jointline.network.parts import Network
from jointline.network.taiwan import taiwan_network
from jointline.network.taiwan_known import Known, ends, middle, month_text, recipe

DAYS = ("2022-10-20", "2024-06-30", "2025-11-30", "2026-03-21", "2026-11-24")
NUMBERS = ("quantity", "placed", "administrative_lead_time", "acceptance_lag", "delivered", "in_process", "start",
           "rate_initial", "rate_max", "ramp_months", "production_lead_time")  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    return open_ledger(tmp_path_factory.mktemp("taiwan") / "none.sqlite")


@cache
def built(day: str) -> dict:
    return taiwan_network(date.fromisoformat(day), open_ledger("/nowhere/none.sqlite"))


def parts(day: str):
    for section in ("products", "lines", "sources", "orders"):
        for name, table in built(day)[section].items():
            yield f"{section}.{name}", table


def given(table):
    """Names of the numbers a part gives, nested ones with a dot."""
    yield from (f for f in NUMBERS if f in table)
    for outer in ("stages", "bill_of_materials"):
        yield from (f"{outer}.{inner}" for inner in table.get(outer, {}))


@pytest.fixture(scope="module")
def statements(ledger):
    return {s.id: s for s in ledger.statements()}


@pytest.mark.parametrize("day", DAYS)
def test_every_open_case_is_an_order_or_a_note(day, ledger):
    network = built(day)
    ordered = {o["case"] for o in network["orders"].values() if "case" in o}
    noted = set(re.findall(r"tw-[\w-]+", " ".join(n for n in network["notes"] if n.startswith("Not modelled"))))
    rows = {r.case for rule in ("all", "owed", "published") for r in jl.backlog(day, rule, ledger=ledger).rows}
    assert rows - ordered - noted == set()
    assert ordered | noted <= rows
    assert not [n for n in network["notes"] if "Nobody has judged" in n]
    assert set(network["cases"]) == ordered


@pytest.mark.parametrize("day", DAYS)
def test_what_is_cited_was_known_and_is_in_the_ledger(day, statements):
    cited = [(where, field, said) for where, t in parts(day) for field, said in t.get("evidence", {}).items()]
    assert len(cited) > 40
    for where, field, said in cited:
        s = statements[said["statement"]]
        assert s.known_on <= day, (where, field)
        assert s.is_firm and s.confidence != "recalled", (where, field)
        assert (said["source"], said["stated_on"], said["standing"]) == (s.source, s.stated_on, s.standing)
    for i, case in built(day)["cases"].items():
        if "statement" in case:
            s = statements[case["statement"]]
            assert s.known_on <= day
            assert s.subject == i
            assert f"{case['value_usd_m']:g}" in s.value.replace("m", "")


@pytest.mark.parametrize("day", DAYS)
def test_ids_in_sentences_were_known_too(day, statements):
    sentences = [text for _, t in parts(day) for text in t.get("assumptions", {}).values()]
    ids = {i for text in sentences for i in re.findall(r"\b[0-9a-f]{20}\b", text)}
    assert ids <= statements.keys()
    assert all(statements[i].known_on <= day for i in ids)


@pytest.mark.parametrize("day", DAYS)
def test_a_cited_statement_says_the_number(day, statements):
    network = built(day)
    for where, t in parts(day):
        for field, said in t.get("evidence", {}).items():
            s, value = statements[said["statement"]], t.get(field)
            if field.startswith("bill_of_materials") or field == "in_process":
                continue  # a product among those that need it; what was counted stands in the next test
            if field == "placed":
                low, high = (_month(d, network) for d in (parse_date(s.value).low, parse_date(s.value).high))
                at = _month(parse_date(value).low, network) if isinstance(value, str) else None
                assert low <= (at if at is not None else value["uniform"][0]), where
                assert (at if at is not None else value["uniform"][1]) <= high, where
            elif field in ("rate_initial", "rate_max"):
                assert middle(value) * 12 == pytest.approx(_number(s), rel=1e-3), where
            elif field == "delivered" and s.property in ("first_delivery", "line_remark", "partial_delivery"):
                assert value == 1 or str(value) in f"{s.value} {s.units}", where
            elif s.property.endswith("_promised"):
                assert value == float(s.units) or field in t["assumptions"], where
            elif s.property == "order_remark":
                assert str(value) in s.value, where
            else:
                assert middle(value) == pytest.approx(_number(s)) or field in t["assumptions"], where


def _month(day, network):
    year, month = (int(x) for x in network["as_of"].split("-"))
    return (day.year - year) * 12 + day.month - month


def _number(s):
    number = parse_item(s.value)[0] or parse_number(s.value)
    return float(number.high)


def test_units_spoken_of_stand_in_the_statement(statements):
    for row in recipe("in_process"):
        s = statements[row["statement"].partition("#")[2]]
        assert s.subject == row["case"]
    # ten assembled and forty more of the 50 on the line
    s = statements[next(r["statement"] for r in recipe("in_process") if r["units"] == "40").partition("#")[2]]
    assert "50 on the line, 10 assembled" in s.note


@pytest.mark.parametrize("day", DAYS)
def test_every_number_has_evidence_or_an_assumption(day):
    for where, t in parts(day):
        based = t.get("evidence", {}).keys() | t.get("assumptions", {}).keys()
        assert set(given(t)) == based, where
        assert all(text.strip() for text in t.get("assumptions", {}).values()), where


@pytest.mark.parametrize("day", DAYS)
def test_nothing_is_handed_over_or_made_twice(day):
    for name, o in built(day)["orders"].items():
        made = [o.get("delivered", 0), *(units for _, units in o.get("in_process", []))]
        assert sum(ends(m)[1] for m in made) <= ends(o["quantity"])[0], name
        assert all(ends(month)[0] >= 0 for month, _ in o.get("in_process", [])), name
        if o["customer"] == "TWN":
            assert o.get("delivered", 0) < o["quantity"], name


@pytest.mark.parametrize("day", DAYS)
def test_it_loads_without_a_fault(day):
    network = load_network(built(day))
    assert isinstance(network, Network)
    assert all(network.serving(o) for o in network.orders.values())


@pytest.mark.parametrize("day", DAYS)
def test_same_input_same_dict(day, ledger):
    assert taiwan_network(date.fromisoformat(day), ledger) == built(day)


def test_it_is_as_large_as_it_is_said_to_be():
    network = built("2026-11-24")
    assert 35 <= len(network["orders"]) <= 75
    assert 20 <= len(network["lines"]) <= 35
    assert (network["horizon"], network["policy"], network["customer"]) == (240, "fifo", "TWN")


def test_only_plain_values():
    def plain(value):
        if isinstance(value, dict):
            return all(isinstance(k, str) and plain(v) for k, v in value.items())
        if isinstance(value, list):
            return all(plain(v) for v in value)
        return type(value) in (str, int, float)

    assert all(plain(built(day)) for day in DAYS)


def test_a_rate_of_a_later_day_is_not_used():
    then, later = (built(day)["lines"]["himars-camden"] for day in ("2022-10-20", "2024-06-30"))
    assert "rate_max" not in then.get("evidence", {})
    assert "rate_max" in later["evidence"]


def test_guesses_are_wider_for_earlier_days():
    def width(day):
        low, high = ends(built(day)["lines"]["stinger-tucson"]["rate_max"])
        return high / low

    assert width("2022-10-20") > width("2025-11-30") > width("2026-11-24")


def test_gmlrs_is_counted_in_rockets():
    orders = built("2026-11-24")["orders"]
    assert orders["himars-mod-gmlrs"]["quantity"] == 864
    assert orders["himars-2025-gmlrs-aw"]["quantity"] == 447 * 6
    assert orders["himars-2025-gmlrs-u"]["quantity"] == 756 * 6


def test_a_case_without_recipe_is_named(tmp_path):
    from jointline.ledger.statement import make_statement

    own = open_ledger(tmp_path / "own.sqlite")
    base = {"subject": "tw-2026-02-02-lasers", "said_by": "DSCA", "source": "https://example.org/x",
            "standing": "official", "stated_on": "2026-02-02"}  # fmt: skip
    own.add([make_statement(base | {"property": "notified_on", "value": "2026-02-02"})])
    notes = taiwan_network(date(2026, 3, 21), own)["notes"]
    assert [n for n in notes if "tw-2026-02-02-lasers" in n and "Nobody has judged" in n]


def test_units_of_the_users_own_ledger_count(tmp_path):
    from jointline.ledger.statement import make_statement

    own = open_ledger(tmp_path / "own.sqlite")
    base = {"subject": "tw-2020-11-03-mq9b", "said_by": "MND", "source": "https://example.org/x",
            "standing": "official", "stated_on": "2026-10-01", "event_on": "2026-09-30"}  # fmt: skip
    own.add([make_statement(base | {"property": "units_delivered", "value": "2"})])
    assert taiwan_network(date(2026, 11, 24), own)["orders"]["mq9b"]["delivered"] == 2
    assert "delivered" not in taiwan_network(date(2026, 9, 24), own)["orders"]["mq9b"]


def test_a_day_without_such_cases_says_so(ledger):
    with pytest.raises(NothingFound, match="2015-01-31"):
        taiwan_network(date(2015, 1, 31), ledger)


@pytest.mark.parametrize("table", ["orders", "lines", "competitors", "us_demand", "components", "in_process",
                                   "delivered", "left_out", "guesses"])  # fmt: skip
def test_every_judgement_has_its_reason(table):
    assert all(row["reason"].strip() for row in recipe(table))


def test_recipes_name_what_there_is(statements, ledger):
    subjects = {s.subject for s in statements.values()}
    addresses = [
        r["quantity"].removeprefix("said:").rpartition("#")[0] for r in recipe("orders") if "said:" in r["quantity"]
    ]
    addresses += [r["statement"] for t in ("in_process", "delivered", "components") for r in recipe(t)]
    addresses += [r["start_statement"] for r in recipe("lines") if r["start_statement"]]
    for address in addresses:
        subject, _, i = address.partition("#")
        assert statements[i].subject == subject
    for row in recipe("lines"):
        assert not row["rate_subject"] or row["rate_subject"] in subjects, row["line"]
        assert not row["guess"] or row["guess"] in subjects, row["line"]
    for row in (*recipe("competitors"), *recipe("left_out")):
        assert row["subject"] in subjects
    products = {r["product"] for r in recipe("lines")}
    assert {r["product"] for t in ("orders", "competitors", "us_demand", "components") for r in recipe(t)} <= products
    known = Known(ledger, date(2026, 11, 24))
    assert month_text(known.month) == "2026-11"


def test_the_dates_are_plausible():
    """The order of things: what is built comes first, what was notified last comes after what was signed long ago."""
    simulate = pytest.importorskip("jointline.simulate.run").simulate
    result = simulate(built("2026-11-24"), draws=256, seed=1)
    final = result.final_delivery_quantile.sel(option="baseline", quantile="p50")
    at = {o: float(final.sel(order=o)) for o in built("2026-11-24")["orders"]}
    assert at["m1a2t"] <= 6
    assert at["ms110"] < at["f16-block70"] < at["himars-2025-launcher"]
    assert at["stinger-2015"] < at["stinger-2019-increase"]
    assert at["himars-mod-launcher"] < at["himars-2025-launcher"]
    owed = [o for o, t in built("2026-11-24")["orders"].items() if t["customer"] == "TWN"]
    assert all(at[o] < 150 for o in owed), {o: at[o] for o in owed if not at[o] < 150}
