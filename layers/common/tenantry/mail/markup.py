"""
HTML that is safe by its type: plain `str` is escaped when it is put into markup, `Html` is not.
"""

import re
from collections.abc import Mapping
from html import escape as escape_characters

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_WEB_ADDRESS = re.compile(r"https?://[^\s\\\x00-\x1f\x7f\ud800-\udfff]+", re.IGNORECASE)
_OWN_PATH = re.compile(r"(?:/(?!/)|\?)[^\s\\\x00-\x1f\x7f\ud800-\udfff]*")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")


class Html(str):
    """
    Text that is markup already.
    """

    __slots__ = ()


def escape(text: str) -> Html:
    """
    The markup that shows *text*; what is `Html` already comes back as it is.

    Example:
        >>> escape("Smith & Sons"), escape(Html("<b>"))
        ('Smith &amp; Sons', '<b>')
    """
    return text if isinstance(text, Html) else Html(escape_characters(text))


def fill(template: str, **parts: str) -> Html:
    """
    Put *parts* into markup, each escaped unless it is `Html`.

    Placeholders are replaced in one pass: a name that looks like a placeholder stays a name.

    Example:
        >>> fill("<p>{greeting}</p>", greeting="1 < 2 {greeting}")
        '<p>1 &lt; 2 {greeting}</p>'
    """
    return Html(_PLACEHOLDER.sub(lambda found: escape(parts[found[1]]), template))


def sentence(text: str, values: Mapping[str, str]) -> Html:
    """
    Markup of a sentence in somebody's language, with *values* put in as `fill` does.

    Unlike in `fill`, the sentence itself is text: a translator's `<` is shown as one.
    """
    return fill(escape(text), **values)


def plain_sentence(text: str, values: Mapping[str, str]) -> str:
    """
    A sentence in somebody's language as plain text, with *values* put in.
    """
    return _PLACEHOLDER.sub(lambda found: values[found[1]], text)


def placeholders(text: str) -> set[str]:
    """
    The names of the values that *text* asks for.
    """
    return set(_PLACEHOLDER.findall(text))


def bdi(text: str) -> Html:
    """
    A name on its own island: its direction is its own, and does not turn the words around it.
    """
    return fill("<bdi>{text}</bdi>", text=text)


def joined(parts: list[Html], separator: str = "\n") -> Html:
    """
    Pieces of markup, one after the other.
    """
    return Html(escape(separator).join(parts))


def web_address(url: str | None) -> str | None:
    """
    *url* when it is an http or https address; None for anything else, such as `javascript:`.
    """
    return url if url and _WEB_ADDRESS.fullmatch(url) else None


def own_address(url: str) -> str:
    """
    *url*, a link or form target of our own: a path on this host, or a full web address.
    """
    assert _OWN_PATH.fullmatch(url) or web_address(url), "this is no address to link to"
    return url


def mail_address(email: str | None) -> str | None:
    """
    *email* when it is plain enough for a `mailto:` link; None otherwise.
    """
    return email if email and _EMAIL.fullmatch(email) else None
