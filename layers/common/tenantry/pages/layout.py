"""
What every page has: the document, the brand, the footer, and the headers that keep it safe.
"""

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from tenantry.mail.assets import DENSE_LOGO, TOUCH_ICON, beside, picture_address
from tenantry.mail.brand import public_links
from tenantry.mail.colors import Palette, palette
from tenantry.mail.language import language
from tenantry.mail.markup import (
    Html,
    bdi,
    fill,
    joined,
    mail_address,
    own_address,
    plain_sentence,
    sentence,
    web_address,
)
from tenantry.mail.model import Locale, Look
from tenantry.mail.names import direction, isolated, one_line, shortened
from tenantry.mail.words import MAIL_TEXTS, read
from tenantry.pages.model import Page
from tenantry.pages.views import Frame

_PAGE_TEXTS = Path(__file__).with_name("texts")

_COLORS = (
    ":root { --primary: {primary}; --on-primary: {on_primary}; --edge: {edge}; --link: {link};"
    " --stripe: {stripe}; --plain: {plain}; --on-plain: {on_plain}; --plain-edge: {plain_edge}; }\n"
)
_NO_ICON = "data:,"
_NO_STRIPE = "transparent"
_TOUCH_ICON = '\n<link rel="apple-touch-icon" href="{url}">'
# It shows nothing that anybody needs to know: so it has no words.
_BACKDROP = '\n<img class="backdrop" src="{url}" alt="">'
_LOGO = '<img src="{url}" alt="{name}">'
_SUPPORT = '<a href="mailto:{email}">{shown}</a>'
_LINK = '<li><a href="{url}">{label}</a></li>'
_LANGUAGES = '<nav aria-label="{label}"><ul>{entries}</ul></nav>'
_LANGUAGE = '<li><a href="{url}" hreflang="{lang}" lang="{lang}" dir="{dir}">{name}</a></li>'
_LANGUAGE_HERE = '<li><span aria-current="true" lang="{lang}">{name}</span></li>'


def page_texts(locale: Locale) -> Mapping[str, Mapping[str, str]]:
    """
    The words of all pages in one language: for each page, or part of one, its sentences by name.
    """
    texts: dict[str, Any] = read(_PAGE_TEXTS, locale)
    return texts


def page(
    frame: Frame,
    status: int,
    title: str,
    main: Html,
    *,
    is_wide: bool = False,
    has_backdrop: bool = False,
    headers: Mapping[str, str] | None = None,
) -> Page:
    """
    Put *main* into the document, with headers that allow its own style, images and form alone.

    Args:
        title: In the page's language; the brand's name is added.
        has_backdrop: Whether it stands before the brand's login background, if there is one.
        headers: More headers of this one page.
    """
    look = frame.look
    style = _style(palette(look.primary_color, look.secondary_color))
    brand = isolated(frame.locale, shortened(one_line(look.name)))
    backdrop = picture_address(look.login_background_url) if has_backdrop else None
    html = fill(
        _asset("layout.html"),
        lang=frame.locale.value,
        dir=direction(frame.locale),
        title=f"{title} · {brand}",
        icon=picture_address(look.favicon_url) or _NO_ICON,
        touch_icon=_if(_TOUCH_ICON, beside(look.favicon_url, TOUCH_ICON)),
        style=Html(style),
        backdrop=_if(_BACKDROP, backdrop),
        width=" ".join(["page", *(["wide"] if is_wide else []), *(["over"] if backdrop else [])]),
        brand=_brand(look),
        main=main,
        footer=_footer(frame),
    )
    return Page(status, html, {**_headers(frame.locale, style), **(headers or {})})


@cache
def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _style(colors: Palette) -> str:
    # A palette's colours are of the form #rrggbb: nothing in them can end the style or a rule.
    return plain_sentence(
        _COLORS,
        {
            "primary": colors.primary,
            "on_primary": colors.on_primary,
            "edge": colors.edge,
            "link": colors.link,
            "stripe": colors.secondary or _NO_STRIPE,
            "plain": colors.plain,
            "on_plain": colors.on_plain,
            "plain_edge": colors.plain_edge,
        },
    ) + _asset("style.css")


def _headers(locale: Locale, style: str) -> dict[str, str]:
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = (
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        # 'self': pictures that were uploaded, also where this host is no https (the local stack).
        "img-src 'self' https: data:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Language": locale.value,
        "Content-Security-Policy": "; ".join(policy),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, nofollow",
    }


def _brand(look: Look) -> Html:
    name = one_line(look.name)
    # The style shows it in the same window, whether it has as many pixels or twice as many.
    if url := beside(look.logo_url, DENSE_LOGO) or web_address(look.logo_url):
        return fill(_LOGO, url=url, name=name)
    return bdi(name)


def _if(element: str, url: str | None) -> Html:
    return fill(element, url=url) if url else Html("")


def _footer(frame: Frame) -> Html:
    words = read(MAIL_TEXTS, frame.locale)["frame"]
    parts = []
    if email := mail_address(frame.look.support_email):
        address = fill(_SUPPORT, email=email, shown=bdi(email))
        question = sentence(words["support"], {"support_email": address})
        parts.append(fill("<p>{question}</p>", question=question))
    if links := [
        fill(_LINK, url=url, label=label) for label, url in public_links(frame.look, words)
    ]:
        parts.append(fill("<ul>{links}</ul>", links=joined(links)))
    if frame.languages:
        label = page_texts(frame.locale)["frame"]["languages"]
        entries = [_language(frame, locale, url) for locale, url in frame.languages.items()]
        parts.append(fill(_LANGUAGES, label=label, entries=joined(entries)))
    return fill("<footer>{parts}</footer>", parts=joined(parts)) if parts else Html("")


def _language(frame: Frame, locale: Locale, url: str) -> Html:
    name = language(locale).name
    if locale is frame.locale:
        return fill(_LANGUAGE_HERE, lang=locale.value, name=name)
    return fill(
        _LANGUAGE,
        url=own_address(url),
        lang=locale.value,
        dir=direction(locale),
        name=name,
    )
