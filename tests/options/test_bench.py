"""The bench answers as the commands do, whatever is kept and however a number is put in place."""

from __future__ import annotations

from typing import Any

import pytest

import jointline as jl
from jointline.errors import JointlineError
from jointline.network.changes import with_options
from jointline.network.load import load_network
from jointline.network.parts import Network
from jointline.network.shipped import shipped_network
from jointline.options.bench import Bench
from jointline.options.pieces import Pieces, pieces
from jointline.simulate.chunks import Job, run_chunk
from jointline.simulate.layout import layout

DAY, DRAWS = "2026-11-30", 48
START = "lines.stinger-taiwan.start"


@pytest.fixture(scope="module")
def tables() -> dict[str, Any]:
    return shipped_network("taiwan", DAY)


@pytest.fixture(scope="module")
def bench(tables: dict[str, Any]) -> Bench:
    return Bench(tables, draws=DRAWS)


def test_every_option_is_as_compare_has_it(bench: Bench, tables: dict[str, Any]) -> None:
    found, plain = bench.compare(bench.options), jl.compare(tables, draws=DRAWS)
    assert found == plain


def test_a_number_that_moves_is_the_network_with_that_number(bench: Bench) -> None:
    """Put in place without reading the network anew, or written into its tables: the same draws, the same months."""
    met = set()
    for option in bench.options:
        for knob in bench.knobs([option]):
            kind = (knob.field, knob.shared)
            if kind in met:
                continue
            met.add(kind)
            for value in (knob.least, knob.most):
                quick = bench.compare([option], {knob.key: value}).options[0]
                slow = jl.compare(bench.settled(option, {knob.key: value}), [option], draws=DRAWS).options[0]
                assert (quick.cases, quick.others, quick.value_months_mean) == (
                    slow.cases,
                    slow.others,
                    slow.value_months_mean,
                ), knob.key
    assert {"start", "stages.approvals", "rate_max", "in_process", "administrative_lead_time"} <= {f for f, _ in met}


def test_an_answer_does_not_hang_on_what_was_asked_before(bench: Bench, tables: dict[str, Any]) -> None:
    fresh = Bench(tables, draws=DRAWS)
    moved = {START: 4.0, "lines.gmlrs-camden.rate_max": 900.0}
    bench.compare(["priority", "stinger-taiwan"], moved)
    bench.compare(["stinger-taiwan"], {START: 30.0})
    assert bench.compare(["stinger-taiwan"], moved) == fresh.compare(["stinger-taiwan"], moved)


def test_a_shared_number_moves_the_baseline_too(bench: Bench) -> None:
    key = "lines.stinger-tucson.rate_max"
    slow, fast = (bench.compare(["stinger-taiwan"], {key: v}) for v in (25.0, 66.0))
    without = [
        {c.case: c.baseline_final_p50 for c in r.options[0].cases}["tw-2019-07-08-stinger"] for r in (slow, fast)
    ]
    assert without[0] > without[1]


def test_a_start_takes_the_place_of_its_stages(bench: Bench) -> None:
    both = bench.compare(["stinger-taiwan"], {START: 6.0, "lines.stinger-taiwan.stages.approvals": 29.0})
    assert both.options == bench.compare(["stinger-taiwan"], {START: 6.0}).options


def test_a_number_of_an_option_that_is_not_chosen_does_nothing(bench: Bench) -> None:
    assert bench.checked(["priority"], {START: 3.0}) == {}
    assert bench.compare(["priority"], {START: 3.0}) == bench.compare(["priority"])


def test_a_start_at_once_saves_months_and_a_late_one_none(bench: Bench) -> None:
    soon, late = (bench.compare(["stinger-taiwan"], {START: v}).options[0] for v in (0.0, 101.0))
    assert soon.value_months_mean > 0 and late.changes_nothing


@pytest.mark.parametrize(
    ("moved", "words"),
    [
        ({"lines.stinger-taiwan.strat": 3.0}, "there is no number"),
        ({START: -1.0}, "cannot be -1"),
        ({START: 1e9}, "cannot be 1e"),
        ({START: 2.5}, "cannot be 2.5"),
    ],
)
def test_what_cannot_be_moved_is_refused(bench: Bench, moved: dict[str, float], words: str) -> None:
    with pytest.raises(JointlineError, match=words) as caught:
        bench.compare(["stinger-taiwan"], moved)
    assert caught.value.remedy


def test_an_unknown_option_names_the_near_one(bench: Bench) -> None:
    with pytest.raises(JointlineError) as caught:
        bench.compare(["stinger-taiwann"])
    assert "stinger-taiwan" in caught.value.remedy
    with pytest.raises(JointlineError):
        bench.compare([])


def test_every_number_is_within_its_own_range_and_says_what_it_rests_on(bench: Bench) -> None:
    knobs = bench.knobs(bench.options)
    assert len({k.key for k in knobs}) == len(knobs)
    for k in knobs:
        assert k.least < k.most and k.step > 0, k.key
        assert k.least <= k.middle <= k.most, k.key
        assert k.status in ("evidence", "evidence, spread assumed", "assumption", "default"), k.key
        assert k.field == "start" or k.least >= min(k.low, 0.0), k.key
        if k.status.startswith("evidence") and k.basis is not None:
            assert k.basis.source, k.key


def test_few_options_have_a_number_in_common(bench: Bench) -> None:
    """What keeps a slider quick: docs/page.md says three at most."""
    own = [k.key for k in bench.knobs(bench.options) if not k.shared]
    assert max(len(bench.owners(key, bench.options)) for key in own) == 3


def test_a_moved_number_runs_only_what_it_touches(tables: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines of Stinger share rocket motors with other missiles, and nothing with the tanks."""
    from jointline.options import pieces as module

    ran: list[set[str]] = []
    plain = module.layout

    def seen(network: Network) -> Any:
        ran.append(set(network.products))
        return plain(network)

    monkeypatch.setattr(module, "layout", seen)
    bench = Bench(tables, draws=DRAWS)
    bench.compare(bench.options)
    assert any("m1a2" in products for products in ran)
    ran.clear()
    number = {"lines.stinger-tucson.rate_max": 40.0}
    moved = bench.compare(bench.options, number)
    assert 2 <= len(ran) <= len(bench.options) + 1 and all("stinger" in products for products in ran)
    assert not any("m1a2" in products for products in ran)
    ran.clear()
    bench.compare(
        bench.options, number | {"lines.m1a2-lima.rate_max": 20.0} if "m1a2-lima" in bench.base.lines else number
    )
    assert all("stinger" not in products for products in ran)
    assert Bench(tables, draws=DRAWS).compare(bench.options, number) == moved


def test_pieces_have_the_months_of_the_whole(tables: dict[str, Any]) -> None:
    base = load_network(tables)
    options = [n for n, o in base.options.items() if not o.combine][:6]
    networks = [base, *(with_options(base, [n]) for n in options)]
    found = Pieces(DRAWS, 3).outcomes(networks)
    whole = run_chunk(Job(tuple(layout(n) for n in networks), 3), 0, DRAWS)
    for (first, final), out in zip(found, whole, strict=True):
        assert (first == out.first).all() and (final == out.final).all()
    parts = pieces(base)
    assert sum(len(p.orders) for p in parts) == len(base.orders) and len(parts) > 10
