"""
Whose branding it is, the upload of a picture, what becomes of it, and why it is refused.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from tenantry.errors import Invalid, NotFound, RuleBroken
from tenantry.ids import TenantId
from tenantry.resellers.model import Branding

FORM_LASTS = timedelta(minutes=10)
"""How long a file can be sent with the form of an upload."""

KEPT = timedelta(days=1)
"""How long an upload can be accepted; the bucket's lifecycle removes its file after that."""

BYTES_MAX = 1_048_576
"""Of an uploaded file: one mebibyte."""

PIXELS_MAX = 4_000_000
"""Of an uploaded picture, whatever it weighs: they are what decoding it costs."""


class Wearer(StrEnum):
    """
    Who has a branding.
    """

    RESELLER = "reseller"
    TENANT = "tenant"


@dataclass(frozen=True, slots=True)
class Owner:
    """
    Whose branding it is.
    """

    wearer: Wearer
    id: TenantId


class Use(StrEnum):
    """
    What a picture is for.
    """

    LOGO = "logo"
    FAVICON = "favicon"
    LOGIN_BACKGROUND = "login_background"

    @property
    def field(self) -> str:
        """
        The field of a branding that names it.
        """
        return f"{self.value}_url"


class MediaType(StrEnum):
    """
    What can be uploaded. SVG is not among it: it is a document that can hold scripts and links.
    """

    PNG = "image/png"
    JPEG = "image/jpeg"
    WEBP = "image/webp"


class State(StrEnum):
    """
    How far an upload is.
    """

    OPEN = "open"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Upload:
    """
    A picture that somebody wants to send, or has sent.

    Args:
        media_type: What they said that it is; the file must be just that.
        size: How many bytes they said that it has; None where they did not say.
        digest: What the finished picture is named by, once it was accepted.
    """

    id: str
    owner_id: TenantId
    use: Use
    media_type: MediaType
    asked_at: datetime
    size: int | None = None
    state: State = State.OPEN
    digest: str | None = None

    @property
    def expires_at(self) -> datetime:
        """
        Until when it can be accepted.
        """
        return self.asked_at + KEPT


@dataclass(frozen=True, slots=True)
class Form:
    """
    How a browser sends the file to the bucket, without us in between.

    Args:
        fields: What it sends before the file, each as a field of `multipart/form-data`.
    """

    url: str
    fields: dict[str, str]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AskedUpload:
    """
    An upload, and the form to send its file with.
    """

    upload: Upload
    form: Form


@dataclass(frozen=True, slots=True)
class Picture:
    """
    A picture as it is shown: made anew from what was uploaded, in every size that it is needed in.

    Args:
        files: By name (`tenantry.mail.assets`); the bytes of none hold anything but pixels.
    """

    files: dict[str, bytes] = field(repr=False)

    @property
    def digest(self) -> str:
        """
        What it is named by: its content, so that what an address shows never changes.
        """
        whole = sha256()
        for name, content in sorted(self.files.items()):
            whole.update(f"{name} {len(content)} ".encode() + content)
        return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Branded:
    """
    A branding as it is read.

    Args:
        own: The fields that its owner has set; the others are empty.
        effective: What customers see, which for a tenant is its own before its reseller's.
    """

    owner: Owner
    own: Branding
    effective: Branding
    version: int


class UploadNotFound(NotFound):
    """
    There is no such upload, it has lapsed, or it is somebody else's.
    """

    code = "branding.upload_not_found"


class UploadMissing(RuleBroken):
    """
    No file has come for the upload yet.
    """

    code = "branding.upload_missing"


class PictureRefused(Invalid):
    """
    The file is no picture that can be shown; each kind of refusal says why.
    """

    code = "branding.picture_refused"


class PictureTooLarge(PictureRefused):
    """
    The file has too many bytes, or the picture too many pixels; `most` says how many are possible.
    """

    code = "branding.picture_too_large"


class PictureTypeRefused(PictureRefused):
    """
    The file is no PNG, JPEG or WebP, or another one of them than was announced.
    """

    code = "branding.picture_type_refused"


class PictureUnreadable(PictureRefused):
    """
    The file is broken: it ends too early, or holds what no such file can.
    """

    code = "branding.picture_unreadable"


class PictureAnimated(PictureRefused):
    """
    The picture moves.
    """

    code = "branding.picture_animated"


class PictureTooSmall(PictureRefused):
    """
    A side would be shown with too few pixels; `least` says how many there must be.
    """

    code = "branding.picture_too_small"


class PictureNotSquare(PictureRefused):
    """
    An icon's sides differ.
    """

    code = "branding.picture_not_square"


class PictureNotFound(NotFound):
    """
    No picture has this address.
    """

    code = "branding.picture_not_found"
