"""
Which colours of a brand can be read where they are used, and the shades that go with them.

The formula is that of `tenantry.mail.colors`; what passes is decided by the exact ratio, which is
never rounded up to a limit (https://www.w3.org/TR/WCAG22/#contrast-minimum).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tenantry.mail.colors import (
    BLACK,
    SHAPE_CONTRAST_MIN,
    TEXT_CONTRAST_MIN,
    WHITE,
    Palette,
    contrast,
    palette,
    readable_on,
)
from tenantry.resellers.model import Branding

_HOVER, _PRESSED, _TINT = 12, 24, 90
"""How much of black or white is mixed in, in hundredths."""


@dataclass(frozen=True, slots=True)
class Pair:
    """
    Two colours that our pages and mails use together.

    Args:
        name: A stable name of the place.
        ratio: The contrast, exact, 1 to 21.
        required: What it must be at least.
        shown: What is shown there in place of *foreground*, where that would not be seen; None
            where nothing is.
        suggestion: The nearest darker shade of *foreground* that passes; None where it passes.
        words: For the partner: what this is, and what becomes of it.
    """

    name: str
    foreground: str
    background: str
    ratio: float
    required: float
    shown: str | None
    suggestion: str | None
    words: str

    @property
    def passes(self) -> bool:
        """
        Whether it can be read, or made out.
        """
        return self.ratio >= self.required

    @property
    def told_ratio(self) -> float:
        """
        The ratio with two decimals; one that fails is never told as the limit that it misses.
        """
        rounded = round(self.ratio, 2)
        if not self.passes and rounded >= self.required:
            return round(self.required - 0.01, 2)
        return rounded

    @property
    def warning(self) -> str | None:
        """
        What is wrong, what is done about it, and what would be better; None where it passes.
        """
        if self.passes:
            return None
        pair = f"{self.foreground} on {self.background}"
        said = f"{self.name}: {pair} has a contrast of {self.told_ratio}, and needs {self.required}"
        shown = f"; {self.shown} is shown instead" if self.shown else ""
        better = f"; {self.suggestion} would do" if self.suggestion else ""
        return f"{said}{shown}{better}. {self.words}"


@dataclass(frozen=True, slots=True)
class Shades:
    """
    A colour, and what can be derived from it without losing what is written on it.

    Args:
        on_color: Text on the colour, and on *hover* and *pressed*: black or white.
        hover: The colour under a pointer.
        pressed: The colour while it is pressed.
        tint: A pale ground.
        on_tint: Text in the colour on that ground.
        text: Text in the colour on white; the colour itself where that can be read.
        border: The border of a control on white; the colour itself where that is seen.
    """

    color: str
    on_color: str
    hover: str
    pressed: str
    tint: str
    on_tint: str
    text: str
    border: str


def shades(color: str) -> Shades:
    """
    What goes with a colour.

    Example:
        >>> made = shades("#ffdd00")
        >>> made.on_color, made.hover, made.text, made.tint
        ('#000000', '#ffe11f', '#887600', '#fffce6')
    """
    ink = readable_on(color)
    # Away from the ink: so whatever is written on the colour can be read on these too.
    pole = BLACK if ink == WHITE else WHITE
    tint = mixed(color, WHITE, _TINT)
    return Shades(
        color=color,
        on_color=ink,
        hover=mixed(color, pole, _HOVER),
        pressed=mixed(color, pole, _PRESSED),
        tint=tint,
        on_tint=darkened(color, tint, TEXT_CONTRAST_MIN),
        text=darkened(color, WHITE, TEXT_CONTRAST_MIN),
        border=darkened(color, WHITE, SHAPE_CONTRAST_MIN),
    )


def pairs(branding: Branding) -> list[Pair]:
    """
    Every pair of colours that our pages and mails use in this branding.
    """
    colors = palette(branding.primary_color, branding.secondary_color)
    return [*_of_primary(colors), *_of_secondary(colors)]


def mixed(color: str, other: str, percent: int) -> str:
    """
    *color* with so much of *other* in it, channel by channel.

    Example:
        >>> mixed("#000000", "#ffffff", 50), mixed("#123456", "#ffffff", 0)
        ('#808080', '#123456')
    """
    channels = zip(bytes.fromhex(color[1:]), bytes.fromhex(other[1:]), strict=True)
    return _hex((mine * (100 - percent) + its * percent + 50) // 100 for mine, its in channels)


def darkened(color: str, background: str, required: float) -> str:
    """
    *color*, or its nearest darker shade that has this contrast with a light *background*.
    """
    channels = bytes.fromhex(color[1:])
    for left in range(256, -1, -1):
        shade = _hex(channel * left // 256 for channel in channels)
        if contrast(shade, background) >= required:
            return shade
    return BLACK


def _of_primary(colors: Palette) -> Iterator[Pair]:
    primary = colors.primary
    yield _pair(
        "button_label",
        (colors.on_primary, primary),
        TEXT_CONTRAST_MIN,
        words="The words of a button are black or white, whichever reads better on the colour.",
    )
    yield _pair(
        "button",
        (primary, WHITE),
        SHAPE_CONTRAST_MIN,
        shown=colors.edge,
        words="A button on the white page; where it is too pale, it gets a grey border.",
    )
    yield _pair(
        "link",
        (primary, WHITE),
        TEXT_CONTRAST_MIN,
        shown=colors.link,
        words="A link on the white page; where it is too pale, it is written in dark grey.",
    )


def _of_secondary(colors: Palette) -> Iterator[Pair]:
    if colors.secondary is None:
        return
    yield _pair(
        "plain_button_label",
        (colors.on_plain, colors.secondary),
        TEXT_CONTRAST_MIN,
        words="The words of a button that stands back are black or white, whichever reads better.",
    )
    yield _pair(
        "plain_button",
        (colors.secondary, WHITE),
        SHAPE_CONTRAST_MIN,
        shown=colors.plain_edge,
        words="A button that stands back, on the white page; too pale, it gets a grey border.",
    )
    yield _pair(
        "stripe",
        (colors.secondary, colors.primary),
        SHAPE_CONTRAST_MIN,
        words="The stripe under the bar at the top; too alike, the two are seen as one.",
    )


def _pair(
    name: str, pair: tuple[str, str], required: float, *, words: str, shown: str | None = None
) -> Pair:
    foreground, background = pair
    ratio = contrast(foreground, background)
    fails_on_white = ratio < required and background == WHITE
    return Pair(
        name=name,
        foreground=foreground,
        background=background,
        ratio=ratio,
        required=required,
        shown=shown if shown != foreground else None,
        suggestion=darkened(foreground, WHITE, required) if fails_on_white else None,
        words=words,
    )


def _hex(channels: Iterator[int]) -> str:
    return f"#{bytes(channels).hex()}"
