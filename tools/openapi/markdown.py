"""
The little Markdown that descriptions are written in, as HTML.
"""

import re
from html import escape

_FENCE = "```"
_INLINE = (
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
    (re.compile(r"\*\*([^*]+)\*\*"), r"<strong>\1</strong>"),
)


def inline(text: str) -> str:
    """
    Code and strong words of a line.

    Example:
        >>> inline("**API keys** (`tnt_...`) & more")
        '<strong>API keys</strong> (<code>tnt_...</code>) &amp; more'
    """
    html = escape(text, quote=False)
    for pattern, replacement in _INLINE:
        html = pattern.sub(replacement, html)
    return html


def blocks(text: str) -> str:
    """
    Headings, paragraphs, lists and blocks of code; headings can be linked to.
    """
    return "\n".join(_block(block) for block in re.split(r"\n\n+", text.strip()))


def slug(heading: str) -> str:
    """
    The anchor of a heading.

    Example:
        >>> slug("Repeating a request")
        'repeating-a-request'
    """
    return "-".join(re.findall(r"[a-z0-9]+", heading.lower()))


def headings(text: str) -> list[str]:
    """
    The headings of a text.
    """
    return re.findall(r"^## (.+)$", text, re.MULTILINE)


def _block(block: str) -> str:
    if block.startswith(_FENCE):
        code = block.removeprefix(_FENCE).removesuffix(_FENCE).partition("\n")[2]
        return f"<pre>{escape(code.rstrip(), quote=False)}</pre>"
    if block.startswith("## "):
        heading = block.removeprefix("## ")
        return f'<h2 id="{slug(heading)}">{inline(heading)}</h2>'
    if block.startswith("- "):
        items = re.split(r"\n- ", block.removeprefix("- "))
        return f"<ul>{''.join(f'<li>{inline(_joined(item))}</li>' for item in items)}</ul>"
    return f"<p>{inline(_joined(block))}</p>"


def _joined(lines: str) -> str:
    return " ".join(lines.split())
