"""
What becomes of an uploaded file: pixels are kept, upright and in size, and nothing else is.
"""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tenantry.branding.model import (
    MediaType,
    Picture,
    PictureAnimated,
    PictureTooSmall,
    Use,
)
from tenantry.branding.pictures import make
from tenantry.mail import assets
from tests.picturing import (
    SECRET,
    a_picture,
    chunks_of,
    drawn,
    opened,
)

pytestmark = pytest.mark.requirement("R-WL-3")

GREYS = [(9, 12), (190, 243)]
"""How light the drawn picture is at a few of its 200 columns."""

KINDS = {"PNG": MediaType.PNG, "JPEG": MediaType.JPEG, "WEBP": MediaType.WEBP}


def pixel(image: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    found = image.getpixel(at)
    assert isinstance(found, tuple)
    return found


def a_logo(content: bytes, media_type: MediaType = MediaType.PNG) -> Image.Image:
    """
    The logo that is made of a file.
    """
    return opened(make(Use.LOGO, media_type, content).files[assets.LOGO])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((75, 75), (50, 50)),
        ((400, 50), (200, 25)),
        ((100, 50), (100, 50)),
        ((200, 50), (200, 50)),
        ((201, 50), (200, 50)),
        ((2000, 2000), (50, 50)),
    ],
)
def test_a_logo_of_any_kind_is_shown_in_its_window(
    kind: str, size: tuple[int, int], shown: tuple[int, int]
) -> None:
    logo = a_logo(a_picture(size, kind=kind), KINDS[kind])

    assert (logo.format, logo.size) == ("PNG", shown)


@pytest.mark.parametrize("size", [(50, 2000), (1, 1)])
def test_a_logo_of_which_nothing_would_be_seen_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(PictureTooSmall):
        a_logo(a_picture(size))


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16", "RGB", "LA", "RGBA"])
def test_every_way_to_write_colours_becomes_plain_ones(mode: str) -> None:
    logo = a_logo(a_picture((200, 50), mode))

    assert logo.mode == ("RGBA" if mode.endswith("A") else "RGB")
    left, right = (pixel(logo, (x, 25))[:3] for x in (2, 197))
    assert abs(left[0] - right[0]) > 200, "it is dark on one side and light on the other"
    assert len({*left}) == len({*right}) == 1, "it is grey"


def test_colours_for_print_become_colours_for_screens() -> None:
    file = BytesIO()
    drawn((200, 50)).convert("CMYK").save(file, "JPEG")

    logo = a_logo(file.getvalue(), MediaType.JPEG)

    assert logo.mode == "RGB"
    assert all(pixel(logo, (x, 25))[0] == pytest.approx(grey, abs=12) for x, grey in GREYS)


def test_what_was_transparent_stays_so_in_a_logo_and_is_white_in_a_background() -> None:
    content = a_picture((300, 200), "RGBA")
    background = make(Use.LOGIN_BACKGROUND, MediaType.PNG, content).files[assets.BACKGROUND]

    assert {pixel(a_logo(content), (x, 25))[3] for x in (5, 40)} == {90}
    assert a_logo(a_picture((100, 50), "P", transparency=0)).mode == "RGBA"
    assert opened(background).mode == "RGB"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_upright_before_it_is_measured(orientation: int) -> None:
    lying = a_picture(
        (200, 40) if orientation < 5 else (40, 200), kind="JPEG", exif=exif(orientation)
    )

    assert a_logo(lying, MediaType.JPEG).size == (200, 40)


def test_a_photo_that_lies_on_its_side_is_not_shown_so() -> None:
    dark_left = a_picture((40, 200), kind="JPEG", exif=exif(6))
    upright = a_logo(dark_left, MediaType.JPEG)

    top, bottom = (pixel(upright, (100, y)) for y in (2, 37))

    assert (top[0] < 60, bottom[0] > 190) == (True, True), "what was left is on top"


def exif(orientation: int) -> Image.Exif:
    said = Image.Exif()
    said[0x0112], said[0x013B], said[0x8825] = orientation, SECRET, {1: "S", 2: (1.0, 17.0, 31.0)}
    return said


def text() -> PngInfo:
    said = PngInfo()
    said.add_text("Author", SECRET)
    said.add_text("Comment", SECRET, zip=True)
    said.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{SECRET}</x:xmpmeta>")
    return said


