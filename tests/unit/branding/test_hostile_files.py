"""
Files that would cost more than they weigh, end too early, or are not what they are called.
"""

import zlib

import pytest

from tenantry.branding.model import (
    BYTES_MAX,
    MediaType,
    PictureRefused,
    PictureTooLarge,
    PictureTypeRefused,
    PictureUnreadable,
    Use,
)
from tenantry.branding.pictures import make
from tenantry.mail import assets
from tests.picturing import a_header_of, a_picture, chunk, opened, with_chunks

pytestmark = pytest.mark.requirement("R-WL-3")

KINDS = {"PNG": MediaType.PNG, "JPEG": MediaType.JPEG, "WEBP": MediaType.WEBP}


def a_logo(content: bytes, media_type: MediaType = MediaType.PNG) -> tuple[int, int]:
    """
    The size of the logo that is made of a file.
    """
    return opened(make(Use.LOGO, media_type, content).files[assets.LOGO]).size


@pytest.mark.parametrize(
    "size", [(30_000, 30_000), (10_000, 10_000), (2_001, 2_000), (2**31 - 1, 2**31 - 1)]
)
def test_a_file_that_says_it_is_huge_is_refused_unseen(size: tuple[int, int]) -> None:
    with pytest.raises(PictureTooLarge) as refused:
        a_logo(a_header_of(*size))

    assert refused.value.context == {"field": "file", "most": 4_000_000}


def test_a_webp_that_says_it_is_huge_is_refused_unseen() -> None:
    content = bytearray(a_picture((64, 64), kind="WEBP", exif=b"Exif\0\0II*\0"))
    assert content[12:16] == b"VP8X"
    content[24:30] = b"\xfe\x3f\x00\xfe\x3f\x00"

    with pytest.raises(PictureTooLarge):
        a_logo(bytes(content), MediaType.WEBP)


@pytest.mark.parametrize("name", [b"zTXt", b"iCCP"])
def test_text_that_unpacks_to_more_than_it_weighs_is_refused(name: bytes) -> None:
    bomb = chunk(name, b"k\0\0" + zlib.compress(bytes(30_000_000)))

    with pytest.raises(PictureUnreadable):
        a_logo(with_chunks(a_picture(), [bomb]))


def test_a_photo_of_ten_thousand_passes_is_refused() -> None:
    content = a_picture((200, 200), kind="JPEG", progressive=True)
    last = content[content.rindex(b"\xff\xc4") : -2]

    with pytest.raises(PictureUnreadable, match="more than 100 scans"):
        a_logo(content[:-2] + last * 200 + b"\xff\xd9", MediaType.JPEG)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.9, 0.5, 0.1])
def test_a_file_that_ends_too_early_is_refused(kind: str, share: float) -> None:
    content = a_picture((600, 300), kind=kind)

    with pytest.raises(PictureRefused):
        a_logo(content[: int(len(content) * share)], KINDS[kind])


def test_numbered_colours_without_their_colours_are_refused() -> None:
    png = a_picture(mode="P")
    start = png.index(b"PLTE") - 4
    length = int.from_bytes(png[start : start + 4])

    with pytest.raises(PictureUnreadable):
        a_logo(png[:start] + png[start + 12 + length :])


def test_a_file_of_a_byte_too_many_is_refused_and_an_empty_one_too() -> None:
    full = a_picture().ljust(BYTES_MAX, b"\0")

    assert a_logo(full) == (200, 50)
    with pytest.raises(PictureTooLarge) as refused:
        a_logo(full + b"\0")
    with pytest.raises(PictureUnreadable):
        a_logo(b"")

    assert refused.value.context["most"] == 1_048_576


def test_a_png_under_the_name_of_a_jpeg_is_refused() -> None:
    with pytest.raises(
        PictureTypeRefused, match="the file is a PNG, and was announced as image/jpeg"
    ):
        a_logo(a_picture(), MediaType.JPEG)
