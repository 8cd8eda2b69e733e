"""The fields that every claim out of one document shares: who said it, when, through whom, at which address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from jointline.readers.document import Document

DSCA = "Defense Security Cooperation Agency"
STATE = "Department of State"
DOD = "DoD contract announcement"


def cited(document: Document, said_by: str, stated_on: str, via: tuple[str, ...] = ()) -> dict[str, Any]:
    """Fields of a claim by a US government body. A copy on a site that is no government's names the site as its
    nearest carrier, and counts as read second-hand."""
    host = (urlsplit(document.source).hostname or "").removeprefix("www.") if "://" in document.source else ""
    copied = bool(host) and not host.endswith((".gov", ".mil"))
    return {
        "said_by": said_by, "speaker_kind": "us_government", "standing": "official", "stated_on": stated_on,
        "via": [host, *via] if copied else list(via), "source": document.source,
        "confidence": "secondary" if copied else "primary",
    }  # fmt: skip


def usd(millions: float | int) -> str:
    """An amount in the ledger's form: ``USD 401.3m``."""
    text = f"{millions:.6f}".rstrip("0").rstrip(".") if isinstance(millions, float) else str(millions)
    return f"USD {text}m"
