"""
Colours that people can read, by the contrast formula of the Web Content Accessibility Guidelines.

Sources: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio and
https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
"""

import re
from dataclasses import dataclass

PLATFORM_BLUE = "#1d4ed8"
BLACK, WHITE = "#000000", "#ffffff"

TEXT_CONTRAST_MIN = 4.5
"""Level AA for text of normal size, criterion 1.4.3."""

SHAPE_CONTRAST_MIN = 3.0
"""Level AA for the shape of a control, criterion 1.4.11."""

_DARK_EDGE = "#6b7280"
_DARK_LINK = "#1f2937"
_RRGGBB = re.compile(r"#[0-9a-fA-F]{6}")
_WEIGHTS = (0.2126, 0.7152, 0.0722)
_LINEAR_BELOW = 0.04045


@dataclass(frozen=True, slots=True)
class Palette:
    """
    A brand's colour and what goes with it on a white page.

    Args:
        primary: The brand's colour, for areas.
        on_primary: Text on it: black or white, whichever reads better.
        edge: The border of a button, so that a pale one is still seen as a button.
        link: Text on white: the brand's colour, or a dark grey when that would be too pale.
    """

    primary: str
    on_primary: str
    edge: str
    link: str


def palette(primary_color: str | None) -> Palette:
    """
    The colours for a brand; one that is missing or no `#rrggbb` is the platform's blue.

    Example:
        >>> palette("#ffdd00")
        Palette(primary='#ffdd00', on_primary='#000000', edge='#6b7280', link='#1f2937')
    """
    is_color = primary_color is not None and _RRGGBB.fullmatch(primary_color)
    primary = primary_color.lower() if primary_color and is_color else PLATFORM_BLUE
    on_white = contrast(primary, WHITE)
    return Palette(
        primary=primary,
        on_primary=readable_on(primary),
        edge=primary if on_white >= SHAPE_CONTRAST_MIN else _DARK_EDGE,
        link=primary if on_white >= TEXT_CONTRAST_MIN else _DARK_LINK,
    )


def readable_on(background: str) -> str:
    """
    Black or white, whichever contrasts more with *background*: never less than 4.5.
    """
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, background))


def contrast(one: str, other: str) -> float:
    """
    The contrast ratio of two colours, from 1 (the same) to 21 (black and white).

    Example:
        >>> contrast("#000000", "#ffffff"), round(contrast("#777777", "#ffffff"), 2)
        (21.0, 4.48)
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = bytes.fromhex(color[1:])
    return sum(
        weight * _linear(channel / 255) for weight, channel in zip(_WEIGHTS, channels, strict=True)
    )


def _linear(share: float) -> float:
    if share <= _LINEAR_BELOW:
        return share / 12.92
    linear: float = ((share + 0.055) / 1.055) ** 2.4
    return linear
