"""What a reader of a dispatch can rely on: refusals and denials stay what they are, dates are no finer than the text."""

from __future__ import annotations

import pytest

from jointline.errors import JointlineError
from jointline.readers.dispatch import claims
from jointline.readers.dispatch.claims import LONGEST, read_dispatch
from jointline.readers.dispatch.dates import event_on, said_on, stamp_date
from jointline.readers.dispatch.extractors import checked
from jointline.readers.dispatch.speakers import skeleton
from jointline.readers.dispatch.tables import rows

AGENCY = "[Harbor Wire]\nTAIPEI, Sept. 3, 2024 - "


def only(text: str):
    claims = read_dispatch(AGENCY + text).claims
    assert len(claims) == 1, [c.gist for c in claims]
    return claims[0]


@pytest.mark.parametrize(
    ("text", "standing", "speaker"),
    [
        ("The ministry's spokesman, Lin Po-yu, said the jets had arrived.", "official", "Lin Po-yu"),
        ("The jets had arrived, said the ministry's spokesman, Lin Po-yu.", "official", "Lin Po-yu"),
        ("The State Department declined to comment.", "declined_to_confirm", "State Department"),
        ("The State Department would neither confirm nor deny the report.", "declined_to_confirm", "State Department"),
        ("Boeing did not respond to a request for comment.", "declined_to_confirm", "Boeing"),
        ("The Navy Command said there is no such thing.", "denied", "Navy Command"),
        ("Taiwan's navy denied that the torpedoes were late.", "denied", "Taiwan's navy"),
        ("Two officials said the missiles were late.", "anonymous", "Two officials"),
        ("It is reported that the missiles are late.", "unattributed", "unattributed"),
        ("Sen. Harriet Boone said the missiles were late.", "named", "Harriet Boone"),
        ("Nikkei Asia reported that the missiles were late.", "second_hand", "Nikkei Asia"),
        ("國防部發言人孫立方表示，飛彈已運抵。", "official", "孫立方"),
        ("美國在台協會發言人表示，不評論個別軍售案。", "declined_to_confirm", "美國在台協會"),
        ("国防部否认飞弹延误。", "denied", "国防部"),
        ("3名知情人士說，飛彈延誤。", "anonymous", "3名知情人士"),
        ("據了解，飛彈延誤。", "unattributed", "unattributed"),
    ],
)
def test_who_and_how_firm(text, standing, speaker):
    claim = only(text)
    assert (claim.standing, claim.speaker) == (standing, speaker)


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("Nikkei Asia quoted three people as saying that talks have begun.", ("Harbor Wire", "Nikkei Asia")),
        ("Talks have begun, Reuters reported, citing two officials.", ("Harbor Wire", "Reuters")),
        ("Two officials told Reuters that talks have begun.", ("Harbor Wire", "Reuters")),
        ("The minister told reporters that talks have begun.", ("Harbor Wire",)),
        ("《富比世》引述一名官員的話說，談判已經開始。", ("Harbor Wire", "富比世")),
        ("據《富比世》報導，談判已經開始。", ("Harbor Wire",)),
    ],
)
def test_carriers_stand_nearest_to_the_reader_first(text, via):
    assert only(text).via == via


@pytest.mark.parametrize(
    "text",
    ["The ministry is considering a new order.", "國防部正研議增購飛彈。", "Deliveries may slip, the ministry said."],
)
def test_a_hedge_stays_a_hedge(text):
    assert all(c.hedged for c in read_dispatch(AGENCY + text).claims)


def test_a_refusal_is_never_a_hedged_or_supporting_claim():
    claim = only("Asked whether a second line may be built in Taiwan, the Pentagon declined to comment.")
    assert claim.standing == "declined_to_confirm" and claim.kind == "refusal_to_confirm" and not claim.hedged


def test_a_name_garbled_by_a_translator_is_the_one_the_text_introduced():
    text = "Vedant Patel, a spokesman for the State Department, spoke today. Battelle said all options are reviewed."
    assert [c.speaker for c in read_dispatch(AGENCY + text).claims] == ["Vedant Patel"]
    assert skeleton("Patel") == skeleton("Battelle") != skeleton("Powell")


