"""A network out of the tables of a TOML file: every fault is noted, none stops the reading."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from typing import Any

from jointline.ledger.fieldtable import Field, field_table
from jointline.network.findings import Finding
from jointline.network.numbers import Number, parse_number, shown
from jointline.network.parts import (
    BASELINE,
    Evidence,
    Line,
    NamedNumber,
    Network,
    Option,
    Order,
    Product,
    Sale,
    Source,
)
from jointline.network.values import READERS, Place, cut, month_index, named, nearest, read_evidence, read_month

SECTIONS = {"products": "product", "lines": "line", "sources": "source", "orders": "order", "cases": "case"}
PARTS = {"product": Product, "line": Line, "source": Source, "order": Order}
NUMBERS = ("moment", "months", "rate", "yield", "amount", "units")  # types of the field tables that are one number
NESTED = ("stages", "bill_of_materials")  # fields with a number a name
HEAD = "head"  # of a network: what stands outside its sections


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read: the well-formed parts, every fault, and the sections in which there is a fault.

    Where there is a fault the network is no whole one: it is there to be looked over, never to be run.
    """

    network: Network
    found: list[Finding]
    broken: frozenset[str]


def fields_of(record: str) -> tuple[Field, ...]:
    """The field table of a network record: network, product, line, source, order, case, option, change."""
    return field_table("jointline.network", record, "format")


def read_network(
    raw: Mapping[str, Any], file: str, like: Network | None = None
) -> tuple[Network | None, list[Finding]]:
    """The network in *raw* and what is wrong with it; ``None`` where it cannot be made for the faults. like: see
    ``read_parts``."""
    reading = read_parts(raw, file, like)
    return (None if reading.found else reading.network), reading.found


def read_parts(raw: Mapping[str, Any], file: str, like: Network | None = None) -> Reading:
    """Everything in *raw* that can be read, each value by its field's type, and every fault.

    like: a network without a fault, from which parts that are written the same are taken as they were read: an option
    changes few of them.
    """
    held = _Held(like, raw)
    found: list[Finding] = []
    as_of = read_month(raw["as_of"], Place("as_of", [])) if "as_of" in raw else None
    place = Place("", found, month_index(as_of) if as_of else None, dated=as_of is not None or "as_of" not in raw)
    head = _fields({k: v for k, v in raw.items() if k not in (*SECTIONS, "options")}, "network", place)
    broken = {HEAD} if found else set()
    parts: dict[str, dict[str, Any]] = {}
    numbers: dict[str, NamedNumber] = {}
    products = raw["products"] if isinstance(raw.get("products"), dict) else {}
    for section, record in SECTIONS.items():
        before, parts[section] = len(found), {}
        given = raw.get(section, {})
        well = named(given, place.at(section), section) or {}
        for name, table in given.items() if isinstance(given, dict) else ():
            its = numbers if name in well else {}  # a part with a bad name is read for its other faults
            part = held.part(section, name, table, its)
            if part is None:
                part = _part(record, name, table, place.at(section).at(name), its, products)
            if part is not None and name in well:
                parts[section][name] = part
        broken |= {section} if len(found) > before else set()
    before, options = len(found), held.options(raw) or _options(raw, found)
    broken |= {"options"} if len(found) > before else set()
    _nothing_there(raw, place)
    network = Network(
        raw=raw, file=file, title=head.get("title", ""), as_of=head.get("as_of", ""),
        horizon=head.get("horizon", 240), policy=head.get("policy", "fifo"), customer=head.get("customer", ""),
        notes=head.get("notes", ()), products=parts["products"], lines=parts["lines"], sources=parts["sources"],
        orders=parts["orders"], cases=parts["cases"], options=options, numbers=numbers,
    )  # fmt: skip
    return Reading(network, found, frozenset(broken))


