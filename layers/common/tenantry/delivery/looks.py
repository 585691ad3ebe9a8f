"""
From a reseller's branding, and a tenant's over it, to the look that mails and pages wear.
"""

from tenantry.mail.model import Look
from tenantry.resellers.model import Department, Reseller

PLATFORM_LOOK = Look(name="Tenantry")


def look_of(reseller: Reseller, over: dict[str, str] | None = None) -> Look:
    """
    The reseller's look; what *over* (a tenant's or an invite's own branding) says goes before it.
    """
    branding, own = reseller.branding, over or {}
    return Look(
        name=own.get("display_name") or reseller.display_name,
        primary_color=own.get("primary_color") or branding.primary_color or None,
        logo_url=own.get("logo_url") or branding.logo_url or None,
        support_email=branding.support_email or None,
        support_url=branding.support_url or None,
        website_url=branding.website_url or None,
        terms_url=branding.terms_url or None,
        privacy_url=branding.privacy_url or None,
        signature=reseller.signatures.get(Department.SALES),
    )