@pytest.mark.parametrize("use", [Use.LOGO, Use.FAVICON])
def test_nothing_but_pixels_is_left_of_a_png(use: Use) -> None:
    said: dict[str, Any] = {
        "pnginfo": text(),
        "icc_profile": SECRET.encode() * 20,
        "exif": exif(3),
        "dpi": (72, 72),
    }
    content = a_picture((600, 600), **said)
    assert {"tEXt", "zTXt", "iTXt", "iCCP", "eXIf", "pHYs"} <= chunks_of(content).keys()

    made = make(use, MediaType.PNG, content)

    for name, file in made.files.items():
        if name != assets.ICON:
            assert chunks_of(file).keys() == {"IHDR", "IDAT", "IEND"}, name
        assert b"Nairobi" not in file, name


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_nothing_but_pixels_is_left_of_a_photo(kind: str) -> None:
    xmp = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
    said: dict[str, Any] = {"exif": exif(1), "icc_profile": SECRET.encode() * 20, "xmp": xmp}
    comment = {"comment": SECRET} if kind == "JPEG" else {}
    content = a_picture((900, 600), kind=kind, **said, **comment)
    assert content.count(b"Nairobi") > 2

    made = make(Use.LOGIN_BACKGROUND, KINDS[kind], content).files[assets.BACKGROUND]

    assert b"Nairobi" not in made
    assert not any(
        marker in made for marker in (b"Exif", b"ICC_PROFILE", b"http://ns.adobe", b"\xff\xfe")
    )
    assert opened(made).info.keys() <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }


def test_what_stands_behind_the_end_is_gone() -> None:
    behind = b"<script>alert(1)</script>PK\x03\x04"
    for kind, media_type in KINDS.items():
        made = make(Use.LOGO, media_type, a_picture(kind=kind) + behind)

        for file in made.files.values():
            assert b"script" not in file
            assert "behind" not in chunks_of(file)


def test_a_picture_that_moves_is_refused() -> None:
    frames = [drawn((200, 50)).rotate(180)]
    for kind in ("PNG", "WEBP"):
        moving = a_picture((200, 50), kind=kind, save_all=True, append_images=frames)

        with pytest.raises(PictureAnimated):
            make(Use.LOGO, KINDS[kind], moving)


def test_a_photo_with_a_second_one_inside_is_its_first() -> None:
    file = BytesIO()
    drawn((200, 50)).save(file, "MPO", save_all=True, append_images=[drawn((900, 900))])

    assert a_logo(file.getvalue(), MediaType.JPEG).size == (200, 50)


def test_icons_are_made_in_every_size_from_one_square() -> None:
    files = make(Use.FAVICON, MediaType.PNG, a_picture((600, 600), "RGBA")).files

    icon = opened(files[assets.ICON])
    sides = {name: opened(content).size for name, content in files.items() if name != assets.ICON}
    assert (icon.format, icon.info["sizes"]) == ("ICO", {(16, 16), (32, 32), (48, 48)})
    assert sides == {
        assets.TOUCH_ICON: (180, 180),
        assets.ICON_192: (192, 192),
        assets.ICON_512: (512, 512),
        assets.MASKABLE_ICON: (512, 512),
    }
    assert opened(files[assets.TOUCH_ICON]).mode == "RGB"
    assert opened(files[assets.ICON_512]).mode == "RGBA"


def test_a_mask_cuts_nothing_off_an_icon() -> None:
    file = BytesIO()
    Image.new("RGB", (512, 512), "#0b5d4e").save(file, "PNG")
    full = make(Use.FAVICON, MediaType.PNG, file.getvalue()).files[assets.MASKABLE_ICON]
    clear = make(Use.FAVICON, MediaType.PNG, a_picture((512, 512), "RGBA")).files[
        assets.MASKABLE_ICON
    ]

    assert opened(full).getcolors() == [(512 * 512, (11, 93, 78))]
    assert opened(clear).getpixel((50, 256)) == (255, 255, 255)
    assert opened(clear).getpixel((52, 256)) != (255, 255, 255)


def test_a_picture_is_named_by_what_it_shows() -> None:
    one, same = (make(Use.LOGO, MediaType.PNG, a_picture()) for _ in range(2))
    other = make(Use.LOGO, MediaType.PNG, a_picture((300, 100)))

    assert one.digest == same.digest != other.digest
    assert Picture({"a": b"bc"}).digest != Picture({"ab": b"c"}).digest
    assert "files" not in repr(one)
