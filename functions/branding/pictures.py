"""
Pictures that are shown: each at an address that never shows another one.
"""

from tenantry.branding import bucket
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.mail.assets import MEDIA_TYPES
from tenantry.pages.model import Page

api = Api()

_HEADERS = {
    "Cache-Control": bucket.KEPT_FOR_EVER,
    "Content-Security-Policy": "default-src 'none'; sandbox",
    # Mail programs and portals on other hosts show them.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}


@api.route("GET /assets/{owner_id}/{digest}/{file}")
def show(request: Request, owner_id: str, digest: str, file: str) -> Page:
    """
    One file of a picture.
    """
    tag = f'"{digest}"'
    headers = {**_HEADERS, "ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Page(304, "", headers)
    content = bucket.picture(TenantId(owner_id), digest, file)
    return Page(200, "", {**headers, "Content-Type": MEDIA_TYPES[file]}, file=content)


handler = api
