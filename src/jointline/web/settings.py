"""How the page is served, and what that allows."""

from __future__ import annotations

import ipaddress
import secrets
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jointline.errors import JointlineError


@dataclass(frozen=True, slots=True)
class Settings:
    """What one server is started with.

    host, port: where it listens · password: asked of every reader where it is set (always beyond loopback)
    token: what a write has to carry; made anew for each server · network: name or file of the production network
    cache: folder of kept answers; none where it is not set (``serve`` takes one in the user's cache directory)
    frozen: pages for a static site, where nothing can be asked of a server · day: what such pages take for today
    """

    host: str = "127.0.0.1"
    port: int = 8765
    password: str = ""
    network: str = "taiwan"
    frozen: bool = False
    day: date | None = None
    cache: Path | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the page."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether *host* names this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked(settings: Settings, *, beyond_loopback: bool) -> Settings:
    """*settings* where they are safe to start with. Raises ``JointlineError`` for an open door."""
    if settings.is_loopback:
        return settings
    if not beyond_loopback:
        raise JointlineError(
            f"{settings.host} can be reached from other machines", where="--host",
            remedy="Add --beyond-this-machine and a password (JOINTLINE_PASSWORD), or leave --host out.",
        )  # fmt: skip
    if len(settings.password) < 12:
        raise JointlineError(
            "a password of at least 12 characters is needed to be reached from other machines",
            where="JOINTLINE_PASSWORD", remedy="Set the environment variable JOINTLINE_PASSWORD.",
        )  # fmt: skip
    return settings
