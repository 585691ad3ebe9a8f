"""
Names in any script, shown so that they cannot harm the line that they stand in.
"""

import re
from unicodedata import bidirectional, combining

from tenantry.mail.model import Locale

SUBJECT_NAME_CHARACTERS_MAX = 80

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_JOINERS = {"\u200c", "\u200d", "\ufe0e", "\ufe0f"}
_STRONG_OPPOSITE = {"ltr": {"R", "AL", "AN"}, "rtl": {"L"}}
_RIGHT_TO_LEFT = {Locale.AR}


def direction(locale: Locale) -> str:
    """
    `ltr` or `rtl`, as HTML's `dir` wants it.
    """
    return "rtl" if locale in _RIGHT_TO_LEFT else "ltr"


def one_line(text: str) -> str:
    r"""
    *text* as one line: control characters become a space, and controls that turn text around go.

    Letters, marks and joiners of every script stay as they are.

    Example:
        >>> one_line("Acme\r\nBcc: all@example.com")
        'Acme Bcc: all@example.com'
    """
    spaced = _CONTROLS.sub(" ", text)
    return _SURROGATES.sub("\ufffd", _DIRECTION_CONTROLS.sub("", spaced)).strip()


def isolated(locale: Locale, name: str) -> str:
    """
    *name* for a plain sentence, between Unicode isolates where its letters run the other way.

    Without them a Hebrew name moves the full stop after it, and a Latin name turns around the
    Arabic line that it begins.
    """
    opposite = _STRONG_OPPOSITE[direction(locale)]
    if any(bidirectional(character) in opposite for character in name):
        return f"{_ISOLATE}{name}{_END_ISOLATE}"
    return name


def shortened(name: str, characters_max: int = SUBJECT_NAME_CHARACTERS_MAX) -> str:
    """
    *name*, cut with an ellipsis when it is longer, never between a letter and its marks.

    Example:
        >>> shortened("Acme Foods International", 11)
        'Acme Foods…'
    """
    if len(name) <= characters_max:
        return name
    end = characters_max - 1
    while end > 1 and (_belongs_to_previous(name[end]) or name[end - 1] in _JOINERS):
        end -= 1
    return name[:end].rstrip() + "…"


def masked(email: str) -> str:
    """
    An address that its owner recognises and that tells others little.

    Example:
        >>> masked("jane@example.com")
        'j***@example.com'
    """
    local, _, domain = one_line(email).rpartition("@")
    return f"{local[:1]}***@{domain}"


def _belongs_to_previous(character: str) -> bool:
    return combining(character) != 0 or character in _JOINERS
