"""What the page sends and accepts: headers, the hosts it answers to, the token of a write, the password."""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from jointline.errors import JointlineError
from jointline.sentences import says
from jointline.web.settings import Settings, is_loopback

TOKEN_COOKIE, TOKEN_HEADER = "jointline_token", "x-jointline-token"
_READS = ("GET", "HEAD", "OPTIONS")
# styles set through the object model are allowed by 'self'; nothing inline, nothing evaluated, nothing from elsewhere
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
# so many wrong passwords from one address in so many seconds are answered; then it has to wait
WRONG_WORDS, WITHIN = 10, 60
_ADDRESSES = 4096  # addresses that are remembered
_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]{2,45})\]|([A-Za-z0-9._-]{1,253}))(?::([0-9]{1,5}))?")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request may not pass, and the status and headers to say it with."""

    status: int
    error: JointlineError
    headers: Mapping[str, str] = field(default_factory=dict)


class Attempts:
    """Wrong passwords by the address they came from: whoever guesses has to wait, right or wrong."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: OrderedDict[str, list[float]] = OrderedDict()

    def wait(self, address: str) -> int:
        """Seconds until *address* may try again; 0: now."""
        recent = self._recent(_network(address))
        return 0 if len(recent) < WRONG_WORDS else max(1, round(recent[-WRONG_WORDS] + WITHIN - self._clock()))

    def wrong(self, address: str) -> None:
        """Remember a wrong password."""
        name = _network(address)
        self._wrong[name] = [*self._recent(name), self._clock()][-WRONG_WORDS:]
        self._wrong.move_to_end(name)
        while len(self._wrong) > _ADDRESSES:
            self._wrong.popitem(last=False)

    def _recent(self, name: str) -> list[float]:
        return [t for t in self._wrong.get(name, ()) if self._clock() - t < WITHIN]


def refused(request: Request, settings: Settings, attempts: Attempts | None = None) -> Refusal | None:
    """Why a request may not pass; ``None`` where it may."""
    hosts = request.headers.getlist("host")
    name, _ = host_and_port(hosts[0] if len(hosts) == 1 else "")
    if settings.is_loopback and not is_loopback(
        name
    ):  # perhaps one that another site resolved to this machine (DNS rebinding)
        return Refusal(421, JointlineError(says("This page answers only to 127.0.0.1 and localhost.")))
    if hosts and not name:
        return Refusal(421, JointlineError(says("The name of the host cannot be read.")))
    if settings.password:
        no = _without_password(request, settings.password, attempts)
        if no:
            return no
    if request.method not in (*_READS, "POST"):  # no route takes another, and none may without the checks below
        return Refusal(
            405,
            JointlineError(says("This page takes no {method}.", method=request.method)),
            {"allow": ", ".join((*_READS, "POST"))},
        )
    if request.method not in _READS:
        if not _is_from_here(request):
            return Refusal(403, JointlineError(says("A write has to come from this page.")))
        if not hmac.compare_digest(request.headers.get(TOKEN_HEADER, "").encode(), settings.token.encode()):
            return Refusal(403, JointlineError(
                says("A write needs the token of this page ({header}).", header=TOKEN_HEADER),
                remedy=says("The page is older than the program that serves it now: load it again. Nothing was added.")
                if request.headers.get(TOKEN_HEADER) else says("A page gives it as the cookie {cookie}. Nothing was added.", cookie=TOKEN_COOKIE),
            ))  # fmt: skip
    return None


def _without_password(request: Request, password: str, attempts: Attempts | None) -> Refusal | None:
    given = request.headers.get("authorization", "")
    address = request.client.host if request.client else ""
    wait = attempts.wait(address) if attempts and given else 0
    if wait:  # the password is not even looked at
        return Refusal(
            429, JointlineError(says("Too many wrong passwords came from this address."), remedy=says("Try again in a minute.")),
            {"retry-after": str(wait)},
        )  # fmt: skip
    if _knows_password(given, password):
        return None
    if attempts and given:
        attempts.wrong(address)
    return Refusal(
        401,
        JointlineError(says("A password is needed.")),
        {"www-authenticate": 'Basic realm="jointline", charset="UTF-8"'},
    )


def host_and_port(header: str) -> tuple[str, str]:
    """The name and the port of a ``Host`` header, the port empty where it names none; twice nothing for what is no host.

    >>> host_and_port("[::1]:8765"), host_and_port("127.0.0.1:8765@evil.example")
    (('::1', '8765'), ('', ''))
    """
    found = _HOST.fullmatch(header)
    return ((found[1] or found[2]).lower(), found[3] or "") if found else ("", "")


def give_token(response: Response, settings: Settings, host: str) -> None:
    """Let the page's script know the token; other sites can neither read nor send the cookie.

    Cookies do not tell the ports of a machine apart: the port that the reader asked, by the *host* header, is in the name,
    so that two servers do not take each other's token away.
    """
    _, port = host_and_port(host)
    name = f"{TOKEN_COOKIE}_{port}" if port else TOKEN_COOKIE
    response.set_cookie(name, settings.token, samesite="strict", path="/")


def _is_from_here(request: Request) -> bool:
    """Whether a write comes from the page itself, as far as its browser says where it comes from."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")  # what a browser sends where it does not take the address for secure
    try:
        return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")
    except ValueError:
        return False


def _network(address: str) -> str:
    """An address, of IPv6 the first half: one machine has all of the other."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def _knows_password(header: str, password: str) -> bool:
    kind, _, given = header.partition(" ")
    try:
        _, _, word = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return False
    return kind.lower() == "basic" and hmac.compare_digest(word.encode(), password.encode())
