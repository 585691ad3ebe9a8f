"""
The private bucket of pictures: what was sent, for a day, and what was made of it, for good.

Nobody reads it but our functions. What was sent is never served, and what is served was never sent:
it was made here.
"""

from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from tenantry import settings
from tenantry.branding.model import (
    BYTES_MAX,
    FORM_LASTS,
    Form,
    Picture,
    PictureNotFound,
    Upload,
    UploadMissing,
)
from tenantry.errors import ChangedMeanwhile
from tenantry.ids import TenantId
from tenantry.mail.assets import MEDIA_TYPES
from tenantry.services import client

KEPT_FOR_EVER = "public, max-age=31536000, immutable"
"""What an address shows never changes: RFC 8246, for a year, which is as long as caches go."""

_NOT_THERE = {"404", "NoSuchKey"}
_CHANGED = {"412", "PreconditionFailed"}


@dataclass(frozen=True, slots=True)
class Sent:
    """
    What the bucket says of a file that was sent.

    Args:
        version: Tells this content from any that is sent over it (S3's ETag).
    """

    size: int
    media_type: str
    version: str


def form(upload: Upload) -> Form:
    """
    A form that takes one file for this upload, of the type that was announced, and not too large.

    What it allows is signed into it: S3 refuses another name, another type, and more bytes. Only a
    POST can be bound to a length so; a link for PUT cannot.
    """
    least, most = (1, BYTES_MAX) if upload.size is None else (upload.size, upload.size)
    typed = {"Content-Type": upload.media_type.value}
    signed = client("s3").generate_presigned_post(
        Bucket=settings.picture_bucket(),
        Key=_place_of(upload),
        Fields=typed,
        Conditions=[typed, ["content-length-range", least, most]],
        ExpiresIn=int(FORM_LASTS.total_seconds()),
    )
    # The form's own end is told in whole seconds, counted from a little later.
    ends_at = (upload.asked_at + FORM_LASTS).replace(microsecond=0)
    return Form(str(signed["url"]), signed["fields"], ends_at)


def find(upload: Upload) -> Sent:
    """
    What the bucket says of an upload's file, which is not read for that.

    Raises:
        UploadMissing: None has come.
    """
    place = {"Bucket": settings.picture_bucket(), "Key": _place_of(upload)}
    try:
        said = client("s3").head_object(**place)
    except ClientError as error:
        if _code_of(error) not in _NOT_THERE:
            raise
        message = "no file has come for this upload; send it with the form first"
        raise UploadMissing(message) from error
    return Sent(int(said["ContentLength"]), str(said.get("ContentType", "")), str(said["ETag"]))


def read(upload: Upload, sent: Sent) -> bytes:
    """
    The content of an upload's file, as it was found.

    Raises:
        ChangedMeanwhile: Another one was sent over it since.
    """
    place = {"Bucket": settings.picture_bucket(), "Key": _place_of(upload)}
    try:
        content: bytes = client("s3").get_object(**place, IfMatch=sent.version)["Body"].read()
    except ClientError as error:
        if _code_of(error) not in _NOT_THERE | _CHANGED:
            raise
        message = "another file was sent for this upload at the same moment; accept it again"
        raise ChangedMeanwhile(message) from error
    return content


def keep(owner_id: TenantId, picture: Picture) -> None:
    """
    Store every file of a picture; to store it again changes nothing, since its content names it.
    """
    for file, content in picture.files.items():
        client("s3").put_object(
            Bucket=settings.picture_bucket(),
            Key=_picture(owner_id, picture.digest, file),
            Body=content,
            ContentType=MEDIA_TYPES[file],
            CacheControl=KEPT_FOR_EVER,
        )


def picture(owner_id: TenantId, digest: str, file: str) -> bytes:
    """
    One file of a picture.

    Raises:
        PictureNotFound: There is none.
    """
    place = {"Bucket": settings.picture_bucket(), "Key": _picture(owner_id, digest, file)}
    try:
        content: bytes = client("s3").get_object(**place)["Body"].read()
    except ClientError as error:
        if _code_of(error) not in _NOT_THERE:
            raise
        message = "there is no such picture"
        raise PictureNotFound(message) from error
    return content


def _place_of(upload: Upload) -> str:
    return f"uploads/{upload.owner_id}/{upload.id}"


def _picture(owner_id: TenantId, digest: str, file: str) -> str:
    return f"pictures/{owner_id}/{digest}/{file}"


def _code_of(error: ClientError) -> Any:  # noqa: ANN401 - S3's own, a text
    return error.response["Error"]["Code"]
