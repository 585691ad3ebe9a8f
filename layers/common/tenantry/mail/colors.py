"""
Colours that people can read, by the contrast formula of the Web Content Accessibility Guidelines.

Sources: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio and
https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
"""

import re
from dataclasses import dataclass, replace

PLATFORM_BLUE = "#1d4ed8"
BLACK, WHITE = "#000000", "#ffffff"

TEXT_CONTRAST_MIN = 4.5
"""Level AA for text of normal size, criterion 1.4.3."""

SHAPE_CONTRAST_MIN = 3.0
"""Level AA for the shape of a control, criterion 1.4.11."""

DARK_EDGE = "#6b7280"
"""The border of a button whose own colour would not be seen on white."""

DARK_LINK = "#1f2937"
"""Text in place of a colour that would be too pale for text on white."""

_RRGGBB = re.compile(r"#[0-9a-fA-F]{6}")
_WEIGHTS = (0.2126, 0.7152, 0.0722)
_LINEAR_BELOW = 0.04045


@dataclass(frozen=True, slots=True)
class Palette:
    """
    A brand's colours and what goes with them on a white page.

    Args:
        primary: The brand's first colour, for areas.
        on_primary: Text on it: black or white, whichever reads better.
        edge: The border of a button, so that a pale one is still seen as a button.
        link: Text on white: the brand's colour, or a dark grey when that would be too pale.
        secondary: The brand's second colour, for a stripe beside the first and for the buttons that
            stand back; None for a brand without one, whose buttons of this kind are white.
        plain: The area of such a button.
        on_plain: Text on it.
        plain_edge: Its border.
    """

    primary: str
    on_primary: str
    edge: str
    link: str
    secondary: str | None = None
    plain: str = WHITE
    on_plain: str = DARK_LINK
    plain_edge: str = DARK_EDGE


def palette(primary_color: str | None, secondary_color: str | None = None) -> Palette:
    """
    The colours for a brand; a first one that is missing or no `#rrggbb` is the platform's blue.

    Example:
        >>> colors = palette("#ffdd00", "#0B5D4E")
        >>> colors.primary, colors.on_primary, colors.edge, colors.link
        ('#ffdd00', '#000000', '#6b7280', '#1f2937')
        >>> colors.secondary, colors.on_plain, colors.plain_edge
        ('#0b5d4e', '#ffffff', '#0b5d4e')
    """
    primary = color_of(primary_color) or PLATFORM_BLUE
    reads = contrast(primary, WHITE) >= TEXT_CONTRAST_MIN
    colors = Palette(
        primary=primary,
        on_primary=readable_on(primary),
        edge=_edge(primary),
        link=primary if reads else DARK_LINK,
    )
    secondary = color_of(secondary_color)
    if secondary is None:
        return colors
    return replace(
        colors,
        secondary=secondary,
        plain=secondary,
        on_plain=readable_on(secondary),
        plain_edge=_edge(secondary),
    )


def color_of(text: str | None) -> str | None:
    """
    *text* as a colour in lower case; None where it is no `#rrggbb`.
    """
    return text.lower() if text and _RRGGBB.fullmatch(text) else None


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


def _edge(area: str) -> str:
    return area if contrast(area, WHITE) >= SHAPE_CONTRAST_MIN else DARK_EDGE


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