def test_the_text_says_who_published_it_and_when():
    reading = read_dispatch("（海島通訊社台北12日電）外交部今天表示，不予評論。（編輯：王小明）1140512")
    assert (reading.publisher, reading.published, reading.language) == ("海島通訊社", "2025-05-12", "zh")
    assert reading.claims[0].said_on == "2025-05-12"
    given = read_dispatch("The ministry said on Monday that it is done.", publisher="Reuters", published="2024-09-03")
    assert given.claims[0].via == ("Reuters",) and given.claims[0].said_on == "2024-09-02"


def test_without_a_date_of_publication_no_day_is_made_up():
    reading = read_dispatch("The ministry said on Monday that it is done.")
    assert reading.claims[0].said_on is None and reading.warnings


def test_dates():
    assert stamp_date("1111020") == "2022-10-20" and stamp_date("1111320") == ""
    assert said_on("said on the 19th", "2022-10-20") == "2022-10-19"
    assert said_on("said on the 25th", "2022-10-20") == "2022-09-25"
    assert said_on("said in December", "2024-03-01") == "2023-12"
    assert said_on("said today", "2024") == ""
    assert event_on("before the end of 117 years", "2026-04-21") == "2028"
    assert event_on("可望於2026年第3季開始試產", "") == "2026-Q3"


def test_every_cue_has_a_source_that_the_references_explain():
    known = {r["key"] for r in rows("references")}
    for name in ("verbs_en", "verbs_zh", "refusals_en", "refusals_zh", "denials_en", "denials_zh", "hedges", "frames",
                 "titles_en", "titles_zh", "unnamed_en", "unnamed_zh", "heads_en", "bodies", "media", "surnames"):  # fmt: skip
        assert {r["source"] for r in rows(name)} <= known, name


def test_bad_arguments_are_refused():
    with pytest.raises(JointlineError, match="no language"):
        read_dispatch("x", lang="de")
    with pytest.raises(JointlineError):
        read_dispatch("x", published="Tuesday")


def test_a_text_too_long_is_read_in_part_and_says_so(monkeypatch):
    monkeypatch.setattr(claims, "LONGEST", LONGEST // 50)  # the whole length says no more and takes a minute
    reading = read_dispatch("The ministry said it is done.\n" * (LONGEST // 50 // 30 + 10))
    assert any("Only the first 20,000" in w for w in reading.warnings)
    assert reading.claims and max(c.end for c in reading.claims) <= LONGEST // 50


PROPOSAL = {"kind": "plan", "speaker": "two officials", "speaker_kind": "anonymous", "standing": "anonymous"}


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"end": 10_000}, "no span"),
        ({"start": -1}, "no span"),
        ({"quote": "something else"}, "not what stands there"),
        ({"speaker": "General Nobody"}, "neither in the text"),
        ({"via": ["The Invented Post"]}, "neither in the text"),
        ({"standing": "certain"}, "not one of its values"),
        ({"kind": "rumour"}, "not one of its values"),
        ({"standing": "unattributed"}, "standing unattributed"),
        ({"quantity": -3}, "no number of units"),
        ({"said_on": "Tuesday"}, "not a date"),
    ],
)
def test_an_extractor_is_held_to_the_same_checks(change, wrong):
    text = AGENCY + "Talks went on. Later, two officials sat down."
    reading = read_dispatch(text)
    start = text.index("Later")
    good = PROPOSAL | {"start": start, "end": len(text)}
    kept, faults = checked(reading, [good], "mine")
    assert not faults and [c.reader for c in kept.claims].count("mine") == 1
    refused, faults = checked(reading, [good | change], "mine")
    assert refused.claims == reading.claims and wrong in faults[0].message


def test_a_text_broken_into_lines_is_read_like_a_whole_one():
    whole = (
        AGENCY
        + "Nikkei Asia quoted two people familiar with the talks as saying that Washington may let Taiwan make parts."
    )
    broken = whole.replace("as saying", "as\nsaying")
    one, other = read_dispatch(whole).claims, read_dispatch(broken).claims
    assert [(c.start, c.end, c.speaker, c.via) for c in one] == [(c.start, c.end, c.speaker, c.via) for c in other]
