"""
A letter as HTML: tables and inline styles, since mail programs know little else.
"""

from functools import cache
from pathlib import Path

from tenantry.mail.brand import public_links, signature_lines
from tenantry.mail.colors import Palette, palette
from tenantry.mail.letter import Letter
from tenantry.mail.markup import (
    Html,
    bdi,
    escape,
    fill,
    joined,
    mail_address,
    sentence,
    web_address,
)
from tenantry.mail.names import direction, one_line
from tenantry.mail.plain import subject

_FONTS = "-apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Arabic', Arial, sans-serif"

_STRIPE = (
    '\n<tr><td bgcolor="{color}" height="3"'
    ' style="height:3px; line-height:3px; font-size:1px;">&nbsp;</td></tr>'
)
_PARAGRAPH = '<p style="margin:0 0 16px;">{text}</p>'
_NOTE = '<p style="margin:0 0 12px; font-size:14px; line-height:22px; color:#4b5563;">{text}</p>'
_FACTS = (
    '<table role="presentation" width="100%" cellspacing="0" cellpadding="0" border="0"'
    ' style="margin:8px 0 24px; border-top:1px solid #e5e7eb;">{rows}</table>'
)
_FACT = (
    '<tr><td align="{start}" style="padding:10px 0; border-bottom:1px solid #e5e7eb;'
    ' font-size:15px; line-height:22px;"><span style="color:#4b5563;">{label}</span><br>'
    '<strong style="color:#111827;">{value}</strong></td></tr>'
)
_BUTTON = (
    '<table role="presentation" cellspacing="0" cellpadding="0" border="0" style="margin:24px 0;">'
    '<tr><td align="center" bgcolor="{primary}"'
    ' style="border-radius:8px; border:1px solid {edge};">'
    '<a href="{link}" style="display:inline-block; padding:13px 26px; font-size:16px;'
    " line-height:22px; font-weight:600; color:{on_primary}; text-decoration:none;"
    ' border-radius:8px;">{text}</a></td></tr></table>'
)
_PLAIN_LINK = (
    '<p style="margin:0 0 20px; font-size:13px; line-height:20px; color:#4b5563;">{hint}<br>'
    '<a href="{link}" dir="ltr" style="color:{color}; word-break:break-all;">{link}</a></p>'
)
_LINK = '<a href="{link}" style="color:{color};">{text}</a>'
_LOGO = (
    '<img src="{url}" alt="{name}" style="display:block; border:0; max-width:200px;'
    ' max-height:50px; width:auto; height:auto; font-size:18px; font-weight:700;">'
)
_NAME = (
    '<div style="font-size:18px; line-height:24px; font-weight:700; color:#111827;">{name}</div>'
)


def as_html(letter: Letter) -> str:
    """
    The whole letter as an HTML document.
    """
    colors = palette(letter.look.primary_color, letter.look.secondary_color)
    values = _values(letter)
    return fill(
        _document(),
        lang=letter.locale.value,
        dir=direction(letter.locale),
        start=_start(letter),
        fonts=Html(_FONTS),
        primary=colors.primary,
        stripe=fill(_STRIPE, color=colors.secondary) if colors.secondary else Html(""),
        subject=subject(letter),
        preview=sentence(letter.words.preview, values),
        brand=_brand(letter),
        heading=sentence(letter.words.heading, values),
        main=_main(letter, values, colors),
        footer=_footer(letter, values),
    )


@cache
def _document() -> str:
    return Path(__file__).with_name("layout.html").read_text(encoding="utf-8")


def _values(letter: Letter) -> dict[str, str]:
    return {**letter.phrases, **{key: bdi(name) for key, name in letter.names.items()}}


def _start(letter: Letter) -> str:
    return "right" if direction(letter.locale) == "rtl" else "left"


def _brand(letter: Letter) -> Html:
    name = one_line(letter.look.name)
    if url := web_address(letter.look.logo_url):
        return fill(_LOGO, url=url, name=name)
    return fill(_NAME, name=bdi(name))


def _main(letter: Letter, values: dict[str, str], colors: Palette) -> Html:
    words, link = letter.words, letter.link
    parts = [fill(_PARAGRAPH, text=sentence(text, values)) for text in words.body]
    if words.facts:
        rows = [
            fill(_FACT, label=label, value=sentence(value, values), start=_start(letter))
            for label, value in words.facts
        ]
        parts.append(fill(_FACTS, rows=joined(rows)))
    parts.append(
        fill(
            _BUTTON,
            link=link,
            text=words.button,
            primary=colors.primary,
            on_primary=colors.on_primary,
            edge=colors.edge,
        )
    )
    hint = letter.frame["link_hint"]
    parts.append(fill(_PLAIN_LINK, hint=hint, link=link, color=colors.link))
    parts += [fill(_NOTE, text=sentence(text, values)) for text in words.notes]
    if email := mail_address(letter.look.support_email):
        address = fill(_LINK, link=f"mailto:{email}", text=bdi(email), color=colors.link)
        parts.append(
            fill(_NOTE, text=sentence(letter.frame["support"], {"support_email": address}))
        )
    signature = joined([bdi(line) for line in signature_lines(letter.look)], Html("<br>\n"))
    return joined([*parts, fill('<p style="margin:24px 0 0;">{text}</p>', text=signature)])


def _footer(letter: Letter, values: dict[str, str]) -> Html:
    links = [
        fill(_LINK, link=address, text=label, color="#4b5563")
        for label, address in public_links(letter.look, letter.frame)
    ]
    why = fill('<p style="margin:0 0 8px;">{text}</p>', text=sentence(letter.words.why, values))
    if not links:
        return why
    return joined([why, fill("<p>{links}</p>", links=joined(links, escape(" · ")))])
