"""
What a policy says: which roles, with which scope, how often.
"""

from dataclasses import dataclass
from datetime import timedelta

from tenantry.limits.model import Limit
from tenantry.principals import Role

OPERATOR = frozenset({Role.OPERATOR})
OWNER = frozenset({Role.RESELLER_OWNER})
BILLING = frozenset({Role.RESELLER_BILLING})
SUPPORT = frozenset({Role.RESELLER_SUPPORT})
MEMBERS = OWNER | BILLING | SUPPORT
TENANT = frozenset({Role.TENANT_OWNER})
EVERYBODY = OPERATOR | MEMBERS | TENANT
LEDGER = OPERATOR | OWNER | BILLING
PAYMENTS = LEDGER | TENANT
ANYBODY = frozenset(Role)
"""Nobody needs to be signed in."""

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
ACCEPTS = Limit("accept", 20, _MINUTE)
SIGN_INS = Limit("sign-in", 10, _MINUTE)
MINTS = Limit("mint", 300, _MINUTE)
BULKS = Limit("bulk", 10, _MINUTE)
TRANSFERS = Limit("transfer", 20, _MINUTE)
EXPORTS = Limit("export", 20, _MINUTE)
UPLOADS = Limit("upload", 30, _MINUTE)
CLAIMS = Limit("domain-claim", 20, _MINUTE)
DOMAIN_CHECKS = Limit("domain-check", 6, _MINUTE)
CERTIFICATES = Limit("certificate", 6, _MINUTE)
CHARGES = Limit("charge", 60, _MINUTE)
"""A prompt rings on somebody's phone."""


@dataclass(frozen=True, slots=True)
class Policy:
    """
    Who may call a route.

    Args:
        roles: The roles that may.
        scope: What an API key must allow; empty where nobody needs to be signed in.
        limit: How often one principal, or one address, may.
    """

    roles: frozenset[Role]
    scope: str = ""
    limit: Limit | None = None

    @property
    def is_public(self) -> bool:
        """
        Whether the route is for people who are not signed in.
        """
        return Role.ANONYMOUS in self.roles
