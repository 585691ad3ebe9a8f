"""
How the host looks that somebody came to, for a portal that has not signed anybody in yet.
"""

from hosts.brand_schemas import BrandBody
from tenantry.delivery.looks import PLATFORM_LOOK
from tenantry.hosts.model import Site
from tenantry.http import Api, Request
from tenantry.mail.model import Look

api = Api()


@api.route("GET /brand", answer=BrandBody.of)
def brand(request: Request) -> tuple[Site | None, Look]:
    """
    Read the name, colours, pictures and links of the host; of the platform at its own address.
    """
    site = request.site
    return site, PLATFORM_LOOK if site is None else site.look


handler = api
