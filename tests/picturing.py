"""
Pictures for tests, made when they are needed, and the bucket that they are sent to.
"""

import struct
import zlib
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from PIL import Image

from tenantry import settings
from tenantry.branding import commands
from tenantry.branding.model import MediaType, Owner, Upload, Use, Wearer
from tenantry.services import client
from tenantry.tenants.model import Tenant
from tests.acting import an_act
from tests.deployment import REGION

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SECRET = "Nairobi, -1.2921, 36.8219"
"""What a file says of a person, and no picture may show."""


def a_picture(
    size: tuple[int, int] = (400, 100), mode: str = "RGB", kind: str = "PNG", **options: Any
) -> bytes:
    """
    A file with a picture that is no plain area: dark to the left, light to the right.
    """
    file = BytesIO()
    drawn(size, mode).save(file, kind, **options)
    return file.getvalue()


def drawn(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    """
    The same, before it is written.
    """
    grey = Image.linear_gradient("L").rotate(90).resize(size)
    if mode == "I;16":
        wide = Image.new("I;16", size)
        wide.putdata([value * 256 for value in grey.get_flattened_data()])
        return wide
    image = grey.convert(mode)
    if mode in {"LA", "RGBA"}:
        image.putalpha(90)
    return image


def chunk(name: bytes, content: bytes) -> bytes:
    """
    One chunk of a PNG.
    """
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def chunks_of(png: bytes) -> dict[str, bytes]:
    """
    The chunks of a PNG by name, and under `behind` whatever follows its end.
    """
    found: dict[str, bytes] = {}
    rest = png.removeprefix(SIGNATURE)
    while rest and "IEND" not in found:
        (length,) = struct.unpack(">I", rest[:4])
        found[rest[4:8].decode()] = rest[8 : 8 + length]
        rest = rest[12 + length :]
    return {**found, **({"behind": rest} if rest else {})}


def with_chunks(png: bytes, added: Iterable[bytes]) -> bytes:
    """
    A PNG with more chunks, behind its header.
    """
    header = len(SIGNATURE) + 25
    return png[:header] + b"".join(added) + png[header:]


def a_header_of(width: int, height: int) -> bytes:
    """
    A PNG that says that it is so large, and is not.
    """
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1_000))
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def opened(content: bytes) -> Image.Image:
    """
    A finished picture, decoded.
    """
    image = Image.open(BytesIO(content))
    image.load()
    return image


def need_bucket() -> None:
    """
    Make the bucket of pictures, unless it is there.
    """
    s3, name = client("s3"), settings.picture_bucket()
    if not s3.list_buckets(Prefix=name)["Buckets"]:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})


def open_bucket() -> None:
    """
    Make the bucket of pictures, empty: moto keeps buckets from test to test.
    """
    need_bucket()
    for stored in files():
        client("s3").delete_object(Bucket=settings.picture_bucket(), Key=stored)


def files(folder: str = "") -> list[str]:
    """
    What the bucket holds.
    """
    listed = client("s3").list_objects_v2(Bucket=settings.picture_bucket(), Prefix=folder)
    return [stored["Key"] for stored in listed.get("Contents", [])]


def a_sent_logo(tenant: Tenant) -> Upload:
    """
    A logo of a tenant that was sent, and waits to be accepted.
    """
    need_bucket()
    owner = Owner(Wearer.TENANT, tenant.id)
    upload = commands.ask_upload(owner, Use.LOGO, MediaType.PNG, an_act()).upload
    send(upload, a_picture((64, 32)))
    return upload


def send(upload: Upload, content: bytes, media_type: str | None = None) -> None:
    """
    Put a file where its form would, past all that the form would have asked.
    """
    client("s3").put_object(
        Bucket=settings.picture_bucket(),
        Key=f"uploads/{upload.owner_id}/{upload.id}",
        Body=content,
        ContentType=media_type or upload.media_type.value,
    )
