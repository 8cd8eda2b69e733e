"""Numbers of a network: fixed, or a distribution."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from jointline.errors import suggest

# kind -> the names of its parameters; empirical takes any number of values
KINDS: dict[str, tuple[str, ...]] = {
    "fixed": ("value",),
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "pert": ("low", "mode", "high"),
    "lognormal": ("median", "gsd"),
    "empirical": ("values",),
}
MOST = 1e15  # a number beyond it is a slip; sums stay exact below
MOST_GSD = 10.0  # a third of the draws then lies beyond ten times the median, or below a tenth of it
_LONG = 60  # signs of a value that a message shows


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is known (``fixed``) or one that is drawn.

    ``args``: fixed (value,); uniform (low, high); triangular and pert (low, mode, high), pert being a beta
    distribution with shapes 1 + 4 (mode - low) / (high - low) and 1 + 4 (high - mode) / (high - low); lognormal
    (median, geometric standard deviation); empirical (its values in rising order, each as likely as the next).
    """

    kind: str
    args: tuple[float, ...]

    @property
    def is_fixed(self) -> bool:
        """Is there only one value that can come?"""
        return self.kind == "fixed" or self.low == self.high

    @property
    def low(self) -> float:
        """The least value that can come (0 is the bound of a lognormal)."""
        if self.kind == "lognormal":
            return 0.0 if self.args[1] > 1 else self.args[0]
        return self.args[0]

    @property
    def high(self) -> float:
        """The greatest value that can come; infinite for a lognormal."""
        if self.kind == "lognormal":
            return math.inf if self.args[1] > 1 else self.args[0]
        return self.args[-1]

    @property
    def middle(self) -> float:
        """Where the distribution is said to lie: value, mode or median; the middle of a uniform."""
        if self.kind in ("triangular", "pert"):
            return self.args[1]
        if self.kind == "uniform":
            return self.args[0] + (self.args[1] - self.args[0]) / 2
        if self.kind == "empirical":
            return self.args[(len(self.args) - 1) // 2]
        return self.args[0]

    def text(self) -> str:
        """As a reader writes it: ``1,500`` or ``pert 1,000 / 1,166 / 1,300``."""
        if self.kind == "fixed":
            return plain(self.args[0])
        if self.kind == "empirical" and len(self.args) > 6:
            return f"empirical, {len(self.args)} values {plain(self.low)} to {plain(self.high)}"
        return f"{self.kind} {' / '.join(plain(a) for a in self.args)}"

    def as_toml(self) -> float | int | dict[str, Any]:
        """As a network file has it."""
        args = [int(a) if a == int(a) else a for a in self.args]
        return args[0] if self.kind == "fixed" else {self.kind: args}


def fixed(value: float) -> Number:
    """A number that is known."""
    return Number("fixed", (float(value),))


def plain(value: float) -> str:
    """A number without needless digits: ``1,500``, ``0.25``, ``97.1667``."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.6g}"


def shown(value: Any) -> str:
    """A value as a message shows it: as TOML has it, in one line, and not much of it."""
    text = _shown(value, 2)
    return text if len(text) <= _LONG else f"{text[: _LONG - 4]} ..."


def _shown(value: Any, depth: int) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value.bit_length() < 64 else f"a number of {value.bit_length()} bits"
    if isinstance(value, str):
        return repr(value[:_LONG])
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, dict):
        some = [(str(k)[:_LONG], v) for k, v in list(value.items())[:4]]
        inner = ", ".join(f"{k if k.isidentifier() else repr(k)} = {_shown(v, depth - 1)}" for k, v in some)
        return f"{{ {inner if depth else '...'} }}" if value else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_shown(v, depth - 1) for v in value[:9]) if depth or not value else '...'}]"
    return repr(value)


def parse_number(value: Any) -> Number:
    """A number out of TOML: ``833``, ``{ pert = [1000, 1166, 1300] }``.

    Raises ``ValueError`` with the reason where it is none, or the distribution is impossible.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | dict):
        raise ValueError(f"a number or a distribution is needed, not {shown(value)}")
    if isinstance(value, int | float):
        return fixed(_finite(value))
    if len(value) != 1:
        raise ValueError(
            f"a distribution is one kind with its numbers, such as {{ uniform = [1, 2] }}, not {shown(value)}"
        )
    ((kind, args),) = value.items()
    if kind not in KINDS:
        raise ValueError(f"there is no distribution {shown(kind)}. {suggest(str(kind)[:_LONG], KINDS)}".strip())
    values = args if isinstance(args, list) else [args]
    if any(isinstance(a, bool) or not isinstance(a, int | float) for a in values):
        raise ValueError(f"{kind} takes numbers, not {shown(args)}")
    numbers = tuple(_finite(a) for a in values)
    names = KINDS[kind]
    if kind == "empirical":
        if not numbers:
            raise ValueError("empirical needs at least one value")
        return Number(kind, tuple(sorted(numbers)))
    if len(numbers) != len(names):
        many = "one number" if len(names) == 1 else f"{len(names)} numbers"
        raise ValueError(f"{kind} takes {many} ({', '.join(names)}), not {len(numbers)}")
    _possible(kind, numbers)
    return Number(kind, numbers)


def _finite(value: int | float) -> float:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} is no number")
    if abs(value) > MOST:
        raise ValueError(f"{shown(value)} is too large to be meant: at most {MOST:g} can be read")
    return float(value)


def _possible(kind: str, args: tuple[float, ...]) -> None:
    given = ", ".join(plain(a) for a in args)
    if kind == "lognormal":
        if args[0] <= 0:
            raise ValueError(f"the median of a lognormal is above 0, not {plain(args[0])}")
        if not 1 <= args[1] <= MOST_GSD:
            raise ValueError(
                "the geometric standard deviation (gsd) of a lognormal is from 1 (no spread) to "
                f"{plain(MOST_GSD)}, not {plain(args[1])}"
            )
    elif list(args) != sorted(args):
        raise ValueError(f"the numbers of {kind} must rise ({', '.join(KINDS[kind])}), not {given}")
    elif kind == "pert" and args[0] == args[2]:
        raise ValueError(f"low and high of pert are both {plain(args[0])}: write the number alone")
