"""What the first reader would wait for, made while the address is still being read: in a thread of its own."""

from __future__ import annotations

import threading
from contextlib import suppress

from jointline.errors import JointlineError
from jointline.web import results
from jointline.web.months import months
from jointline.web.templating import environment
from jointline.web.view_state import place
from jointline.web.views import backlog


def begin() -> None:
    """Begin to warm up; nothing waits for it and nothing fails with it."""
    threading.Thread(target=_warm, name="warm", daemon=True).start()


def _warm() -> None:
    with suppress(JointlineError):  # an empty ledger, say: the view itself says so
        backlog.shown(place("en", "backlog", {}))
        for name in environment().list_templates():
            environment().get_template(name)
        results.forecast(months("", results.ledger()).day)  # the longest last
