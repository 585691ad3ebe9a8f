"""
The browser's session: a cookie that scripts cannot read, a form token that no other site knows.
"""

import hmac

from tenantry import server_key, settings
from tenantry.credentials.model import SESSION_VALID_FOR, CredentialInvalid
from tenantry.http import Request
from tenantry.pages.model import Page

NOT_STORED = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def secret_of(request: Request) -> str:
    """
    The session's secret that the browser sent; empty when it sent none.
    """
    return request.cookies.get(_cookie_name(), "")


def csrf_token(secret: str) -> str:
    """
    What a form of this session holds.
    """
    return server_key.mac("form", secret).hex()


def check_form(request: Request) -> None:
    """
    Refuse a form that did not come from a page of this session.

    Raises:
        CredentialInvalid: It did not.
    """
    given = request.form().get("token", "")
    # As bytes: texts are compared in constant time only when they are ASCII.
    if not hmac.compare_digest(given.encode(), csrf_token(secret_of(request)).encode()):
        message = "sign in again and repeat"
        raise CredentialInvalid(message)


def to(path: str, cookie: str | None = None) -> Page:
    """
    Send the browser to *path*, with a cookie to keep.
    """
    headers = {"Location": path, **NOT_STORED}
    if cookie is not None:
        headers["Set-Cookie"] = cookie
    return Page(303, "", headers)


def signed_in(secret: str) -> str:
    """
    The cookie of a session; other sites' forms do not carry it (SameSite).
    """
    return _cookie(secret, int(SESSION_VALID_FOR.total_seconds()))


def signed_out() -> str:
    """
    The cookie that ends a browser's session.
    """
    return _cookie("", 0)


def _is_https() -> bool:
    return settings.base_url().startswith("https://")


def _cookie_name() -> str:
    # The prefix makes browsers refuse the cookie from any other host or from plain HTTP.
    return "__Host-tenantry" if _is_https() else "tenantry"


def _cookie(value: str, seconds: int) -> str:
    secure = "; Secure" if _is_https() else ""
    return f"{_cookie_name()}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax{secure}"
