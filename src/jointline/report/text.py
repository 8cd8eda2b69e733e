"""Results as text: on a terminal with a little colour, plain where piped."""

from __future__ import annotations

import io

from rich.console import Console, Group, RenderableType
from rich.text import Text

from jointline.report.lang.numbers import grouped

NARROWEST = 80  # columns below which numbers and names would have to be cut
WIDTH = 100  # columns of plain text: a pipe has no width to ask for


def console() -> Console:
    """The console of a terminal on standard output; one narrower than the numbers need breaks the lines itself."""
    out = Console(highlight=False, markup=False, emoji=False)
    out.width = max(out.width, NARROWEST)
    return out


def plain_text(view: RenderableType, width: int = WIDTH) -> str:
    """*view* as plain text of at most *width* columns (longer addresses run on)."""
    # force_terminal and color_system: the environment (FORCE_COLOR) must not colour a text or a pipe
    out = Console(file=io.StringIO(), width=width, force_terminal=False, color_system=None, no_color=True,
                  highlight=False, markup=False, emoji=False)  # fmt: skip
    out.print(view, crop=False)
    text = out.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.splitlines())


def line(*parts: str | tuple[str, str]) -> Text:
    """One line that is never broken: sentences and addresses stay whole when copied."""
    return Text.assemble(*parts, no_wrap=True, overflow="ignore")


def stack(*parts: RenderableType | None) -> Group:
    """The parts one below the other; ``None`` is left out."""
    return Group(*(p for p in parts if p is not None))


def amount(value: float | None) -> str:
    """US$ million with one decimal, a dash where it is not known."""
    return "—" if value is None else grouped(value, 1)


def span(value: float | None, low: float | None, high: float | None) -> str:
    """A value, or its range where only bounds are known."""
    if value is not None:
        return amount(value)
    return "—" if high is None else f"{amount(low)} to {amount(high)}"


def wait(months: float) -> str:
    """A wait in years with one decimal."""
    return f"{grouped(months / 12, 1)} y"


def percent(share: float, digits: int = 0) -> str:
    """A share from 0 to 1 as per cent: ``63 %``; half up, as on the page and in the briefing."""
    return f"{grouped(100 * share, digits)} %"


def draws_share(share: float) -> str:
    """A share of draws with one decimal: what is not none is never ``0 %``, and what is not all is never ``100 %``."""
    if 0 < share < 0.001:
        return "<0.1 %"
    if 0.999 < share < 1:
        return ">99.9 %"
    return percent(share, 1) if 0 < share < 1 else percent(share)


_SHORT = (
    ("Defense Security Cooperation Agency", "DSCA"), ("Ministry of National Defense", "MND"),
    ("Legislative Yuan", "LY"), ("the legislature", "LY"), ("Taiwan Security Monitor", "TSM"),
    ("contract announcement", "contracts"), ("defence budget book", "budget book"),
)  # fmt: skip


def short(speaker: str | None) -> str:
    """A speaker's name for a narrow column; the full one is in ``case`` and ``why``."""
    text = speaker or "—"
    for long, brief in _SHORT:
        text = text.replace(long, brief)
    return text


def count(n: int, one: str, many: str = "") -> str:
    """A number with its noun: ``1 case``, ``1,024 draws``."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"
