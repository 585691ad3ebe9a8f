"""
Which look a mail or a page wears.
"""

from dataclasses import dataclass

from tenantry import settings
from tenantry.ids import TenantId
from tenantry.mail.model import Look
from tenantry.resellers import looks
from tenantry.resellers.model import Reseller

PLATFORM_LOOK = Look(name="Tenantry")


@dataclass(frozen=True, slots=True)
class Worn:
    """
    A look, and the reseller in whose name a mail that wears it is sent.

    Args:
        reseller_id: None for the platform's own mail.
        home: Where its links lead, without a trailing slash; None for the platform's address.
    """

    look: Look
    reseller_id: TenantId | None = None
    home: str | None = None

    def url(self, path: str) -> str:
        """
        The whole address of a path of ours.
        """
        return (self.home or settings.base_url()) + path


OURS = Worn(PLATFORM_LOOK)


def look_of(reseller: Reseller, over: dict[str, str] | None = None) -> Look:
    """
    The reseller's look; what *over* (a tenant's or an invite's own branding) says goes before it.
    """
    return looks.worn_over(looks.look_of(reseller), over)
