"""
The page for a host under which nothing is served: nobody's brand, and as little as can be.

Every function may have to show it, so it stands apart from the layout of all other pages, which
only some of them load.
"""

import html
from pathlib import Path

from tenantry.mail.model import Locale
from tenantry.mail.words import read
from tenantry.pages.locales import choose_locale
from tenantry.pages.model import Page

_TEXTS = Path(__file__).with_name("texts")
_DOCUMENT = """<!doctype html>
<html lang="{lang}" dir="{dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>{title}</title>
<link rel="icon" href="data:,">
</head>
<body>
<main>
<h1>{heading}</h1>
<p>{text}</p>
</main>
</body>
</html>
"""


def misdirected(accept_language: str | None) -> Page:
    """
    421 in the words of the reader's language (RFC 9110, section 15.5.20).
    """
    locale = choose_locale(None, accept_language)
    words = read(_TEXTS, locale)["error_421"]
    shown = {name: html.escape(words[name]) for name in ("title", "heading", "text")}
    direction = "rtl" if locale is Locale.AR else "ltr"
    return Page(
        421,
        _DOCUMENT.format(lang=locale.value, dir=direction, **shown),
        {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Language": locale.value,
            "Content-Security-Policy": "default-src 'none'; img-src data:; frame-ancestors 'none'",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex, nofollow",
        },
    )
