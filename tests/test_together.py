"""What no line of Chinese breaks, and what is left alone."""

from __future__ import annotations

import re

from jointline.report.lang.together import together


def held(text: str) -> list[str]:
    return re.findall(r'<span class="unbroken">(.*?)</span>', together(f"<p>{text}</p>"))


def test_dates_amounts_and_names_are_held_together_and_ranges_may_break() -> None:
    assert held("2022年12月1日至2022年12月31日") == ["2022年12月1日至", "2022年12月31日"]
    assert held("AN/TPS-78 雷達，減少 3 億美元") == ["AN/TPS-78", "3 億美元"]


def test_addresses_and_attributes_are_left_alone() -> None:
    assert held("https://example.org/2024/01/f-16-news") == []
    assert together('<a title="2026年3月">x</a>') == '<a title="2026年3月">x</a>'
