"""What every conversion shares: reading tables and judgements, and the fields they have in common."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

JUDGEMENTS = Path(__file__).resolve().parent.parent / "judgements"
# the day the gathered files were taken over: fixed, so that a rebuild gives the same bytes
RECORDED_ON = "2026-11-22"
# rows that carry no date of their own were read by the end of June 2026 at the latest (precedents/NOTES.md)
UNDATED = "../2026-06"
_GOVERNMENT_HOSTS = ("dsca.mil", "defense.gov", "govinfo.gov", "congress.gov", "federalregister.gov", "state.gov")

Raw = dict[str, Any]


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as dictionaries of stripped strings."""
    with path.open(encoding="utf-8", newline="") as handle:
        return [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(handle)]


def judgements(name: str) -> list[dict[str, str]]:
    """The rows of one table of judgements beside this package."""
    return read_csv(JUDGEMENTS / f"{name}.csv")


def slug(*parts: str) -> str:
    """A subject id out of words: lower case, digits and hyphens."""
    text = "-".join(p for p in parts if p).lower()
    text = re.sub(r"\(recalled\)", "", text)
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:80].strip("-")


def host(url: str) -> str:
    """The host of an address without ``www.``."""
    name = urlsplit(url).hostname or url
    return name.removeprefix("www.")


def is_government(url: str) -> bool:
    """True where the address is a US government site."""
    return any(host(url) == h or host(url).endswith("." + h) for h in _GOVERNMENT_HOSTS)


def present(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs whose value is not blank: blank means not read and makes no statement."""
    return [(p, v) for p, v in rows if v]
