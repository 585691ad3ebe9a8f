"""
What a file is, by its first bytes: neither its name nor what was said of it counts.
"""

from tenantry.branding.model import (
    MediaType,
    PictureAnimated,
    PictureTypeRefused,
    PictureUnreadable,
)
from tenantry.branding.rules import Size

_NAMES = {MediaType.PNG: "PNG", MediaType.JPEG: "JPEG", MediaType.WEBP: "WebP"}
_KINDS: dict[str, MediaType] = {name: type_ for type_, name in _NAMES.items()}

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"\x00\x00\x01\x00", "ICO"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"PK", "ZIP"),
    (b"\x1f\x8b", "gzip"),
)
_ADVICE = {
    "SVG": "Save it as PNG: drawing programs export one, for a logo with 400 by 100 pixels.",
    "ICO": "Send a square PNG of at least 512 by 512 pixels: the icons are made from it.",
    "GIF": "Save it as PNG.",
    "PDF": "Save its page as PNG.",
}
_LOOKED_AT = 1_024
"""Of a text: its first tag comes sooner than that."""


def check_announced(media_type: str, announced: MediaType) -> None:
    """
    Refuse a file that was sent as another type than it was announced as.

    Raises:
        PictureTypeRefused: It was.
    """
    if media_type != announced.value:
        message = f"the file was sent as {media_type}, and was announced as {announced.value}"
        raise PictureTypeRefused(message, field="content_type")


def check_kind(content: bytes, announced: MediaType) -> MediaType:
    """
    What the file is, when it can be taken, and is what was announced.

    Raises:
        PictureTypeRefused: It is something else.
    """
    name = name_of(content)
    found = _KINDS.get(name)
    if found is None:
        what = f"is of the kind {name}" if name else "is none of them"
        advice = _ADVICE.get(name, "")
        message = f"a picture is sent as PNG, JPEG or WebP, and this file {what}. {advice}".strip()
        raise PictureTypeRefused(message, field="file", found=name or None)
    if found is not announced:
        message = (
            f"the file is a {name}, and was announced as {announced.value}; "
            f"ask for an upload of {found.value}"
        )
        raise PictureTypeRefused(message, field="content_type", found=name)
    return found


def name_of(content: bytes) -> str:
    """
    The kind of a file as people call it; empty for one that is not known here.

    Example:
        >>> name_of(b"GIF89a"), name_of(b'<?xml version="1.0"?><svg xmlns="x"/>'), name_of(b"?")
        ('GIF', 'SVG', '')
    """
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "WebP"
    if content[4:8] == b"ftyp":
        return "AVIF or HEIC" if content[8:11] in {b"avi", b"hei", b"mif"} else "MP4"
    for signature, name in _SIGNATURES:
        if content.startswith(signature):
            return name
    return _name_of_text(content)


def webp_size(content: bytes) -> Size:
    """
    The sides of a WebP, from its header: its decoder would ask for the memory of all its pixels.

    RFC 9649, section 2: the first chunk is `VP8X` (with the canvas), `VP8L` or `VP8 `.

    Raises:
        PictureUnreadable: It has no such header.
        PictureAnimated: It says that it moves.
    """
    chunk, header = content[12:16], content[20:30]
    if len(header) == len(b"0123456789"):
        if chunk == b"VP8X":
            if header[0] & 0b10:
                message = "the picture moves; send one that stands still"
                raise PictureAnimated(message, field="file")
            return _number(header[4:7]) + 1, _number(header[7:10]) + 1
        if chunk == b"VP8L" and header[0] == 0x2F:  # noqa: PLR2004 - its signature
            bits = _number(header[1:5])
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        if chunk == b"VP8 ":
            return _number(header[6:8]) & 0x3FFF, _number(header[8:10]) & 0x3FFF
    message = "the file is broken: it has no header of a WebP"
    raise PictureUnreadable(message, field="file")


def _name_of_text(content: bytes) -> str:
    start = content[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start.startswith(b"<"):
        return ""
    if b"<svg" in start:
        return "SVG"
    return "HTML" if b"<html" in start or b"<!doctype html" in start else "XML"


def _number(part: bytes) -> int:
    return int.from_bytes(part, "little")
