"""
The API's document, its readable page, whether we are up, and every path that is no route.
"""

import json
from functools import cache
from pathlib import Path

from tenantry.http import Api, Request
from tenantry.pages.model import Page
from tenantry.self_check.probes import is_up

api = Api()
_HERE = Path(__file__).parent
_CACHED = {"Cache-Control": "public, max-age=300", "X-Content-Type-Options": "nosniff"}


@cache
def _file(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


@api.route("GET /openapi.json")
def document(request: Request) -> Page:
    """
    The API's document, OpenAPI 3.1.
    """
    return Page(200, _file("openapi.json"), {"Content-Type": "application/json", **_CACHED})


@api.route("GET /docs")
def docs(request: Request) -> Page:
    """
    The API's document as a page.
    """
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
        **_CACHED,
    }
    return Page(200, _file("docs.html"), headers)


@api.route("GET /health")
def health(request: Request) -> Page:
    """
    Up or not, and nothing else.
    """
    up = is_up()
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return Page(200 if up else 503, json.dumps({"status": "up" if up else "down"}), headers)


handler = api
