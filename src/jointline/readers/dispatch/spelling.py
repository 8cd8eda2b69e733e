"""Names as the text writes them, where the rules have read a folded form of it."""

from __future__ import annotations

from dataclasses import replace

from jointline.readers.dispatch.reading import Claim


def as_written(c: Claim, seen: str, text: str, known: dict[str, str]) -> Claim:
    """A claim whose names stand as the text writes them, not as the rules fold them (simplified characters)."""

    def written(name: str) -> str:
        if name.isascii():
            return name
        if name not in known:
            at = seen.find(name)
            known[name] = text[at : at + len(name)] if at >= 0 else name
        return known[name]

    return replace(
        c,
        speaker=written(c.speaker),
        via=tuple(map(written, c.via)),
        gist=written(c.gist),
        cue=text[c.cue_start : c.cue_end] if c.cue else None,
    )


def spelling(name: str, seen: str, text: str) -> str:
    at = -1 if name.isascii() else seen.find(name)
    return text[at : at + len(name)] if at >= 0 else name