class _Held:
    """The parts of a network that were read before."""

    def __init__(self, like: Network | None, raw: Mapping[str, Any]) -> None:
        # what a part is read by beside its own table: month 0, and the products there are
        same = like is not None and all(repr(like.raw.get(k)) == repr(raw.get(k)) for k in ("as_of", "products"))
        self._like = like if same else None
        self._numbers: dict[tuple[str, str], list[NamedNumber]] = {}
        for number in self._like.numbers.values() if self._like else ():
            record, part, _ = number.name.split("/", 2)
            self._numbers.setdefault((record, part), []).append(number)

    def part(self, section: str, name: str, table: Any, numbers: dict[str, NamedNumber]) -> Any:
        """The part, its numbers put with *numbers*; ``None`` where it is not written as it was."""
        if self._like is None or name not in (parts := getattr(self._like, section)):
            return None
        if repr(self._like.raw[section][name]) != repr(table):  # 1, 1.0 and true are equal, and not the same
            return None
        numbers.update((n.name, n) for n in self._numbers.get((SECTIONS[section], name), ()))
        return parts[name]

    def options(self, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        """The options, where no change reached them; else none."""
        same = self._like is not None and raw.get("options") is self._like.raw.get("options")
        return self._like.options if self._like is not None and same else {}


def _nothing_there(raw: Mapping[str, Any], place: Place) -> None:
    """A network has a product and an order; a misspelt section is a fault of its own."""
    strange = [k for k in raw if k not in {f.field for f in fields_of("network")}]
    for section in ("products", "orders"):
        meant = get_close_matches(section, [cut(k, 100) for k in strange], cutoff=0.7)
        if raw.get(section, {}) == {} and not meant:
            place.at(section).fault("N107", f"the network has no {SECTIONS[section]}", f"Add [{section}.NAME].")


def _fields(table: Mapping[str, Any], record: str, place: Place) -> dict[str, Any]:
    """The given fields of a record, each read by its type; unknown, missing and wrong ones become findings."""
    known = {f.field: f for f in fields_of(record)}
    article = "an" if record[0] in "aeiou" else "a"
    values = {}
    for key, value in table.items():
        if key not in known:
            place.at(key).fault("N102", f"{article} {record} has no field {shown(key)}", nearest(key, known))
        elif (read := READERS[known[key].type](value, place.at(key))) is not None:
            values[key] = read
    for f in known.values():
        if f.required and f.field not in table and f.field not in SECTIONS:
            what = f"{f.description[0].lower()}{f.description[1:]}"
            place.at(f.field).fault("N103", f"{article} {record} needs {f.field}: {what}")
    return values


def _part(
    record: str, name: str, table: Any, place: Place, numbers: dict[str, NamedNumber], products: Collection[str]
) -> Any:
    """One part; ``None`` where it has a fault. Its numbers are named all the same, as far as they can be read."""
    if not isinstance(table, dict):
        place.fault("N104", f"a {record} is a table, not {shown(table)}")
        return None
    before = len(place.found)
    values = _fields(table, record, place)
    if record == "case":
        return _sale(name, values, place, before)
    if "start" in table and "stages" in table:
        place.at("stages").fault("N108", "start and stages are both given", "Leave one of them out.")
    if products and record != "product" and values.get("product", next(iter(products))) not in products:
        reason = f"there is no product {shown(values['product'])}"
        place.at("product").fault("N301", reason, nearest(values["product"], products))
    if record == "order":
        _enough_ordered(table, values, place)
    well = len(place.found)
    basis = _basis(values.pop("evidence", {}), values.pop("assumptions", {}), record, table, place)
    for f in fields_of(record):
        if f.field not in table and f.default and f.default != "rate_max" and f.field != "start":
            values[f.field] = parse_number(float(f.default))
    if len(place.found) == well:
        _name_numbers(record, name, values, table, basis, numbers)
    if len(place.found) > before:
        return None
    if "yield" in values:
        values["yield_"] = values.pop("yield")
    return PARTS[record](name=name, basis=basis, **values)


def _sale(name: str, values: Mapping[str, Any], place: Place, before: int) -> Sale | None:
    value = values.get("value_usd_m")
    if value is not None and value.kind != "fixed":
        place.at("value_usd_m").fault("N201", f"the value of a case is one number, not {value.text()}")
    if len(place.found) > before:
        return None
    return Sale(name, values.get("title", ""), value.args[0] if value else None, values.get("statement", ""))


def _enough_ordered(table: Mapping[str, Any], values: Mapping[str, Any], place: Place) -> None:
    """Not more is delivered and in process than ordered, where all three can be read."""
    if "quantity" not in values or any(f in table and f not in values for f in ("delivered", "in_process")):
        return
    made = [values["delivered"]] if "delivered" in values else []
    least = sum(n.low for n in [*made, *(units for _, units in values.get("in_process", ()))])
    if least > values["quantity"].high:
        text = f"{least:,g} units are delivered or in process, but {values['quantity'].text()} ordered"
        place.at("quantity").fault("N205", text, "Do they belong to another order?")


def flat(table: Mapping[str, Any], what: str) -> dict[str, Any]:
    """Evidence or assumptions by number: ``stages.approvals = ...`` may be written with or without quotes."""
    out: dict[str, Any] = {}
    for key, value in table.items():
        dicts = isinstance(value, dict) and value and all(isinstance(v, dict) for v in value.values())
        if key in NESTED and (dicts or (what == "assumptions" and isinstance(value, dict))):
            out |= {f"{key}.{inner}": v for inner, v in value.items()}
        else:
            out[key] = value
    return out


def _basis(
    evidence: Mapping[str, Any], assumptions: Mapping[str, Any], record: str, table: Mapping[str, Any], place: Place
) -> dict[str, Evidence]:
    """Evidence and assumptions joined, by field; both must name a number (field or field.name) of the part."""
    known = _numbers_of(record, table)
    basis: dict[str, Evidence] = {}
    for what, said in (("evidence", evidence), ("assumptions", assumptions)):
        for key, value in flat(said, what).items():
            outer, _, inner = key.partition(".")
            at = place.at(what).at(key) if key in said else place.at(what).at(outer).at(inner)
            if key not in known:
                at.fault("N303", f"this {record} gives no number {shown(key)}", nearest(key, known))
            elif what == "evidence":
                if read := read_evidence(value, at):
                    basis[key] = read
            elif not isinstance(value, str) or not value.strip():
                at.fault("N104", f"a sentence is needed, not {shown(value)}")
            else:
                basis[key] = Evidence(**(asdict(basis.get(key, Evidence())) | {"assumption": value}))
    return basis


def _numbers_of(record: str, table: Mapping[str, Any]) -> list[str]:
    """The numbers that a part gives, or takes from a default: what evidence can be of."""
    names = []
    for f in fields_of(record):
        default = f.required or (f.default not in ("", "rate_max") and not (f.field == "start" and "stages" in table))
        if f.type in NUMBERS and (f.field in table or default):
            names.append(f.field)
        elif f.type in ("amounts", "stages", "in_process") and f.field in table:
            inner = table[f.field] if isinstance(table[f.field], dict) else {}
            names += [f.field, *(f"{f.field}.{n}" for n in inner)]
    return names


def _name_numbers(
    record: str, name: str, values: Mapping[str, Any], table: Mapping[str, Any], basis: Mapping[str, Evidence],
    numbers: dict[str, NamedNumber],
) -> None:  # fmt: skip
    """Put every number of a part into *numbers* under its path."""

    def put(path: str, number: Number, kind: str, unit: str, said: Evidence | None, given: bool = True) -> None:
        full = f"{record}/{name}/{path}"
        numbers[full] = NamedNumber(full, number, kind, unit, given, said)

    for f in fields_of(record):
        value, said = values.get(f.field), basis.get(f.field)
        if value is None:
            continue
        if f.type in NUMBERS:
            put(f.field, value, f.type, f.unit, said, f.field in table)
        elif f.type in ("amounts", "stages"):
            kind = "months" if f.type == "stages" else "amount"
            for inner, number in value.items():
                put(f"{f.field}/{inner}", number, kind, f.unit, basis.get(f"{f.field}.{inner}", said))
        elif f.type == "in_process":
            for i, (month, units) in enumerate(value):
                put(f"in_process/{i}/month", month, "moment", "months", said)
                put(f"in_process/{i}/units", units, "units", "units", said)


def _options(raw: Mapping[str, Any], found: list[Finding]) -> dict[str, Option]:
    """The options, as far as they can be read; their changes are tried by the check."""
    options = {}
    for name, table in (named(raw.get("options", {}), Place("options", found), "options") or {}).items():
        place = Place("options", found).at(name)
        if name == BASELINE:
            place.fault("N305", f"{BASELINE!r} is the network as it stands", "Give the option another name.")
        elif "+" in name:
            place.fault("N304", f"{name!r} is no name for an option: a+b stands for two options", "Use hyphens.")
        elif not isinstance(table, dict):
            place.fault("N104", f"an option is a table, not {shown(table)}")
        else:
            values = _fields(table, "option", place)
            basis = _basis(values.pop("evidence", {}), values.pop("assumptions", {}), "option", table, place)
            options[name] = Option(name=name, basis=basis, **values)
    return options
