"""
From a reseller's branding, and a tenant's over it, to the look that mails and pages wear.
"""

from collections.abc import Mapping
from dataclasses import fields, replace

from tenantry.mail.model import Look
from tenantry.resellers.model import Department, Reseller

_NAMES = {field.name for field in fields(Look)} - {"signature"}
"""What can stand over a reseller's: all but the lines that its own people sign with."""


def look_of(reseller: Reseller) -> Look:
    """
    The reseller's own look.
    """
    branding = reseller.branding
    return Look(
        name=reseller.display_name,
        primary_color=branding.primary_color or None,
        logo_url=branding.logo_url or None,
        support_email=branding.support_email or None,
        support_url=branding.support_url or None,
        website_url=branding.website_url or None,
        terms_url=branding.terms_url or None,
        privacy_url=branding.privacy_url or None,
        billing_url=branding.billing_url or None,
        secondary_color=branding.secondary_color or None,
        favicon_url=branding.favicon_url or None,
        login_background_url=branding.login_background_url or None,
        signature=reseller.signatures.get(Department.SALES),
    )


def worn_over(look: Look, own: Mapping[str, str] | None) -> Look:
    """
    A look with what a tenant's or an invite's own branding says in its place; empty says nothing.

    Example:
        >>> worn_over(Look(name="Acme"), {"display_name": "Kofi", "logo_url": ""}).name
        'Kofi'
    """
    said = {name: value for name, value in (own or {}).items() if value}
    if "display_name" in said:
        said["name"] = said.pop("display_name")
    return replace(look, **{name: value for name, value in said.items() if name in _NAMES})
