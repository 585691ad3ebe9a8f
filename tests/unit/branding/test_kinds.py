"""
What a file is, whatever it is called.
"""

import pytest

from tenantry.branding.kinds import check_kind, name_of, webp_size
from tenantry.branding.model import (
    MediaType,
    PictureAnimated,
    PictureTypeRefused,
    PictureUnreadable,
)
from tests.picturing import a_picture, drawn

pytestmark = pytest.mark.requirement("R-WL-3")

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
OTHERS = {
    "SVG": SVG,
    "SVG, declared": b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- logo -->' + SVG,
    "SVG, after spaces": b"\n\t " + SVG,
    "HTML": b"<!DOCTYPE html><script>alert(1)</script>",
    "XML": b"<?xml version='1.0'?><feed/>",
    "ICO": b"\x00\x00\x01\x00\x01\x00",
    "GIF": b"GIF89a" + bytes(20),
    "PDF": b"%PDF-1.7",
    "BMP": b"BM" + bytes(20),
    "TIFF": b"II*\x00" + bytes(20),
    "AVIF or HEIC": b"\x00\x00\x00\x20ftypavif" + bytes(20),
    "ZIP": b"PK\x03\x04",
}


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("announced", MediaType)
def test_what_is_no_picture_is_refused_by_its_own_name(name: str, announced: MediaType) -> None:
    with pytest.raises(PictureTypeRefused) as refused:
        check_kind(OTHERS[name], announced)

    assert refused.value.context == {"field": "file", "found": name.partition(",")[0]}


def test_who_sends_an_svg_is_told_what_to_send() -> None:
    with pytest.raises(PictureTypeRefused, match="Save it as PNG"):
        check_kind(SVG, MediaType.PNG)


@pytest.mark.parametrize("content", [b"", b"plain text", bytes(100), b"\x89PNG", b"RIFF1234WAVE"])
def test_what_nobody_knows_is_refused_too(content: bytes) -> None:
    with pytest.raises(PictureTypeRefused, match="this file is none of them"):
        check_kind(content, MediaType.PNG)


@pytest.mark.parametrize(
    ("kind", "is_truly"),
    [("PNG", MediaType.PNG), ("JPEG", MediaType.JPEG), ("WEBP", MediaType.WEBP)],
)
def test_a_picture_under_the_name_of_another_kind_is_refused(
    kind: str, is_truly: MediaType
) -> None:
    content = a_picture(kind=kind)

    assert check_kind(content, is_truly) is is_truly
    for other in set(MediaType) - {is_truly}:
        with pytest.raises(PictureTypeRefused) as refused:
            check_kind(content, other)
        assert refused.value.context["field"] == "content_type"


@pytest.mark.parametrize(
    "options", [{"lossless": True}, {"quality": 50}, {"exif": b"Exif\0\0II*\0"}]
)
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_the_sides_of_a_webp_stand_in_its_header(mode: str, options: dict[str, object]) -> None:
    content = a_picture((300, 77), mode, "WEBP", **options)

    assert webp_size(content) == (300, 77)
    assert name_of(content) == "WebP"


def test_a_webp_that_moves_is_refused_before_it_is_decoded() -> None:
    frames = [drawn((20, 20)), drawn((20, 20)).rotate(90)]
    moving = a_picture((20, 20), kind="WEBP", save_all=True, append_images=frames)

    with pytest.raises(PictureAnimated):
        webp_size(moving)


@pytest.mark.parametrize("content", [b"RIFF\0\0\0\0WEBP", b"RIFF\0\0\0\0WEBPALPH" + bytes(20)])
def test_a_webp_without_a_header_is_broken(content: bytes) -> None:
    with pytest.raises(PictureUnreadable):
        webp_size(content)
