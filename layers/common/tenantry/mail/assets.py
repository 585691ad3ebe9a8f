"""
The addresses of pictures that were uploaded: paths on whatever host they are asked from.

A path holds the digest of what it names, so that it can be kept for ever; what stands beside a
picture (a logo for dense screens, icons of other sizes) lies in the same folder.
"""

import re
from dataclasses import replace

from tenantry.ids import TenantId, id_pattern
from tenantry.mail.markup import web_address
from tenantry.mail.model import Look

DIGEST_PATTERN = "^[0-9a-f]{64}$"

LOGO = "logo.png"
DENSE_LOGO = "logo-2x.png"
"""The same picture with up to twice the pixels; shown in the same window."""

ICON = "favicon.ico"
TOUCH_ICON = "apple-touch-icon.png"
ICON_192 = "icon-192.png"
ICON_512 = "icon-512.png"
MASKABLE_ICON = "icon-maskable-512.png"
BACKGROUND = "login-background.jpg"

MEDIA_TYPES = {
    LOGO: "image/png",
    DENSE_LOGO: "image/png",
    ICON: "image/x-icon",
    TOUCH_ICON: "image/png",
    ICON_192: "image/png",
    ICON_512: "image/png",
    MASKABLE_ICON: "image/png",
    BACKGROUND: "image/jpeg",
}
"""Every file that a picture can have, and as what it is served: nothing else is."""

FILES_OF = {
    "logo": (LOGO, DENSE_LOGO),
    "favicon": (ICON, TOUCH_ICON, ICON_192, ICON_512, MASKABLE_ICON),
    "login_background": (BACKGROUND,),
}
"""The files of a picture by what it is for; a branding names the first, the others lie beside."""

_OWNER, _DIGEST = id_pattern("ten").strip("^$"), DIGEST_PATTERN.strip("^$")
_FILES = "|".join(file.replace(".", r"\.") for file in MEDIA_TYPES)
FILE_PATTERN = f"^({_FILES})$"
OWN_PICTURE = rf"/assets/{_OWNER}/{_DIGEST}/[a-z0-9-]{{1,30}}\.(ico|jpg|png)"
"""The form of the addresses that `address` makes; one that no picture has shows nothing."""

_OWN = re.compile(OWN_PICTURE)
_ON_A_HOST = re.compile(f"(https?://[^/]+)?{OWN_PICTURE}")


def address(owner_id: TenantId, digest: str, file: str) -> str:
    """
    Where one file of a picture is served, as a path on any host of ours.
    """
    return f"/assets/{owner_id}/{digest}/{file}"


def beside(url: str | None, file: str) -> str | None:
    """
    Another file of the picture at *url*, on the same host; None where that is none of ours.

    Example:
        >>> beside(address(TenantId("ten_" + "0" * 26), "f" * 64, LOGO), DENSE_LOGO)[-17:]
        'fffff/logo-2x.png'
        >>> beside("https://example.com/logo.png", DENSE_LOGO) is None
        True
    """
    return url[: url.rindex("/") + 1] + file if url and _ON_A_HOST.fullmatch(url) else None


def picture_address(url: str | None) -> str | None:
    """
    *url* when it is a full web address or a picture of ours; None for anything else.
    """
    return url if url and _OWN.fullmatch(url) else web_address(url)


def anywhere(look: Look, base_url: str) -> Look:
    """
    The look with full addresses of its pictures, for what is read on no host of ours, as a mail.

    Args:
        base_url: The host that our own pictures are fetched from, without a slash at its end.
    """
    return replace(
        look,
        logo_url=_whole(look.logo_url, base_url),
        favicon_url=_whole(look.favicon_url, base_url),
        login_background_url=_whole(look.login_background_url, base_url),
    )


def _whole(url: str | None, base_url: str) -> str | None:
    return base_url + url if url and _OWN.fullmatch(url) else url
