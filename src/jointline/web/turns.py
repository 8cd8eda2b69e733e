"""One heavy run at a time: a simulation or a forecast takes the processor as it is, and two would only hold each other up.

A turn is taken within what is kept (``results``), never around it: whoever holds the turn must not wait for what somebody
else is working out, who may be waiting for the turn.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from jointline.errors import JointlineError
from jointline.sentences import says

WAITING = 8  # runs that may wait for their turn
PATIENCE = 120.0  # seconds they wait


class Busy(JointlineError):
    """More is asked for at once than this machine works out: 429."""


class Turns:
    """Lets one thread at a time through, in the order they came; what holds a turn may begin another run within it."""

    def __init__(self, waiting: int = WAITING, patience: float = PATIENCE) -> None:
        self._most, self._patience = waiting, patience
        self._moved = threading.Condition()
        self._queue: deque[object] = deque()
        self._holder: int | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the turn and hold it. Raises ``Busy`` where too many wait, or too long."""
        me = threading.get_ident()
        if self._holder == me:
            yield
            return
        self._take(me)
        try:
            yield
        finally:
            with self._moved:
                self._holder = None
                self._moved.notify_all()

    def _take(self, me: int) -> None:
        ticket = object()
        with self._moved:
            if len(self._queue) >= self._most:
                raise Busy(says("too many runs are waiting"), remedy=says("Ask again in a minute, or for fewer draws."))
            self._queue.append(ticket)
            came = self._moved.wait_for(
                lambda: self._holder is None and self._queue[0] is ticket, timeout=self._patience
            )
            self._queue.remove(ticket)
            if came:
                self._holder = me
            else:
                self._moved.notify_all()
        if not came:
            raise Busy(says("a run before this one takes too long"), remedy=says("Ask again in a minute."))


TURNS = Turns()
