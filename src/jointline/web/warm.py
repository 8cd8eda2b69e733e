"""What the first reader would wait for, made while the address is still being read: in a thread of its own."""

from __future__ import annotations

import threading
from contextlib import suppress
from importlib import import_module

from jointline.backlog.rules import DEFAULT_RULE
from jointline.errors import JointlineError
from jointline.web import results
from jointline.web.months import months
from jointline.web.templating import environment


def begin() -> None:
    """Begin to warm up; nothing waits for it and nothing fails with it."""
    threading.Thread(target=_warm, name="warm", daemon=True).start()


def _warm() -> None:
    import_module("altair")
    for name in environment().list_templates():
        environment().get_template(name)
    with suppress(JointlineError):  # an empty ledger, say: the view itself says so
        m = months("", results.ledger())
        results.backlog(m.day, DEFAULT_RULE)
        results.changes(m.month, DEFAULT_RULE)
        results.history(DEFAULT_RULE, m.day)
        results.timelines(m.day, DEFAULT_RULE)
        results.forecast(m.day)  # the longest last: a view that is asked for meanwhile finds the rest
