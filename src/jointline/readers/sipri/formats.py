"""The export formats of the register: which columns each has, and how its cells become a row.

One function a format, from the cells of a line to a ``Row``; adding a format is one function and a line in ``FORMATS``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jointline.readers.sipri.cells import count, flag, status, tiv, year, years
from jointline.readers.sipri.row import Row

Cells = list[str]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the cells its header begins with, how many there are, which column a comment is in.

    ``places``: the column that each field of a row comes from, for the span of a statement.
    """

    name: str
    begins: tuple[str, ...]
    columns: int
    make: Callable[[Cells, int, int, int, bool], Row]
    comment: int | None
    places: dict[str, int]


def _register(c: Cells, line: int, start: int, end: int, simple: bool) -> Row:
    """The trade register of 2023 and later."""
    on, on_marked = year(c[2])
    ordered, ordered_marked = count(c[4])
    delivered, delivered_marked = count(c[8])
    when, when_marked = years(c[10])
    return Row(
        line, None, c[1].strip(), c[0].strip(), on, on_marked or flag(c[3]), ordered, ordered_marked or flag(c[5]), c[6].strip(),
        c[7].strip() or None, delivered, delivered_marked or flag(c[9]), when, when_marked, status(c[11]), c[12].strip() or None,
        tiv(c[13]), tiv(c[14]), tiv(c[15]), start, end, simple,
    )  # fmt: skip


def _deliveries(c: Cells, line: int, start: int, end: int, simple: bool) -> Row:
    """Deliveries: one line a deal and year, no number ordered, no comment."""
    on, on_marked = year(c[6])
    delivered, delivered_marked = count(c[8])
    when, when_marked = years(c[10])
    return Row(
        line, c[0].strip() or None, c[1].strip(), c[2].strip(), on, on_marked or flag(c[7]), None, False, c[3].strip(),
        c[4].strip() or None, delivered, delivered_marked or flag(c[9]), when, when_marked or flag(c[11]), status(c[12]), None,
        tiv(c[14]), None, tiv(c[15]), start, end, simple,
    )  # fmt: skip


def _web(c: Cells, line: int, start: int, end: int, simple: bool) -> Row:
    """The web application's own answer: the year of the first delivery, no number delivered."""
    on, on_marked = year(c[4])
    ordered, ordered_marked = count(c[6])
    when, when_marked = years(c[8])
    return Row(
        line, c[1].strip() or c[0].strip() or None, c[3].strip(), c[2].strip(), on, on_marked or flag(c[5]), ordered,
        ordered_marked or flag(c[7]), c[11].strip(), c[12].strip() or None, None, False, when, when_marked, status(c[9]),
        c[17].strip() or None, None, None, None, start, end, simple,
    )  # fmt: skip


def _report(c: Cells, line: int, start: int, end: int, simple: bool) -> Row:
    """The report of about 2013: one mark for the number delivered and its years together."""
    on, on_marked = year(c[9])
    ordered, ordered_marked = count(c[3])
    when, when_marked = years(c[11])
    delivered, delivered_marked = count(c[12])
    uncertain = flag(c[13])
    return Row(
        line, c[0].strip() or None, c[1].strip(), c[2].strip(), on, on_marked or flag(c[10]), ordered, ordered_marked or flag(c[4]),
        c[5].strip(), c[6].strip() or None, delivered, delivered_marked or uncertain, when, when_marked or uncertain, status(c[7]),
        c[15].strip() or None, None, None, None, start, end, simple,
    )  # fmt: skip


def _window(c: Cells, line: int, start: int, end: int, simple: bool) -> Row:
    """The service before 2023, short: what was delivered in the years asked for; blank is none."""
    delivered, marked = count(c[4] or "0")
    return Row(
        line, None, c[6].strip(), c[5].strip(), None, False, None, False, c[2].strip(), c[3].strip() or None, delivered, marked, (),
        False, None, None, tiv(c[7]), tiv(c[8]), tiv(c[9]), start, end, simple,
    )  # fmt: skip


def _service(c: Cells, line: int, start: int, end: int, simple: bool) -> Row:
    """The service before 2023, whole: its marks are columns whose names end in ``ai``."""
    on, on_marked = year(c[3])
    ordered, ordered_marked = count(c[5])
    delivered, delivered_marked = count(c[13] or "0")
    when, when_marked = years(c[15])
    return Row(
        line, c[0].strip() or None, c[17].strip(), c[16].strip(), on, on_marked or flag(c[4]), ordered, ordered_marked or flag(c[6]),
        c[9].strip(), c[11].strip() or None, delivered, delivered_marked or flag(c[14]), when, when_marked, status(c[18]), None,
        tiv(c[19]), tiv(c[20]), tiv(c[21]), start, end, simple,
    )  # fmt: skip


FORMATS = (
    Format("register", ("recipient", "supplier", "year of order"), 16, _register, 12, {
        "recipient": 0, "supplier": 1, "ordered_on": 2, "number_ordered": 4, "designation": 6, "description": 7, "number_delivered": 8,
        "delivered_on": 10, "status": 11, "comment": 12, "tiv_unit": 13, "tiv_ordered": 14, "tiv_delivered": 15,
    }),
    Format("deliveries", ("sipri at database id", "supplier", "recipient"), 17, _deliveries, None, {
        "supplier": 1, "recipient": 2, "designation": 3, "description": 4, "ordered_on": 6, "number_delivered": 8, "delivered_on": 10,
        "status": 12, "tiv_unit": 14, "tiv_delivered": 15,
    }),
    Format("web", ("id", "tradeid", "buyer", "seller"), 18, _web, 17, {
        "recipient": 2, "supplier": 3, "ordered_on": 4, "number_ordered": 6, "delivered_on": 8, "status": 9, "designation": 11,
        "description": 12, "comment": 17,
    }),
    Format("report", ("id", "supplier", "recipient", "no. ordered"), 16, _report, 15, {
        "supplier": 1, "recipient": 2, "number_ordered": 3, "designation": 5, "description": 6, "status": 7, "ordered_on": 9,
        "delivered_on": 11, "number_delivered": 12, "comment": 15,
    }),
    Format("window", ("buyercod", "sellercod", "desig2"), 10, _window, None, {
        "designation": 2, "description": 3, "number_delivered": 4, "recipient": 5, "supplier": 6, "tiv_unit": 7, "tiv_ordered": 8,
        "tiv_delivered": 9,
    }),
    Format("service", ("tidn", "buyercod", "sellercod"), 22, _service, None, {
        "ordered_on": 3, "number_ordered": 5, "designation": 9, "description": 11, "number_delivered": 13, "delivered_on": 15,
        "recipient": 16, "supplier": 17, "status": 18, "tiv_unit": 19, "tiv_ordered": 20, "tiv_delivered": 21,
    }),
)  # fmt: skip


def format_of(header: Cells) -> Format | None:
    """The format whose header these cells are."""
    plain = [cell.strip().casefold() for cell in header]
    for one in FORMATS:
        if tuple(plain[: len(one.begins)]) == one.begins:
            return one
    return None
