"""
The private bucket of finished files: written in parts, and read through links that lapse.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from tenantry import settings
from tenantry.services import client
from tenantry.statement_exports.model import LINK_LASTS, Export

PART_SIZE = 8 * 1024 * 1024
"""S3 takes parts of 5 MB at least, the last one aside, and 10,000 of them."""


@dataclass(frozen=True, slots=True)
class Stored:
    """
    What was written.
    """

    file: str
    size: int
    sha256: str


def write(export: Export, run: str, chunks: Iterable[bytes]) -> Stored:
    """
    Store a file, holding one part of it in memory.

    It is there when all of it is: what is raised while it is made leaves nothing, and the parts of
    a process that died are removed by the bucket's lifecycle.
    """
    # Each run has a file of its own: of two at once, neither writes over what the other has told.
    name = f"statements/{export.reseller_id}/{export.id}/{run}.{export.format.value}"
    place = {"Bucket": settings.export_bucket(), "Key": name}
    started = client("s3").create_multipart_upload(**place, ContentType=export.format.media_type)
    upload = {**place, "UploadId": started["UploadId"]}
    is_complete = False
    try:
        stored, parts = _write_parts(upload, chunks)
        client("s3").complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})
        is_complete = True
    finally:
        if not is_complete:
            client("s3").abort_multipart_upload(**upload)
    return stored


def link(export: Export) -> str:
    """
    An address that anybody can fetch a finished file from, for `LINK_LASTS`.
    """
    assert export.file is not None, "it is ready"
    name = f"statement-{export.month}.{export.format.value}"
    wanted = {
        "Bucket": settings.export_bucket(),
        "Key": export.file,
        "ResponseContentDisposition": f'attachment; filename="{name}"',
        "ResponseCacheControl": "private, no-store",
    }
    lasts = int(LINK_LASTS.total_seconds())
    return str(client("s3").generate_presigned_url("get_object", Params=wanted, ExpiresIn=lasts))


def _write_parts(
    upload: Mapping[str, Any], chunks: Iterable[bytes]
) -> tuple[Stored, list[dict[str, Any]]]:
    parts: list[dict[str, Any]] = []
    digest, size, waiting = sha256(), 0, bytearray()

    def send() -> None:
        number = len(parts) + 1
        answer = client("s3").upload_part(**upload, PartNumber=number, Body=bytes(waiting))
        parts.append({"PartNumber": number, "ETag": answer["ETag"]})
        waiting.clear()

    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
        waiting += chunk
        if len(waiting) >= PART_SIZE:
            send()
    if waiting or not parts:
        send()
    return Stored(str(upload["Key"]), size, digest.hexdigest()), parts
