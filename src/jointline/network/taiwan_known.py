"""What the Taiwan network may use on a date: statements known by then, our own guesses, and numbers made of both."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from jointline.errors import JointlineError
from jointline.ledger.dates import parse_date
from jointline.ledger.ledger import Ledger
from jointline.ledger.resolve import precedence
from jointline.ledger.statement import Statement
from jointline.ledger.values import parse_number

Value = int | float | str | dict[str, list[float]]
_MADE_IN = 2026  # the year in which the guesses were made: for an earlier date they are hindsight, and wider


@cache
def recipe(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one recipe table (data/networks/taiwan): judgements of a person, each with its reason."""
    path = resources.files("jointline.data") / "networks" / "taiwan" / f"{name}.csv"
    with path.open(encoding="utf-8") as handle:
        return tuple(csv.DictReader(handle))


@dataclass(frozen=True, slots=True)
class Guess:
    """Three numbers nobody published, and the sentence that says so."""

    low: float
    mode: float
    high: float
    basis: str

    def times(self, factor: float) -> Guess:
        """The same guess in another unit."""
        return Guess(self.low * factor, self.mode * factor, self.high * factor, self.basis)

    def wider(self, by: float) -> Guess:
        """Low end divided and high end multiplied by *by*."""
        return Guess(self.low / by, self.mode, self.high * by, self.basis)


@dataclass(frozen=True, slots=True)
class Known:
    """The ledger as known on a day."""

    ledger: Ledger
    as_of: date
    _held: dict[str, list[Statement]] = field(default_factory=dict)

    @property
    def month(self) -> int:
        """Month 0 as year x 12 + month."""
        return index(self.as_of)

    def of(self, subject: str) -> list[Statement]:
        """Every statement on *subject* known on the day, superseded ones left out."""
        if subject not in self._held:
            self._held[subject] = self.ledger.known_of(subject, self.as_of)
        return self._held[subject]

    def firm(self, subject: str, property_: str) -> Statement | None:
        """The statement that a number may rest on: the strongest firm one, by the rule of its property."""
        return strongest(s for s in self.of(subject) if s.property == property_) if subject else None

    def named(self, address: str) -> Statement | None:
        """The statement that a recipe names as ``subject#id``, where it is known on the day and firm."""
        subject, _, wanted = address.partition("#")
        return strongest(s for s in self.of(subject) if s.id == wanted)

    def guess(self, subject: str) -> Guess:
        """One of the ledger's assumptions (low, mode, high), wider for days before it was made.

        Raises ``JointlineError`` where the ledger holds no such assumption.
        """
        said = {s.property: s for s in self.ledger.of_subject(subject)}
        if not {"assumed_low", "assumed_mode", "assumed_high"} <= said.keys():
            raise JointlineError(f"the ledger holds no assumption {subject}", remedy="Open it with the shipped data.")
        low, mode, high = (float(parse_number(said[f"assumed_{end}"].value).low) for end in ("low", "mode", "high"))
        basis = said["assumed_basis"].value if "assumed_basis" in said else "no basis given"
        return self.aged(Guess(low, mode, high, f"{subject}: {basis}"))

    def own_guess(self, name: str) -> Guess:
        """A guess of the recipe (guesses.csv)."""
        row = next(r for r in recipe("guesses") if r["guess"] == name)
        return self.aged(guess_of(row, f"own guess {name}: {row['reason']}"))

    def aged(self, guess: Guess) -> Guess:
        """*guess* a tenth wider for each year the day lies before the guesses were made, at most by half."""
        years = min(5, max(0, _MADE_IN - self.as_of.year))
        if not years or guess.low == guess.high:
            return guess
        wide = guess.wider(1 + years / 10)
        return Guess(wide.low, wide.mode, wide.high, f"{guess.basis}; made in {_MADE_IN}, so {years * 10} % wider here")

    def ago(self, s: Statement) -> float:
        """Years from the last day *s* can mean to the day."""
        return max(0.0, (self.as_of - s.stated.high).days / 365.25)

    def span(self, text: str) -> tuple[int, int]:
        """First and last month that a date or interval can mean, counted from month 0."""
        when = parse_date(text)
        return index(when.low) - self.month, index(when.high) - self.month


def strongest(statements: Iterable[Statement]) -> Statement | None:
    """The firm statement, read and neither hedged nor assumed, that the property's rule puts first."""
    firm = [s for s in statements if s.is_firm and s.confidence != "recalled"]
    return max(firm, key=precedence, default=None)


def index(day: date) -> int:
    """Year x 12 + month, January being 0."""
    return day.year * 12 + day.month - 1


def month_text(months: int) -> str:
    """The month of an index: ``2026-10``."""
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def guess_of(row: dict[str, str], basis: str) -> Guess:
    """The guess in a recipe row's low, mode and high."""
    return Guess(float(row["low"]), float(row["mode"]), float(row["high"]), basis)


def stated(s: Statement) -> float:
    """The number a statement gives (the middle of a range)."""
    number = parse_number(s.value)
    return float(number.low + number.high) / 2


def triangle(low: float, mode: float, high: float) -> Value:
    """A triangular distribution, or the number alone where there is no width; four digits behind the point."""
    ends = [short(x) for x in (low, mode, high)]
    return ends[0] if ends[0] == ends[2] else {"triangular": [float(e) if isinstance(e, float) else e for e in ends]}


def whole_triangle(low: float, mode: float, high: float) -> Value:
    """A triangular distribution of whole months or units, none below 0."""
    return triangle(*(max(0, round(x)) for x in (low, mode, high)))


def short(x: float) -> int | float:
    """A number as a file has it: whole where it is, else with four digits."""
    r = round(x, 4)
    return int(r) if r == int(r) else r


def middle(value: Value) -> float:
    """Where a number of the network lies: the number itself, the mode, the middle of a uniform."""
    if isinstance(value, dict):
        if "triangular" in value:
            return value["triangular"][1]
        low, high = value["uniform"]
        return (low + high) / 2
    if isinstance(value, str):
        raise TypeError(f"{value!r} is a month, not a number")
    return value


def ends(value: Value) -> tuple[float, float]:
    """Least and greatest value a number of the network can take."""
    if isinstance(value, dict):
        (args,) = value.values()
        return args[0], args[-1]
    return middle(value), middle(value)


def evidence(s: Statement, note: str = "") -> dict[str, str]:
    """A statement as the evidence of a number."""
    said = {"source": s.source, "said_by": s.said_by, "stated_on": s.stated_on, "standing": s.standing,
            "via": "; ".join(s.via), "statement": s.id, "note": note}  # fmt: skip
    return {k: v for k, v in said.items() if v}


@dataclass(slots=True)
class Table:
    """A part of the network while it is made: its fields, and what each rests on."""

    fields: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, dict[str, str]] = field(default_factory=dict)
    assumptions: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: Any, by: Statement | None = None, assumed: str = "", note: str = "") -> None:
        """Set a field together with the statement or the sentence behind it."""
        self.fields[name] = value
        if by:
            self.evidence[name] = evidence(by, note)
        if assumed:
            self.assumptions[name] = assumed

    def done(self) -> dict[str, Any]:
        """The table as a network file has it."""
        parts = {"evidence": self.evidence, "assumptions": self.assumptions}
        return self.fields | {k: v for k, v in parts.items() if v}
