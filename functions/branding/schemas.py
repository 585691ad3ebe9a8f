"""
The bodies of branding.
"""

from typing import Annotated, Self

from pydantic import BeforeValidator, Field

from tenantry.branding.contrast import Pair, Shades, pairs, shades
from tenantry.branding.model import BYTES_MAX, AskedUpload, Branded, MediaType, Use
from tenantry.branding.preview import Preview
from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import BrandingFields
from tenantry.mail import assets
from tenantry.mail.colors import palette
from tenantry.mail.model import Locale
from tenantry.resellers.model import Branding

_TYPES = [type_.value for type_ in MediaType]


def _picture_type(given: object) -> object:
    if given not in _TYPES:
        message = f"must be one of {', '.join(_TYPES)}; save any other kind, SVG too, as PNG"
        raise ValueError(message)
    return given


class ChangeBranding(BrandingFields):
    """
    Fields of a branding to set. What is left out stays; what is empty is taken away.
    """

    def changes(self) -> dict[str, str]:
        """
        The fields that are given.
        """
        return self.model_dump(exclude_unset=True)


class PreviewBranding(ChangeBranding):
    """
    Fields as they would be set, and the language to show pages and mail in.
    """

    locale: Locale = Locale.EN

    def draft(self) -> dict[str, str]:
        """
        The fields that are given.
        """
        return self.model_dump(exclude_unset=True, exclude={"locale"})


class AskUpload(Body):
    """
    A picture that is to be sent.

    All icons are made from one square of at least 512 by 512 pixels. A logo is shown in a window of
    200 by 50 pixels; with twice as many it is sharp on every screen.
    """

    use: Use
    content_type: Annotated[MediaType, BeforeValidator(_picture_type)]
    size: int | None = Field(
        None, ge=1, le=BYTES_MAX, strict=True, description="In bytes; then no other file is taken."
    )


class UploadFormBody(AnswerBody):
    """
    How the file is sent: as `multipart/form-data` to `url`, first `fields`, then `file`.
    """

    url: str
    fields: dict[str, str]
    expires_at: str


class UploadBody(AnswerBody):
    """
    An upload: send the file with the form, then accept it.
    """

    id: str
    use: Use
    content_type: MediaType
    expires_at: str = Field(description="Until when it can be accepted.")
    form: UploadFormBody

    @classmethod
    def of(cls, asked: AskedUpload) -> Self:
        """
        Show an upload with its form.
        """
        upload, form = asked.upload, asked.form
        return cls(
            id=upload.id,
            use=upload.use,
            content_type=upload.media_type,
            expires_at=stamp(upload.expires_at),
            form=UploadFormBody(
                url=form.url, fields=form.fields, expires_at=stamp(form.expires_at)
            ),
        )


class ShadesBody(AnswerBody):
    """
    A colour, and what goes with it.

    `text` can be read and `border` seen on white, `on_color` can be read on the colour, `hover` and
    `pressed`, and `on_tint` on `tint`.
    """

    color: str
    on_color: str
    hover: str
    pressed: str
    tint: str
    on_tint: str
    text: str
    border: str

    @classmethod
    def of(cls, made: Shades) -> Self:
        """
        Show a colour's shades.
        """
        return cls(**{name: getattr(made, name) for name in made.__slots__})


class ColorPairBody(AnswerBody):
    """
    Two colours that pages and mails use together, and whether people can tell them apart.
    """

    name: str
    foreground: str
    background: str
    ratio: float = Field(description="The contrast, 1 to 21, with two decimals.")
    required: float
    passes: bool = Field(description="By the exact ratio, which is never rounded up.")
    shown: str | None = Field(description="What is shown in place of a colour that fails.")
    suggestion: str | None = Field(description="The nearest darker shade that passes.")
    detail: str

    @classmethod
    def of(cls, pair: Pair) -> Self:
        """
        Show a pair.
        """
        return cls(
            name=pair.name,
            foreground=pair.foreground,
            background=pair.background,
            ratio=pair.told_ratio,
            required=pair.required,
            passes=pair.passes,
            shown=pair.shown,
            suggestion=pair.suggestion,
            detail=pair.words,
        )


class BrandedBody(AnswerBody):
    """
    A branding. Paths of pictures are served on every host that this API answers at.
    """

    owner_id: str
    own: dict[str, str] = Field(description="What its owner has set; empty where nothing is.")
    effective: dict[str, str] = Field(
        description="What customers see: a tenant's own fields before its reseller's."
    )
    shades: dict[str, ShadesBody] = Field(description="By `primary` and `secondary`.")
    contrast: list[ColorPairBody]
    warnings: list[str] = Field(description="Of the pairs that fail; none of them stops anything.")
    pictures: dict[str, dict[str, str]] = Field(
        description="Every file of a picture that was uploaded here, by its use and its name."
    )
    version: int

    @classmethod
    def of(cls, branded: Branded) -> Self:
        """
        Show a branding.
        """
        seen = branded.effective
        colors, found = palette(seen.primary_color, seen.secondary_color), pairs(seen)
        named = {"primary": colors.primary, "secondary": colors.secondary}
        return cls(
            owner_id=branded.owner.id,
            own=_fields(branded.own),
            effective=_fields(seen),
            shades={name: ShadesBody.of(shades(one)) for name, one in named.items() if one},
            contrast=[ColorPairBody.of(pair) for pair in found],
            warnings=[pair.warning for pair in found if pair.warning],
            pictures=_pictures(seen),
            version=branded.version,
        )


class BrandingPreviewBody(AnswerBody):
    """
    A draft and how it looks, as whole HTML documents: show them in a frame with `sandbox`.
    """

    branding: BrandedBody
    sign_in: str
    invite: str
    mail: dict[str, str] = Field(description="`subject`, `html` and `text`.")

    @classmethod
    def of(cls, preview: Preview) -> Self:
        """
        Show a preview.
        """
        mail = preview.mail
        return cls(
            branding=BrandedBody.of(preview.branded),
            sign_in=preview.sign_in,
            invite=preview.invite,
            mail={"subject": mail.subject, "html": mail.html, "text": mail.text},
        )


def _fields(branding: Branding) -> dict[str, str]:
    return {name: getattr(branding, name) for name in branding.__slots__}


def _pictures(branding: Branding) -> dict[str, dict[str, str]]:
    found = {use.value: _files(getattr(branding, use.field), use) for use in Use}
    return {use: files for use, files in found.items() if files}


def _files(url: str, use: Use) -> dict[str, str]:
    return {file: at for file in assets.FILES_OF[use.value] if (at := assets.beside(url, file))}
