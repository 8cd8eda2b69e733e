"""The statement: one thing somebody said, with who, through whom, how firm and when. Never changed."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from builtins import property as computed  # a statement has a field called property
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, make_dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeVar

from jointline.errors import JointlineError, suggest
from jointline.ledger.dates import DateSpan, parse_date
from jointline.ledger.properties import get_property
from jointline.ledger.values import CONTROL, canonical, check_subject, code_point, number_text, parse_number
from jointline.sentences import says

# strongest first; the last two are kept but are no evidence for the claim
STANDINGS = ("official", "named", "second_hand", "anonymous", "unattributed", "derived", "assumption",
             "declined_to_confirm", "denied")  # fmt: skip
NOT_EVIDENCE = frozenset({"declined_to_confirm", "denied"})
SPEAKER_KINDS = ("taiwan_government", "us_government", "legislator", "company", "think_tank", "media",
                 "compilers", "other", "unknown")  # fmt: skip
CONFIDENCES = ("primary", "secondary", "recalled")
LIST_SEPARATOR = "; "
_ID_LENGTH = 20
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Statement:
    """One immutable statement; the fields are those of fields/statement.csv, in that order.

    Dates are kept as canonical texts (``stated`` and ``event`` give their intervals). Make new ones with
    ``make_statement``, which checks them and computes the id.
    """

    id: str
    subject: str
    property: str
    value: str
    item: str
    units: str
    said_by: str
    speaker_kind: str
    n_sources: int | None
    via: tuple[str, ...]
    standing: str
    hedged: bool
    stated_on: str
    event_on: str
    recorded_on: str
    recorded_by: str
    source: str
    start: int | None
    end: int | None
    quote: str
    confidence: str
    supersedes: str
    disputes: str
    original: str
    note: str

    @computed
    def stated(self) -> DateSpan:
        return parse_date(self.stated_on)

    @computed
    def event(self) -> DateSpan | None:
        return parse_date(self.event_on) if self.event_on else None

    @computed
    def known_on(self) -> str:
        """ISO day from which the statement surely had been made: the last day ``stated_on`` can mean."""
        return known_from(self.stated_on)

    @computed
    def is_evidence(self) -> bool:
        return self.standing not in NOT_EVIDENCE

    @computed
    def is_firm(self) -> bool:
        """Evidence that was not hedged and is not merely assumed."""
        return self.is_evidence and not self.hedged and self.standing != "assumption"

    @computed
    def speaker(self) -> str:
        """Who said it and through whom, in a few words: ``Wellington Koo, defence minister via UDN``."""
        via = [v for v in self.via if v != self.said_by]
        if self.said_by and via:
            return f"{self.said_by} via {', '.join(via)}"
        return self.said_by or ", ".join(via) or self.speaker_kind.replace("_", " ")

    def as_dict(self) -> dict[str, Any]:
        """Field names and values as ``--json`` and JSON Lines print them; what was not said is ``None``."""
        row = {name: getattr(self, name) for name in FIELD_NAMES}
        row["via"] = list(self.via)
        return {k: (None if v == "" else v) for k, v in row.items()}

    def as_row(self) -> dict[str, str]:
        """Field names and texts as a CSV row holds them."""
        return dict(zip(FIELD_NAMES, as_texts(self), strict=True))


FIELD_NAMES: tuple[str, ...] = tuple(f.name for f in fields(Statement))
_HASHED = tuple(n for n in FIELD_NAMES if n not in ("id", "recorded_on", "recorded_by"))
_hashed_of: Callable[[Mapping[str, str]], tuple[str, ...]] = itemgetter(*_HASHED)


def as_texts(s: Statement) -> tuple[str, ...]:
    """Every field as text, in table order."""
    return (
        s.id, s.subject, s.property, s.value, s.item, s.units, s.said_by, s.speaker_kind,
        "" if s.n_sources is None else str(s.n_sources), LIST_SEPARATOR.join(s.via), s.standing,
        "yes" if s.hedged else "no", s.stated_on, s.event_on, s.recorded_on, s.recorded_by, s.source,
        "" if s.start is None else str(s.start), "" if s.end is None else str(s.end), s.quote,
        s.confidence, s.supersedes, s.disputes, s.original, s.note,
    )  # fmt: skip


def from_texts(t: Iterable[str]) -> Statement:
    """A statement from texts in table order that were checked when they were stored."""
    (id_, subject, prop, value, item, units, said_by, kind, n, via, standing, hedged, stated, event, recorded,
     by, source, start, end, quote, confidence, supersedes, disputes, original, note) = t  # fmt: skip
    made = _Draft(
        id_, subject, prop, value, item, units, said_by, kind, int(n) if n else None,
        tuple(via.split(LIST_SEPARATOR)) if via else (), standing, hedged == "yes", stated, event, recorded,
        by, source, int(start) if start else None, int(end) if end else None, quote, confidence, supersedes,
        disputes, original, note,
    )  # fmt: skip
    made.__class__ = Statement
    return made  # type: ignore[no-any-return]


# The same slots without the freezing: a frozen dataclass sets its fields one by one through object.__setattr__,
# which takes three times as long, and every statement that is read comes through from_texts.
_Draft: Any = make_dataclass("_Draft", FIELD_NAMES, slots=True, eq=False, repr=False, match_args=False)


@lru_cache(maxsize=1 << 16)
def known_from(stated_on: str) -> str:
    return parse_date(stated_on).high.isoformat()


def content_id(texts: Mapping[str, str]) -> str:
    """Hash of a statement's content: everything but when and by whom it was recorded.

    The first 20 hexadecimal digits (80 bits) of SHA-256, as in FollowTheMoney's statement ids.
    """
    payload = "\x1f".join(_hashed_of(texts))
    return hashlib.sha256(payload.encode()).hexdigest()[:_ID_LENGTH]


def make_statement(raw: Mapping[str, Any], *, recorded_on: str = "", recorded_by: str = "") -> Statement:
    """A checked statement out of *raw*, whose keys are field names (missing ones take their default).

    ``recorded_on`` and ``recorded_by`` are used where *raw* has none. Raises ``JointlineError`` naming the
    field: an unknown field or property, a value of the wrong type, a statement that contradicts its own dates.
    """
    if not raw.keys() <= _FIELD_SET:
        unknown = next(k for k in raw if k not in _FIELD_SET)
        raise JointlineError(
            says("there is no field {unknown!r}", unknown=unknown),
            where="field",
            remedy=suggest(str(unknown), FIELD_NAMES),
        )
    t = _NOTHING_SAID.copy()
    for name, value in raw.items():
        # the common case is kept out of the function: an import runs through here a dozen times a statement
        plain = type(value) is str and value.isascii() and value.isprintable() and name != "via"
        t[name] = value.strip() if plain else _text(value, name)
    t["recorded_on"] = t["recorded_on"] or _text(recorded_on, "recorded_on") or date.today().isoformat()
    t["recorded_by"] = t["recorded_by"] or _text(recorded_by, "recorded_by")
    for name in ("subject", "property", "value", "standing", "stated_on", "source"):
        if not t[name]:
            raise JointlineError(says("is required and empty"), where=f"field {name}")
    prop = _in("property", get_property, t["property"])
    t["subject"] = _in("subject", check_subject, t["subject"])
    t["value"] = _in("value", canonical, prop.name, prop.type, t["value"])
    for name in ("stated_on", "event_on", "recorded_on"):
        if t[name]:
            t[name] = _in(name, parse_date, t[name]).text
    if prop.type == "date":
        if t["event_on"] and t["event_on"] != t["value"]:
            raise JointlineError(
                says("event_on {value} differs from the value {value2}", value=t["event_on"], value2=t["value"]),
                where="field event_on",
                remedy=says("For a date property the value is the event date: leave event_on out."),
            )
        t["event_on"] = t["value"]
    if prop.type == "number" and t["value"].startswith("-"):
        raise JointlineError(says("{value} cannot be negative", value=t["property"]), where="field value")
    _choice(t, "standing", STANDINGS, "")
    _choice(t, "speaker_kind", SPEAKER_KINDS, "unknown")
    _choice(t, "confidence", CONFIDENCES, "secondary")
    t["hedged"] = _flag(t["hedged"])
    t["units"] = number_text(_in("units", parse_number, t["units"])) if t["units"] else ""
    if t["units"].startswith("-"):
        raise JointlineError(says("a number of units is negative"), where="field units")
    for name in ("n_sources", "start", "end"):
        t[name] = _count(t[name], name)
    _check_speaker(t)
    _check_span(t)
    _check_dates(t, prop.group, prop.type)
    computed = content_id(t)
    if t["id"] and t["id"] != computed:
        raise JointlineError(
            says("the id {value} is not the hash of this content ({computed})", value=t["id"], computed=computed),
            where="field id",
            remedy=says("A changed statement is a new one: leave the id out, and name the old one in supersedes."),
        )
    if computed in (t["supersedes"], t["disputes"]):
        raise JointlineError(says("a statement cannot supersede or dispute itself"), where="field supersedes")
    t["id"] = computed
    return from_texts(t.values())


_FIELD_SET = frozenset(FIELD_NAMES)
_NOTHING_SAID = dict.fromkeys(FIELD_NAMES, "")


def _in(field: str, check: Callable[..., R], *args: str) -> R:
    try:
        return check(*args)
    except JointlineError as error:
        raise error.at(f"field {field}") from None


def _text(value: Any, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        if name != "via":
            raise JointlineError(says("is a list; only via may be one"), where=f"field {name}")
        if not all(isinstance(v, str) for v in value):
            raise JointlineError(says("holds something that is no text"), where="field via")
        value = LIST_SEPARATOR.join(v.strip() for v in value)
    if isinstance(value, dict):
        raise JointlineError(says("is an object; a text or number is wanted"), where=f"field {name}")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if found := CONTROL.search(text):
        raise JointlineError(
            says("holds a control character ({code})", code=code_point(found[0])), where=f"field {name}",
            remedy=says("Remove it."),
        )  # fmt: skip
    if name == "via" and text:
        text = LIST_SEPARATOR.join(part for part in (p.strip() for p in text.split(";")) if part)
    return text


def _choice(t: dict[str, str], name: str, valid: tuple[str, ...], default: str) -> None:
    t[name] = t[name] or default
    if t[name] not in valid:
        raise JointlineError(
            says("{value!r} is not one of its values", value=t[name]), where=f"field {name}",
            remedy=says("Valid: {names}.", names=', '.join(valid)),
        )  # fmt: skip


def _flag(text: str) -> str:
    if text.lower() in ("", "no", "false", "0"):
        return "no"
    if text.lower() in ("yes", "true", "1"):
        return "yes"
    raise JointlineError(says("{text!r} is neither yes nor no", text=text), where="field hedged")


def _count(text: str, name: str) -> str:
    if not text:
        return ""
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise JointlineError(says("{text!r} is not a whole number of 0 or more", text=text), where=f"field {name}")
    return str(int(text))


def _check_speaker(t: dict[str, str]) -> None:
    if not t["said_by"] and t["standing"] not in ("unattributed", "derived", "assumption"):
        raise JointlineError(
            says("nobody is named, but the standing is {value}", value=t['standing']), where="field said_by",
            remedy=says("Name who said it (for an anonymous source as the text does: a military source), "
            "or use standing unattributed."),
        )  # fmt: skip
    if t["n_sources"] == "0":
        raise JointlineError(says("0 sources cannot say anything"), where="field n_sources")


def _check_span(t: dict[str, str]) -> None:
    if not t["start"] and not t["end"]:
        return
    if not (t["start"] and t["end"]):
        raise JointlineError(says("start and end go together"), where="field start")
    length = int(t["end"]) - int(t["start"])
    if length <= 0:
        raise JointlineError(says("the span ends before it begins"), where="field end")
    if not t["quote"]:
        raise JointlineError(says("a span without its quoted words"), where="field quote")
    if length != len(t["quote"]):
        raise JointlineError(
            says("the span is {length} characters long, the quote {n}", length=length, n=len(t['quote'])), where="field quote",
            remedy=says("The quote is the text from start to end, to the letter."),
        )  # fmt: skip


def _check_dates(t: dict[str, str], group: str, type_: str) -> None:
    stated = parse_date(t["stated_on"])
    if stated.high == date.max:
        raise JointlineError(says("a date of speaking has no end"), where="field stated_on")
    recorded = parse_date(t["recorded_on"])
    if not recorded.is_day:
        raise JointlineError(says("{recorded} is not one day", recorded=recorded), where="field recorded_on")
    if recorded.high < stated.low:
        raise JointlineError(
            says("recorded on {recorded}, before it was said ({stated})", recorded=recorded, stated=stated), where="field recorded_on",
            remedy=says("Check stated_on: nobody can record what has not been said yet."),
        )  # fmt: skip
    if type_ != "date":
        return
    event = parse_date(t["value"])
    if (group == "event" or t["property"] == "notified_on") and event.low > stated.high:
        raise JointlineError(
            says("{value} on {event} was stated on {stated}, before it happened", value=t['property'], event=event, stated=stated), where="field value",
            remedy=says("What lies ahead is a promise: use first_delivery_promised or final_delivery_promised."),
        )  # fmt: skip
    if group == "promise" and event.high < stated.low:
        raise JointlineError(
            says("{value} {event} was already past when it was stated ({stated})", value=t['property'], event=event, stated=stated), where="field value",
            remedy=says("What has happened is an event: use first_delivery or final_delivery."),
        )  # fmt: skip
