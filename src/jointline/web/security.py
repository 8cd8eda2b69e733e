"""What the page sends and accepts: headers, the hosts it answers to, the token of a write, the password."""

from __future__ import annotations

import base64
import binascii
import hmac

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

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


def refused(request: Request, settings: Settings) -> Response | None:
    """The answer to a request that may not pass, else ``None``."""
    if settings.is_loopback and not _names_loopback(request.headers.get("host", "")):
        # a name that another site resolved to this machine (DNS rebinding)
        return PlainTextResponse("This page answers only to 127.0.0.1 and localhost.\n", 421)
    if settings.password and not _knows_password(request.headers.get("authorization", ""), settings.password):
        return PlainTextResponse("A password is needed.\n", 401, {"www-authenticate": 'Basic realm="jointline"'})
    if request.method not in _READS:
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return PlainTextResponse("A write has to come from this page.\n", 403)
        if not hmac.compare_digest(request.headers.get(TOKEN_HEADER, "").encode(), settings.token.encode()):
            return PlainTextResponse(f"A write needs the token of this page ({TOKEN_HEADER}).\n", 403)
    return None


def give_token(response: Response, settings: Settings) -> None:
    """Let the page's script know the token; other sites can neither read nor send the cookie."""
    response.set_cookie(TOKEN_COOKIE, settings.token, samesite="strict", path="/")


def _names_loopback(host: str) -> bool:
    name = host.rsplit(":", 1)[0] if host.count(":") == 1 or (host.startswith("[") and "]:" in host) else host
    return is_loopback(name.strip("[]"))


def _knows_password(header: str, password: str) -> bool:
    kind, _, given = header.partition(" ")
    try:
        _, _, word = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return False
    return kind.lower() == "basic" and hmac.compare_digest(word.encode(), password.encode())
