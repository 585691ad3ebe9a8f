"""
From an uploaded file to the pictures that are shown: decoded, turned upright, scaled, written anew.

What is kept is pixels. Whatever else the file held is gone with it: where and with what a photo
was taken (EXIF, XMP), colour profiles, comments, text, and anything behind the picture's end.
"""

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image

from tenantry.branding.kinds import check_kind, webp_size
from tenantry.branding.model import (
    BYTES_MAX,
    PIXELS_MAX,
    MediaType,
    Picture,
    PictureAnimated,
    PictureRefused,
    PictureTooLarge,
    PictureUnreadable,
    Use,
)
from tenantry.branding.rules import (
    BACKGROUND_WINDOW,
    DENSE_WINDOW,
    LOGO_WINDOW,
    Size,
    check_size,
    fitted,
)
from tenantry.mail import assets

SCANS_MAX = 100
"""
Of a JPEG: each costs a pass over all its pixels, and encoders write about ten. A file of a mebibyte
has room for ten thousand.
"""

BACKGROUND_QUALITY = 82
"""Of JPEG, 0 to 95: behind a form nobody sees what more would keep."""

_PLUGINS = {MediaType.PNG: "PNG", MediaType.JPEG: "JPEG", MediaType.WEBP: "WEBP"}
_BROKEN = (
    EOFError,
    IndexError,
    KeyError,
    OSError,
    OverflowError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What Pillow's decoders raise of files that are broken; whatever else they raise is a bug."""

_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How a picture is turned that EXIF says lies so; 1 is upright."""

_WHITE = (255, 255, 255, 255)
_ICO_SIDES = (16, 32, 48)
_TOUCH_SIDE, _SMALL_SIDE, _LARGE_SIDE = 180, 192, 512
_SAFE = 80
"""
Hundredths of a maskable icon's side: systems may cut off whatever lies outside of this circle
(https://www.w3.org/TR/appmanifest/#icon-masks).
"""


def make(use: Use, announced: MediaType, content: bytes) -> Picture:
    """
    Make a picture of an uploaded file, or refuse it: the first rule that it breaks, in this order.

    The same file makes the same bytes, as long as Pillow stays the same.

    Raises:
        PictureTooLarge: It has more than 1 MiB, or than 4,000,000 pixels.
        PictureTypeRefused: It is no PNG, JPEG or WebP, or not the one that was announced.
        PictureAnimated: It moves.
        PictureUnreadable: It is broken, or empty.
        PictureTooSmall, PictureNotSquare: As `check_size`.
    """
    check_bytes(len(content))
    kind = check_kind(content, announced)
    with _as_refusals():
        image = _decoded(content, kind)
    check_size(use, image.size)
    match use:
        case Use.LOGO:
            return Picture(_logo(image))
        case Use.FAVICON:
            return Picture(_icons(image))
        case Use.LOGIN_BACKGROUND:
            return Picture(_background(image))


def check_bytes(size: int) -> None:
    """
    Refuse a file of no bytes, or of too many.

    Raises:
        PictureUnreadable, PictureTooLarge: In this order.
    """
    if size == 0:
        message = "the file is empty"
        raise PictureUnreadable(message, field="file")
    if size > BYTES_MAX:
        message = f"the file has {size} bytes, and may have {BYTES_MAX}"
        raise PictureTooLarge(message, field="file", most=BYTES_MAX)


@contextmanager
def _as_refusals() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            # Whatever else Pillow warns of is its matter: the picture was read.
            warnings.simplefilter("ignore", UserWarning)
            yield
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except _BROKEN as error:
        message = "the file is broken, and cannot be read as a picture"
        raise PictureUnreadable(message, field="file") from error


def _decoded(content: bytes, kind: MediaType) -> Image.Image:
    """
    The picture, upright, in plain colours; nothing is decoded before it is known to be small.
    """
    if kind is MediaType.WEBP:
        _check_pixels(webp_size(content))
    # In what is coded, 0xff is followed by 0: so this counts scans, and what looks like one in a
    # thumbnail or a profile beside them.
    if kind is MediaType.JPEG and content.count(b"\xff\xda") > SCANS_MAX:
        message = f"the JPEG is written in more than {SCANS_MAX} scans; save it anew"
        raise PictureUnreadable(message, field="file")
    image = Image.open(BytesIO(content), formats=(_PLUGINS[kind],))
    _check_pixels(image.size)
    # A JPEG can hold more pictures than its first, as phones take them; but it does not move.
    if kind is not MediaType.JPEG and getattr(image, "is_animated", False):
        message = "the picture moves; send one that stands still"
        raise PictureAnimated(message, field="file")
    image.load()
    return _in_plain_colors(_upright(image))


def _upright(image: Image.Image) -> Image.Image:
    try:
        said = image.getexif().get(_ORIENTATION)
    except _BROKEN:
        # Nobody sees what it says; the picture itself is whole.
        said = None
    lies = _UPRIGHT.get(said) if isinstance(said, int) else None
    return image if lies is None else image.transpose(lies)


def _in_plain_colors(image: Image.Image) -> Image.Image:
    """
    Eight bits a channel, red, green and blue, with opacity where the picture has any.
    """
    if image.mode == "P" and image.palette is None:
        message = "a picture of numbered colours does not say which colours they are"
        raise ValueError(message)
    if image.mode.startswith("I;16"):
        # Pillow's own conversion takes all that is above 255 as white.
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
    # Writers take profiles and comments over from here.
    plain.info = {}
    return plain


def _logo(image: Image.Image) -> dict[str, bytes]:
    return {
        assets.LOGO: _png(_scaled(image, fitted(image.size, LOGO_WINDOW))),
        assets.DENSE_LOGO: _png(_scaled(image, fitted(image.size, DENSE_WINDOW))),
    }


def _icons(image: Image.Image) -> dict[str, bytes]:
    """
    What browsers and systems ask for; phones show black where a touch icon is transparent.
    """
    return {
        assets.ICON: _ico(image),
        assets.TOUCH_ICON: _png(_opaque(_square(image, _TOUCH_SIDE))),
        assets.ICON_192: _png(_square(image, _SMALL_SIDE)),
        assets.ICON_512: _png(_square(image, _LARGE_SIDE)),
        assets.MASKABLE_ICON: _png(_maskable(image)),
    }


def _background(image: Image.Image) -> dict[str, bytes]:
    shown = _opaque(_scaled(image, fitted(image.size, BACKGROUND_WINDOW)))
    file = BytesIO()
    shown.save(file, "JPEG", quality=BACKGROUND_QUALITY, optimize=True, progressive=True)
    return {assets.BACKGROUND: file.getvalue()}


def _ico(image: Image.Image) -> bytes:
    smallest, *others = (_square(image, side) for side in _ICO_SIDES)
    file = BytesIO()
    sizes = [(side, side) for side in _ICO_SIDES]
    largest = others.pop()
    largest.save(file, "ICO", sizes=sizes, append_images=[smallest, *others])
    return file.getvalue()


def _maskable(image: Image.Image) -> Image.Image:
    """
    The icon on a ground of its own colour, or white, small enough that no mask cuts into it.
    """
    inner = _square(image, _LARGE_SIDE * _SAFE // 100).convert("RGBA")
    corner = inner.getpixel((0, 0))
    assert isinstance(corner, tuple), "it has four channels"
    ground = Image.new("RGBA", (_LARGE_SIDE, _LARGE_SIDE), corner if corner[3] == 255 else _WHITE)  # noqa: PLR2004 - opaque
    margin = (_LARGE_SIDE - inner.width) // 2
    ground.alpha_composite(inner, (margin, margin))
    return ground.convert("RGB")


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    ground = Image.new("RGBA", image.size, _WHITE)
    ground.alpha_composite(image)
    return ground.convert("RGB")


def _square(image: Image.Image, side: int) -> Image.Image:
    return _scaled(image, (side, side))


def _scaled(image: Image.Image, size: Size) -> Image.Image:
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _check_pixels(size: Size) -> None:
    if size[0] * size[1] > PIXELS_MAX:
        raise _too_many_pixels()


def _too_many_pixels() -> PictureTooLarge:
    message = f"the picture may have {PIXELS_MAX} pixels, as 2000 by 2000"
    return PictureTooLarge(message, field="file", most=PIXELS_MAX)
