"""
The body of the brand route. Apart from the others, whose letters need a library.
"""

from typing import Self

from pydantic import Field

from tenantry.hosts.model import Site
from tenantry.http.bodies import AnswerBody
from tenantry.mail.model import Look


class BrandBody(AnswerBody):
    """
    How a portal looks at the host that asks; what is null is as the platform has it.
    """

    host: str | None = Field(description="Null at the platform's own address.")
    name: str
    primary_color: str | None
    secondary_color: str | None
    logo_url: str | None
    favicon_url: str | None
    login_background_url: str | None
    website_url: str | None
    support_url: str | None
    billing_url: str | None
    terms_url: str | None
    privacy_url: str | None
    support_email: str | None

    @classmethod
    def of(cls, brand: tuple[Site | None, Look]) -> Self:
        """
        Show what a site looks like; nothing of whose it is but what its pages say.
        """
        site, look = brand
        return cls(
            host=None if site is None else site.host,
            name=look.name,
            primary_color=look.primary_color,
            secondary_color=look.secondary_color,
            logo_url=look.logo_url,
            favicon_url=look.favicon_url,
            login_background_url=look.login_background_url,
            website_url=look.website_url,
            support_url=look.support_url,
            billing_url=look.billing_url,
            terms_url=look.terms_url,
            privacy_url=look.privacy_url,
            support_email=look.support_email,
        )
