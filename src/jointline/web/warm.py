"""What the first readers would wait for, made while the address is still being read: in a thread of its own."""

from __future__ import annotations

import threading
from contextlib import suppress

from jointline.errors import JointlineError
from jointline.web import lab, results
from jointline.web.months import months
from jointline.web.settings import Settings
from jointline.web.templating import environment
from jointline.web.view_state import place
from jointline.web.views import backlog


def begin(settings: Settings) -> None:
    """Begin to warm up; nothing waits for it and nothing fails with it."""
    threading.Thread(target=_warm, args=(settings,), name="warm", daemon=True).start()


def _warm(settings: Settings) -> None:
    with suppress(JointlineError):  # an empty ledger, say: the view itself says so
        backlog.shown(place("en", "backlog", {}))
        for name in environment().list_templates():
            environment().get_template(name)
        results.forecast(months("", results.ledger()).day)
    with suppress(JointlineError):
        lab.compared(lab.asked(place("en", "lab", {}), settings))  # the longest last: it may have to be compiled first
