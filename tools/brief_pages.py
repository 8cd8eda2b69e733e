"""What the cog blocks on the briefing call; see doc_pages."""

from __future__ import annotations

from jointline.ledger.ledger import open_ledger
from jointline.report.brief.content import brief
from jointline.report.brief.note_parts import note_parts

EXAMPLES: dict[str, tuple[str, ...]] = {
    "brief": ("brief --month 2024-10 -o update.docx", "brief --month 2026-09 --lang en -o update.pdf"),
}
DOCUMENTS: dict[str, str] = {"jointline brief": "brief", "jointline brief -o FOLDER/": "site"}


def first_notes(month: str, n: int) -> str:
    """The first *n* notes of a month's briefing as a list."""
    made = brief(month, ledger=open_ledger("none.sqlite"))
    lines = [f"{x.number}. {''.join(p.plain for p in note_parts(x, made.lang))}" for x in made.notes[:n]]
    return "\n".join(["", "```text", *lines, "```", "", ""])
