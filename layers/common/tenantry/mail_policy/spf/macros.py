"""
Macros in the names and texts of SPF (RFC 7208, section 7).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from tenantry.mail_policy.names import NAME_LENGTH_MAX

_MACRO = re.compile(r"%(?:\{([a-z])([0-9]*)(r?)([.\-+,/_=]*)\}|[%_-])", re.IGNORECASE | re.ASCII)
_FIXED = {"%%": "%", "%_": " ", "%-": "%20"}
_VISIBLE = re.compile(r"[!-~]*")
_VISIBLE_OR_SPACE = re.compile(r"[ -~]*")
_IN_NAMES = frozenset("slodiphv")
_IN_EXPLANATIONS = _IN_NAMES | frozenset("crt")
_COUNTED_DIGITS = 4
"""No name has as many labels as these digits can say, so the rest of them makes no difference."""


class BadMacro(ValueError):
    """
    A text is none with macros; the message says why.
    """


@dataclass(frozen=True, slots=True)
class Macro:
    """
    One `%{...}`.

    Args:
        letter: Which value it stands for, in lower case.
        kept: How many parts from the right are used; None for all.
        delimiters: What the value is split at.
        is_escaped: Whether the result is escaped for a URL, as a capital letter asks for.
    """

    letter: str
    kept: int | None = None
    is_reversed: bool = False
    delimiters: str = "."
    is_escaped: bool = False


type Text = tuple[str | Macro, ...]
"""A text with its macros; `%%` and its like are characters already."""

type ValueOf = Callable[[str], str]
"""What a macro's letter stands for."""


def read_name(text: str) -> Text:
    """
    A name: it ends in a macro, or in a dot and a top-level label (`domain-spec`, 7.1).

    Example:
        >>> read_name("%{ir}._spf.%{d}")[0]
        Macro(letter='i', kept=None, is_reversed=True, delimiters='.', is_escaped=False)

    Raises:
        BadMacro: It is none.
    """
    if not text:
        raise BadMacro("a name is missing")
    if not _VISIBLE.fullmatch(text):
        raise BadMacro("it holds characters that are not visible ASCII")
    parts = list(_parts(text, _IN_NAMES))
    literal, value = parts[-1]
    if literal and not _has_top_label(literal):
        raise BadMacro(f"“{value}” does not end as a domain name does")
    return tuple(value for _, value in parts)


def read_value(text: str) -> Text:
    """
    The value of a modifier that nobody knows (`macro-string`).

    Raises:
        BadMacro: It is none.
    """
    if not _VISIBLE.fullmatch(text):
        raise BadMacro("it holds characters that are not visible ASCII")
    return tuple(value for _, value in _parts(text, _IN_EXPLANATIONS))


def read_explanation(text: str) -> Text:
    """
    The text that `exp=` leads to (`explain-string`): with spaces, and the letters c, r and t.

    Raises:
        BadMacro: It is none.
    """
    if not _VISIBLE_OR_SPACE.fullmatch(text):
        raise BadMacro("it holds characters other than ASCII")
    return tuple(value for _, value in _parts(text, _IN_EXPLANATIONS))


def expand(text: Text, value_of: ValueOf) -> str:
    """
    The text with each macro's value in its place.

    Example:
        >>> expand(read_value("%{d2}-%{dr}"), {"d": "a.example.com"}.__getitem__)
        'example.com-com.example.a'
    """
    return "".join(
        part if isinstance(part, str) else _expanded(part, value_of(part.letter)) for part in text
    )


def expand_name(text: Text, value_of: ValueOf) -> str:
    """
    A name to ask for: without a final dot, and shortened from the left to 253 characters (7.3).
    """
    name = expand(text, value_of).removesuffix(".")
    if len(name) <= NAME_LENGTH_MAX:
        return name
    # With one character more than may be, what is before the first dot is cut, or ends there.
    cut, dot, rest = name[-NAME_LENGTH_MAX - 1 :].partition(".")
    return rest if dot else cut


def letters_in(text: Text) -> set[str]:
    """
    The letters of its macros.
    """
    return {part.letter for part in text if isinstance(part, Macro)}


def _parts(text: str, letters: frozenset[str]) -> Iterator[tuple[str, str | Macro]]:
    """
    Each part, and before it its own text where it is no macro.
    """
    end = 0
    for found in _MACRO.finditer(text):
        if literal := text[end : found.start()]:
            yield _without_percent(literal), literal
        fixed = _FIXED.get(found.group())
        yield "", _macro(found.groups(), letters) if fixed is None else fixed
        end = found.end()
    if literal := text[end:]:
        yield _without_percent(literal), literal


def _without_percent(literal: str) -> str:
    if "%" in literal:
        raise BadMacro("a “%” stands for itself only as “%%”, and begins no macro here")
    return literal


def _macro(groups: Sequence[str], letters: frozenset[str]) -> Macro:
    letter, digits, is_reversed, delimiters = groups
    if letter.lower() not in letters:
        raise BadMacro(f"“%{{{letter}}}” means nothing here")
    counted = digits.lstrip("0")[:_COUNTED_DIGITS]
    if digits and not counted:
        raise BadMacro("a macro that keeps no part has no value")
    kept = int(counted) if counted else None
    return Macro(letter.lower(), kept, bool(is_reversed), delimiters or ".", letter.isupper())


def _expanded(macro: Macro, value: str) -> str:
    for delimiter in macro.delimiters[1:]:
        value = value.replace(delimiter, macro.delimiters[0])
    parts = value.split(macro.delimiters[0])
    if macro.is_reversed:
        parts.reverse()
    if macro.kept is not None:
        parts = parts[-macro.kept :]
    whole = ".".join(parts)
    # A local part may hold anything at all, halves of characters too.
    return quote(whole, safe="", errors="replace") if macro.is_escaped else whole


def _has_top_label(literal: str) -> bool:
    before, dot, label = literal.removesuffix(".").rpartition(".")
    del before
    is_label = bool(re.fullmatch(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", label, re.IGNORECASE))
    return bool(dot) and is_label and not label.isdigit()
