"""
How large a picture is shown, and what an owner's own fields make of a branding.
"""

from collections.abc import Mapping

from tenantry.branding.model import PictureNotSquare, PictureTooSmall, Use
from tenantry.resellers.model import Branding

type Size = tuple[int, int]
"""Width and height, in pixels."""

LOGO_WINDOW: Size = (200, 50)
"""R-WL-3: what is larger is scaled down, what is smaller stays as it is."""

DENSE_WINDOW: Size = (400, 100)
"""The same window on screens with two dots for a pixel."""

BACKGROUND_WINDOW: Size = (1920, 1200)

ICON_SIDE_MIN = 512
"""The largest icon that systems ask for; none is enlarged."""

SIDE_MIN = 8
"""What is thinner cannot be made out: scaling has eaten it, or it was a line."""


def fitted(size: Size, window: Size) -> Size:
    """
    *size* scaled down until it fits into *window*, its ratio kept to a pixel; never enlarged.

    Example:
        >>> fitted((75, 75), LOGO_WINDOW), fitted((400, 50), LOGO_WINDOW)
        ((50, 50), (200, 25))
        >>> fitted((100, 50), LOGO_WINDOW), fitted((201, 50), LOGO_WINDOW)
        ((100, 50), (200, 50))
    """
    (width, height), (width_max, height_max) = size, window
    if width <= width_max and height <= height_max:
        return size
    if width * height_max >= height * width_max:
        return width_max, _divided(height * width_max, width)
    return _divided(width * height_max, height), height_max


def check_size(use: Use, size: Size) -> None:
    """
    Refuse a picture that nobody could make out, and an icon that would have to be stretched.

    Raises:
        PictureTooSmall: A side is shown with less than 8 pixels; an icon has less than 512.
        PictureNotSquare: An icon is no square.
    """
    if use is Use.FAVICON:
        _check_icon(size)
        return
    shown = fitted(size, LOGO_WINDOW if use is Use.LOGO else BACKGROUND_WINDOW)
    if min(shown) < SIDE_MIN:
        message = (
            f"the picture has {_by(size)} pixels and would be shown with {_by(shown)}: "
            f"no side may have less than {SIDE_MIN}"
        )
        raise PictureTooSmall(message, field="file", least=SIDE_MIN)


def merged(own: Mapping[str, str], changes: Mapping[str, str]) -> dict[str, str]:
    """
    A branding's fields with *changes*; an empty one takes the field away.

    Example:
        >>> merged({"display_name": "Acme", "primary_color": "#0b5d4e"}, {"primary_color": ""})
        {'display_name': 'Acme'}
    """
    return {name: text for name, text in {**own, **changes}.items() if text}


def branding_of(fields: Mapping[str, str] | None) -> Branding:
    """
    The branding with these fields; what is not known here is left out.
    """
    given = fields or {}
    return Branding(**{name: given[name] for name in Branding.__slots__ if name in given})


def over(below: Branding, own: Branding) -> Branding:
    """
    What is seen where *own* stands over *below*: field by field, the one that is set (R-WL-3).
    """
    names = Branding.__slots__
    return Branding(**{name: getattr(own, name) or getattr(below, name) for name in names})


def _check_icon(size: Size) -> None:
    width, height = size
    if width != height:
        message = f"an icon is a square, and the picture has {_by(size)} pixels"
        raise PictureNotSquare(message, field="file")
    if width < ICON_SIDE_MIN:
        message = f"an icon has at least {_by((ICON_SIDE_MIN,) * 2)} pixels, and this has {width}"
        raise PictureTooSmall(message, field="file", least=ICON_SIDE_MIN)


def _divided(dividend: int, divisor: int) -> int:
    """
    Rounded to the nearest, halves up, and at least 1: a side cannot vanish.
    """
    return max(1, (2 * dividend + divisor) // (2 * divisor))


def _by(size: Size) -> str:
    return " by ".join(str(side) for side in size)
