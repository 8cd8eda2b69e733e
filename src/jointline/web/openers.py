"""Where a sentence of the library leads: what its figures rest on."""

from __future__ import annotations

from jointline.web.view_state import Place

# a sentence by how its template begins, and the address that shows what it counts or dates
_OPENS = (
    ("Shipped knowledge ends", "method/counted/ends"),
    ("This ledger held nothing", "method/counted/ends"),
    ("The last published list", "method/counted/published"),
    ("The first published list", "method/counted/published"),
    ("By {date}", "rests/past"),
    ("Nobody has said", "rests/past"),
    ("{n} forecasts of {cases} cases were scored", "scores/behind"),
)

# what a number may open, by how its address begins after the language: the drawer opens nothing else from an address
KINDS = ("statements", "why/", "rests/", "scores/", "backlog/sum", "method/counted/")


def opener(here: Place, sentence: str) -> str:
    """The address that opens what the figures of *sentence* rest on; empty where it has none of its own."""
    template = getattr(sentence, "template", sentence)
    path = next((path for begins, path in _OPENS if template.startswith(begins)), "")
    as_of = dict(here.query).get("as_of") or None
    return here.at(path, as_of=as_of if path == "rests/past" else None).url if path else ""
