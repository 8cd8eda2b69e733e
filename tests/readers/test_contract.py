"""Pages of contract announcements: every award, its foreign buyers in every wording, what a cut page does not say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointline.readers.read import read

HEAD = "Contracts For Oct. 2, 2026\n\nNAVY\n\n"
TAIL = " The Naval Air Systems Command, Patuxent River, Maryland, is the contracting activity (N00019-26-C-0099).\n"
AWARD = (
    "Example Sonar Corp., Norfolk, Virginia, is awarded a $91,500,000 firm-fixed-price contract for the production and "
    "delivery of 1,200 sonobuoys. Work will be performed in Norfolk, Virginia, and is expected to be completed by March 2029."
)


def page_of(text: str):
    result = read(text)
    assert result.kind == "contract"
    return result.record


def customers(sentence: str):
    award = page_of(f"{HEAD}{AWARD} {sentence}{TAIL}").awards[0]
    return award.fms, [(c.name, c.iso3, c.share_pct) for c in award.fms_customers]


def test_an_award_is_read_field_by_field():
    page = page_of(f"{HEAD}{AWARD} This contract involves Foreign Military Sales to Taiwan.{TAIL}")
    a = page.awards[0]
    assert (a.contractors, a.contractor_place) == (("Example Sonar Corp.",), "Norfolk, Virginia")
    assert (a.award_usd, a.completion, a.contract_number) == (91_500_000, "2029-03", "N00019-26-C-0099")
    assert [(i.qty, i.item) for i in a.items] == [(1200, "sonobuoys")]
    assert a.contracting_activity == "The Naval Air Systems Command, Patuxent River, Maryland"
    assert (a.agency, a.fms, page.announced_on, page.truncated) == ("Navy", True, "2026-10-02", False)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("This contract involves Foreign Military Sales (FMS) to Taiwan and Qatar.", [("Taiwan", "TWN", None), ("Qatar", "QAT", None)]),
        ("FMS to Taiwan 35%, Iraq 10% and Bahrain 5%.", [("Taiwan", "TWN", 35), ("Iraq", "IRQ", 10), ("Bahrain", "BHR", 5)]),
        ("This award is 100% FMS to Taiwan.", [("Taiwan", "TWN", 100)]),
        ("This order involves 100% foreign military sales to Kuwait.", [("Kuwait", "KWT", 100)]),
        (
            "This contract combines purchases for the Navy (52%); and the governments of Japan (20%), the Republic of Korea (18%) "
            "and Taiwan (10%) under the Foreign Military Sales program.",
            [("Japan", "JPN", 20), ("the Republic of Korea", "KOR", 18), ("Taiwan", "TWN", 10)],
        ),
        ("In support of the Government of Taiwan Foreign Military Sales program, work began.", [("Taiwan", "TWN", None)]),
        ("This contract involves unclassified FMS to Saudi Arabia, the United Kingdom and Turkey.",
         [("Saudi Arabia", "SAU", None), ("the United Kingdom", "GBR", None), ("Turkey", "TUR", None)]),
        ("Fiscal 2026 Foreign Military Sales (Taiwan) funds in the amount of $5,000,000 are being obligated.", [("Taiwan", "TWN", None)]),
        ("This announcement involves (6.5%) FMS to Taiwan (4.5%); and Romania (2%).", [("Taiwan", "TWN", 4.5), ("Romania", "ROU", 2)]),
        ("This effort includes FMS to NATO and Taiwan.", [("NATO", None, None), ("Taiwan", "TWN", None)]),
        ("This contract supports multiple FMS partners.", []),
    ],
)  # fmt: skip
def test_foreign_buyers_in_every_wording(sentence, wanted):
    assert customers(sentence) == (True, wanted)


@pytest.mark.parametrize(
    "sentence", ["", "This was a competitive acquisition.", "Work supports the Turkey Point and Jordan Avenue sites."]
)
def test_a_domestic_award_has_no_foreign_buyer_and_supports_no_statement(sentence):
    assert customers(sentence) == (False, [])
    assert list(read(f"{HEAD}{AWARD} {sentence}{TAIL}").statements) == []


def test_a_cut_text_does_not_say_whether_there_are_foreign_buyers():
    page = page_of(HEAD + AWARD[:138])
    assert (page.awards[0].fms, page.truncated, page.awards[0].items, page.awards[0].completion) == (
        None,
        True,
        (),
        None,
    )


def test_a_name_that_the_end_cuts_off_is_no_buyer():
    page = page_of(f"{HEAD}{AWARD} This contract involves Foreign Military Sales to Oman, Mali")
    assert [c.iso3 for c in page.awards[0].fms_customers] == ["OMN"]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("is expected to be completed by Dec. 31, 2026", "2026-12-31"), ("with an estimated completion date of Sept. 27, 2031", "2031-09-27"),
        ("and is expected to be complete by October 2029", "2029-10"), ("Work will be completed by 2028", "2028"),
        ("and is expected to be completed in March 2029", "2029-03"), ("and is expected to continue through June 2030", "2030-06"),
    ],
)  # fmt: skip
def test_completion_keeps_the_precision_of_the_text(said, wanted):
    text = AWARD.replace("and is expected to be completed by March 2029", said)
    assert page_of(HEAD + text + TAIL).awards[0].completion == wanted


def test_a_page_has_several_awards_each_under_its_department():
    second = AWARD.replace("Example Sonar Corp.", "Other Works Inc.,*").replace("is awarded", "has been awarded")
    army = " Army Contracting Command, Rock Island, Illinois, is the contracting activity (W52P1J-26-C-0001).\n"
    two = (
        "Alpha Radios Inc., Clifton, New Jersey; and Beta Works LLC, Nashua, New Hampshire, were awarded a $20,500,000 "
        "contract for radios. FMS to Taiwan 35%. Bids were solicited via the internet."
    )
    page = page_of(f"{HEAD}{AWARD}{TAIL}\nARMY\n\n{second}{army}\n{two}{army}\n*Small business\n")
    assert [a.contractors for a in page.awards] == [("Example Sonar Corp.",), ("Other Works Inc.",), ("Alpha Radios Inc.", "Beta Works LLC")]  # fmt: skip
    assert [a.agency for a in page.awards] == ["Navy", "Army", "Army"] and not page.truncated
    shown = page.as_dict()
    assert [o["contractor"] for o in shown["other_announcements"]] == ["Other Works Inc.", "Alpha Radios Inc."]
    assert len(shown["announcements"]) == 3 and shown["announcements"][2]["buyer_country"] == ["TWN"]


def test_announcements_that_run_together_are_taken_apart():
    text = f"{HEAD.strip()} {AWARD}{TAIL.strip()} {AWARD.replace('91,5', '12,5')}{TAIL}"
    assert [a.award_usd for a in page_of(text.replace("\n", " ") + "\n").awards] == [91_500_000, 12_500_000]


def test_a_contract_is_tied_to_a_case_by_its_designation_alone():
    text = f"{HEAD}{AWARD} This contract involves FMS to Taiwan.{TAIL}"
    tied = read(text.replace("1,200 sonobuoys", "AIM-9X missiles"))
    ties = [p for p in tied.statements if p.statement.property == "contract_for"]
    assert [(p.statement.value, p.statement.standing) for p in ties] == [("tw-2022-09-02-aim9x", "derived")]
    assert not any(p.statement.property == "contract_for" for p in read(text).statements)
    assert {p.statement.subject for p in tied.statements} == {"contract/n00019-26-c-0099"}


@given(st.integers(10_000, 9_999_999_999), st.integers(1, 99_999), st.integers(0, 100))
def test_any_award_is_read_back(dollars, units, share):
    text = AWARD.replace("91,500,000", f"{dollars:,}").replace("1,200", f"{units:,}")
    a = page_of(f"{HEAD}{text} FMS to Taiwan {share}%.{TAIL}").awards[0]
    assert (a.award_usd, a.items[0].qty, a.fms_customers[0].share_pct) == (dollars, units, share)
