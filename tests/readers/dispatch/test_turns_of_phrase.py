"""Ways of saying who said something, one at a time: the sentences of ``turns.tsv``, each with its speakers and standings."""

from __future__ import annotations

from pathlib import Path

import pytest

from jointline.readers.dispatch.claims import read_dispatch
from jointline.readers.dispatch.recall import family_names, gender_of
from jointline.readers.dispatch.sentences import CJK

TURNS = [line.split("\t") for line in (Path(__file__).parent / "turns.tsv").read_text(encoding="utf-8").splitlines()]


def claims(text: str):
    """The claims of a sentence as the body of an agency dispatch."""
    if CJK.search(text):
        return read_dispatch(f"（海島通訊社記者王小明台北3日電）{text}1130903").claims
    return read_dispatch(f"[Harbor Wire]\nTAIPEI, Sept. 3, 2024 - {text}").claims


@pytest.mark.parametrize(("text", "expected"), TURNS, ids=[t[0][:50] for t in TURNS])
def test_speaker_and_standing(text, expected):
    wanted = [part.rsplit(": ", 1) for part in expected.split("; ")]
    found = [(c.speaker, c.standing) for c in claims(text)]
    assert len(found) == len(wanted), found
    for (speaker, standing), (name, firm) in zip(found, wanted, strict=True):
        assert name.lower() in speaker.lower() and standing == firm, found


def test_a_timeline_dates_its_entries():
    text = (
        "[Harbor Wire]\nTimeline: the minelayer\n\nJune 3, 2023: The army said that it would take 14 sets.\n"
        "May 7, 2025: Kestrel Forge said that the first set was late.\n"
    )
    found = read_dispatch(text).claims
    assert [(c.said_on, c.standing) for c in found] == [("2023-06-03", "official"), ("2025-05-07", "official")]


def test_headings_and_datelines_are_no_claims():
    text = (
        "[Harbor Wire]\nDrones for Taiwan slip to spring\nBy Carla Benning\n\n"
        "CLEVELAND, Nov. 6, 2025 - Kestrel Forge said that the drones were late.\n"
    )
    reading = read_dispatch(text)
    assert [c.speaker for c in reading.claims] == ["Kestrel Forge"] and reading.published == "2025-11-06"


def test_a_printed_hearing_tells_who_speaks():
    text = (
        "[House Armed Services Committee, hearing transcript, May 6, 2025]\n"
        "Mr. DUBOSE. General, will Taiwan have its launchers by 2027?\n\n"
        "General KESSEL. No. Eleven launchers are there, and 18 are to come.\n\n"
        "Ms. TRELAWNY. I think the people of Ohio would be surprised at that.\n"
    )
    found = [(c.speaker.title(), c.standing) for c in read_dispatch(text).claims]
    assert ("Kessel", "official") in found and ("Trelawny", "named") in found
    assert not any(name == "Dubose" for name, _ in found)  # he asks


def test_he_and_she_do_not_mean_the_same_person():
    found = claims(
        "Mr. Dale Winnick said the missiles were late. Ms. Vera Ostrander called that untrue. He said it again. "
        "She said 32 missiles had come."
    )
    assert [c.speaker for c in found][-2:] == ["Dale Winnick", "Vera Ostrander"]


def test_names():
    assert gender_of("Vera Ostrander") == "f" and gender_of("Lin Po-yu", "spokesman Lin Po-yu") == "m"
    assert gender_of("Lin Po-yu") == ""
    assert family_names("Lin Po-yu") == ("Lin", "Po-yu") and family_names("Martin Okafor") == ("Okafor",)
